/** CSV as RFC 4180 has it: CRLF, quotes doubled. With a byte order mark, without which Excel reads umlauts wrongly. */

export type Cell = string | number | Date | null

/** One line a row, the names of the columns first. Instants are ISO 8601 in UTC, numbers are numbers, null is empty. */
export function csv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${[columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`
}

/** What a spreadsheet would take for a formula, behind whatever it skips before it. */
const FORMULA = /^[\s\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u

function cell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  if (value instanceof Date) return value.toISOString()
  // What people typed must not be carried out by whoever opens the file (CSV injection): an apostrophe makes it text.
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}
