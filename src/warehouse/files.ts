import type { FilesDefinition } from '../domain/catalog/catalog.ts'
import { withDeadline } from './deadline.ts'
import { DIALECTS } from './dialects.ts'
import type { Driver, Row } from './driver.ts'
import type { Engine } from './duckdb/engine.ts'
import { hintOf, refuseRounding, whereIs } from './duckdb/hints.ts'
import { refuseMachine } from './duckdb/inspection.ts'
import type { Spare } from './duckdb/spare.ts'
import { defineTables, type Known, saying, tablesIn } from './duckdb/tables.ts'
import { reasonOf, WarehouseError } from './error.ts'
import type { Statement } from './statement.ts'

// What needs more memory than this spills to the temporary folder.
const MEMORY = 1_000_000_000
// Each may use all of the memory and the threads that we grant; a slow one leaves room for a quick one.
const AT_ONCE = 2

/**
 * CSV (.csv, .tsv, also .gz and .zst) and Parquet files as tables, read by DuckDB in a process of its own. Paths may be
 * globs and are relative to the working directory; the files of one glob are matched by column name, in the order of
 * their paths. Columns of CSV are of a type where every row agrees, else text.
 * Rows keep the order of the file (DuckDB's preserve_insertion_order, on by default), so that
 * `row_number() over ()` is the same unit in each query while the file is unchanged.
 * Each read gets a database of its own: it sees the files of now, and its memory ends with it. Its process is its own
 * while it runs, so that ending one ends no other read; `spare` is what all warehouses take it from and give it back to.
 */
export function openFiles(definition: FilesDefinition, spare: Spare): Driver {
  const closing = new AbortController()
  const known: Known = new Map()
  const room = createRoom(AT_ONCE)
  async function inSession<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
    // Its start is no part of what a query may take.
    const engine = await spare.take(definition.memory ?? MEMORY)
    const interrupt = () => engine.interrupt()
    const deadline = { seconds: definition.timeoutSeconds, closing: closing.signal, interrupt }
    try {
      return await withDeadline(deadline, () => work(engine))
    } catch (error) {
      throw stoppedByMemory(error) ?? error
    } finally {
      await spare.give(engine)
    }
  }
  return {
    dialect: DIALECTS.files,
    run: (statement) => room(() => inSession((engine) => run(engine, definition, statement, known))),
    locate: (declared, column, value) =>
      room(() =>
        inSession(async (engine) =>
          whereIs(engine, await tablesIn(engine, definition, declared, known), column, value),
        ),
      ),
    async close() {
      closing.abort()
    },
  }
}

/** No query is at fault that needs more than it is granted: taken apart it would only be read several times. */
function stoppedByMemory(error: unknown): WarehouseError | undefined {
  const out = error instanceof Error && error.message.startsWith('Out of Memory Error')
  return out ? new WarehouseError('timeout', reasonOf(error)) : undefined
}

/** A step makes a temporary table from a SELECT, and the end is a SELECT, so that nothing else is written anywhere. */
async function run(
  engine: Engine,
  definition: FilesDefinition,
  { steps = [], sql, values }: Statement,
  known: Known,
): Promise<Row[]> {
  const whole = [...steps, sql].join('\n')
  const tables = await tablesIn(engine, definition, whole, known)
  const parsed = await parse(engine, [...steps, sql])
  refuseMachine(parsed)
  await refuseRounding(engine, parsed, tables)
  await defineTables(engine, tables)
  const bound = Object.fromEntries(values.map((value, index) => [`p${index + 1}`, value]))
  try {
    return await saying(tables, async () => {
      for (const step of steps) await engine.run(step, bound, 'CREATE')
      return await engine.run(sql, bound, 'SELECT')
    })
  } catch (error) {
    throw hintOf(error, whole, tables) ?? error
  }
}

/** Nothing where it is no SELECT: what runs it says so. */
async function parse(engine: Engine, sql: readonly string[]): Promise<unknown> {
  const selects = sql.map((each) => each.replace(/^create temporary table \w+ as\n/, ''))
  const bound = Object.fromEntries(selects.map((select, i) => [`s${i}`, select]))
  const parsed = selects.map((_, i) => `json_serialize_sql(cast($s${i} as varchar)) as s${i}`)
  const [row = {}] = await engine.run(`select ${parsed.join(', ')}`, bound)
  return Object.values(row).map((each) => JSON.parse(String(each)))
}

/** Runs so many at once, the others in the order in which they came. */
function createRoom(most: number) {
  const waiting: (() => void)[] = []
  let inside = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (inside >= most) await new Promise<void>((enter) => waiting.push(enter))
    else inside += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else inside -= 1
    }
  }
}
