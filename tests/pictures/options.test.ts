import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MetricReadout } from '../../src/domain/readout/readout.ts'
import type { Interval } from '../../src/domain/statistics/direction.ts'
import { rangeOf, ticksOf } from '../../src/pictures/axis.ts'
import { ledgerPicture } from '../../src/pictures/ledger.ts'
import { coursePictureOf } from '../../src/pictures/lift-course.ts'
import { hasLifts, liftsPicture } from '../../src/pictures/lifts.ts'
import type { Picture } from '../../src/pictures/picture.ts'
import { clipTo, drawable, widthOf, wrapped } from '../../src/pictures/text.ts'
import { DAYS, HUGE, look, MANY, NOTHING, ONE, SCRIPTS } from './looks.ts'

/** Every text of a picture. */
function said(picture: Picture | null): string[] {
  const { graphic } = (picture?.option ?? { graphic: [] }) as { graphic: { style?: { text?: string } }[] }
  return graphic.flatMap(({ style }) => (style?.text ? [style.text] : []))
}

interface Point {
  readonly symbol: string
  readonly symbolRotate: number
}

function pointsOf(picture: Picture | null): unknown[] {
  const { series } = (picture?.option ?? { series: [] }) as { series: { data: unknown[] }[] }
  return series[0]?.data ?? []
}

/** As older snapshots were. */
function older(metric: MetricReadout, alwaysValid?: Interval): MetricReadout {
  if (!metric.measured) return metric
  const comparisons = metric.comparisons.map((each) => {
    if (!each.relative.computable) return each
    const { decides: _, ...relative } = each.relative
    return { ...each, relative: { ...relative, ...(alwaysValid ? { alwaysValid } : {}) } }
  })
  return { ...metric, comparisons }
}

function marks(picture: Picture | null): string[] {
  return (pointsOf(picture) as Point[]).map(({ symbol, symbolRotate }) => `${symbol} ${symbolRotate}`)
}

describe('the picture of a look', () => {
  test('names both arms, the lift wanted, the lift and its meaning', () => {
    expect(said(liftsPicture(ONE, 'Spring win-back'))).toEqual([
      ...['Purchase', 'goal, +8 % wanted', '+118.8 %', 'better'],
      ...['0 %', '+50 %', '+100 %', '+150 %'],
      ...['Lift in Mens E-Mail against No E-Mail', 'Spring win-back, day 6 of 14'],
      'Bars: the intervals that decide. Dashes: the lift wanted.',
    ])
  })

  test('tells better, worse, kept and unclear by shape and word, whichever way the metric should go', () => {
    const picture = liftsPicture(MANY, 'Spring win-back')
    expect(marks(picture)).toEqual([
      ...['triangle 0', 'circle 0', 'triangle 180'],
      ...['rect 0', 'rect 0', 'rect 0'],
    ])
    const words = said(picture)
    expect(words.filter((word) => /^(better|worse|unclear|within margin)$/.test(word))).toHaveLength(6)
    expect(words).toEqual(expect.arrayContaining(['guard, at worst +0.5 points']))
  })

  test('has one bar, of the interval that decides, and in snapshots from before of what was held together then', () => {
    const bar = (metric: (each: MetricReadout) => MetricReadout) => {
      const [{ markLine }] = (liftsPicture({ ...ONE, metrics: ONE.metrics.map(metric) }, 'x')?.option
        .series ?? [{}]) as [{ markLine?: { data: { coord?: [number, number] }[][] } }]
      return markLine?.data.at(-1)?.map(({ coord }) => Number(coord?.[0].toFixed(3)))
    }
    expect(bar((metric) => metric)).toEqual([0.78, 1.597])
    expect(bar((metric) => older(metric))).toEqual([0.882, 1.495])
    expect(bar((metric) => older(metric, { low: 0.5, high: 1.5 }))).toEqual([0.5, 1.5])
  })

  test('of nothing computable says so in words', () => {
    expect(hasLifts(NOTHING)).toBe(false)
    expect(said(liftsPicture(NOTHING, 'Spring win-back'))).toContain('not measured: its query failed')
    expect(liftsPicture(look(['a', 'b'], []), 'x')).toBeNull()
  })

  test('leaves out what decides nothing where there is no room on a phone, and says how many', () => {
    const metrics = Array.from({ length: 40 }, (_, i) => ({
      label: `Metric no ${i}`,
      lifts: [[1, -1, 3] as const],
    }))
    const words = said(liftsPicture(look(['a', 'b'], metrics), 'x'))
    expect(words.filter((word) => word.startsWith('Metric no'))).toHaveLength(3)
    expect(words.join(' ')).toContain('37 more of 40 metrics: in the table.')
    for (const each of [ONE, MANY, NOTHING, HUGE, SCRIPTS, look(['a', 'b'], metrics)])
      expect(liftsPicture(each, 'x')?.height).toBeLessThanOrEqual(334)
  })

  test('shows names that its fonts have, and numbers the others', () => {
    const words = said(liftsPicture(SCRIPTS, '🎉'))
    expect(words).toEqual(expect.arrayContaining(['Lift against ביקורת', 'Gift', 'رسالة بريد', 'Arm 3']))
    expect(words).toContain('Campaign, day 6 of 14')
  })

  test('is JSON, so that it can go to a thread', () => {
    for (const each of [ONE, MANY, NOTHING, HUGE, SCRIPTS]) {
      const picture = liftsPicture(each, 'x')
      expect(JSON.parse(JSON.stringify(picture))).toEqual(picture)
    }
  })
})

describe('the picture of many looks', () => {
  test('comes with the second day, a panel an arm', () => {
    expect(coursePictureOf([], 'x')).toBeNull()
    expect(coursePictureOf(DAYS.slice(0, 1), 'x')).toBeNull()
    const picture = coursePictureOf(DAYS, 'Spring win-back')
    expect(said(picture)).toEqual(
      expect.arrayContaining(['Mens E-Mail', 'Womens E-Mail', '+14.33 %, better', 'day 14']),
    )
    expect(picture?.option.series).toHaveLength(2)
  })

  test('takes the last look of a day, and none from before the goal was another', () => {
    const series = (looks: typeof DAYS) => pointsOf(coursePictureOf(looks, 'x'))
    expect(series([...DAYS, ...DAYS.slice(-1)])).toEqual(series(DAYS))
    const other = look(['No E-Mail', 'Mens E-Mail'], [{ label: 'Visit', lifts: [[1, 0, 2]] }], 1)
    expect(series([other, ...DAYS.slice(1)])).toHaveLength(5)
  })
})

test('the ledger: a row a campaign, in the order given', () => {
  const row = { lift: 0.08, low: 0.03, high: 0.13 }
  const rows = [
    { label: 'B', ...row, n: 1_200, note: 'Purchase' },
    { label: 'A', lift: null, low: null, high: null },
  ]
  const words = said(ledgerPicture({ title: 'Q1', subtitle: '2 launches', note: 'Bars: 95 %.', rows }))
  expect(words.slice(0, 6)).toEqual([
    'B',
    'Purchase, 1\u202f200 people',
    '+8.0 %',
    'better',
    'A',
    'no lift measured',
  ])
  expect(ledgerPicture({ title: 'Q1', subtitle: '', note: '', rows: [] })).toBeNull()
})

describe('the axis', () => {
  const spread = (low: number, high: number) => ({ low, high, lift: (low + high) / 2 })

  test('is not squashed by one enormous interval', () => {
    const small = [spread(0.01, 0.08), spread(-0.02, 0.05)]
    const { min, max } = rangeOf([...small, spread(-4, 10)], [])
    expect(max - min).toBeLessThan(0.3)
    expect(rangeOf(small, [3]).max).toBeLessThan(0.1)
  })

  test('holds zero and most intervals, and has two ticks or more, whatever is measured', () => {
    const interval = fc
      .tuple(fc.double({ min: -50, max: 50, noNaN: true }), fc.double({ min: 1e-6, max: 20, noNaN: true }))
      .map(([lift, half]) => ({ lift, low: lift - half, high: lift + half }))
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 30 }), (spreads) => {
        const range = rangeOf(spreads)
        expect(range.min).toBeLessThanOrEqual(0)
        expect(range.max).toBeGreaterThanOrEqual(0)
        const whole = spreads.filter(({ low, high }) => low >= range.min && high <= range.max)
        expect(whole.length * 2).toBeGreaterThanOrEqual(spreads.length)
        const ticks = ticksOf(range, 3)
        expect(ticks).toContain(0)
        expect(ticks.length).toBeGreaterThanOrEqual(2)
        for (const tick of ticks) expect(tick >= range.min && tick <= range.max).toBe(true)
      }),
    )
  })
})

describe('text', () => {
  test.each([
    ['Mens E-Mail', 'Mens E-Mail'],
    ['  two\nlines\u202e ', 'two lines'],
    ['🛒 Basket', 'Basket'],
    ['👩‍💻', '?'],
    ['🇩🇪 Deutsch', 'Deutsch'],
    ['Größe € 20 → 30 ½ ©', 'Größe € 20 → 30 ½ ©'],
    ['Ελλάδα Москва', 'Ελλάδα Москва'],
    ['עברית عربي', 'עברית عربي'],
    ['購入', '?'],
    ['Buy 購入', '?'],
    ['\u0000', '?'],
    ['…', '?'],
  ])('%j is drawn as %j', (name, drawn) => {
    expect(drawable(name, '?')).toBe(drawn)
  })

  test('is cut to its room', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.integer({ min: 30, max: 300 }),
        (text, room) => {
          expect(widthOf(clipTo(text, 13, room), 13)).toBeLessThanOrEqual(room)
          for (const line of wrapped(text, 13, room)) expect(widthOf(line, 13)).toBeLessThanOrEqual(room)
        },
      ),
    )
    expect(clipTo('Mens E-Mail', 13, 200)).toBe('Mens E-Mail')
  })
})
