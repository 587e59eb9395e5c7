/** Moves what a SQLite file holds to PostgreSQL. What was done stays done: run again, it goes on where it was. */
import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { Refusal } from '../refusal.ts'
import { copyTable, setSequences } from '../store/move/copy.ts'
import { type Sealed, sealOf } from '../store/move/seal.ts'
import { type Table, tablesOf } from '../store/move/tables.ts'
import { type Unfit, unfitIn } from '../store/move/unfit.ts'
import { endMove, type Move } from '../store/moves.ts'
import { begin } from './beginning.ts'
import { at } from './mark.ts'

export interface Ground {
  /** Held by nobody else. */
  readonly source: Knex
  readonly target: Knex
  /** Both sides in words, without a password. */
  readonly from: string
  readonly to: string
  now(): Date
  /** A line of progress. */
  say(words: string): void
  /** Stops it between two batches. */
  readonly signal: AbortSignal
}

/** `used`: Stairway has run on the new side, which goes its own way since then. */
export type Moved =
  | { readonly is: 'compared'; readonly tables: readonly Sealed[]; readonly same: boolean }
  | { readonly is: 'used'; readonly since: Date }

/** Throws a Refusal where it may not be done, and the reason of `signal` where that stopped it. */
export async function move(ground: Ground): Promise<Moved> {
  const { source, target, from, to, now } = ground
  const inward = await begin({ ...ground, id: randomUUID() })
  if (inward.usedAt) {
    await endMove(source, 'out', now())
    return { is: 'used', since: inward.usedAt }
  }
  const tables = await tablesOf(source, target)
  if (inward.endedAt) ground.say(`${from} was copied to ${to} ${at(inward.endedAt)}: nothing is written.`)
  else await copyAll(ground, tables, inward)
  return compare(ground, tables)
}

async function copyAll(ground: Ground, tables: readonly Table[], inward: Move): Promise<void> {
  const { source, target, say, signal } = ground
  await refuseUnfit(source, tables)
  let { copied } = inward
  if (Object.keys(copied).length > 0) say(`The copy that was begun ${at(inward.beganAt)} goes on.`)
  for (const table of tables) {
    const done = await copyTable({ source, target }, table, copied, signal)
    copied = { ...copied, [table.name]: done }
    say(`${table.name}: ${done.rows} copied`)
  }
  await setSequences(source, target)
}

const MOST_SAID = 10

async function refuseUnfit(source: Knex, tables: readonly Table[]): Promise<void> {
  const unfit: Unfit[] = []
  for (const table of tables) unfit.push(...(await unfitIn(source, table)))
  if (unfit.length === 0) return
  const said = unfit.slice(0, MOST_SAID).map(({ at, why }) => `  ${at}: ${why}`)
  throw new Refusal(
    'conflict',
    `PostgreSQL can't hold what stands here, and nothing was copied of it:\n${said.join('\n')}\nCorrect it in the SQLite file, such as by: update … set … = replace(…, char(0), '')`,
  )
}

/** Both sides are read whole. Where they are the same, the old one is marked as moved and the new one may start. */
async function compare({ source, target, now, signal }: Ground, tables: readonly Table[]): Promise<Moved> {
  const sealed: Sealed[] = []
  for (const table of tables) {
    signal.throwIfAborted()
    sealed.push(await sealOf(source, target, table))
  }
  const same = sealed.every(isSame)
  if (same) {
    await endMove(target, 'in', now())
    await endMove(source, 'out', now())
  }
  return { is: 'compared', tables: sealed, same }
}

export function isSame({ source, target }: Sealed): boolean {
  return source.rows === target.rows && source.hash === target.hash
}
