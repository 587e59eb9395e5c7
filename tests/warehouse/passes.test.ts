import { DuckDBInstance } from '@duckdb/node-api'
import knex from 'knex'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { WarehouseDefinition } from '../../src/domain/catalog/catalog.ts'
import { aggregatesOf } from '../../src/warehouse/aggregates.ts'
import { DIALECTS } from '../../src/warehouse/dialects.ts'
import type { Driver } from '../../src/warehouse/driver.ts'
import { openPostgres } from '../../src/warehouse/postgres.ts'
import { campaignStatement } from '../../src/warehouse/sql.ts'
import { DID, exposures, metric, postgresStage, SEEN, type Stage, sqliteStage } from './stages.ts'

const until = new Date('2026-03-17T00:00:00Z')
const METRICS = [
  metric(DID, { name: 'mean', windowDays: 14 }),
  metric(DID, { name: 'ratio', kind: 'ratio', preDays: 28, cap: 0.999 }),
  metric(DID, { name: 'happened', kind: 'proportion', preDays: 7, windowDays: 7 }),
]
const CAMPAIGN = {
  campaignKey: 'winback',
  exposures: exposures(SEEN, 'dwh', ['country', 'platform']),
  metrics: METRICS,
  until,
  recentDays: new Map([
    ['mean', 1],
    ['ratio', 7],
  ]),
}

/** How often a plan reads the table of exposures, and that of values. */
function scans(plan: string): { seen: number; did: number } {
  const count = (table: string) => plan.match(new RegExp(`\\b${table}\\b`, 'g'))?.length ?? 0
  return { seen: count('seen'), did: count('did') }
}

describe('a plan', () => {
  it('of PostgreSQL reads the exposures once', async () => {
    const stage = await postgresStage()
    onTestFinished(stage.stop)
    const { sql, values } = campaignStatement(DIALECTS.postgres, CAMPAIGN)
    const client = new pg.Client({ connectionString: url(stage.definition) })
    await client.connect()
    const { rows } = await client.query(`explain (format json) ${sql}`, [...values])
    await client.end()
    const relations =
      JSON.stringify(rows)
        .match(/"Relation Name":"\w+"/g)
        ?.join(' ') ?? ''
    expect(scans(relations)).toEqual({ seen: 1, did: 3 })
  })

  it('of SQLite reads the exposures once', async () => {
    const files = await sqliteStage()
    onTestFinished(files.stop)
    if (files.definition.type !== 'sqlite') throw new Error('expected SQLite')
    const { sql, values } = campaignStatement(DIALECTS.sqlite, CAMPAIGN)
    const db = knex({
      client: 'sqlite3',
      connection: { filename: files.definition.file },
      useNullAsDefault: true,
    })
    const connection = await db.client.acquireConnection()
    const plan: { detail: string }[] = await new Promise((done, fail) =>
      connection.all(
        `explain query plan ${sql}`,
        values,
        (error: Error | null, rows: { detail: string }[]) => (error ? fail(error) : done(rows)),
      ),
    )
    await db.client.releaseConnection(connection)
    await db.destroy()
    const read = plan
      .map(({ detail }) => detail)
      .filter((detail) => /^(?:SCAN|SEARCH) (?:seen|did)\b/.test(detail))
    expect(scans(read.join('\n'))).toEqual({ seen: 1, did: 3 })
  })

  it('of DuckDB reads the exposures once', async () => {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await connection.run(
      'create table seen (campaign text, unit text, arm text, exposed_at timestamp, country text, platform text)',
    )
    await connection.run('create table did (unit text, "at" timestamp, value double, denominator double)')
    const { steps = [], sql, values } = campaignStatement(DIALECTS.files, CAMPAIGN)
    // Of an empty table nothing is planned.
    await connection.run(`insert into seen values ('winback', 'u1', 'mail', '2026-03-02', 'DE', 'Web')`)
    await connection.run(`insert into did values ('u1', '2026-03-02', 1, 1)`)
    const plans: string[] = []
    for (const each of [...steps, sql]) {
      const bound = Object.fromEntries(
        values.flatMap((value, i) =>
          new RegExp(`\\$p${i + 1}\\b`).test(each) ? [[`p${i + 1}`, value]] : [],
        ),
      )
      const read = await connection.runAndReadAll(`explain (format json) ${each}`, bound)
      plans.push(...(String(read.getRowsJS()[0]?.[1]).match(/"Table": "[^"]*"/g) ?? []))
      await connection.run(each, bound)
    }
    connection.closeSync()
    instance.closeSync()
    expect(scans(plans.join('\n'))).toEqual({ seen: 1, did: 3 })
  })
})

function url(definition: WarehouseDefinition): string {
  if (definition.type !== 'postgres') throw new Error('expected PostgreSQL')
  return definition.url
}

describe('the passes that a read takes', () => {
  let stage: Stage
  let driver: Driver
  let passes: string[]
  beforeAll(async () => {
    stage = await postgresStage()
    if (stage.definition.type !== 'postgres') throw new Error('expected PostgreSQL')
    await stage.load(
      [{ campaign: 'winback', unit: 'u1', arm: 'mail', at: new Date('2026-03-02T00:00:00Z') }],
      [{ unit: 'u1', at: new Date('2026-03-03T00:00:00Z'), value: 1 }],
    )
    const real = openPostgres(stage.definition)
    driver = {
      ...real,
      run(statement) {
        // A statement for the columns of a query reads no row.
        if (statement.sql.includes('stairway_exposed')) passes.push(statement.sql)
        return real.run(statement)
      },
    }
  })
  afterAll(async () => {
    await driver.close()
    await stage.stop()
  })

  async function read(...sql: string[]) {
    passes = []
    const metrics = sql.map((each, index) => metric(each, { name: `m${index}` }))
    const answer = await aggregatesOf('dwh', driver).read({ ...CAMPAIGN, metrics })
    return { passes: passes.length, failed: answer.metrics.map((each) => 'error' in each) }
  }
  // PostgreSQL stops at the row, and says nothing of the query before.
  const UNREADABLE = `select unit, "at", case when value = 1 then 'many' end as value from did`

  it('are one where nothing fails', async () => {
    expect(await read(DID, DID, DID, DID)).toEqual({ passes: 1, failed: [false, false, false, false] })
  })

  it('are two where queries are wrong, the first of which reads nothing', async () => {
    const gone = 'select unit, "at", value from nowhere'
    expect(await read(DID, gone, DID, 'select unit from did')).toEqual({
      passes: 2,
      failed: [false, true, false, true],
    })
  })

  it('are a few where a row shows which it is', async () => {
    expect(await read(DID, DID, UNREADABLE, DID)).toEqual({ passes: 6, failed: [false, false, true, false] })
    expect(await read(UNREADABLE)).toEqual({ passes: 2, failed: [true] })
  })
})
