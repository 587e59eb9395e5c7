import type { RawTextElement, TableBlock } from '@slack/types'
import { isBlank } from '../../domain/text/visible.ts'
import { LIMITS } from './limits.ts'
import { clip, oneLine } from './text.ts'

/** A cell's text, and all cells together: a table leaves room for the rest of its message. */
const CELL_TEXT = 200
const TABLE_TEXT = 6000

interface TableColumn {
  readonly label: string
  readonly align?: 'left' | 'center' | 'right'
  readonly wrap?: boolean
}

const cell = (text: string | undefined): RawTextElement => {
  const line = oneLine(text ?? '').trim()
  return { type: 'raw_text', text: isBlank(line) ? '–' : clip(line, CELL_TEXT) }
}

const sizeOf = (row: readonly RawTextElement[]): number => row.reduce((sum, { text }) => sum + text.length, 0)

/** How many rows of text fit, keeping one line of `last` when not all do. */
const fitting = (rows: readonly RawTextElement[][], room: number, last: number): number => {
  const whole = rows.length < LIMITS.tableRows && rows.reduce((sum, row) => sum + sizeOf(row), 0) <= room
  if (whole) return rows.length
  let left = room - last
  let count = 0
  for (const row of rows.slice(0, LIMITS.tableRows - 2)) {
    left -= sizeOf(row)
    if (left < 0) break
    count++
  }
  return count
}

/**
 * A table of plain text: the labels, then the rows, each with a cell for each of the first 20 columns; an empty cell
 * shows a dash. Rows that don't fit (100, 6000 characters) become a last row "and 37 more". Null without columns.
 */
export const table = (
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): TableBlock | null => {
  const kept = columns.slice(0, LIMITS.tableColumns)
  if (kept.length === 0) return null
  const labels = kept.map(({ label }) => cell(label))
  const cells = rows.map((row) => kept.map((_, i) => cell(row[i])))
  const more = (hidden: number) => kept.map((_, i) => cell(i === 0 ? `and ${hidden} more` : ''))
  const count = fitting(cells, TABLE_TEXT - sizeOf(labels), sizeOf(more(rows.length)))
  const tail = count < cells.length ? [more(cells.length - count)] : []
  return {
    type: 'table',
    rows: [labels, ...cells.slice(0, count), ...tail],
    column_settings: kept.map(({ align = 'left', wrap = false }) => ({ align, is_wrapped: wrap })),
  }
}
