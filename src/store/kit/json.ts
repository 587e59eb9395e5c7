const HAS_INSTANT = /[aA]t":"\d/
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** JSON text of a fact; instants become ISO strings. */
export function toJson(value: unknown): string {
  return JSON.stringify(value)
}

/** What `toJson` wrote. Fields named `at` or `…At` come back as instants; nothing that people type has such a name. */
export function fromJson<T>(text: string): T {
  // Reading with a function takes five times as long, and most facts hold no instant.
  return (HAS_INSTANT.test(text) ? JSON.parse(text, readInstant) : JSON.parse(text)) as T
}

function readInstant(key: string, value: unknown): unknown {
  const named = key === 'at' || key.endsWith('At')
  return named && typeof value === 'string' && INSTANT.test(value) ? new Date(value) : value
}

/**
 * The same facts with text that both databases keep as it is: PostgreSQL's holds no NUL, and UTF-8 no half of a
 * surrogate pair. Rows and events are made from the result, so they agree.
 */
export function storable<T>(value: T): T {
  return cleaned(value) as T
}

const STORABLE = /^[^\0\ud800-\udfff]*$/

function cleaned(value: unknown): unknown {
  if (typeof value === 'string' && STORABLE.test(value)) return value // nearly all text
  if (typeof value === 'string') return value.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd')
  if (Array.isArray(value)) return value.map(cleaned)
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleaned(inner)]))
}

export function toInstant(ms: number | string | null): Date | null {
  return ms === null ? null : new Date(Number(ms))
}

export function instant(ms: number | string): Date {
  return new Date(Number(ms))
}

export function fromInstant(date: Date | null): number | null {
  return date === null ? null : date.getTime()
}
