import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Row } from '../driver.ts'
import { WarehouseError } from '../error.ts'

export type Bound = Readonly<Record<string, string | number>>

/**
 * A DuckDB in a process of its own, with an empty database in memory: a query that builds huge texts takes memory that
 * DuckDB does not count, so what bounds it is that the process is ended. It gets no environment of ours.
 */
export interface Engine {
  /** Throws what DuckDB said, or a WarehouseError where the process was ended by its memory. */
  run(sql: string, bound?: Bound, kind?: 'SELECT' | 'CREATE'): Promise<Row[]>
  /** A new and empty database, of one thread. `memory`: bytes that DuckDB may take; what needs more spills to the temporary folder. */
  open(memory: number): Promise<void>
  /** Gives back the database; false where the process holds too much of its memory to be kept. */
  close(): Promise<boolean>
  /** DuckDB may stop what it is at; where it does not, a second later the process is ended. */
  interrupt(): void
  /** Ends the process, and takes away what it spilled. */
  end(): Promise<void>
}

// The process itself, and what DuckDB holds without counting it.
const BESIDE = 500_000_000
const HEADROOM = 1.5
// A process that is larger is ended after its read instead of waiting for the next one.
const KEPT = 300_000_000
const SPILL_LIMIT = '10GB'
const GRACE_MS = 1000

/** Without a database yet. */
export async function startEngine(): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-duckdb-'))
  const child = fork(new URL('./engine-process.js', import.meta.url), {
    ...{ cwd: folder, env: {}, execArgv: [], serialization: 'advanced', stdio: 'ignore' },
  })
  const ask = asker(child)
  let stopping: NodeJS.Timeout | undefined
  const end = async () => {
    clearTimeout(stopping)
    child.ref() // or our process might end while it waits
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    await rm(folder, { recursive: true, force: true })
  }
  const open = async (memory: number) => {
    child.ref()
    child.channel?.ref()
    await ask({ act: 'open', settings: settingsFor(memory), limit: memory * HEADROOM + BESIDE, folder })
    await ask({ act: 'run', sql: `set timezone = 'UTC'` })
  }
  const close = async () => {
    const [row] = await ask({ act: 'close' })
    child.unref()
    child.channel?.unref()
    return stopping === undefined && Number(row?.rss) < KEPT
  }
  return {
    open,
    close,
    run: (sql, bound, kind) => ask({ act: 'run', sql, bound, kind }),
    interrupt() {
      if (child.connected) child.send({ act: 'interrupt' })
      stopping ??= setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
    },
    end,
  }
}

function settingsFor(memory: number): Readonly<Record<string, string>> {
  return {
    memory_limit: `${memory}B`,
    threads: '1',
    temp_directory: 'spill',
    max_temp_directory_size: SPILL_LIMIT,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
  }
}

type Answer = { readonly id: number } & ({ readonly rows: Row[] } | { readonly error: string })

interface Waiting {
  resolve(rows: Row[]): void
  reject(error: Error): void
}

/** Questions to the process by number; what it still owes when it ends has no answer. */
function asker(child: ChildProcess) {
  const waiting = new Map<number, Waiting>()
  let asked = 0
  child.on('message', (answer: Answer) => {
    const asker = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('rows' in answer) asker?.resolve(answer.rows)
    else asker?.reject(new Error(answer.error))
  })
  const gone = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  child.on('error', gone)
  child.on('exit', (code, signal) => gone(endedBy(code, signal)))
  return (question: Readonly<Record<string, unknown>>) =>
    new Promise<Row[]>((resolve, reject) => {
      const id = ++asked
      waiting.set(id, { resolve, reject })
      if (child.connected) child.send({ ...question, id })
      else gone(endedBy(child.exitCode, child.signalCode))
    })
}

/** By itself it only ends where it takes more memory than it may; the machine may end it for the same reason. */
function endedBy(code: number | null, signal: NodeJS.Signals | null): Error {
  return signal === 'SIGKILL'
    ? new WarehouseError('timeout', 'Out of Memory: it needed more than it is granted (`memory`)')
    : new Error(`DuckDB ended (${signal ?? code})`)
}
