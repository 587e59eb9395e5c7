import { describe, expect, it } from 'vitest'
import type { ReadoutInput } from '../../../src/domain/readout/input.ts'
import { readout } from '../../../src/domain/readout/look.ts'
import { type Readout, storedReadout } from '../../../src/domain/readout/readout.ts'
import { counted, HILLSTROM, PURCHASE, twoArmed, unsubscribe } from './fixtures.ts'

const TWO = { ...HILLSTROM, ...twoArmed(PURCHASE), plannedUnits: 60_000 }
const flat = { ...PURCHASE, sums: counted(2_262, 2_290, 0).slice(0, 2) }

/** One look after the other; each is stored as JSON and read again. */
function looks(...inputs: Partial<ReadoutInput>[]): Readout[] {
  let earlier: Readout | null = null
  return inputs.map((changes) => {
    const seen = readout({ ...TWO, ...changes }, { earlier })
    earlier = storedReadout(JSON.parse(JSON.stringify(seen)) as Readout)
    return earlier
  })
}

const findings = ({ metrics }: Readout) =>
  metrics.map((metric) => metric.measured && metric.comparisons.map(({ finding }) => finding))

describe('looks, one after the other', () => {
  it('spend alpha by the smaller share of people and days, and all of it at the horizon', () => {
    const few = { users: [3_000, 3_000], metrics: [] }
    const [first, second, last] = looks({ day: 7, ...few }, { day: 9 }, { day: 14 })
    expect(first?.fractions).toEqual([0.1])
    expect(second?.fractions).toEqual([0.1, 9 / 14])
    expect(last?.fractions).toEqual([0.1, 9 / 14, 1])
    expect((second?.boundary ?? 0) > (last?.boundary ?? 9)).toBe(true)
  })

  it('spend nothing and find nothing but harm before the minimum runtime', () => {
    const worse = { ...PURCHASE, sums: counted(2_262, 1_600, 0).slice(0, 2) }
    const [early, harmed, due] = looks({ day: 6 }, { day: 6, metrics: [worse] }, { day: 7 })
    expect(early).toMatchObject({ fractions: [], information: {}, boundary: null, crossings: [] })
    expect(findings(early as Readout)).toEqual([['unclear']])
    expect(harmed?.crossings).toMatchObject([{ kind: 'harm', day: 6 }])
    expect(due).toMatchObject({ fractions: [0.5], information: { purchase: [389] } })
  })

  it('keep what was found with its day and what it rests on, though the data no longer shows it', () => {
    const [first, second] = looks({ day: 8 }, { day: 9, metrics: [flat] })
    expect(findings(first as Readout)).toEqual([['better']])
    expect(first?.crossings).toMatchObject([
      { kind: 'better', day: 8, on: { control: { n: 21_306, sum: 122, sumSquares: 122 } } },
    ])
    expect(second?.verdicts[0]).toMatchObject({
      rule: 5,
      verdict: 'ship',
      reason:
        'Purchase was found better in Mens E-Mail on day 8, today +1.2 % (−6.5 … +9.6 %), nothing is worse.',
    })
    expect(second?.crossings).toEqual(first?.crossings)
  })

  it('find nothing new where they bring no information, or come after the horizon again', () => {
    const [, again, later] = looks({ day: 14, metrics: [flat] }, { day: 14 }, { day: 20 })
    expect([findings(again as Readout), findings(later as Readout)]).toEqual([[['unclear']], [['unclear']]])
    expect(later?.fractions).toEqual([1])
  })

  it('leave out those that can not be read', () => {
    const [off, next] = looks({ day: 8, users: [21_306, 23_307] }, { day: 9 })
    expect(off).toMatchObject({ fractions: [], crossings: [], boundary: null })
    expect(next?.fractions).toEqual([9 / 14])
    expect(findings(next as Readout)).toEqual([['better']])
  })

  it('prove a guardrail for good, and stop for harm all the same', () => {
    const guard = (...sums: number[]) => ({
      metrics: [{ ...flat }, { ...unsubscribe(...sums, 0), sums: counted(...sums) }],
    })
    const [proven, open, harmed] = looks(
      { day: 10, ...guard(200, 150) },
      { day: 11, ...guard(200, 230) },
      { day: 12, ...guard(200, 600) },
    )
    const state = (seen: Readout | undefined) => {
      const metric = seen?.metrics[1]
      return metric?.measured ? metric.comparisons[0]?.guardrail : null
    }
    expect([state(proven), state(open), state(harmed)]).toEqual([
      'within margin',
      'within margin',
      'beyond margin',
    ])
    expect(harmed?.verdicts[0]).toMatchObject({ rule: 3, verdict: 'stop' })
  })

  it('by a person who asks see all that is there, and find nothing new on a goal', () => {
    const asked = readout({ ...TWO, day: 8 }, { counts: false })
    expect(findings(asked)).toEqual([['unclear']])
    expect(asked).toMatchObject({ fractions: [], crossings: [] })
    const worse = { ...PURCHASE, sums: counted(2_262, 1_600, 0).slice(0, 2) }
    const harmed = readout({ ...TWO, day: 8, metrics: [worse] }, { counts: false })
    expect(harmed.verdicts[0]).toMatchObject({ rule: 3, verdict: 'stop' })
    const [posted] = looks({ day: 8 })
    const after = readout({ ...TWO, day: 9 }, { counts: false, earlier: posted ?? null })
    expect(after).toMatchObject({ fractions: posted?.fractions, boundary: posted?.boundary })
    expect(after.verdicts[0]).toMatchObject({ verdict: 'ship' })
  })

  it('rest on always-valid intervals where no horizon is registered', () => {
    const open = { horizonDays: null, plannedUnits: undefined } as unknown as Partial<ReadoutInput>
    const [seen] = looks({ day: 8, ...open })
    expect(seen).toMatchObject({ fractions: [], boundary: null, horizonDays: null })
    expect(findings(seen as Readout)).toEqual([['better']])
  })
})

describe('the split over all looks', () => {
  const at = (day: number, ...users: number[]) => ({ day, users, metrics: [] })

  it('keeps what an earlier look found of it', () => {
    const [off, later] = looks(at(2, 3_000, 3_600), at(3, 9_000, 9_250))
    expect(off?.sampleRatio.healthy).toBe(false)
    expect(later?.sampleRatio.sequence?.p).toBe(off?.sampleRatio.sequence?.p)
    expect(later?.sampleRatio).toMatchObject({ healthy: false, p: expect.closeTo(0.064, 3) })
  })

  it('starts anew where the history was rewritten', () => {
    const [, mended] = looks(at(2, 3_000, 3_600), at(3, 3_300, 3_310))
    expect(mended?.sampleRatio).toMatchObject({ healthy: true })
    expect(mended?.sampleRatio.sequence?.p).toBeGreaterThan(0.1)
  })
})

describe('days left', () => {
  const reason = (changes: Partial<ReadoutInput>) =>
    readout({ ...TWO, metrics: [flat], day: 8, ...changes }).verdicts[0]?.reason

  it('go by the days so far where no size is registered, and by the plan where people are still to come', () => {
    const slow = {
      users: [2_000, 2_000],
      metrics: [{ ...flat, sums: [200, 205].map((sum) => ({ n: 2_000, sum, sumSquares: sum })) }],
      minimumEffect: 0.1,
    }
    expect(reason({ ...slow, plannedUnits: 32_000 })).toMatch(
      /^About 6 of 14 days left to see \+10 % on Purchase/,
    )
    const open = { plannedUnits: undefined } as unknown as Partial<ReadoutInput>
    expect(reason({ ...slow, ...open })).toMatch(
      /^The 14 days will probably end without an answer on \+10 % on Purchase; /,
    )
    const slower = {
      users: [800, 800],
      metrics: [{ ...flat, sums: [80, 82].map((sum) => ({ n: 800, sum, sumSquares: sum })) }],
    }
    expect(reason({ ...slow, ...slower, ...open })).toMatch(
      /^Too few people to see \+10 % on Purchase: about \d+ more days needed, \d+ planned\.$/,
    )
  })
})
