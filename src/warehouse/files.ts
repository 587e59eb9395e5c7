import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { WarehouseDefinition } from '../domain/catalog/catalog.ts'
import { withDeadline } from './deadline.ts'
import { DIALECTS } from './dialects.ts'
import type { Driver, Row } from './driver.ts'
import { reasonOf, WarehouseError } from './error.ts'
import type { Statement } from './statement.ts'

type FilesDefinition = Extract<WarehouseDefinition, { type: 'files' }>

// The bot shares its machine: what needs more memory than this spills to the temporary folder.
const MEMORY_LIMIT = 1_000_000_000
const SPILL_LIMIT = '10GB'
// More would take the processor from answering people, which goes before reading files.
const THREADS = 2

/**
 * CSV (.csv, .tsv, also .gz) and Parquet files as tables, read by DuckDB. Paths may be globs and are relative to
 * the working directory; the files of one glob are matched by column name, in the order of their paths.
 * Rows keep the order of the file (DuckDB's preserve_insertion_order, on by default), so that
 * `row_number() over ()` is the same unit in each query while the file is unchanged.
 * Each read gets a database in memory of its own: it sees the files of now, and its memory ends with it.
 */
export function openFiles(definition: FilesDefinition): Driver {
  const closing = new AbortController()
  let last: Promise<unknown> = Promise.resolve()
  return {
    dialect: DIALECTS.files,
    run(statement) {
      // One at a time: each may use all of the memory and the threads that we grant.
      const result = last.then(() => run(definition, statement, closing.signal))
      last = result.catch(() => undefined) // told to whoever asked for it
      return result
    },
    async close() {
      closing.abort()
      await last
    },
  }
}

// Loading it takes a fifth of a start's time, and most read other warehouses or none.
const duckdb = () => import('@duckdb/node-api')

async function run(definition: FilesDefinition, statement: Statement, closing: AbortSignal) {
  const { DuckDBInstance } = await duckdb()
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${definition.memory ?? MEMORY_LIMIT}B`,
    threads: String(THREADS),
    temp_directory: join(tmpdir(), `stairway-duckdb-${randomUUID()}`),
    max_temp_directory_size: SPILL_LIMIT,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
  })
  const connection = await instance.connect()
  const deadline = { seconds: definition.timeoutSeconds, closing, interrupt: () => connection.interrupt() }
  try {
    return await withDeadline(deadline, async () => {
      await defineTables(connection, definition.tables)
      return await select(connection, statement)
    })
  } catch (error) {
    throw stoppedByMemory(error) ?? error
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** No query is at fault that needs more than it is granted: taken apart it would only be read several times. */
function stoppedByMemory(error: unknown): WarehouseError | undefined {
  const out = error instanceof Error && error.message.startsWith('Out of Memory Error')
  return out ? new WarehouseError('timeout', reasonOf(error)) : undefined
}

/** Defines the views, then leaves the connection able to read their files and nothing else. */
async function defineTables(connection: DuckDBConnection, tables: FilesDefinition['tables']): Promise<void> {
  await connection.run(`set timezone = 'UTC'`)
  const allowed: string[] = []
  for (const [name, path] of Object.entries(tables)) {
    const files = await filesOf(connection, name, path)
    const view = `create view ${quoteName(name)} as select * from ${reader(name, files)}(${list(files)}, union_by_name = true)`
    await connection.run(view)
    allowed.push(...files)
  }
  await connection.run(`set allowed_paths = ${list(allowed)}`)
  await connection.run('set enable_external_access = false')
  await connection.run('set lock_configuration = true')
}

async function filesOf(connection: DuckDBConnection, name: string, path: string): Promise<string[]> {
  const found = await connection.runAndReadAll('select file from glob($1) order by file', [resolve(path)])
  if (found.currentRowCount > 0) return found.getRowsJS().map(([file]) => String(file))
  throw new WarehouseError('unreachable', `table "${name}" has no file: nothing matches ${path}`)
}

function reader(name: string, files: readonly string[]): string {
  if (files.every((file) => /\.parquet$/i.test(file))) return 'read_parquet'
  if (files.every((file) => /\.[ct]sv(\.gz)?$/i.test(file))) return 'read_csv'
  const say = `table "${name}" has other files than only .csv and .tsv (also .gz) or only .parquet: ${files[0]}`
  throw new WarehouseError('unreachable', say)
}

/**
 * Prepared statements are single ones. A step makes a temporary table from a SELECT, and the end is a SELECT, so that
 * nothing else is written anywhere.
 */
async function select(connection: DuckDBConnection, { steps = [], sql, values }: Statement): Promise<Row[]> {
  const { StatementType } = await duckdb()
  const bound = new Map(values.map((value, index) => [`p${index + 1}`, value]))
  for (const step of steps) await one(connection, { sql: step, bound, type: StatementType.CREATE })
  return await one(connection, { sql, bound, type: StatementType.SELECT })
}

interface Single {
  readonly sql: string
  readonly bound: ReadonlyMap<string, string | number>
  readonly type: number
}

async function one(connection: DuckDBConnection, { sql, bound, type }: Single): Promise<Row[]> {
  const prepared = await connection.prepare(sql)
  try {
    if (prepared.statementType !== type) throw new WarehouseError('query', 'it is not a SELECT')
    // What a statement does not have can't be bound.
    const own = Array.from({ length: prepared.parameterCount }, (_, i) => prepared.parameterName(i + 1))
    prepared.bind(Object.fromEntries(own.map((name) => [name, bound.get(name) ?? null])))
    return (await prepared.runAndReadAll()).getRowObjectsJS()
  } finally {
    prepared.destroySync() // keeps until then what it needed while it ran
  }
}

function list(texts: readonly string[]): string {
  return `[${texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ')}]`
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
