import { buttonValue } from '../../buttons.ts'
import { CLICK } from '../../cards/buttons.ts'
import { actions, button, type KitBlock, note, overflow, present, section } from '../../kit/blocks.ts'
import { bold, code, md } from '../../kit/mrkdwn.ts'
import type { Filled } from '../../submissions.ts'
import { type At, type Edited, entries, entry } from './part.ts'

/** What comes in rows, which are added, removed and moved. */
export const LISTS = ['guardrails', 'arms', 'plan'] as const
export type ListName = (typeof LISTS)[number]

/** What a row is of: a step is a person's, or is sent to a target. */
export const ROW_KINDS = ['guardrail', 'arm', 'human', 'sent'] as const
type RowKind = (typeof ROW_KINDS)[number]

const LIST_OF: Readonly<Record<RowKind, ListName>> = {
  guardrail: 'guardrails',
  arm: 'arms',
  human: 'plan',
  sent: 'plan',
}

export function listOf(kind: RowKind): ListName {
  return LIST_OF[kind]
}

/** `guardrail3`: its kind and a number of its own, so that what is typed stays with it wherever it is moved. */
export type RowId = string

/** The rows of each list in their order; null where they don't fit into the form, and one text holds them all. */
export type Rows = Readonly<Record<ListName, readonly RowId[] | null>>

export interface RowChange {
  readonly do: 'up' | 'down' | 'remove'
  readonly row: RowId
}

interface Adding {
  readonly kind: RowKind
  readonly text: string
}

/** One list of the form. `block_id`s of a row begin with its id and a dot. */
export interface RowList {
  /** Rows that there may be. */
  readonly most: number
  /** Whether menus can hold what its rows name. */
  readonly inRows: (at: At) => boolean
  readonly adding: (at: At) => readonly Adding[]
  /** What its rows say of the campaign; each with its kind, in order. */
  readonly begin: (at: At) => readonly { readonly kind: RowKind; readonly filled: Filled }[]
  /** The rows that an empty list begins with. */
  readonly blank: readonly RowKind[]
  readonly title: (row: RowId, n: number) => string
  readonly inputs: (row: RowId, n: number, filled: Filled, at: At) => KitBlock[]
  /** Of the rows in which something is filled in. */
  readonly read: (rows: readonly RowId[], filled: Filled, at: At) => Promise<Edited>
  /** How one text says it all, where the rows don't fit. */
  readonly command: string
}

export function kindOf(row: RowId): RowKind | undefined {
  return ROW_KINDS.find((kind) => row.startsWith(kind))
}

export function rowId(kind: RowKind, number: number): RowId {
  return `${kind}${number}`
}

/** A row that no other of the list is. */
export function freshRow(kind: RowKind, rows: readonly RowId[]): RowId {
  const numbers = rows.map((row) => Number(/\d+$/.exec(row)?.[0] ?? 0))
  return rowId(kind, Math.max(0, ...numbers) + 1)
}

/** What a row says under its own names: `name` for `arm3.name`. */
export function inRow(filled: Filled, row: RowId): Filled {
  const start = `${row}.`
  return Object.fromEntries(
    Object.entries(filled).flatMap(([id, value]) =>
      id.startsWith(start) ? [[id.slice(start.length), value]] : [],
    ),
  )
}

export function isFilledIn(filled: Filled, row: RowId): boolean {
  const own = inRow(filled, row)
  return Object.keys(own).some((name) => entry(own, name) !== '' || entries(own, name).length > 0)
}

export function changedRows(rows: readonly RowId[], { do: what, row }: RowChange): RowId[] {
  const at = rows.indexOf(row)
  const rest = rows.filter((each) => each !== row)
  if (at < 0 || what === 'remove') return rest
  const to = Math.max(0, what === 'up' ? at - 1 : at + 1)
  return [...rest.slice(0, to), row, ...rest.slice(to)]
}

/** The rows of a list with their menus. */
export function rowBlocks(list: RowList, rows: readonly RowId[], filled: Filled, at: At): KitBlock[] {
  return rows.flatMap((row, i) => [
    section(bold(list.title(row, i + 1)), {
      blockId: row,
      accessory: rowMenu(row, i, rows.length),
    }),
    ...list.inputs(row, i + 1, filled, at),
  ])
}

function rowMenu(row: RowId, i: number, of: number) {
  const ways: [RowChange['do'], string, boolean][] = [
    ['up', 'Move up', i > 0],
    ['down', 'Move down', i < of - 1],
    ['remove', 'Remove', true],
  ]
  return overflow({
    actionId: CLICK.rowChange,
    choices: ways
      .filter(([, , is]) => is)
      .map(([what, text]) => ({ text, value: buttonValue({ do: what, row } satisfies RowChange) })),
  })
}

/** What adds a row; that no more fit, where they don't. */
export function addingBlocks(list: RowList, fits: boolean, at: At): KitBlock[] {
  if (!fits)
    return [
      note(md`More don’t fit in this form: ${code(`/campaign brief ${at.campaign.key} ${list.command}`)}`),
    ]
  return present([actions(list.adding(at).map(addButton))])
}

/** What the value of a button that adds a row says. */
export interface RowAdding {
  readonly kind: RowKind
}

function addButton({ kind, text }: Adding) {
  const value = buttonValue({ kind } satisfies RowAdding)
  return button({ text, actionId: `${CLICK.rowAdd}:${kind}`, value })
}
