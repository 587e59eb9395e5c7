import { maskPrivate } from '../log.ts'
import { GiveUp, RetryAt } from './contract.ts'

const FIRST_MS = 1000
const CAP_MS = 15 * 60 * 1000

/**
 * Milliseconds to wait after failed attempt `attempt` (from 1): doubles from one second to 15 minutes, of which
 * `random` (in [0, 1)) takes off up to half, so that what failed together does not come back together.
 */
export function backoff(attempt: number, random: number): number {
  const full = Math.min(CAP_MS, FIRST_MS * 2 ** (attempt - 1))
  return Math.round(full * (1 - random / 2))
}

/** How a run ended. `counted`: whether it used up one of the job's attempts. */
export type Outcome =
  | { readonly is: 'done' }
  | { readonly is: 'retry'; readonly at: Date; readonly counted: boolean; readonly reason: string }
  | { readonly is: 'dead'; readonly reason: string }

const SHORTEST_WAIT_MS = 1000 // a handler that asks for a time in the past must not spin

/** What follows from `error`, thrown by attempt `attempt` (from 1) of `maxAttempts` at `now`; `random` in [0, 1). */
export function judge(
  error: unknown,
  { attempt, maxAttempts }: { readonly attempt: number; readonly maxAttempts: number },
  now: Date,
  random: number,
): Outcome {
  const reason = reasonOf(error)
  if (error instanceof RetryAt) {
    return { is: 'retry', at: new Date(Math.max(+error.at, +now + SHORTEST_WAIT_MS)), counted: false, reason }
  }
  if (error instanceof GiveUp || attempt >= maxAttempts) return { is: 'dead', reason }
  return { is: 'retry', at: new Date(+now + backoff(attempt, random)), counted: true, reason }
}

/** What knex puts before a database's own words. */
const STATEMENT = /^(?:insert|select|update|delete|with)\b.* - /is

/** Kept in the database and shown to people: no secrets, and no more than they would read. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  return maskPrivate(said.replace(STATEMENT, '')).slice(0, 1000)
}
