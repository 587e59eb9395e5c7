/** `stairway move`: takes all that a SQLite file holds to PostgreSQL, and holds one against the other. */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type DatabaseSettings, readEnvironment } from '../config/environment.ts'
import { at } from '../move/mark.ts'
import { isSame, type Moved, move } from '../move/move.ts'
import { Refusal } from '../refusal.ts'
import { openDatabase } from '../store/kit/database.ts'
import { holdDatabase } from '../store/kit/hold.ts'
import { DatabaseHeld } from '../store/kit/holder.ts'
import { schemaState } from '../store/kit/read-only.ts'
import { forgetMove, moveOf } from '../store/moves.ts'
import { whyUnstarted } from '../unstarted.ts'

export const MOVE_USAGE = `usage: stairway move --from sqlite:./stairway.db --to postgres://user@host/database
       stairway move --stay --from sqlite:./stairway.db

Copies all that Stairway keeps to an empty PostgreSQL database, holds every table against it, and marks the file as
moved. Stop Stairway first. Stopped at any moment, the same call goes on. --stay takes the mark from the file, so that
Stairway starts on it again. The password may stand in PGPASSWORD.

Exit codes: 0 both hold the same, 1 something differs, or a mistake in the call, 2 it was refused or stopped.`

const DIFFERS = 1
const MISTAKE = 1
const NOT_DONE = 2

interface Terminal {
  now(): Date
  out(words: string): void
  err(words: string): void
  /** Stops it between two batches. */
  readonly signal: AbortSignal
}

type Sqlite = Extract<DatabaseSettings, { client: 'sqlite' }>
type Postgres = Extract<DatabaseSettings, { client: 'postgres' }>
type Call = { readonly from: Sqlite } & ({ readonly to: Postgres } | { readonly stay: true })

/** Gives the exit code. */
export async function runMove(args: readonly string[], terminal: Terminal): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    terminal.out(MOVE_USAGE)
    return 0
  }
  const call = readCall(args)
  if ('mistake' in call) {
    terminal.err(`${call.mistake}\n\n${MOVE_USAGE}`)
    return MISTAKE
  }
  try {
    return await held(call.from, () => ('stay' in call ? stay(call, terminal) : go(call, terminal)))
  } catch (error) {
    return said(error, call, terminal)
  }
}

const OPTIONS = { from: { type: 'string' }, to: { type: 'string' }, stay: { type: 'boolean' } } as const

function readCall(args: readonly string[]): Call | { readonly mistake: string } {
  try {
    const { from = '', to = '', stay } = parseArgs({ args: [...args], options: OPTIONS }).values
    const source = databaseIn(from)
    if (source?.client !== 'sqlite') return { mistake: '--from names a SQLite file: sqlite:./stairway.db' }
    if (stay) return to ? { mistake: '--stay needs --from alone.' } : { from: source, stay }
    const target = databaseIn(to)
    if (target?.client !== 'postgres')
      return { mistake: '--to names a PostgreSQL database: postgres://user@host/database' }
    return { from: source, to: target }
  } catch (error) {
    if (error instanceof TypeError) return { mistake: error.message } // what parseArgs throws for a wrong call
    throw error
  }
}

function databaseIn(address: string): DatabaseSettings | null {
  const { settings, problems } = readEnvironment({ DATABASE_URL: address || 'none' })
  return problems.some(({ path }) => path === 'DATABASE_URL') ? null : settings.database
}

/** Nobody else writes to the file meanwhile. */
async function held(from: Sqlite, work: () => Promise<number>): Promise<number> {
  if (!existsSync(from.file)) throw new Refusal('unknown', `There is no file ${from.file}.`)
  const hold = await holdDatabase(from)
  try {
    return await work()
  } finally {
    await hold.release()
  }
}

async function go({ from, to }: { from: Sqlite; to: Postgres }, terminal: Terminal): Promise<number> {
  const { now, err, signal } = terminal
  const [source, target] = [openDatabase(from), openDatabase(to)]
  const places = { from: placeOf(from), to: placeOf(to) }
  try {
    const moved = await move({ source, target, ...places, now, say: err, signal })
    terminal.out(endWords(moved, places.to))
    return moved.is === 'used' || moved.same ? 0 : DIFFERS
  } finally {
    await Promise.all([source.destroy(), target.destroy()])
  }
}

async function stay({ from }: { from: Sqlite }, { out }: Terminal): Promise<number> {
  const source = openDatabase(from)
  try {
    const { pending, done } = await schemaState(source)
    const move = done > 0 && pending.length === 0 ? await moveOf(source, 'out') : null
    if (move) await forgetMove(source)
    out(
      move
        ? `Stairway starts on ${placeOf(from)} again. ${move.place} is not told: never run both.`
        : `${placeOf(from)} is not marked as moved.`,
    )
    return 0
  } finally {
    await source.destroy()
  }
}

/** Without user and password. */
function placeOf(database: DatabaseSettings): string {
  if (database.client === 'sqlite') return `sqlite:${database.file}`
  const { host, pathname } = new URL(database.url)
  return `postgres://${host}${pathname}`
}

/** One screen: what each table holds on both sides. */
function endWords(moved: Moved, to: string): string {
  if (moved.is === 'used')
    return `All is there already, and Stairway has run on ${to} since it started there ${at(moved.since)}: nothing was done.`
  const rows = moved.tables.map((each) => [
    each.table,
    String(each.source.rows),
    isSame(each) ? 'same' : `DIFFERS: ${each.target.rows} there`,
  ])
  const width = Math.max(...rows.map(([table = '']) => table.length))
  const lines = rows.map(
    ([table = '', count = '', same]) => `${table.padEnd(width)}  ${count.padStart(11)}  ${same}`,
  )
  return [`${'table'.padEnd(width)}  ${'rows'.padStart(11)}`, ...lines, '', lastWords(moved.same, to)].join(
    '\n',
  )
}

function lastWords(same: boolean, to: string): string {
  if (same)
    return `Both hold the same. Start Stairway with ${to} as DATABASE_URL; on the file it starts no more.`
  return 'They differ, so Stairway starts on neither. Empty the PostgreSQL database and move again, or go on with the file: --stay.'
}

function said(error: unknown, call: Call, { err, signal }: Terminal): number {
  const words = wordsOf(error, call, signal)
  if (words === undefined) throw error
  err(words)
  return NOT_DONE
}

function wordsOf(error: unknown, call: Call, signal: AbortSignal): string | undefined {
  if (signal.aborted && error === signal.reason) return 'Stopped. The same call goes on from here.'
  if (error instanceof Refusal || error instanceof DatabaseHeld) return error.message
  const database =
    String((error as { code?: unknown }).code).startsWith('SQLITE') || 'stay' in call ? call.from : call.to
  return whyUnstarted(error, { database, port: 0 })?.replaceAll('DATABASE_URL', '--to')
}
