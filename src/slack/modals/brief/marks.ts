import { createHash } from 'node:crypto'
import type { KitBlock } from '../../kit/blocks.ts'
import type { Filled } from '../../submissions.ts'
import { entries, entry, type FormField } from './part.ts'
import { inRow, isFilledIn, LISTS, type RowId, type Rows } from './rows.ts'

/** A short mark of what a part says: what still has the mark that the form began with was not edited, whatever has changed since. */
export function markOf(field: FormField, filled: Filled, rows: Rows): string {
  const list = LISTS.find((name) => name === field)
  const of = list ? rows[list] : null
  const said = of
    ? of.filter((row) => isFilledIn(filled, row)).map((row) => rowSaid(row, filled))
    : own(field, filled)
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 10)
}

function rowSaid(row: RowId, filled: Filled) {
  return [row.replace(/\d+$/, ''), said(inRow(filled, row))]
}

function own(field: FormField, filled: Filled) {
  const ids = Object.entries(filled).filter(([id]) => id === field || id.startsWith(`${field}.`))
  return said(Object.fromEntries(ids))
}

function said(filled: Filled): [string, string][] {
  return Object.keys(filled)
    .sort()
    .map((id) => [id, [entry(filled, id), ...entries(filled, id)].join(' ').replace(/\s+/g, ' ').trim()])
}

/** What the inputs begin with, as a submission without any edit says it. */
export function beginning(blocks: readonly KitBlock[]): Filled {
  return Object.fromEntries(
    blocks.flatMap((block) =>
      block.type === 'input' ? [[block.block_id ?? '', initialOf(block.element as unknown as Initials)]] : [],
    ),
  )
}

interface Initials {
  readonly [name: string]: unknown
}

function initialOf(element: Initials): string | string[] | null {
  const [, initial = null] = Object.entries(element).find(([name]) => name.startsWith('initial_')) ?? []
  if (Array.isArray(initial)) return initial.map(chosenOr)
  return initial === null ? null : chosenOr(initial)
}

function chosenOr(initial: unknown): string {
  return typeof initial === 'object' && initial !== null && 'value' in initial
    ? String(initial.value)
    : String(initial)
}
