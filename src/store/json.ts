const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** JSON text of a fact; instants become ISO strings. */
export function toJson(value: unknown): string {
  return JSON.stringify(value)
}

/** What `toJson` wrote. Fields named `at` or `…At` come back as instants; nothing that people type has such a name. */
export function fromJson<T>(text: string): T {
  return JSON.parse(text, (key, value) =>
    (key === 'at' || key.endsWith('At')) && typeof value === 'string' && INSTANT.test(value)
      ? new Date(value)
      : value,
  ) as T
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
