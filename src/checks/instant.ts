/** A time without its zone is one thing here and another there. */
const WITH_ZONE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.]\d+)?)? ?(Z|[+-]\d\d:?\d\d)$/i

/** Milliseconds since 1970 of a time with its zone; null for anything else. */
export function instantIn(value: unknown): number | null {
  const at = typeof value === 'string' && WITH_ZONE.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? null : at
}
