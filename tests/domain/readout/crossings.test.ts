import { describe, expect, it } from 'vitest'
import type { ReadoutInput } from '../../../src/domain/readout/input.ts'
import { comparison, looks, type ToldMetric, told, verdict } from './told.ts'

/** Two arms alike in size, of 28 000 people by the horizon. */
function at(
  day: number,
  people: number,
  sums: readonly number[],
  metric: Partial<ToldMetric> = {},
): ReadoutInput {
  return told([people, people], [{ sums, ...metric }], { day, plannedUnits: 28_000, minimumEffect: 0.1 })
}

const DOWN = { direction: 'down' } as const
const GUARD = { role: 'guardrail', direction: 'down' } as const

const kinds = (inputs: readonly ReadoutInput[]) =>
  looks(inputs).map(({ crossings }) => crossings.map(({ kind }) => kind))

describe('what was found', () => {
  it.each<[string, readonly ReadoutInput[]]>([
    ['on day 5', [at(5, 5_000, [500, 750]), at(8, 4_700, [470, 445])]],
    ['on day 8, with fewer people than before', [at(8, 5_000, [500, 750]), at(9, 4_700, [470, 445])]],
    ['in sums that are less', [at(8, 5_000, [500, 750]), at(9, 5_100, [510, 520])]],
    ['in the control, which is mended', [at(8, 5_000, [300, 500]), at(9, 5_400, [560, 545])]],
    ['in a falling metric', [at(8, 5_000, [750, 500], DOWN), at(9, 4_700, [445, 470], DOWN)]],
    ['as worse', [at(8, 5_000, [640, 520]), at(9, 4_700, [600, 590])]],
    ['as harm of a goal', [at(3, 2_000, [300, 100]), at(4, 1_900, [285, 280])]],
    ['as harm of a guardrail', [at(3, 2_000, [20, 120], GUARD), at(4, 2_600, [25, 27], GUARD)]],
    ['as a guardrail within its margin', [at(8, 5_000, [60, 10], GUARD), at(9, 4_900, [59, 58], GUARD)]],
  ])('falls with its data: %s', (_, inputs) => {
    expect(kinds(inputs).at(-1)).toEqual([])
    expect(looks(inputs).at(-1)?.verdicts[0]?.verdict).not.toMatch(/ship|stop/)
  })

  it.each<[string, readonly ReadoutInput[], string[]]>([
    ['people come evenly', [at(8, 5_000, [500, 620]), at(9, 5_600, [562, 682])], ['better']],
    ['values come late', [at(8, 5_000, [500, 620]), at(9, 5_000, [560, 680])], ['better']],
    ['a few refunds are taken off', [at(8, 5_000, [500, 620]), at(9, 5_000, [497, 615])], ['better']],
    ['a handful of people are erased', [at(8, 5_000, [500, 620]), at(9, 4_960, [497, 616])], ['better']],
    ['the lift shrinks by chance', [at(8, 5_000, [500, 620]), at(9, 5_600, [590, 675])], ['better']],
    ['harm goes on', [at(3, 2_000, [20, 120], GUARD), at(4, 2_600, [26, 130], GUARD)], ['harm']],
  ])('stays where %s', (_, inputs, wanted) => {
    expect(kinds(inputs)).toEqual([wanted, wanted])
  })

  it('stands with its day, and with what it rests on', () => {
    const [first, second] = looks([at(8, 5_000, [500, 620]), at(9, 5_600, [562, 682])])
    const on = {
      control: { n: 5_000, sum: 500, sumSquares: 500 },
      treatment: { n: 5_000, sum: 620, sumSquares: 620 },
    }
    expect(first?.crossings).toMatchObject([{ kind: 'better', day: 8, on }])
    expect(second?.crossings).toEqual(first?.crossings)
    expect(second?.verdicts[0]?.reason).toBe('m +21 % (+4 … +41 %), nothing is worse.')
  })

  it('of a snapshot that did not keep what it rests on rests on what is there now', () => {
    const [first] = looks([at(8, 5_000, [500, 620])])
    const { on: _, ...old } = first?.crossings[0] ?? { arm: '', metric: '', kind: 'better', day: 0 }
    const earlier = first ? { ...first, crossings: [old] } : null
    const [next] = looks([at(9, 5_600, [562, 682])], { between: earlier?.crossings ?? [] })
    expect(next?.crossings).toMatchObject([{ day: 8, on: { control: { n: 5_600 } } }])
  })

  it('is nothing but harm before the minimum runtime, however clear', () => {
    expect(kinds([1, 3, 6].map((day) => at(day, day * 1_000, [day * 100, day * 300])))).toEqual([[], [], []])
    expect(kinds([at(6, 5_000, [500, 900]), at(7, 5_800, [580, 1_000])])).toEqual([[], ['better']])
  })

  it('asks today’s sign of a ship', () => {
    const [, turned] = looks([at(8, 5_000, [500, 600]), at(13, 13_000, [1_310, 1_295])])
    expect(turned?.crossings).toMatchObject([{ kind: 'better', day: 8 }])
    expect(turned?.verdicts[0]).toMatchObject({
      rule: 6,
      verdict: 'keep running',
      reason: 'm was found better in B on day 8, but is −1.1 % (−8.4 … +6.7 %) today.',
    })
    const [, over] = looks([at(8, 5_000, [500, 600]), at(14, 14_000, [1_410, 1_400])])
    expect(over?.verdicts[0]).toMatchObject({ rule: 6, verdict: 'iterate' })
  })
})

describe('those who came last', () => {
  const novel = (recent: readonly number[], metric: Partial<ToldMetric> = {}, people = 2_500) => {
    const sums = recent.map((sum) => ({ n: people, sum, sumSquares: sum }))
    return looks([at(8, 5_000, [500, 650], { recent: { days: 4, sums }, ...metric })])[0]
  }

  it.each<[string, readonly number[], number, string]>([
    ['as those before ship', [250, 320], 5, 'ship'],
    ['a little less by chance ship', [252, 315], 5, 'ship'],
    ['worse hold it', [255, 248], 6, 'keep running'],
    ['better, but far less so, hold it', [270, 276], 6, 'keep running'],
  ])('%s', (_, recent, rule, word) => {
    expect(novel(recent)?.verdicts[0]).toMatchObject({ rule, verdict: word })
  })

  it('are said beside all, and in the reason', () => {
    const seen = novel([255, 248])
    expect(seen && comparison(seen).recent).toEqual({
      days: 4,
      lift: expect.closeTo(-0.0275, 3),
      otherwise: true,
    })
    expect(seen && verdict(seen).reason).toBe(
      'Better at first: m is ahead in B, but only −2.75 % for those of the last 4 days.',
    )
  })

  it('of a metric that should fall are read the other way', () => {
    const sums = [248, 255].map((sum) => ({ n: 2_500, sum, sumSquares: sum }))
    const down = at(8, 5_000, [650, 500], { ...DOWN, recent: { days: 4, sums } })
    expect(looks([down])[0]?.verdicts[0]).toMatchObject({ rule: 6 })
  })

  it('say nothing where they are stragglers', () => {
    const seen = novel([1, 0], {}, 12)
    expect(seen && comparison(seen).recent).toBeUndefined()
    expect(seen?.verdicts[0]).toMatchObject({ rule: 5, verdict: 'ship' })
  })

  it('have no lift over a control of zero', () => {
    const sums = [0, 60].map((sum) => ({ n: 2_500, sum, sumSquares: sum }))
    const worse = at(8, 5_000, [300, 130], { ...DOWN, recent: { days: 4, sums } })
    const [seen] = looks([worse])
    expect(seen && comparison(seen).recent).toEqual({ days: 4, lift: null, otherwise: true })
    expect(seen && verdict(seen).reason).toBe(
      'Better at first: m is ahead in B, but not for those who came last.',
    )
  })
})
