import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MetricDefinition } from '../../src/domain/catalog/catalog.ts'
import { Refusal } from '../../src/refusal.ts'
import { WarehouseError } from '../../src/warehouse/error.ts'
import { openWarehouses } from '../../src/warehouse/open.ts'
import type { Reading } from '../../src/warehouse/single-value.ts'
import type { CampaignQuery, MetricAggregates, Warehouse, Warehouses } from '../../src/warehouse/warehouse.ts'
import {
  askedOf,
  DAY,
  exposureRow,
  HOUR,
  reference,
  START,
  segmentColumns,
  shape,
  until,
  valueRow,
} from './reference.ts'
import { DID, exposures, filesStage, metric, postgresStage, SEEN, type Stage, sqliteStage } from './stages.ts'

const stages = { postgres: postgresStage, sqlite: sqliteStage, files: filesStage }

describe.each(Object.entries(stages))('a warehouse of type %s', (_type, start) => {
  let stage: Stage
  let warehouses: Warehouses
  let warehouse: Warehouse
  beforeAll(async () => {
    stage = await start()
    await stage.load([{ campaign: 'winback', unit: 'u1', arm: 'mail', at: new Date(START) }], [])
    warehouses = openWarehouses([stage.definition, { ...stage.definition, name: 'slow', timeoutSeconds: 1 }])
    warehouse = warehouses.get('dwh')
  })
  afterAll(async () => {
    await warehouses.close()
    await stage.stop()
  })

  const winback = (sql = SEEN, segments?: readonly string[]) => ({
    campaignKey: 'winback',
    exposures: exposures(sql, 'dwh', segments),
    metrics: [],
    until,
  })
  const people = async (q: Omit<CampaignQuery, 'metrics'>) =>
    (await warehouse.read({ ...q, metrics: [] })).exposures
  /** What is read of the metrics, or the first failure of one. */
  const measured = async (metrics: readonly MetricDefinition[], seen = SEEN): Promise<MetricAggregates[]> => {
    const read = await warehouse.read({ ...winback(seen), metrics })
    return read.metrics.map((each) => {
      if ('error' in each) throw each.error
      return each
    })
  }
  const one = async (definition: MetricDefinition, seen = SEEN) => (await measured([definition], seen))[0]
  const purchase = (sql: string, seen = SEEN) => one(metric(sql), seen)
  const failure = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(WarehouseError)
    return error as WarehouseError
  }

  it('gives what the rules say', async () => {
    const many = (maxLength: number) => ({ maxLength, size: 'max' }) as const
    const rows = [fc.array(exposureRow, many(25)), fc.array(valueRow, many(50))] as const
    const asked = [fc.array(shape, { minLength: 1, maxLength: 4 }), segmentColumns] as const
    await fc.assert(
      fc.asyncProperty(...rows, ...asked, async (seen, did, shapes, columns) => {
        await stage.load(seen, did)
        const expected = reference(seen, did, shapes, columns)
        expect(await warehouse.read({ ...winback(SEEN, columns), ...askedOf(shapes) })).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  it('tries a declared query out without reading a row', async () => {
    const query = metric('select unit, at, value from did')
    const tried = (sql: string) => warehouse.tryOut({ campaignKey: 'nobody', query: { ...query, sql } })
    await expect(warehouse.tryOut({ campaignKey: 'nobody', query: exposures(SEEN) })).resolves.toBeUndefined()
    await expect(tried(DID)).resolves.toBeUndefined()
    // Only a row shows that it is no date.
    await expect(tried(`select unit, 'soon' as at, value from (${DID}) as d`)).resolves.toBeUndefined()
    await expect(tried('select unit, at, value from moved')).rejects.toMatchObject({ fault: 'query' })
    await expect(tried('select unit, "at" from did')).rejects.toThrow(/must return unit, at, value/)
  })

  describe('a single value', () => {
    const value = (sql: string, as: Reading = 'number') =>
      warehouse.value({ title: 'Check "orders"', sql, campaignKey: 'winback', as })

    it('is read as what it has to be, and says what it is where it can’t be', async () => {
      expect(await value('select 41 + 1 as value')).toEqual({ value: 42 })
      expect(await value('select 0.5 as value;')).toEqual({ value: 0.5 })
      expect(
        await value(`select count(*) as value from (select :campaign as k) as c where k = 'winback'`),
      ).toEqual({
        value: 1,
      })
      expect(await value(`select 'mail' as value`, 'text')).toEqual({ value: 'mail' })
      expect(await value(`select '2026-03-02T07:34:00Z' as value`, 'time')).toEqual({
        value: Date.parse('2026-03-02T07:34:00Z'),
      })
      expect(await value('select max(unit) as value from (select 1 as unit) as e where unit > 1')).toEqual({
        value: null,
      })
      expect(await value(`select '02.03.2026' as value`, 'time')).toEqual({ unread: '02.03.2026' })
    })

    it.each([
      ['select 1 as value from (select 1 as one) as e where one > 1', /it gave no row, and one is wanted\.$/],
      ['select 1 as value union all select 2', /it gave several rows, and one is wanted\.$/],
      ['select 1 as n', /the query must return value; it returned n\.$/],
      ['select value from nowhere', /nowhere/],
      ['select 1 as value; drop table seen', /it has several statements/],
    ])('%s is refused', async (sql, why) => {
      const { message } = await failure(value(sql))
      expect(message).toMatch(/^Check "orders" failed \(warehouse "dwh"\): /)
      expect(message).toMatch(why)
    })
  })

  it('leaves out who was exposed before a moment, where one is named', async () => {
    const at = (ms: number) => new Date(START + ms)
    const seen = [
      { campaign: 'winback', unit: 'early', arm: 'mail', at: at(0) },
      { campaign: 'winback', unit: 'back', arm: 'mail', at: at(0) },
      { campaign: 'winback', unit: 'back', arm: 'mail', at: at(DAY) },
      { campaign: 'winback', unit: 'late', arm: 'mail', at: at(DAY + HOUR) },
    ]
    await stage.load(seen, [])
    expect((await people(winback())).perArm).toEqual([{ arm: 'mail', n: 3 }])
    const since = await people({ ...winback(), since: at(DAY) })
    expect([since.perArm, since.oldest]).toEqual([[{ arm: 'mail', n: 2 }], at(DAY)])
  })

  it('counts a value at the exposure, and none at the end of the window', async () => {
    await stage.load(
      [{ campaign: 'winback', unit: 'u1', arm: 'mail', at: new Date(START) }],
      [-1, 0, DAY - 1, DAY].map((ms, i) => ({ unit: 'u1', at: new Date(START + ms), value: 10 ** i })),
    )
    const read = await one(metric(DID, { windowDays: 1 }))
    expect(read?.sums).toEqual([{ arm: 'mail', n: 1, sum: 110, sumSquares: 12_100, largest: 110 }])
  })

  it('takes a unit from its first exposure, adds up its values, and counts it once', async () => {
    const later = (ms: number) => new Date(START + ms)
    const mail = { campaign: 'winback', arm: 'mail' }
    await stage.load(
      [
        { ...mail, unit: 'u1', at: later(HOUR) },
        { ...mail, unit: 'u1', at: later(0) },
        { ...mail, unit: 'u2', at: later(0) },
        { ...mail, unit: 'u3', at: later(0) },
        { ...mail, unit: 'u3', arm: 'control', at: later(0) },
      ],
      [
        { unit: 'u1', at: later(1), value: 3 },
        { unit: 'u1', at: later(2), value: 4 },
        { unit: 'u2', at: later(3), value: 0 },
        { unit: 'u3', at: later(4), value: 100 },
        { unit: 'u4', at: later(5), value: 100 },
      ],
    )
    expect(await people(winback())).toEqual({
      perArm: [{ arm: 'mail', n: 2 }],
      duplicates: 1,
      oldest: later(0),
      newest: later(HOUR),
      segments: [],
    })
    const [mean, bought] = await measured([metric(DID), metric(DID, { kind: 'proportion' })])
    expect(mean).toEqual({
      sums: [{ arm: 'mail', n: 2, sum: 7, sumSquares: 49, largest: 7 }],
      newest: later(5),
      reach: { exposed: 3, others: 1 },
      segments: [],
    })
    expect(bought?.sums).toEqual([{ arm: 'mail', n: 2, sum: 1, sumSquares: 1 }])
  })

  it('takes a segment from the first exposure, the 20 largest values by themselves and the rest together', async () => {
    const seen = (unit: string, country: string | null, hours = 0, arm = 'mail') => ({
      ...{ campaign: 'winback', unit, arm, country, platform: 'Web' },
      at: new Date(START + hours * HOUR),
    })
    const letters = [...'abcdefghijklmnopqrstuvw']
    await stage.load(
      [
        ...letters.flatMap((country) => [seen(`1${country}`, country), seen(`2${country}`, country)]),
        seen('3c', 'c', 0, 'control'),
        seen('4', 'other'),
        seen('5', null),
        seen('5', 'a', 1),
        seen('6', 'x'.repeat(70)),
        ...[seen('7', 'a'), seen('7', 'a', 0, 'control')],
      ],
      [
        { unit: '2v', at: new Date(START + HOUR), value: 3 },
        { unit: '6', at: new Date(START + HOUR), value: 5 },
      ],
    )
    const read = await warehouse.read({ ...winback(SEEN, ['country', 'platform']), metrics: [metric(DID)] })
    const countries = read.exposures.segments.filter(({ column }) => column === 'country')
    expect(countries.map(({ value }) => value)).toEqual(['c', ...'abdefghijklmnopqrst', 'other', null])
    expect(countries.slice(-2)).toEqual([
      { column: 'country', value: 'other', rest: true, perArm: [{ arm: 'mail', n: 8 }] },
      { column: 'country', value: null, perArm: [{ arm: 'mail', n: 1 }] },
    ])
    expect(read.exposures.segments.at(-1)).toMatchObject({ column: 'platform', value: 'Web' })
    const [bought] = read.metrics
    if (!bought || 'error' in bought) throw bought?.error
    expect(bought.segments.find(({ rest }) => rest)?.sums).toEqual([
      { arm: 'mail', n: 8, sum: 8, sumSquares: 34, largest: 5 },
    ])
    expect(bought.segments).toHaveLength(read.exposures.segments.length)
  })

  it('tells a value called "other" from the rest, and cuts long ones', async () => {
    const row = { campaign: 'winback', arm: 'mail', at: new Date(START) }
    const countries = ['other', 'x'.repeat(70), `${'x'.repeat(60)}yz`]
    await stage.load(
      countries.map((country, i) => ({ ...row, unit: `u${i}`, country })),
      [],
    )
    expect((await people(winback(SEEN, ['country']))).segments).toEqual([
      { column: 'country', value: 'x'.repeat(60), perArm: [{ arm: 'mail', n: 2 }] },
      { column: 'country', value: 'other', perArm: [{ arm: 'mail', n: 1 }] },
    ])
  })

  it('reads the other metrics where some fail, each with its own reason', async () => {
    await stage.load(
      [{ campaign: 'winback', unit: 'u1', arm: 'mail', at: new Date(START) }],
      [{ unit: 'u1', at: new Date(START), value: 2 }],
    )
    const unreadable = `select 'u1' as unit, '2026-03-02T09:30:00Z' as "at", '12 EUR' as value`
    const { metrics } = await warehouse.read({
      ...winback(),
      metrics: [
        metric(DID, { name: 'good' }),
        metric('select missing from nowhere', { name: 'gone' }),
        metric(unreadable, { name: 'text' }),
        metric('select unit, "at", value from did', { name: 'flat', kind: 'ratio' }),
        metric(DID, { name: 'fine', kind: 'ratio' }),
        metric(DID, { name: 'away', warehouse: 'slow' }),
      ],
    })
    expect(metrics).toMatchObject([
      { sums: [{ arm: 'mail', n: 1, sum: 2 }] },
      { error: { message: expect.stringMatching(/^Metric "gone" failed .*nowhere/) } },
      { error: { message: expect.stringMatching(/^Metric "text" failed .*12 EUR/) } },
      { error: { message: expect.stringMatching(/must return unit, at, value, denominator; it returned/) } },
      { sums: [{ arm: 'mail', n: 1, sum: 2 }] },
      { error: { message: expect.stringMatching(/Metric "away" reads "slow"/) } },
    ])
  })

  it('names the segment that the exposure query does not return', async () => {
    const wrong = await failure(people(winback(SEEN, ['region'])))
    expect(wrong.message).toMatch(/must return unit, arm, exposed_at, region; it returned unit, arm,/)
  })

  it('binds the campaign key, whatever is in it', async () => {
    const key = `it's ":campaign" \\'; drop table seen; -- $1 ?`
    await stage.load([{ campaign: 'it', unit: 'u1', arm: 'mail', at: new Date(START) }], [])
    const twice = `select 'u1' as unit, 'mail' as arm, '2026-03-02' as exposed_at
      where :campaign = :campaign and length(:campaign) = ${key.length} -- :campaign`
    expect((await people({ ...winback(twice), campaignKey: key })).perArm).toHaveLength(1)
    expect((await people({ ...winback(), campaignKey: key })).perArm).toEqual([])
  })

  it('matches units of different types', async () => {
    const seen = `select 17 as unit, 'mail' as arm, '2026-03-02T09:00:00Z' as exposed_at`
    const read = await purchase(`select '17' as unit, '2026-03-02T09:30:00Z' as "at", 2 as value`, seen)
    expect(read?.sums).toEqual([{ arm: 'mail', n: 1, sum: 2, sumSquares: 4, largest: 2 }])
  })

  it('takes a date without a zone as UTC', async () => {
    const { newest } = await people(
      winback(`select 1 as unit, 'mail' as arm, '2026-03-02 09:00:00' as exposed_at`),
    )
    expect(newest).toEqual(new Date('2026-03-02T09:00:00Z'))
  })

  it('names the columns that are missing, of the query that misses them', async () => {
    const wrong = await failure(purchase('select unit as customer, "at", value from did'))
    expect(wrong.message).toBe(
      'Metric "purchase" failed (warehouse "dwh"): the query must return unit, at, value; it returned customer, at, value.',
    )
    const seen = await failure(purchase(DID, 'select unit, arm from seen'))
    expect(seen.message).toBe(
      'Exposure query "mailed" failed (warehouse "dwh"): the query must return unit, arm, exposed_at; it returned unit, arm.',
    )
  })

  it('says what the warehouse said, in one line, of the query that is wrong', async () => {
    const { fault, message } = await failure(purchase('select unit, "at", value from orders'))
    expect(fault).toBe('query')
    expect(message).toMatch(/^Metric "purchase" failed \(warehouse "dwh"\): [^\n]*orders[^\n]*$/)
    const seen = await failure(purchase(DID, 'selct 1'))
    expect(seen.message).toMatch(/^Exposure query "mailed" failed \(warehouse "dwh"\): [^\n]*syntax error/)
  })

  it.each([
    [
      'an unknown placeholder',
      'select unit, "at", value from did where x = :other',
      /placeholder :other; only/,
    ],
    ['two statements', `${DID}; delete from did`, /several statements; only one is run/],
    [
      'a way out of the query',
      `${DID}) as q; delete from did; select 1 from (select 2`,
      /several statements/,
    ],
  ])('refuses %s', async (_, sql, reason) => {
    expect((await failure(purchase(sql))).message).toMatch(reason)
  })

  it('tells which query cannot be put together, where its SQL is asked for', () => {
    const wrong = metric('select unit, "at", value from did where x = :other')
    expect(() => warehouse.script({ ...winback(), metrics: [wrong] })).toThrow(
      /^Metric "purchase" failed \(warehouse "dwh"\): it has the placeholder :other/,
    )
    const script = warehouse.script({ ...winback(), metrics: [metric(DID)] })
    expect(script).toContain("'winback'")
    expect(script.replaceAll(/'(?:[^']|'')*'/g, "''")).not.toMatch(/[$?:@]p?\d/)
  })

  it.each([
    'delete from did',
    'delete from did returning unit, "at", value',
    'with gone as (delete from did returning *) select unit, "at", value from gone',
    `insert into did (unit, "at", value) values ('u1', '2026-03-02', 1) returning *`,
    'drop table did',
    "attach 'other.db' as other",
  ])('does not run %s', async (sql) => {
    await stage.load([], [{ unit: 'u1', at: new Date(START), value: 1 }])
    await failure(purchase(sql))
    expect((await purchase(DID))?.newest).toEqual(new Date(START))
  })

  it('tells a date or value that cannot be read instead of leaving it out', async () => {
    const date = await failure(purchase(`select 'u1' as unit, '02.03.2026 x' as "at", 1 as value`))
    expect(date.message).toMatch(/^Metric "purchase" failed .*02\.03\.2026 x/)
    const text = await failure(purchase(`select 'u1' as unit, '2026-03-02' as "at", '12 EUR' as value`))
    expect(text.message).toMatch(/^Metric "purchase" failed .*12 EUR/)
    const seen = `select 'u1' as unit, 'mail' as arm, '3/2 x' as exposed_at`
    const exposed = await failure(purchase(DID, `${seen} union all select 'u2', 'mail', '2026-03-02'`))
    expect(exposed.message).toMatch(/3\/2 x/)
  })

  it('tells a value that is not finite', async () => {
    const seen = `select 'u1' as unit, 'mail' as arm, '2026-03-02' as exposed_at`
    const huge = `select 'u1' as unit, '2026-03-02' as "at", 1e200 as value`
    const { message } = await failure(purchase(`${huge} union all select 'u1', '2026-03-02', 1e308`, seen))
    expect(message).toMatch(/^Metric "purchase" failed .*(not finite|out of range)/)
  })

  it('keeps planned arms apart from any number of others, which it counts', async () => {
    const stray = Array.from({ length: 150 }, (_, i) => ({ unit: `u${i}`, arm: `old-${100 + i}` }))
    const planned = ['control', 'mail'].flatMap((arm) => [0, 1].map((i) => ({ unit: `${arm}${i}`, arm })))
    const twice = ['old-100', 'old-101'].map((arm) => ({ unit: 'x', arm }))
    const seen = [...planned, ...stray, { unit: 'u999', arm: 'old-249' }, ...twice]
    await stage.load(
      seen.map((row) => ({ campaign: 'winback', ...row, country: 'DE', at: new Date(START) })),
      seen.map(({ unit }) => ({ unit, at: new Date(START + HOUR), value: 1 })),
    )
    const q = { ...winback(SEEN, ['country']), arms: ['mail', 'never seen', 'control'] }
    const { exposures: found, metrics } = await warehouse.read({ ...q, metrics: [metric(DID)] })
    expect(found).toMatchObject({ duplicates: 1, otherArms: { arms: 52, n: 52 } })
    expect(found.perArm).toHaveLength(100)
    expect(found.perArm.filter(({ n }) => n > 1)).toEqual(
      ['control', 'mail', 'old-249'].map((arm) => ({ arm, n: 2 })),
    )
    expect(metrics).toMatchObject([{ reach: { exposed: 156, others: 0 } }])
    const [read] = metrics as MetricAggregates[]
    expect(read?.sums.find(({ arm }) => arm === 'mail')).toMatchObject({ n: 2, sum: 2 })
    expect(read?.segments[0]?.sums.find(({ arm }) => arm === 'mail')).toMatchObject({ n: 2, sum: 2 })
    const hundred = await people(winback(`${SEEN} and unit < 'u150' and arm < 'old-198'`))
    expect(hundred.perArm.length).toBeLessThanOrEqual(100)
    expect(hundred).not.toHaveProperty('otherArms')
  })

  it('stops a query that takes too long, and answers the next one', async () => {
    const endless = `with recursive c(n) as (select 1 union all select n % 7 + 1 from c)
      select max(n) as unit, 'mail' as arm, '2026-03-02' as exposed_at from c`
    const slow = warehouses.get('slow')
    const { fault, message } = await failure(
      slow.read({ ...winback(), exposures: exposures(endless, 'slow') }),
    )
    expect(fault).toBe('timeout')
    expect(message).toBe('Exposure query "mailed" was stopped (warehouse "slow"): no answer within 1 s.')
    const quick = exposures(`select 1 as unit, 'mail' as arm, '2026-03-02' as exposed_at`, 'slow')
    expect((await slow.read({ ...winback(), exposures: quick })).exposures.perArm).toEqual([
      { arm: 'mail', n: 1 },
    ])
  })

  it('answers several questions at once', async () => {
    const seen = `select 1 as unit, 'mail' as arm, '2026-03-02' as exposed_at`
    const asked = await Promise.all(Array.from({ length: 6 }, () => people(winback(seen))))
    expect(asked.map(({ perArm }) => perArm)).toEqual(Array(6).fill([{ arm: 'mail', n: 1 }]))
  })

  it('refuses a metric of another warehouse', async () => {
    await stage.load([], [])
    const elsewhere = one(metric(DID, { warehouse: 'slow' }))
    await expect(elsewhere).rejects.toThrow(Refusal)
    await expect(elsewhere).rejects.toThrow(
      'Exposure query "mailed" reads "dwh", Metric "purchase" reads "slow". Choose queries of the same warehouse.',
    )
    await expect(warehouses.get('slow').read(winback())).rejects.toThrow(Refusal)
  })

  it('stops what runs when it closes', async () => {
    const closing = openWarehouses([{ ...stage.definition, timeoutSeconds: 600 }])
    const quick = `select 1 as unit, 'mail' as arm, '2026-03-02' as exposed_at`
    await closing.get('dwh').read(winback(quick)) // connects
    const endless = `with recursive c(n) as (select 1 union all select n % 7 + 1 from c)
      select max(n) as unit, 'mail' as arm, '2026-03-02' as exposed_at from c`
    const asked = failure(closing.get('dwh').read(winback(endless)))
    await people(winback(quick)) // meanwhile the endless one begins
    await closing.close()
    expect((await asked).message).toContain('Stairway is closing')
  })
})

describe('openWarehouses', () => {
  it('opens nothing until it is asked, and knows its names', async () => {
    const missing = { name: 'old', type: 'sqlite', file: '/nowhere/old.db', timeoutSeconds: 1 } as const
    const warehouses = openWarehouses([missing])
    expect(() => warehouses.get('new')).toThrow('No warehouse is called "new". stairway.yaml declares: old.')
    expect(warehouses.get('old')).toBe(warehouses.get('old'))
    await warehouses.close()
  })
})
