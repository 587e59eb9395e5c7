import type { Knex } from 'knex'
import { arrived } from './ask-together.ts'
import { inContext, whole } from './before-commit.ts'

type Work<T> = (tx: Knex.Transaction) => Promise<T>

/** Runs work in a transaction: its value once that is committed; when it throws, nothing of it remains. */
export type Transact = <T>(work: Work<T>) => Promise<T>

interface Waiting {
  readonly work: Work<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  patience: NodeJS.Timeout
}

const MOST_TOGETHER = 16 // so that a read never waits long behind them
const PATIENCE_MS = 10_000
const NO_TURN = 'No turn to write in 10 s: is this a transaction on the outer db, inside another one?'

/**
 * Transactions of a database with one writer. Those that have arrived when one is over share the next one: done one
 * after the other, made durable by one sync of the disk. Where one of them throws, nothing of the shared transaction
 * remains, and each is done again in one of its own; so work must change nothing but the database. `look` throws where a
 * commit would be for nothing.
 */
export function createGroupCommit(db: Knex, look: () => void): Transact {
  const waiting: Waiting[] = []
  let running = false
  let done = 0
  const looking = {
    db,
    look: () => {
      done += 1
      look()
    },
  }
  const drain = async () => {
    running = true
    while (waiting.length > 0) {
      await arrived()
      const group = waiting.splice(0, MOST_TOGETHER)
      for (const { patience } of group) clearTimeout(patience)
      await commitTogether(looking, group)
    }
    running = false
  }
  const giveUp = (mine: Waiting) => {
    waiting.splice(waiting.indexOf(mine), 1)
    mine.reject(new Error(NO_TURN))
  }
  /** However many wait: only where nothing was done meanwhile, one waits for itself. */
  const patienceOf = (mine: () => Waiting, before: number): NodeJS.Timeout =>
    setTimeout(() => {
      if (done === before) giveUp(mine())
      else mine().patience = patienceOf(mine, done)
    }, PATIENCE_MS)
  return (work) =>
    new Promise((resolve, reject) => {
      const mine: Waiting = {
        work: inContext(work),
        resolve: resolve as (value: unknown) => void,
        reject,
        patience: patienceOf(() => mine, done),
      }
      waiting.push(mine)
      if (!running) void drain()
    })
}

interface Looking {
  readonly db: Knex
  readonly look: () => void
}

async function commitTogether(db: Looking, group: readonly Waiting[]): Promise<void> {
  if (group.length === 1) return commitEach(db, group)
  const all = async (tx: Knex.Transaction) => {
    const values: unknown[] = []
    for (const { work } of group) values.push(await work(tx))
    return values
  }
  try {
    const values = await commit(db, all)
    for (const [i, { resolve }] of group.entries()) resolve(values[i])
  } catch (error) {
    if (!(error instanceof CommitFailed)) return commitEach(db, group)
    for (const { reject } of group) reject(error.cause) // all were done, and it would fail again
  }
}

async function commitEach(db: Looking, group: readonly Waiting[]): Promise<void> {
  for (const { work, resolve, reject } of group) {
    await commit(db, work).then(resolve, (error) =>
      reject(error instanceof CommitFailed ? error.cause : error),
    )
  }
}

/** What was to be done is done, but could not be made durable; `cause` says why. */
class CommitFailed extends Error {}

async function commit<T>({ db, look }: Looking, work: Work<T>): Promise<T> {
  let worked = false
  try {
    return await db.transaction(async (tx) => {
      const value = await whole(tx, work)
      look()
      worked = true
      return value
    })
  } catch (error) {
    // knex leaves a transaction open whose commit failed, and all that follows would be part of it.
    if (!worked) throw error
    await db.raw('rollback').catch(() => undefined) // refused where SQLite has rolled back by itself
    throw new CommitFailed('The commit failed', { cause: error })
  }
}
