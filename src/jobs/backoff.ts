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

/** With `backoff`, about two hours and a half until a job is dead. */
export const DEFAULT_MAX_ATTEMPTS = 20
