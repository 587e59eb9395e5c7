import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MetricInput } from '../../../src/domain/readout/input.ts'
import { readout } from '../../../src/domain/readout/look.ts'
import type { Readout } from '../../../src/domain/readout/readout.ts'
import { formatAbsolute, formatP, formatRelative, formatValue } from '../../../src/domain/text/numbers.ts'
import { ARMS, failed, HILLSTROM, look, PURCHASE, SPEND, unsubscribe, VISIT } from './fixtures.ts'

function measured(from: Readout, name: string) {
  const metric = from.metrics.find((each) => each.name === name)
  if (!metric?.measured) throw new Error(`${name} is not measured`)
  return metric
}

function comparisonOf(from: Readout, name: string, arm = 'Mens E-Mail') {
  const comparison = measured(from, name).comparisons.find((each) => each.arm === arm)
  if (!comparison) throw new Error(`${name} has no comparison in ${arm}`)
  return comparison
}

describe('the published e-mail campaign', () => {
  const seen = look()

  it.each([
    ['visit', '+7.659 points', '+6.995 … +8.323 points'],
    ['purchase', '+0.681 points', '+0.500 … +0.861 points'],
    ['spend', '+0.770 USD', '+0.485 … +1.055 USD'],
  ])('%s is %s', (name, lift, interval) => {
    const metric = measured(seen, name)
    const { absolute } = comparisonOf(seen, name)
    if (!absolute.computable) throw new Error(absolute.reason)
    expect(formatAbsolute(metric.kind, absolute, metric.unit)).toEqual({ lift, interval })
  })

  it('has the published p for spend and relative lifts', () => {
    const { absolute, finding } = comparisonOf(seen, 'spend')
    expect(absolute.computable && formatP(absolute.p)).toBe('p = 1.2e-7')
    expect(finding).toBe('better')
    const { relative } = comparisonOf(seen, 'purchase')
    if (!relative.computable) throw new Error(relative.reason)
    expect(formatRelative(relative)).toEqual({ lift: '+118.8 %', interval: '+78.0 … +173.9 %' })
    expect(formatP(relative.p)).toBe('p = 1.5e-13')
    expect(comparisonOf(seen, 'purchase').absolute).toMatchObject({ p: relative.p })
  })

  it('shows the values of every arm and the split as planned', () => {
    const values = (name: string) =>
      measured(seen, name).values.map((row) =>
        formatValue(measured(seen, name).kind, row.value ?? Number.NaN),
      )
    expect(values('visit')).toEqual(['10.62 %', '18.28 %', '15.14 %'])
    expect(values('purchase')).toEqual(['0.573 %', '1.253 %', '0.884 %'])
    expect(values('spend')).toEqual(['0.653', '1.423', '1.077'])
    expect(measured(seen, 'visit').values[1]).toMatchObject({ n: 21307, sum: 3894 })
    expect(seen.sampleRatio).toMatchObject({ healthy: true, checked: true })
    expect(seen.arms.map((arm) => arm.users)).toEqual([21306, 21307, 21387])
  })
})

const FILE = new URL('../../../../shared/data/hillstrom.csv.gz', import.meta.url)
/** A segment such as "7) $1,000 +" holds a comma. */
const OUTSIDE_QUOTES = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/
const haveFile = existsSync(FILE)
if (!haveFile) console.info('Skipped: the campaign file, because ../shared/data is not here.')

describe.skipIf(!haveFile)('the campaign file itself', () => {
  it('adds up to the sums that the readout is tested with', () => {
    const [header = '', ...lines] = gunzipSync(readFileSync(FILE)).toString('utf8').trim().split(/\r?\n/)
    const names = header.split(',')
    const cells = lines.map((line) => line.split(line.includes('"') ? OUTSIDE_QUOTES : ','))
    const column = (rows: readonly string[][], name: string) => {
      const place = names.indexOf(name)
      return rows.map((row) => row[place])
    }
    const treatments = column(cells, 'treatment')
    for (const [i, { name }] of ARMS.entries()) {
      const rows = cells.filter((_, row) => treatments[row] === name)
      expect(rows).toHaveLength(HILLSTROM.users[i] ?? 0)
      for (const [metric, source] of [
        [VISIT, 'visit'],
        [PURCHASE, 'conversion'],
        [SPEND, 'spend'],
      ] as const) {
        const add = (power: number) =>
          column(rows, source).reduce((sum, value) => sum + Number(value) ** power, 0)
        const wanted = 'sums' in metric ? metric.sums[i] : undefined
        expect(add(1)).toBeCloseTo(wanted?.sum ?? Number.NaN, 4)
        expect(add(2)).toBeCloseTo(wanted?.sumSquares ?? Number.NaN, 3)
      }
    }
  })
})

describe('a readout', () => {
  it('keeps a failed metric, with its failure and no number', () => {
    const seen = look({ metrics: [PURCHASE, failed(unsubscribe(1, 1, 1))] })
    expect(seen.metrics[1]).toEqual({
      name: 'unsubscribe',
      label: 'Unsubscribe',
      kind: 'proportion',
      direction: 'down',
      role: 'guardrail',
      unit: null,
      margin: null,
      measured: false,
      failure: 'the query took longer than 60 s',
      guardrail: 'not measured',
    })
    expect(comparisonOf(seen, 'purchase').relative.computable).toBe(true)
  })

  it.each([
    ['the same unsubscribe rate', unsubscribe(200, 200, 200), 'unclear'],
    ['a falling one', unsubscribe(300, 150, 300), 'better'],
    ['a rising one', unsubscribe(150, 300, 150), 'worse'],
  ] as const)('normalises the direction: %s', (_, metric, finding) => {
    expect(comparisonOf(look({ metrics: [metric] }), 'unsubscribe').finding).toBe(finding)
  })

  const relative = { margin: { amount: 0.1, unit: 'relative' } } as const
  it.each<[string, MetricInput, string]>([
    ['as before', unsubscribe(200, 200, 200), 'within margin'],
    ['fewer', unsubscribe(200, 100, 200), 'within margin'],
    ['0.28 points more, about the margin', unsubscribe(200, 260, 200), 'not proven'],
    ['worse, but proven to be within the margin', unsubscribe(20, 42, 20), 'within margin'],
    ['0.94 points more', unsubscribe(200, 400, 200), 'beyond margin'],
    ['no one unsubscribed in the control', unsubscribe(0, 40, 0), 'not proven'],
    ['no one in the control, far beyond', unsubscribe(0, 120, 0), 'beyond margin'],
    ['no one unsubscribed at all', unsubscribe(0, 0, 0), 'within margin'],
    ['no one of them, with a relative margin', { ...unsubscribe(0, 0, 0), ...relative }, 'not proven'],
    [
      'no one in the control, with a relative margin',
      { ...unsubscribe(0, 40, 0), ...relative },
      'beyond margin',
    ],
    ['a relative margin, clearly passed', { ...unsubscribe(200, 400, 200), ...relative }, 'beyond margin'],
    ['a relative margin, not yet proven', { ...unsubscribe(200, 200, 200), ...relative }, 'not proven'],
    ['a relative margin, proven', { ...unsubscribe(2000, 1900, 2000), ...relative }, 'within margin'],
    ['a relative margin over a small control', { ...unsubscribe(5, 9, 5), ...relative }, 'not proven'],
    ['harm over a control too small to show', { ...unsubscribe(5, 100, 5), ...relative }, 'beyond margin'],
  ])('holds a guardrail against its margin: %s', (_, metric, state) => {
    expect(comparisonOf(look({ metrics: [metric], day: 14 }), 'unsubscribe').guardrail).toBe(state)
  })

  it('takes more to prove a guardrail at an early look', () => {
    const seen = (day: number) =>
      comparisonOf(look({ metrics: [unsubscribe(200, 200, 200)], day }), 'unsubscribe')
    expect([seen(6).guardrail, seen(14).guardrail]).toEqual(['not proven', 'within margin'])
  })

  it('allows nothing worse where no margin is registered', () => {
    const { margin: _, ...strict } = unsubscribe(150, 300, 150)
    expect(comparisonOf(look({ metrics: [strict] }), 'unsubscribe').guardrail).toBe('beyond margin')
    const { margin: __, ...better } = unsubscribe(300, 150, 300)
    expect(comparisonOf(look({ metrics: [better], day: 7 }), 'unsubscribe').guardrail).toBe('within margin')
  })

  it('gives a reason with the name of the arm where a lift is not computable', () => {
    const none = {
      ...PURCHASE,
      sums: [
        { n: 9, sum: 0, sumSquares: 0 },
        { n: 9, sum: 4, sumSquares: 4 },
      ],
    }
    const seen = look({ metrics: [none] })
    const { relative: lift, finding } = comparisonOf(seen, 'purchase')
    expect(lift).toEqual({
      computable: false,
      problem: 'zero mean',
      reason: 'the mean of No E-Mail is zero, so there is nothing to be relative to',
    })
    expect(finding).toBe('unclear')
    expect(
      comparisonOf(
        look({ metrics: [{ ...PURCHASE, sums: PURCHASE_SUMS.slice(0, 2) }] }),
        'purchase',
        'Womens E-Mail',
      ).absolute,
    ).toMatchObject({ reason: 'no one is counted in Womens E-Mail yet' })
  })

  it.each([
    ['an hour old', '2026-03-09T07:00:00Z', false, 1],
    ['exactly a day old', '2026-03-08T08:00:00Z', false, 24],
    ['a minute more than a day', '2026-03-08T07:59:00Z', true, 24 + 1 / 60],
    ['from a clock that is ahead', '2026-03-09T09:00:00Z', false, 0],
  ])('knows old data: %s', (_, newest, stale, hours) => {
    const seen = look({ newestData: new Date(newest) })
    expect(seen.stale).toBe(stale)
    expect(seen.dataAgeHours).toBeCloseTo(hours, 9)
  })

  it('takes no data at all as stale', () => {
    expect(look({ newestData: null })).toMatchObject({ stale: true, dataAgeHours: null, newestData: null })
  })
})

const PURCHASE_SUMS = 'sums' in PURCHASE ? PURCHASE.sums : []

const arms = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 })
const figure = fc.oneof(
  fc.nat(100),
  fc.nat(2_000_000_000),
  fc.double().map((x) => x + 0),
)
const sums = fc.record({ n: fc.nat(2_000_000_000), sum: figure, sumSquares: figure })
const metric = fc.record({
  kind: fc.constantFrom('proportion' as const, 'mean' as const),
  direction: fc.constantFrom('up' as const, 'down' as const),
  role: fc.constantFrom('goal' as const, 'guardrail' as const, 'secondary' as const),
  sums: fc.array(sums, { maxLength: 4 }),
})
const anyInput = fc.record({
  names: arms,
  users: fc.array(fc.nat(), { maxLength: 4 }),
  metrics: fc.array(metric, { maxLength: 3 }),
})

describe('for any figures', () => {
  it('a readout is the same after a trip through JSON', () => {
    fc.assert(
      fc.property(anyInput, ({ names, users, metrics }) => {
        const seen = readout({
          ...HILLSTROM,
          arms: names.map((name) => ({ name, weight: 1 })),
          users,
          metrics: metrics.map((each, i) => ({ ...each, name: `m${i}`, label: `M${i}` })),
        })
        expect(JSON.parse(JSON.stringify(seen))).toEqual(seen)
      }),
    )
  })

  it('turning a metric round turns its finding round', () => {
    const turned = {
      better: 'worse',
      worse: 'better',
      unclear: 'unclear',
      'not computable': 'not computable',
    }
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (control, treatment) => {
        const up = { ...unsubscribe(control, treatment, 5), direction: 'up' as const }
        const down = comparisonOf(look({ metrics: [unsubscribe(control, treatment, 5)] }), 'unsubscribe')
        expect(turned[down.finding]).toBe(comparisonOf(look({ metrics: [up] }), 'unsubscribe').finding)
      }),
    )
  })
})
