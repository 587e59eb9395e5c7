import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCatalog } from '../../src/config/file.ts'
import type { CheckAnswer } from '../../src/domain/readiness/checks.ts'
import { askCheck } from '../../src/reading/checks.ts'
import { faultOf } from '../../src/warehouse/declared.ts'
import { openWarehouses } from '../../src/warehouse/open.ts'
import type { Warehouses } from '../../src/warehouse/warehouse.ts'
import { aState } from '../domain/build.ts'
import { databaseFolder } from '../support/folder.ts'
import { createDatabase } from '../support/postgres.ts'
import { read } from '../support/slack-use.ts'

/** The columns that Elementary's dbt package makes its tables of, with the types that PostgreSQL has for them. */
const TABLES = {
  elementary_test_results: {
    ...{ id: 'text', data_issue_id: 'text', test_execution_id: 'text', test_unique_id: 'text' },
    ...{ model_unique_id: 'text', invocation_id: 'text', detected_at: 'timestamp', created_at: 'timestamp' },
    ...{ database_name: 'text', schema_name: 'text', table_name: 'text', column_name: 'text' },
    ...{ test_type: 'text', test_sub_type: 'text', test_results_description: 'text', owners: 'text' },
    ...{ tags: 'text', test_results_query: 'text', other: 'text', test_name: 'text', test_params: 'text' },
    ...{ severity: 'text', status: 'text', failures: 'bigint', test_short_name: 'text', test_alias: 'text' },
    ...{ result_rows: 'text', failed_row_count: 'bigint' },
  },
  dbt_source_freshness_results: {
    ...{ source_freshness_execution_id: 'text', unique_id: 'text', max_loaded_at: 'text' },
    ...{ snapshotted_at: 'text', generated_at: 'text', created_at: 'timestamp' },
    ...{ max_loaded_at_time_ago_in_s: 'float', status: 'text', error: 'text', compile_started_at: 'text' },
    ...{ compile_completed_at: 'text', execute_started_at: 'text', execute_completed_at: 'text' },
    ...{ invocation_id: 'text', warn_after: 'text', error_after: 'text', filter: 'text' },
  },
} as const

type Row = Readonly<Record<string, string>>
type Rows = Readonly<Record<keyof typeof TABLES, readonly Row[]>>

const tested = (test: string, status: string, at: string, table = 'ORDERS'): Row => ({
  id: `${test}.${at}`,
  test_unique_id: `test.shop.${test}`,
  table_name: table,
  detected_at: at,
  status,
})
const fresh = (status: string, at: string): Row => ({
  unique_id: 'source.shop.raw.orders',
  generated_at: at,
  status,
})

const NOW = new Date('2026-03-02T08:00:00Z')
const EARLY = '2026-03-01 06:00:00'
const LATE = '2026-03-02 06:00:00'

/** What each of the three says of what is in the tables. */
const CASES: readonly (readonly [
  string,
  Rows,
  readonly (readonly [CheckAnswer['status'], string | null])[],
])[] = [
  [
    'passes once each newest result does, whatever failed before and elsewhere',
    {
      elementary_test_results: [
        tested('unique', 'fail', EARLY),
        tested('unique', 'pass', LATE),
        tested('not_null', 'pass', LATE),
        tested('unique_users', 'fail', LATE, 'USERS'),
      ],
      dbt_source_freshness_results: [fresh('error', EARLY), fresh('pass', LATE)],
    },
    [
      ['pass', '0'],
      ['pass', '2 hours old'],
      ['pass', 'pass'],
    ],
  ],
  [
    'fails where a newest result does',
    {
      elementary_test_results: [
        tested('unique', 'pass', EARLY),
        tested('unique', 'fail', '2026-03-01 07:00:00'),
        tested('old', 'error', EARLY),
      ],
      dbt_source_freshness_results: [fresh('pass', EARLY), fresh('warn', LATE)],
    },
    [
      ['fail', '2'],
      ['fail', '1 day old'],
      ['fail', 'warn'],
    ],
  ],
  [
    'is not known where nothing was tested',
    {
      elementary_test_results: [tested('unique_users', 'pass', LATE, 'USERS')],
      dbt_source_freshness_results: [{ ...fresh('pass', LATE), unique_id: 'source.shop.raw.users' }],
    },
    [
      ['unknown', null],
      ['unknown', null],
      ['error', null],
    ],
  ],
]

const NAMES = ['orders-tested', 'orders-tested-lately', 'orders-source-fresh']

interface Place {
  readonly warehouse: string
  fill(rows: Rows): Promise<void>
  drop(): Promise<void>
}

const PLACES: readonly (readonly [string, () => Promise<Place>])[] = [
  ['PostgreSQL', onPostgres],
  ['DuckDB', onFiles],
]

describe.each(PLACES)("the example of docs/checks.md for Elementary's tables, on %s", (_, at) => {
  let place: Place
  beforeAll(async () => {
    place = await at()
  })
  afterAll(() => place.drop())

  test.each(CASES)('%s', async (_name, rows, expected) => {
    await place.fill(rows)
    const catalog = await declared(place.warehouse)
    const warehouses = openWarehouses(catalog.catalog.warehouses)
    const found = await Promise.all(NAMES.map((name) => asked({ ...catalog, warehouses }, name)))
    await warehouses.close()
    expect(found.map(({ status, figure }) => [status, figure])).toEqual(expected)
  })
})

async function declared(warehouse: string) {
  const example = /```yaml elementary\n([\s\S]*?)```/.exec(await read('docs/checks.md'))?.[1] ?? ''
  const around = { env: {}, folder: '/', timeZone: 'UTC', isInstalled: () => true, faultOf }
  const found = readCatalog(`warehouses:\n  product: ${warehouse}\n${example}`, around)
  if ('problems' in found) throw new Error(JSON.stringify(found.problems))
  expect(found.catalog.checks.map(({ name }) => name)).toEqual(NAMES)
  return found
}

function asked(deps: Awaited<ReturnType<typeof declared>> & { warehouses: Warehouses }, name: string) {
  const { signal } = new AbortController()
  return askCheck({ ...deps, db: null as never }, aState(), name, { now: NOW, signal })
}

async function onPostgres(): Promise<Place> {
  const { url, drop } = await createDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return {
    warehouse: `{ type: postgres, url: "${url}" }`,
    fill: async (rows) => {
      for (const [table, columns] of Object.entries(TABLES)) {
        const shape = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
        await client.query(`drop table if exists ${table}; create table ${table} (${shape.join()})`)
        for (const row of rows[table as keyof Rows])
          await client.query(
            `insert into ${table} (${Object.keys(row).join()}) values (${Object.keys(row).map((_, i) => `$${i + 1}`)})`,
            Object.values(row),
          )
      }
    },
    drop: async () => {
      await client.end()
      await drop()
    },
  }
}

async function onFiles(): Promise<Place> {
  const folder = await databaseFolder('stairway-elementary-')
  const names = Object.keys(TABLES) as (keyof typeof TABLES)[]
  return {
    warehouse: `{ type: files, tables: { ${names.map((name) => `${name}: "${join(folder, name)}.csv"`).join(', ')} } }`,
    fill: async (rows) => {
      for (const name of names) {
        const columns = Object.keys(TABLES[name])
        const lines = rows[name].map((row) => columns.map((column) => row[column] ?? '').join(','))
        await writeFile(join(folder, `${name}.csv`), [columns.join(','), ...lines, ''].join('\n'))
      }
    },
    drop: () => rm(folder, { recursive: true }),
  }
}
