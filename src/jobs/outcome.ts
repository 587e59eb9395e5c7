import { maskPrivate } from '../log.ts'
import { backoff } from './backoff.ts'

/** Thrown by a handler: run the job again at `at` (a rate limit); this run does not count as an attempt. */
export class RetryAt extends Error {
  override readonly name = 'RetryAt'
  readonly at: Date

  constructor(at: Date, reason: string) {
    super(reason)
    if (Number.isNaN(+at)) throw new RangeError(`RetryAt needs a valid date: ${reason}`)
    this.at = at
  }
}

/** Thrown by a handler: no further attempt can succeed, the job is dead at once. */
export class GiveUp extends Error {
  override readonly name = 'GiveUp'
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

/** Kept in the database and shown to people: no secrets, and no more than they would read. */
function reasonOf(error: unknown): string {
  return maskPrivate(error instanceof Error ? error.message : String(error)).slice(0, 1000)
}
