import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MetricDefinition } from '../../src/domain/catalog/catalog.ts'
import { openWarehouses } from '../../src/warehouse/open.ts'
import type { MetricAggregates, Warehouse, Warehouses } from '../../src/warehouse/warehouse.ts'
import { DAY, HOUR, until } from './reference.ts'
import { DID, exposures, filesStage, metric, postgresStage, SEEN, type Stage, sqliteStage } from './stages.ts'

const stages = { postgres: postgresStage, sqlite: sqliteStage, files: filesStage }

describe.each(Object.entries(stages))('who counts in a warehouse of type %s', (_type, start) => {
  let stage: Stage
  let warehouses: Warehouses
  let warehouse: Warehouse
  beforeAll(async () => {
    stage = await start()
    await stage.load([], [])
    warehouses = openWarehouses([stage.definition])
    warehouse = warehouses.get('dwh')
  })
  afterAll(async () => {
    await warehouses.close()
    await stage.stop()
  })

  const winback = (segments?: readonly string[]) => ({
    campaignKey: 'winback',
    exposures: exposures(SEEN, 'dwh', segments),
    until,
  })
  const measured = async (
    metrics: readonly MetricDefinition[],
    more: { recentDays?: ReadonlyMap<string, number>; segments?: string[] } = {},
  ): Promise<MetricAggregates[]> => {
    const { segments, ...asked } = more
    const read = await warehouse.read({ ...winback(segments), ...asked, metrics })
    return read.metrics.map((each) => {
      if ('error' in each) throw each.error
      return each
    })
  }
  const one = async (definition: MetricDefinition) => (await measured([definition]))[0]

  const seenAt = (unit: string, at: Date, arm = 'mail') => ({ campaign: 'winback', unit, arm, at })
  const ago = (ms: number) => new Date(until.getTime() - ms)

  it('counts a unit once its window has passed, to the millisecond, whether it did anything or not', async () => {
    await stage.load(
      [
        seenAt('over', ago(DAY)),
        seenAt('over and idle', ago(DAY)),
        seenAt('inside', ago(DAY - 1)),
        seenAt('inside and idle', ago(HOUR)),
        seenAt('over', ago(2 * DAY), 'control'),
        seenAt('in control', ago(DAY), 'control'),
      ],
      ['over', 'inside', 'in control'].map((unit) => ({ unit, at: ago(HOUR), value: 3 })),
    )
    const [day, twoDays, always] = await measured([
      metric(DID, { name: 'day', windowDays: 1, preDays: 1 }),
      metric(DID, { name: 'two', kind: 'proportion', windowDays: 2 }),
      metric(DID, { name: 'always', kind: 'proportion' }),
    ])
    expect(day?.sums).toMatchObject([
      { arm: 'control', n: 1, sum: 3 },
      { arm: 'mail', n: 1, sum: 0, largest: 0, before: { sum: 0, sumSquares: 0 } },
    ])
    expect(day?.waiting).toEqual([
      { arm: 'control', n: 0 },
      { arm: 'mail', n: 2 },
    ])
    expect(day?.everybody).toMatchObject([
      { arm: 'control', n: 1, sum: 3 },
      { arm: 'mail', n: 3, sum: 3, sumSquares: 9 },
    ])
    expect(twoDays?.sums.map(({ n, sum }) => [n, sum])).toEqual([
      [0, 0],
      [0, 0],
    ])
    expect(twoDays?.waiting?.map(({ n }) => n)).toEqual([1, 3])
    expect(always?.sums.map(({ n, sum }) => [n, sum])).toEqual([
      [1, 1],
      [3, 1],
    ])
    expect(always).not.toHaveProperty('waiting')
    expect(always).not.toHaveProperty('everybody')
  })

  it('counts a value of every unit for what is new and for the join, while their windows run', async () => {
    const people = Array.from({ length: 20 }, (_, i) =>
      seenAt(`u${i}`, ago(3 * HOUR), i % 2 ? 'mail' : 'control'),
    )
    const did = (ids: string) =>
      Array.from({ length: 10 }, (_, i) => ({ unit: `${ids}${i}`, at: ago(HOUR), value: 1 }))
    const windowed = metric(DID, { windowDays: 7 })
    await stage.load(people, did('u'))
    expect(await one(windowed)).toMatchObject({
      sums: [{ n: 0 }, { n: 0 }],
      newest: ago(HOUR),
      reach: { exposed: 10, others: 0 },
    })
    expect((await one(windowed))?.reach).not.toHaveProperty('join')
    await stage.load(people, did('stranger'))
    expect((await one(windowed))?.reach).toMatchObject({
      exposed: 0,
      others: 10,
      join: { units: 10, matched: 0 },
    })
  })

  it('asks for those who came last, to the millisecond, of those whose window has passed', async () => {
    await stage.load(
      [
        seenAt('old', ago(2 * DAY)),
        seenAt('recent', ago(2 * DAY - 1)),
        seenAt('recent and idle', ago(DAY)),
        seenAt('waits', ago(DAY - 1)),
      ],
      [
        { unit: 'old', at: ago(2 * DAY), value: 1 },
        { unit: 'recent', at: ago(DAY), value: 2 },
        { unit: 'waits', at: ago(DAY - 1), value: 4 },
      ],
    )
    const metrics = [
      metric(DID, { name: 'last', windowDays: 1 }),
      metric(DID, { name: 'other', windowDays: 1 }),
    ]
    const [last, other] = await measured(metrics, { recentDays: new Map([['last', 1]]) })
    expect(last).toMatchObject({
      sums: [{ n: 3, sum: 3 }],
      waiting: [{ n: 1 }],
      recent: { days: 1, sums: [{ arm: 'mail', n: 2, sum: 2, sumSquares: 4 }] },
    })
    expect(other).not.toHaveProperty('recent')
  })

  describe('a cap', () => {
    const bought = (values: readonly number[], who = (i: number) => `u${i}`) =>
      values.map((value, i) => ({ unit: who(i), at: ago(HOUR), value, denominator: 10 * value }))
    const people = (many: number) =>
      Array.from({ length: many }, (_, i) => seenAt(`u${i}`, ago(DAY), i % 2 ? 'mail' : 'control'))
    const capped = (more: Partial<MetricDefinition> = {}) => metric(DID, { cap: 0.9, ...more })

    it('cuts at one value for all arms, the one at the share of all that are not 0', async () => {
      await stage.load(people(30), bought([...Array.from({ length: 20 }, (_, i) => i + 1), 0, 0]))
      const read = await one(capped())
      expect(read?.cap).toEqual({ share: 0.9, value: 18 })
      expect(read?.sums.map(({ n, sum, largest }) => [n, sum, largest])).toEqual([
        [15, 1 + 3 + 5 + 7 + 9 + 11 + 13 + 15 + 17 + 18, 18],
        [15, 2 + 4 + 6 + 8 + 10 + 12 + 14 + 16 + 18 + 18, 18],
      ])
    })

    it('cuts both ways, and leaves values that are the same as they are', async () => {
      await stage.load(people(10), bought([...Array(8).fill(-2), -1e9, -2]))
      const read = await one(capped())
      expect(read?.cap?.value).toBe(2)
      expect(read?.sums.map(({ sum, largest }) => [sum, largest])).toEqual([
        [-10, 2],
        [-10, 2],
      ])
    })

    it('cuts nothing where there is nothing', async () => {
      await stage.load(people(4), bought([0, 0]))
      const read = await one(capped())
      expect(read).not.toHaveProperty('cap')
      expect(read?.sums.map(({ sum, largest }) => [sum, largest])).toEqual([
        [0, 0],
        [0, 0],
      ])
      await stage.load([], [])
      expect(await one(capped())).toMatchObject({ sums: [] })
    })

    it('knows no one who does not count: in two arms, not exposed, without an id, inside the window', async () => {
      const values = Array.from({ length: 10 }, () => 1)
      await stage.load(
        [
          ...people(10),
          ...['control', 'mail'].map((arm) => seenAt('both', ago(DAY), arm)),
          seenAt('late', ago(2 * HOUR)),
        ],
        [
          ...bought(values),
          ...['both', 'late', 'stranger', null].map((unit) => ({ unit, at: ago(HOUR), value: 1e6 })),
        ],
      )
      expect((await one(capped({ windowDays: 1, cap: 0.99 })))?.cap?.value).toBe(1)
    })

    it('takes the numerator of a ratio, what was done before at the same share of its own, and each segment', async () => {
      await stage.load(people(10), [
        ...bought([...Array(9).fill(1), 100]),
        ...bought([...Array(9).fill(2), 200]).map((row) => ({ ...row, at: ago(DAY + HOUR) })),
      ])
      const [ratio] = await measured([capped({ kind: 'ratio', preDays: 2 })], { segments: ['country'] })
      const sums = [
        { arm: 'control', sum: 5, denominator: { sum: 50 }, before: { sum: 10, denominator: { sum: 100 } } },
        { arm: 'mail', sum: 5, denominator: { sum: 1040 }, before: { sum: 10, denominator: { sum: 2080 } } },
      ]
      expect(ratio).toMatchObject({ sums, cap: { value: 1 }, segments: [{ column: 'country', sums }] })
    })
  })
})
