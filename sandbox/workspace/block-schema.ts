/** Checks of JSON values that say where and what is wrong, worded as Slack's `invalid_blocks` errors are. */
export type Check = (value: unknown, at: string) => string[]

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const size = (what: string, length: number, min: number, max: number, at: string): string[] => {
  if (length < min) return [`${at}: must be more than ${min - 1} ${what}`]
  return length > max ? [`${at}: must be less than ${max + 1} ${what}`] : []
}

export const str =
  (max: number, min = 1): Check =>
  (value, at) =>
    typeof value === 'string' ? size('characters', value.length, min, max, at) : [`${at}: must be a string`]

/** A string that shows something, and in the order in which it was written. */
export const words =
  (max: number): Check =>
  (value, at) => {
    const errors = str(max)(value, at)
    if (errors.length > 0) return errors
    if (/[\u202A-\u202E]/.test(String(value))) return [`${at}: bidirectional override`]
    const visible = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(String(value))
    return visible ? [] : [`${at}: must be more than 0 characters`]
  }

export const match =
  (form: RegExp): Check =>
  (value, at) =>
    typeof value === 'string' && form.test(value) ? [] : [`${at}: must match ${form.source}`]

export const int =
  (min: number, max: number): Check =>
  (value, at) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? []
      : [`${at}: must be an integer from ${min} to ${max}`]

export const finite: Check = (value, at) =>
  typeof value === 'number' && Number.isFinite(value) ? [] : [`${at}: must be a finite number`]

export const bool: Check = (value, at) => (typeof value === 'boolean' ? [] : [`${at}: must be a boolean`])

export const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, at) =>
    allowed.includes(String(value)) ? [] : [`${at}: must be one of ${allowed.join(', ')}`]

export const list =
  (item: Check, min: number, max: number): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return [`${at}: must be an array`]
    const few = value.length < min ? [`${at}: no fewer than ${min} items allowed`] : []
    const many = value.length > max ? [`${at}: no more than ${max} items allowed`] : []
    return [...few, ...many, ...value.flatMap((each, i) => item(each, `${at}[${i}]`))]
  }

/** An object with exactly these fields; `type` is checked by whoever chose the check by it. */
export const obj =
  (
    required: Record<string, Check>,
    optional: Record<string, Check> = {},
    ...rules: readonly Check[]
  ): Check =>
  (value, at) => {
    if (!isRecord(value)) return [`${at}: must be an object`]
    const known: Record<string, Check> = { type: () => [], ...optional, ...required }
    const errors = Object.keys(required)
      .filter((key) => value[key] === undefined)
      .map((key) => `${at}: missing required field: ${key}`)
    for (const [key, each] of Object.entries(value)) {
      if (each === undefined) continue
      const check = known[key]
      errors.push(...(check ? check(each, `${at}.${key}`) : [`${at}: invalid additional property: ${key}`]))
    }
    return errors.length > 0 ? errors : rules.flatMap((rule) => rule(value, at))
  }

/** Chooses the check by the value's `type`. */
export const byType =
  (checks: Record<string, Check>): Check =>
  (value, at) => {
    const type = isRecord(value) ? String(value.type) : typeof value
    const check = Object.hasOwn(checks, type) ? checks[type] : undefined
    return check ? check(value, at) : [`${at}: unsupported type: ${type}`]
  }

/** No two items share what `of` reads from them; undefined is shared freely. */
export const distinct = (
  items: readonly unknown[],
  of: (item: Record<string, unknown>) => unknown,
  say: (i: number, id: string) => string,
): string[] => {
  const seen = new Set<unknown>()
  return items.flatMap((item, i) => {
    const id = isRecord(item) ? of(item) : undefined
    if (id === undefined || !seen.has(id)) {
      seen.add(id)
      return []
    }
    return [say(i, String(id))]
  })
}

export const pick = (checks: Record<string, Check>, names: readonly string[]): Record<string, Check> =>
  Object.fromEntries(Object.entries(checks).filter(([name]) => names.includes(name)))
