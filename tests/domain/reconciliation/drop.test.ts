import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dropLimits, USUAL_DROPS } from '../../../src/domain/catalog/drops.ts'
import { type Launched, largestDrop } from '../../../src/domain/reconciliation/drop.ts'
import { type Figure, STATIONS, type Station } from '../../../src/domain/reconciliation/figures.ts'
import { later, NOW } from '../build.ts'

const DAY = 24 * 3_600_000
const SEEN_AT = later(10 * DAY)
const LAUNCHED: Launched = { complete: true, liveAt: NOW, delay: DAY, arms: [], limits: USUAL_DROPS }
const SPLIT = [
  { name: 'control', weight: 1 },
  { name: 'mail', weight: 1 },
]

const figure = (station: Station, count: number, at: Date | null = SEEN_AT): Figure => ({
  ...{ station, count, at, source: 'it' },
})
const figures = (counts: Partial<Record<Station, number | readonly number[]>>) =>
  STATIONS.flatMap((station) => [counts[station] ?? []].flat().map((count) => figure(station, count)))

describe('a drop', () => {
  it.each<[string, Parameters<typeof figures>[0], object | null]>([
    ['where all arrive', { planned: 100, synced: 100, messaged: 100, exposed: 100, analysed: 100 }, null],
    ['as much as is usual', { planned: 100, synced: 95, messaged: 86, exposed: 69, analysed: 69 }, null],
    [
      'on the way to a tool',
      { planned: 100, synced: 94 },
      { from: 'planned', to: 'synced', of: 100, count: 94 },
    ],
    ['to the mail, past the sync', { planned: 100, messaged: 80 }, { from: 'planned', to: 'messaged' }],
    [
      'to the mail, from the sync',
      { planned: 100, synced: 100, messaged: 80 },
      { from: 'synced', to: 'messaged' },
    ],
    ['of those who were messaged', { messaged: 8_000, exposed: 3_120 }, { from: 'messaged', to: 'exposed' }],
    [
      'of those who were synced',
      { synced: 8_000, exposed: 3_120 },
      { from: 'synced', to: 'exposed', of: 8_000 },
    ],
    ['in the readout', { exposed: 100, analysed: 90 }, { from: 'exposed', to: 'analysed' }],
    ['to nobody', { synced: 100, messaged: 0 }, { from: 'synced', to: 'messaged', count: 0, share: 1 }],
    ['from nobody', { planned: 0, synced: 0, exposed: 0, analysed: 0 }, null],
    ['where more come', { planned: 10, synced: 100, exposed: 1_000, analysed: 1_000 }, null],
    ['of whoever may still come by', { planned: 42_610, exposed: 2_000 }, null],
    ['of what nobody says what it counts', { planned: 42_610, reached: 20 }, null],
    [
      'the largest of several',
      { planned: 100, synced: 80, messaged: 70, exposed: 20, analysed: 15 },
      { to: 'exposed' },
    ],
    ['beside two tools that may hold the same people', { planned: 100, synced: [50, 46] }, null],
    [
      'beside two tools that hold too few together',
      { planned: 100, synced: [50, 40] },
      { of: 100, count: 90 },
    ],
    [
      'from the larger of two tools',
      { synced: [8_000, 9_000], messaged: 8_000 },
      { of: 9_000, count: 8_000 },
    ],
  ])('%s', (_name, counts, drop) => {
    const found = largestDrop(figures(counts), LAUNCHED)
    if (drop === null) expect(found).toBeNull()
    else expect(found).toMatchObject(drop)
  })

  it('is none where the control may be left out of a sync or a send', () => {
    const split = { ...LAUNCHED, arms: SPLIT }
    expect(largestDrop(figures({ planned: 100, synced: 50 }), split)).toBeNull()
    expect(largestDrop(figures({ planned: 100, synced: 47 }), split)).toMatchObject({ of: 50, count: 47 })
  })

  it('is held against what is declared, that of the exposure query before that of all', () => {
    const declared = {
      drops: { exposed: 0.5, syncedWithinHours: 24 },
      exposures: [{ name: 'app', drops: { exposed: 0.7 } }, { name: 'mail' }],
    }
    const found = (exposures: string, exposed: number) =>
      largestDrop(figures({ synced: 100, exposed }), { ...LAUNCHED, limits: dropLimits(declared, exposures) })
    expect(found('mail', 50)).toBeNull()
    expect(found('mail', 49)).toMatchObject({ expected: 0.5 })
    expect(found('app', 30)).toBeNull()
    expect(found('app', 29)).toMatchObject({ expected: 0.7 })
    expect(dropLimits(declared, 'app')).toEqual({ ...USUAL_DROPS, exposed: 0.7, syncedWithinHours: 24 })
    expect(dropLimits({ exposures: [] }, null)).toEqual(USUAL_DROPS)
  })

  it('is none while steps can still bring people', () => {
    const begun = { ...LAUNCHED, complete: false }
    expect(largestDrop(figures({ planned: 100, synced: 10, messaged: 1 }), begun)).toBeNull()
  })

  it.each<[string, Parameters<typeof figures>[0], number]>([
    ['a day and the delay of the data after a send', { messaged: 100 }, 2 * DAY],
    ['three days and the delay after a sync', { synced: 100 }, 4 * DAY],
  ])('of exposures is told %s', (_name, counts, ms) => {
    const seen = (at: Date) => largestDrop([...figures(counts), figure('exposed', 1, at)], LAUNCHED)
    expect(seen(later(ms - 1))).toBeNull()
    expect(seen(later(ms))).toMatchObject({ to: 'exposed', count: 1 })
  })

  const COUNT = fc.nat(50_000)
  const SOME = fc.record(
    { planned: COUNT, synced: COUNT, messaged: COUNT, exposed: COUNT, analysed: COUNT },
    { requiredKeys: [] },
  )

  it('is always beyond what is expected, of figures that are known, and no other is larger', () => {
    fc.assert(
      fc.property(SOME, (counts) => {
        const drop = largestDrop(figures(counts), LAUNCHED)
        if (!drop) return
        expect(drop.share).toBeGreaterThan(USUAL_DROPS[drop.to])
        expect(drop.share).toBeLessThanOrEqual(1)
        expect(drop.count).toBe(counts[drop.to])
        const others = (['synced', 'messaged', 'exposed', 'analysed'] as const).map((to) => {
          const only = largestDrop(figures({ [drop.from]: drop.of, [to]: counts[to] ?? [] }), LAUNCHED)
          return only?.to === drop.to ? only.share : 0
        })
        expect(Math.max(...others)).toBeLessThanOrEqual(drop.share + 1e-12)
      }),
    )
  })

  it('grows with each who is lost, and goes away with none lost', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000 }), COUNT, COUNT, (of, one, other) => {
        const [few, many] = [Math.min(one, other, of), Math.min(Math.max(one, other), of)]
        const share = (count: number) =>
          largestDrop(figures({ messaged: of, exposed: count }), LAUNCHED)?.share ?? 0
        expect(share(few)).toBeGreaterThanOrEqual(share(many))
        expect(share(of)).toBe(0)
      }),
    )
  })

  it('is the same whether people are counted in ones or in tens', () => {
    fc.assert(
      fc.property(SOME, (counts) => {
        const tens = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count * 10]))
        const [one, ten] = [largestDrop(figures(counts), LAUNCHED), largestDrop(figures(tens), LAUNCHED)]
        expect(ten?.to).toBe(one?.to)
      }),
    )
  })
})
