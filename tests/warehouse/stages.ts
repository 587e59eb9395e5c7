import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import knex, { type Knex } from 'knex'
import type {
  ExposureDefinition,
  FilesDefinition,
  MetricDefinition,
  WarehouseDefinition,
} from '../../src/domain/catalog/catalog.ts'
import { aggregatesOf } from '../../src/warehouse/aggregates.ts'
import type { Driver } from '../../src/warehouse/driver.ts'
import { startEngine } from '../../src/warehouse/duckdb/engine.ts'
import { createSpare } from '../../src/warehouse/duckdb/spare.ts'
import { openFiles } from '../../src/warehouse/files.ts'
import type { Warehouse } from '../../src/warehouse/warehouse.ts'
import { databaseFolder } from '../support/folder.ts'
import { createDatabase } from '../support/postgres.ts'

export interface ExposureRow {
  readonly campaign: string
  readonly unit: string | null
  readonly arm: string | null
  readonly at: Date | null
  readonly country?: string | null
  readonly platform?: string | null
}

export interface ValueRow {
  readonly unit: string | null
  readonly at: Date | null
  readonly value: number | null
  readonly denominator?: number | null
}

/**
 * A real warehouse of one type with two tables: `seen` (campaign, unit, arm, exposed_at, country, platform) and `did`
 * (unit, at, value, denominator).
 */
export interface Stage {
  readonly definition: WarehouseDefinition
  load(exposures: readonly ExposureRow[], values: readonly ValueRow[]): Promise<void>
  stop(): Promise<void>
}

export function exposures(sql: string, warehouse = 'dwh', segments?: readonly string[]): ExposureDefinition {
  return { name: 'mailed', warehouse, sql, ...(segments && { segments }) }
}

export function metric(sql: string, more: Partial<MetricDefinition> = {}): MetricDefinition {
  return {
    name: 'purchase',
    label: 'Purchase',
    kind: 'mean',
    direction: 'up',
    warehouse: 'dwh',
    sql,
    ...more,
  }
}

export const SEEN = 'select unit, arm, exposed_at, country, platform from seen where campaign = :campaign'
export const DID = 'select unit, "at", value, denominator from did'

export async function temporaryFolder(): Promise<{ dir: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'stairway-warehouse-'))
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) }
}

export async function postgresStage(timeoutSeconds = 30): Promise<Stage> {
  const { url, drop } = await createDatabase()
  const db = knex({ client: 'pg', connection: url, pool: { min: 0, max: 1 } })
  await db.raw(
    'create table seen (campaign text, unit text, arm text, exposed_at timestamptz, country text, platform text)',
  )
  await db.raw('create table did (unit text, at timestamptz, value numeric, denominator numeric)')
  return {
    definition: { name: 'dwh', type: 'postgres', url, timeoutSeconds },
    load: (seen, did) => fill(db, seen, did, (at) => at),
    async stop() {
      await db.destroy()
      await drop()
    },
  }
}

/** Dates are ISO text and unix seconds in turn. */
export async function sqliteStage(timeoutSeconds = 30): Promise<Stage> {
  const dir = await databaseFolder('stairway-warehouse-')
  const file = join(dir, 'a ware?house #1 100%.db')
  const db = knex({ client: 'sqlite3', connection: { filename: file }, useNullAsDefault: true })
  await db.raw('create table seen (campaign, unit, arm, exposed_at, country, platform)')
  await db.raw('create table did (unit, at, value, denominator)')
  return {
    definition: { name: 'dwh', type: 'sqlite', file, timeoutSeconds },
    load: (seen, did) => fill(db, seen, did, (at, row) => (row % 2 ? at.getTime() / 1000 : at.toISOString())),
    async stop() {
      await db.destroy()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function fill(
  db: Knex,
  seen: readonly ExposureRow[],
  did: readonly ValueRow[],
  date: (at: Date, row: number) => unknown,
): Promise<void> {
  await db('seen').delete()
  await db('did').delete()
  const dated = (at: Date | null, row: number) => at && date(at, row)
  const exposed = seen.map(({ at, ...row }, i) => ({ ...row, exposed_at: dated(at, i) }))
  if (exposed.length > 0) await db.batchInsert('seen', exposed, 100)
  if (did.length > 0)
    await db.batchInsert(
      'did',
      did.map(({ at, ...row }, i) => ({ ...row, at: dated(at, i) })),
      100,
    )
}

/** `seen` is CSV, `did` Parquet. */
export async function filesStage(timeoutSeconds = 30): Promise<Stage> {
  const { dir, remove } = await temporaryFolder()
  const tables = { seen: join(dir, 'seen.csv'), did: join(dir, 'did-*.parquet') }
  const writer = await openDuckdb()
  return {
    definition: { name: 'dwh', type: 'files', tables, timeoutSeconds },
    async load(seen, did) {
      const lines = seen.map((row) =>
        csv(row.campaign, row.unit, row.arm, row.at?.toISOString(), row.country, row.platform),
      )
      const head = 'campaign,unit,arm,exposed_at,country,platform'
      await writeFile(tables.seen, [head, ...lines, ''].join('\n'))
      const source = join(dir, 'did.txt')
      const values = did.map((row) => csv(row.unit, row.at?.toISOString(), row.value, row.denominator))
      await writeFile(source, ['unit,at,value,denominator', ...values, ''].join('\n'))
      const columns = `columns = {'unit': 'varchar', 'at': 'timestamptz', 'value': 'double', 'denominator': 'double'}, header = true`
      await writer.run(`copy (from read_csv('${source}', ${columns})) to '${join(dir, 'did-1.parquet')}'`)
    },
    async stop() {
      writer.close()
      await remove()
    },
  }
}

export interface FileReader {
  driver(definition: FilesDefinition): Driver
  open(definition: FilesDefinition): Warehouse
  close(): Promise<void>
}

/** Opens warehouses over files that share one process from test to test, as those of one Stairway do. */
export function fileReader(): FileReader {
  const spare = createSpare(startEngine)
  const drivers: Driver[] = []
  const driver = (definition: FilesDefinition) => {
    const opened = openFiles(definition, spare)
    drivers.push(opened)
    return opened
  }
  return {
    driver,
    open: (definition) => aggregatesOf(definition.name, driver(definition)),
    async close() {
      await Promise.all([...drivers.map((each) => each.close()), spare.close()])
    },
  }
}

/** A DuckDB to write files with. */
export async function openDuckdb(): Promise<{ run(sql: string): Promise<unknown>; close(): void }> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  return {
    run: (sql) => connection.run(sql),
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

function csv(...fields: readonly (string | number | null | undefined)[]): string {
  return fields.map((field) => field ?? '').join(',')
}
