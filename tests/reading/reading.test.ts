import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { metricsOf } from '../../src/domain/brief/brief.ts'
import type { Catalog } from '../../src/domain/catalog/catalog.ts'
import type { Brief } from '../../src/domain/state/brief.ts'
import type { CampaignState } from '../../src/domain/state/campaign.ts'
import { readCampaign, readingSql } from '../../src/reading/reading.ts'
import { readoutInput, recentDays } from '../../src/reading/readout-input.ts'
import { openWarehouses } from '../../src/warehouse/open.ts'
import { openSqlite } from '../../src/warehouse/sqlite.ts'
import type { Warehouses } from '../../src/warehouse/warehouse.ts'
import { aState } from '../domain/build.ts'
import { CATALOG, DAY, FULL_BRIEF, MONDAY } from '../support/stand.ts'
import { DID, exposures, metric, SEEN, type Stage, sqliteStage } from '../warehouse/stages.ts'

let stage: Stage
let warehouses: Warehouses
beforeAll(async () => {
  stage = await sqliteStage()
  warehouses = openWarehouses([stage.definition])
  const arms = ['mail', 'control', 'control', 'mail', 'control']
  await stage.load(
    arms.map((arm, i) => ({
      ...{ campaign: 'winback', unit: `u${i}`, arm, at: new Date(MONDAY.getTime() + i) },
      country: i === 3 ? null : 'DE',
    })),
    [{ unit: 'u0', at: new Date(MONDAY.getTime() + DAY), value: 12.5 }],
  )
})
afterAll(async () => {
  await warehouses.close()
  await stage.stop()
})

const metrics: Catalog['metrics'] = [
  metric(DID, { name: 'purchase', unit: 'USD' }),
  metric('select missing from nowhere', { name: 'visit', label: 'Visit' }),
  metric(DID, { name: 'elsewhere', label: 'Elsewhere', warehouse: 'other' }),
]

const LIVE: Partial<CampaignState['campaign']> = { stage: 'live', liveAt: MONDAY }

function read(
  brief: Partial<Brief>,
  catalog: Partial<Catalog> = {},
  asOf = new Date(MONDAY.getTime() + 2 * DAY),
) {
  const state = aState({ ...LIVE, brief: { ...FULL_BRIEF, exposures: 'mailed', ...brief } })
  const all = { ...CATALOG, metrics, exposures: [exposures(SEEN)], ...catalog }
  return readCampaign({ catalog: all, warehouses }, state, asOf)
}

const outcome = (metricName: string, secondary: string[] = []): Brief['outcome'] => ({
  metric: metricName,
  direction: 'up',
  minimumEffect: 0.08,
  secondary,
})

describe('a reading', () => {
  test('has the arms in the order of the brief, and days counted from go-live', async () => {
    const { readout, failures } = await read({ outcome: outcome('purchase') })
    expect(failures).toEqual([])
    expect(readout).toMatchObject({ day: 3, horizonDays: 14, minimumEffect: 0.08, duplicates: 0 })
    expect(readout?.arms.map(({ name, users }) => [name, users])).toEqual([
      ['control', 3],
      ['mail', 2],
    ])
    expect(readout?.newestData).toBe(new Date(MONDAY.getTime() + DAY).toISOString())
    const [purchase] = readout?.metrics ?? []
    expect(purchase).toMatchObject({ role: 'goal', unit: 'USD', measured: true })
  })

  test('is of its moment: what came later does not count', async () => {
    const { readout } = await read({ outcome: outcome('purchase') }, {}, new Date(MONDAY.getTime() + 1))
    expect(readout?.arms.map(({ users }) => users)).toEqual([1, 1])
    expect(readout?.day).toBe(1)
  })

  test('shows an arm where nobody arrived as empty', async () => {
    const arms = ['control', 'mail', 'letter'].map((name) => ({ name, weight: 1 }))
    const { readout } = await read({ outcome: outcome('purchase'), arms })
    expect(readout?.arms.at(-1)).toEqual({ name: 'letter', weight: 1, users: 0 })
  })

  test('keeps going when one metric fails, and names each failure', async () => {
    const guardrails: Brief['guardrails'] = [{ metric: 'visit', margin: { amount: 0.02, unit: 'relative' } }]
    const reading = await read({ outcome: outcome('purchase', ['elsewhere', 'gone']), guardrails })
    expect(reading.readout?.metrics.map(({ name, role, measured }) => [name, role, measured])).toEqual([
      ['purchase', 'goal', true],
      ['visit', 'guardrail', false],
      ['elsewhere', 'secondary', false],
      ['gone', 'secondary', false],
    ])
    expect(reading.failures).toEqual([
      expect.stringMatching(/nowhere/),
      expect.stringMatching(/other/),
      'stairway.yaml declares no metric gone any more',
    ])
    expect([reading.passing, reading.failure]).toEqual([false, null])
  })
})

describe('data with a fault', () => {
  test('of arms that nobody planned is read without them, and told', async () => {
    const arms = ['control', 'letter'].map((name) => ({ name, weight: 1 }))
    const { readout, failures, faults } = await read({ outcome: outcome('purchase'), arms })
    expect(readout?.arms.map(({ users }) => users)).toEqual([3, 0])
    expect(readout?.strays).toEqual([{ name: 'mail', users: 2 }])
    const words =
      /^40\.0\s% of people are in arms that the brief does not plan: "mail" 2; planned are "control" and "letter"\.$/
    expect([failures, faults]).toEqual([[], [expect.stringMatching(words)]])
  })

  test('of people who were never exposed leaves that metric unmeasured, and tells why', async () => {
    const own = `with recursive r(i) as (select 1000 union all select i + 1 from r where i < 1199)`
    const seen = `${own} select i as unit, case when i % 2 then 'mail' else 'control' end as arm, '2026-03-02T07:00:00Z' as exposed_at from r`
    const did = `${own} select i || '.0' as unit, '2026-03-02T08:00:00Z' as "at", 1 as value from r where i < 1040`
    const named = {
      metrics: [metric(did), metric(did.replace("i || '.0'", 'i'), { name: 'visit', label: 'Visit' })],
    }
    const brief = { outcome: outcome('purchase', ['visit']) }
    const { readout, failures, faults } = await read(brief, { ...named, exposures: [exposures(seen)] })
    const words =
      'None of the 40 people with a Purchase is among the 200 exposed: exposures have "1000", Purchase has "1000.0".'
    expect(readout?.metrics).toMatchObject([
      { measured: false, failure: words.replace(/\.$/, '') },
      { measured: true },
    ])
    expect(readout?.joins).toEqual([{ metric: 'purchase', broken: true, words }])
    expect([failures, faults]).toEqual([[], [words]])
  })

  test('of a feed that has stopped is named with its own newest value', async () => {
    const own = `with recursive r(i) as (select 0 union all select i + 1 from r where i < 199)`
    const every = (minutes: number, from = '2026-03-02 08:00') =>
      `datetime('${from}', '+' || (i * ${minutes}) || ' minutes')`
    const seen = `${own} select i as unit, case when i % 2 then 'mail' else 'control' end as arm, ${every(43)} as exposed_at from r`
    const did = `${own} select i as unit, ${every(10)} as "at", 1 as value from r`
    const week = new Date(MONDAY.getTime() + 6 * DAY)
    const more = { metrics: [metric(did)], exposures: [exposures(seen)] }
    const { readout } = await read({ outcome: outcome('purchase') }, more, week)
    expect(readout?.stale).toBe(false)
    expect(readout?.behind).toEqual([
      { metric: 'purchase', label: 'Purchase', newest: '2026-03-03T17:10:00.000Z' },
    ])
  })
})

test('an input has the units and sums of each segment, as JSON', async () => {
  const state = aState({
    ...LIVE,
    brief: { ...FULL_BRIEF, exposures: 'mailed', outcome: outcome('purchase') },
  })
  const named = metricsOf(state.campaign.brief, { ...CATALOG, metrics })
  const { exposures: seen, metrics: brought } = await warehouses.get('dwh').read({
    campaignKey: 'winback',
    exposures: exposures(SEEN, 'dwh', ['country']),
    metrics: metrics.slice(0, 1),
    until: new Date(MONDAY.getTime() + 2 * DAY),
  })
  const measured = named.map((each, i) => {
    const own = brought[i]
    return { named: each, brought: own && 'sums' in own ? own : { failure: 'the query failed' } }
  })
  const { segments } = readoutInput(state, seen, measured, MONDAY)
  expect(JSON.parse(JSON.stringify(segments))).toEqual([
    {
      column: 'country',
      value: 'DE',
      users: [3, 1],
      metrics: [
        {
          name: 'purchase',
          sums: [
            expect.objectContaining({ n: 3 }),
            { arm: 'mail', n: 1, sum: 12.5, sumSquares: 156.25, largest: 12.5 },
          ],
        },
      ],
    },
    {
      column: 'country',
      value: null,
      users: [0, 1],
      metrics: [
        { name: 'purchase', sums: [{ n: 0, sum: 0, sumSquares: 0 }, expect.objectContaining({ n: 1 })] },
      ],
    },
  ])
})

describe('an input of a metric with a window', () => {
  const windowed = { metrics: [metric(DID, { windowDays: 7, cap: 0.99 })] }

  async function inputOn(day: number, named: Partial<Catalog> = windowed) {
    const asOf = new Date(MONDAY.getTime() + (day - 1) * DAY + DAY / 2)
    const state = aState({
      ...LIVE,
      brief: { ...FULL_BRIEF, exposures: 'mailed', outcome: outcome('purchase') },
    })
    const catalog = { ...CATALOG, exposures: [exposures(SEEN)], ...named }
    const asked = metricsOf(state.campaign.brief, catalog).slice(0, 1)
    const { exposures: seen, metrics: brought } = await warehouses.get('dwh').read({
      campaignKey: 'winback',
      exposures: exposures(SEEN),
      metrics: catalog.metrics,
      until: asOf,
      recentDays: recentDays(state, asked, asOf),
    })
    const [own] = brought
    if (!own || 'error' in own) throw own?.error
    const [input] = readoutInput(
      state,
      seen,
      asked.map((each) => ({ named: each, brought: own })),
      asOf,
    ).metrics
    return input
  }

  test('has nobody while all are inside it, and says who waits', async () => {
    const nothing = { n: 0, sum: 0, sumSquares: 0, largest: 0 }
    expect(await inputOn(6)).toMatchObject({
      windowDays: 7,
      sums: [nothing, nothing],
      waiting: [3, 2],
      everybody: [{ n: 3 }, { n: 2, sum: 12.5 }],
      arrived: { newest: new Date(MONDAY.getTime() + DAY), values: 1 },
    })
    expect(Object.keys((await inputOn(6)) ?? {})).not.toContain('recent')
    expect(Object.keys((await inputOn(6)) ?? {})).not.toContain('cap')
  })

  test('has everybody, where values were cut, and who came last, once it has passed', async () => {
    expect(await inputOn(9)).toMatchObject({
      sums: [{ n: 3 }, { n: 2, sum: 12.5, largest: 12.5 }],
      waiting: [0, 0],
      cap: { share: 0.99, value: 12.5 },
      recent: { days: 1, sums: [{ n: 0 }, { n: 0, sum: 0 }] },
    })
    expect(await inputOn(2, { metrics })).toMatchObject({
      recent: { days: 1, sums: [{ n: 0 }, { n: 0 }] },
    })
    expect(await inputOn(1, { metrics })).not.toHaveProperty('recent')
    expect(await inputOn(2, { metrics })).not.toHaveProperty('waiting')
  })
})

test.each([
  [1, undefined, undefined],
  [2, undefined, 1],
  [7, undefined, 4],
  [13, undefined, 7],
  [14, undefined, 7],
  [60, undefined, 7],
  [8, 7, undefined],
  [9, 7, 1],
  [14, 7, 4],
  [21, 7, 7],
])('on day %i, of a window of %s days, those of the last %s days are asked for', (day, windowDays, days) => {
  const state = aState({
    ...LIVE,
    brief: { ...FULL_BRIEF, outcome: outcome('purchase', ['visit']) },
  })
  const asked = metricsOf(state.campaign.brief, {
    ...CATALOG,
    metrics: [metric(DID, windowDays === undefined ? {} : { windowDays }), metric(DID, { name: 'visit' })],
  })
  const asOf = new Date(MONDAY.getTime() + (day - 1) * DAY)
  expect([...recentDays(state, asked, asOf)]).toEqual(days === undefined ? [] : [['purchase', days]])
})

test('the SQL that is sent is the one that is run, and runs as it is', async () => {
  const state = aState({
    ...LIVE,
    brief: { ...FULL_BRIEF, exposures: 'mailed', outcome: outcome('purchase') },
  })
  const cut = metric(DID, { windowDays: 2, preDays: 7, cap: 0.99 })
  const catalog = { ...CATALOG, metrics: [cut], exposures: [exposures(SEEN, 'dwh', ['country'])] }
  const asOf = new Date(MONDAY.getTime() + 3 * DAY)
  const { warehouse, sql } = readingSql({ catalog, warehouses }, state, asOf)
  expect(warehouse).toBe('dwh')
  expect(sql).toContain(SEEN.replace(':campaign', "cast('winback' as text)"))
  expect(sql).toContain(`'${asOf.toISOString()}'`)
  if (stage.definition.type !== 'sqlite') throw new Error('expected SQLite')
  const driver = openSqlite(stage.definition)
  const rows = await driver.run({ sql: sql.replace(/;\n$/, ''), values: [] })
  await driver.close()
  expect(rows).toContainEqual(expect.objectContaining({ metric: 0, segment: 0, arm: 'mail', n: 2, n_1: 2 }))
  expect(rows).toContainEqual(expect.objectContaining({ metric: 1, segment: 0, arm: 'mail', cap: 12.5 }))
})

describe('no reading, and why', () => {
  test.each<[string, Partial<Brief>, Partial<Catalog>, RegExp]>([
    [
      'no query named',
      { exposures: null },
      {},
      /no exposure query is named: `\/campaign brief winback exposures/,
    ],
    ['a query that is gone', {}, { exposures: [] }, /declares no exposure query mailed any more/],
    ['one arm', { arms: [{ name: 'control', weight: 1 }] }, {}, /no arms are named to compare/],
    ['a broken query', {}, { exposures: [exposures('select missing from nowhere')] }, /nowhere/],
    ['no such warehouse', {}, { exposures: [exposures(SEEN, 'gone')] }, /gone/],
  ])('%s', async (_case, brief, catalog, words) => {
    const reading = await read({ outcome: outcome('purchase'), ...brief }, catalog)
    expect(reading.readout).toBeNull()
    expect(reading.failure).toMatch(words)
    expect(reading.headline).toBe(`Nothing can be read out: ${reading.failure}`)
    expect(reading.failures).toEqual([reading.failure])
    expect(reading.passing).toBe(false)
  })

  test('a warehouse that is away may pass', async () => {
    const definition = { name: 'dwh', type: 'sqlite', file: '/nowhere/at/all.db', timeoutSeconds: 1 } as const
    const away = openWarehouses([definition])
    const catalog = { ...CATALOG, metrics, exposures: [exposures(SEEN)] }
    const state = aState({ ...LIVE, brief: { ...FULL_BRIEF, exposures: 'mailed' } })
    const reading = await readCampaign({ catalog, warehouses: away }, state, MONDAY)
    await away.close()
    expect([reading.readout, reading.passing]).toEqual([null, true])
    expect(reading.failure).toMatch(/can't be opened/)
  })
})
