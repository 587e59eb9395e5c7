/** What the first line of a CSV file says: its delimiter and the names of its columns. */
import { WarehouseError } from '../error.ts'

export interface CsvHead {
  readonly delimiter: string
  readonly columns: readonly string[]
}

const DELIMITERS = [',', ';', '\t', '|'] as const

/** `file` is how people know it. Throws a WarehouseError for what names no columns, or two alike. */
export function csvHead(file: string, line: string | undefined): CsvHead {
  const text = line?.replace(/^\uFEFF/, '') ?? ''
  if (text.includes('\0')) throw new WarehouseError('query', `${file} is UTF-16: save it as UTF-8`)
  if (text.trim() === '')
    throw new WarehouseError('query', `${file} is empty: its first line names the columns`)
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, fields: fieldsOf(text, delimiter) }))
  const { delimiter, fields } = counted.reduce((most, each) =>
    each.fields.length > most.fields.length ? each : most,
  )
  const columns = fields.map((name, place) => name.trim() || `column${place}`)
  const twice = columns.find((name, place) => columns.findIndex((other) => same(other, name)) < place)
  if (twice !== undefined)
    throw new WarehouseError('query', `${file}, line 1: two columns are called ${twice}`)
  return { delimiter, columns }
}

export function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** Quotes as RFC 4180 has them; a header has no line breaks in its names. */
export function fieldsOf(line: string, delimiter: string): string[] {
  const fields = ['']
  let quoted = false
  for (const char of line) {
    if (char === '"') quoted = !quoted
    else if (char === delimiter && !quoted) fields.push('')
    else fields.push(`${fields.pop() ?? ''}${char}`)
  }
  return fields
}
