import knex from 'knex'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MetricDefinition, WarehouseDefinition } from '../../src/domain/catalog/catalog.ts'
import { joinState } from '../../src/domain/readout/join.ts'
import { openWarehouses } from '../../src/warehouse/open.ts'
import type { MetricAggregates, Warehouse, Warehouses } from '../../src/warehouse/warehouse.ts'
import { exposures, filesStage, metric, postgresStage, type Stage, sqliteStage } from './stages.ts'

const until = new Date('2026-03-31T00:00:00Z')

async function prepare(definition: WarehouseDefinition, sql: string): Promise<void> {
  if (definition.type !== 'postgres') return
  const db = knex({ client: 'pg', connection: definition.url, pool: { min: 0, max: 1 } })
  await db.raw(sql)
  await db.destroy()
}

/** How each warehouse writes numbers, days and times of different types. */
const WAREHOUSES = [
  {
    type: 'postgres',
    start: postgresStage,
    day: (iso: string) => `date '${iso}'`,
    time: (iso: string) => `timestamptz '${iso}'`,
    range: (from: number, to: number) => `generate_series(${from}, ${to}) as r(i)`,
    before: `create domain id_number as numeric(20,2); create domain words as text; create domain own_day as date;
      create domain own_words as words; create extension if not exists citext`,
    same: [
      ...['1000', '1000::bigint', '1000::numeric(20,2)', '1000.0::double precision', '1000::real', `'1000'`],
      ...[
        '1000::id_number',
        'to_jsonb(1000.00)',
        `to_jsonb('1000'::text)`,
        `'1000'::words`,
        `'1000'::citext`,
      ],
    ],
    others: [`'1000.0'`, `'001000'`, '1000.5', `'1000 '`, `'1000.0'::words`],
    alike: [
      ['1000000000000000', '1e15::double precision'],
      ['0', `'-0'::double precision`],
    ],
    days: [`'2026-03-02'::own_day`, `'2026-03-02'::citext`, `'2026-03-02'::name`, `'2026-03-02'::own_words`],
    zoned: [`'2026-03-02 17:30 +05:30'`, `'2026-03-02 17:30 Asia/Kolkata'`, `'2026-03-02 12:00 UTC'`],
    refused: [
      '1772447400',
      `'03/02/2026'`,
      `'02.03.2026'`,
      `'26-03-02'`,
      ...[`'yesterday'`, `'infinity'`, '20260302', `'03/02/2026'::words`, `'03/02/2026'::own_words`],
      ...[
        `'03/02/2026'::citext`,
        `'2026-03-02 10:30 CST'`,
        `'2026-03-02 10:30 IST'`,
        `'2026-03-02 allballs'`,
      ],
      ...[`'2026-03-02 BC'`, `'2026-02-30'`],
    ],
  },
  {
    type: 'sqlite',
    start: sqliteStage,
    day: (iso: string) => `'${iso}'`,
    time: (iso: string) => `'${iso}'`,
    range: (from: number, to: number) =>
      `(with recursive r(i) as (select ${from} union all select i + 1 from r where i < ${to}) select i from r)`,
    before: '',
    same: ['1000', '1000.0', '1e3', `'1000'`],
    others: [`'1000.0'`, `'001000'`, '1000.5', `'1000 '`],
    alike: [
      ['1000000000000000', '1e15'],
      ['0', '-0.0'],
    ],
    days: [`'2026-03-02'`, `'2026-03-02 '`],
    zoned: [`'2026-03-02T17:30:00+05:30'`, `'2026-03-02 12:00Z'`],
    refused: [
      `'2026-02-30'`,
      `'2026-02-31 10:00'`,
      `'2026-04-31'`,
      '46083',
      '20260302',
      `'03/02/2026'`,
      `'02.03.2026'`,
      `'26-03-02'`,
      `'now'`,
      '1772447400123456',
    ],
  },
  {
    type: 'files',
    start: filesStage,
    day: (iso: string) => `date '${iso}'`,
    time: (iso: string) => `timestamptz '${iso}'`,
    range: (from: number, to: number) => `range(${from}, ${to + 1}) as r(i)`,
    same: ['1000', '1000::hugeint', '1000.0::double', '1000::decimal(20,2)', '1000::float', '1e3', `'1000'`],
    before: '',
    others: [`'1000.0'`, `'001000'`, '1000.5', `'1000 '`],
    alike: [
      ['1000000000000000', '1e15::double'],
      ['0', '-0.0::double'],
    ],
    days: [`date '2026-03-02'`, `'2026-03-02'`, `'2026-3-2'`],
    zoned: [`'2026-03-02 17:30 Asia/Kolkata'`, `'2026-03-02T17:30+05:30'`, `'2026-03-02 12:00:00 UTC'`],
    refused: [
      ...['46083', '20260302', `'03/02/2026'`, `'02.03.2026'`, `'26-03-02'`, `'epoch'`, 'true'],
      ...[`'2026-03-02 10:30:00 CST'`, `'2026-03-02 10:30:00 EST'`, `'2026-02-30'`],
    ],
  },
] as const

describe.each(WAREHOUSES)(
  'a warehouse of type $type',
  ({ start, before, day, time, range, same, others, alike, days, zoned, refused }) => {
    let stage: Stage
    let warehouses: Warehouses
    let warehouse: Warehouse
    beforeAll(async () => {
      stage = await start()
      await stage.load([], [])
      await prepare(stage.definition, before)
      warehouses = openWarehouses([stage.definition])
      warehouse = warehouses.get('dwh')
    })
    afterAll(async () => {
      await warehouses.close()
      await stage.stop()
    })

    async function read(
      seen: string,
      did: string,
      more: Partial<MetricDefinition> = {},
    ): Promise<MetricAggregates> {
      const asked = {
        campaignKey: 'winback',
        exposures: exposures(seen),
        metrics: [metric(did, more)],
        until,
      }
      const [only] = (await warehouse.read(asked)).metrics
      if (!only || 'error' in only) throw only?.error
      return only
    }
    const seenAt = (exposed: string, unit = `'u1'`) =>
      `select ${unit} as unit, 'mail' as arm, ${exposed} as exposed_at`
    const didAt = (at: string, unit = `'u1'`) => `select ${unit} as unit, ${at} as "at", 1 as value`
    const NOON = time('2026-03-02T12:00:00Z')

    it.each([...same])('takes %s for the unit 1000', async (unit) => {
      const { sums } = await read(seenAt(NOON, '1000'), didAt(NOON, unit))
      expect(sums[0]?.sum).toBe(1)
      const other = await read(seenAt(NOON, unit), didAt(NOON, '1000'))
      expect(other.sums[0]?.sum).toBe(1)
    })

    it.each([...others])('takes %s for another unit than 1000', async (unit) => {
      const { sums } = await read(seenAt(NOON, '1000'), didAt(NOON, unit))
      expect(sums[0]?.sum).toBe(0)
    })

    it.each([...alike])('takes %s and %s for one unit', async (one, other) => {
      expect((await read(seenAt(NOON, one), didAt(NOON, other))).sums[0]?.sum).toBe(1)
    })

    it.each([...days])('takes %s for a day without a time', async (at) => {
      const { sums } = await read(seenAt(NOON), didAt(at), { preDays: 28 })
      expect(sums).toMatchObject([{ sum: 1, before: { sum: 0 } }])
    })

    it.each([...zoned])('takes %s for noon in UTC', async (at) => {
      expect((await read(seenAt(NOON), didAt(at))).newest).toEqual(new Date('2026-03-02T12:00:00Z'))
    })

    it.each(['1970-01-01', '1900-01-01', '1999-12-31'])(
      'refuses %s as the time of an exposure, which would let everything before the campaign count',
      async (iso) => {
        await expect(read(seenAt(day(iso)), didAt(NOON))).rejects.toThrow(
          `it returned what can't be read: exposed_at "${iso}T00:00:00.000Z" (that can't be a time since 2000)`,
        )
        expect((await read(seenAt(NOON), didAt(day(iso)))).sums[0]?.sum).toBe(0)
      },
    )

    it.each([...refused])('refuses %s as a time, of values and of exposures', async (at) => {
      await expect(read(seenAt(NOON), didAt(at))).rejects.toThrow()
      await expect(read(seenAt(at), didAt(NOON))).rejects.toThrow()
    })

    it('counts a day without a time on the day of the exposure, and never before it', async () => {
      const { sums, newest } = await read(seenAt(NOON), didAt(day('2026-03-02')), { preDays: 28 })
      expect(sums).toMatchObject([{ sum: 1, before: { sum: 0 } }])
      expect(newest).toEqual(new Date('2026-03-02T00:00:00Z'))
    })

    it.each([
      ['2026-02-26', { sum: 0, before: { sum: 0 } }],
      ['2026-02-27', { sum: 0, before: { sum: 1 } }],
      ['2026-03-01', { sum: 0, before: { sum: 1 } }],
      ['2026-03-02', { sum: 1, before: { sum: 0 } }],
      ['2026-03-03', { sum: 1, before: { sum: 0 } }],
      ['2026-03-04', { sum: 0, before: { sum: 0 } }],
    ])('counts %s by its day at both ends of a window and a pre-period', async (date, expected) => {
      const found = await read(seenAt(NOON), didAt(day(date)), { windowDays: 2, preDays: 3 })
      expect(found.sums).toMatchObject([expected])
    })

    it('counts times to the instant, of an exposure that is a day too', async () => {
      const early = time('2026-03-02T11:59:59Z')
      expect((await read(seenAt(NOON), didAt(early))).sums[0]?.sum).toBe(0)
      expect((await read(seenAt(day('2026-03-02')), didAt(early))).sums[0]?.sum).toBe(1)
    })

    it('knows whom the values since the first exposure are of', async () => {
      const did = [`'u1'`, `'u2'`, `'u2'`].map((unit) => didAt(NOON, unit)).join(' union all ')
      const before = didAt(time('2026-03-01T12:00:00Z'), `'u3'`)
      expect((await read(seenAt(NOON), `${did} union all ${before}`)).reach).toEqual({
        exposed: 1,
        others: 2,
      })
      expect((await read(seenAt(NOON), didAt(day('2026-03-02')))).reach).toEqual({ exposed: 1, others: 0 })
    })

    const people = (unit: string, from: number, to: number) =>
      `select ${unit} as unit, case when i % 2 = 0 then 'mail' else 'control' end as arm, ${NOON} as exposed_at from ${range(from, to)}`
    const bought = (unit: string, from: number, to: number, at = NOON) =>
      `select ${unit} as unit, ${at} as "at", 1 as value from ${range(from, to)}`
    const join = async (seen: string, did: string) => (await read(seen, did)).reach.join

    it('looks into a join that matches nobody, and gives an example of each side', async () => {
      const pandas = await join(people('i', 1000, 1199), bought(`i || '.0'`, 1000, 1049))
      expect(pandas).toMatchObject({ exposed: 200, units: 50, matched: 0, alike: 50, earlier: 0 })
      expect([pandas?.examples.exposed[0], pandas?.examples.metric[0]]).toEqual(['1000', '1000.0'])
      const padded = await join(people('i', 1000, 1199), bought(`'00' || i`, 1000, 1049))
      expect([padded?.alike, padded?.examples.metric[0]]).toEqual([50, '001000'])
      const capitals = await join(people(`'ab-' || i`, 1000, 1199), bought(`'AB' || i`, 1000, 1049))
      expect([capitals?.alike, capitals?.examples.exposed[0], capitals?.examples.metric[0]]).toEqual([
        50,
        'ab-1000',
        'AB1000',
      ])
      for (const each of [pandas, padded, capitals]) expect(each && joinState(each)).toBe('broken')
    })

    it('tells people of another table from a rare event', async () => {
      const strangers = await join(people('i', 1000, 1199), bought('i', 5000, 5049))
      expect(strangers && joinState(strangers)).toBe('broken')
      const old = time('2026-02-01T12:00:00Z')
      const everybody = `${bought('i', 5000, 5049)} union all ${bought('i', 6000, 6299, old)}`
      const rare = await join(people('i', 1000, 1199), everybody)
      expect(rare).toMatchObject({ units: 50, matched: 0, earlier: 300 })
      expect(rare && joinState(rare)).toBe('unsure')
    })

    it('does not look into a join that matches', async () => {
      expect(await join(people('i', 1000, 1199), bought('i', 1000, 1009))).toBeUndefined()
      expect(await join(people('i', 1000, 1199), bought('i', 1190, 1400))).toBeUndefined()
      expect(await join(people('i', 1000, 1199), bought('i', 2000, 2002))).toBeUndefined()
    })
  },
)
