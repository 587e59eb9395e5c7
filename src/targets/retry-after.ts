/** No target has a step wait longer than that. */
const LONGEST_MS = 3_600_000

/** Seconds or an HTTP date, as RFC 9110 has it; of several the longest, an hour at most, and null where it asks for no wait. */
export function retryAfter(value: string | null, now: Date): Date | null {
  if (!value) return null
  const seconds = /^\d+(?:\s*,\s*\d+)*$/.test(value) ? value.split(',').map(Number) : []
  const at = seconds.length > 0 ? now.getTime() + Math.max(...seconds) * 1_000 : httpDate(value)
  return waitUntil(at, now)
}

/** An instant that a vendor names as the end of its window (`epochMs`), an hour from now at most; null where it is none to come. */
export function waitUntil(epochMs: number, now: Date): Date | null {
  return epochMs > now.getTime() ? new Date(Math.min(epochMs, now.getTime() + LONGEST_MS)) : null
}

/** The form of C's asctime, which RFC 9110 has readers take too; it is in GMT, as the others. */
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/

/** NaN for anything else: `Date.parse` alone reads "-5" as a month. */
function httpDate(value: string): number {
  if (ASCTIME.test(value)) return Date.parse(`${value} GMT`)
  return value.endsWith('GMT') ? Date.parse(value) : Number.NaN
}
