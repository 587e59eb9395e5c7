/** The picture of measured lifts over many campaigns. */
import { formatCount, formatRelative } from '../domain/text/numbers.ts'
import { altOf } from './alt-text.ts'
import { type Forest, forestPicture } from './forest.ts'
import type { Picture, Spread, Tone } from './picture.ts'
import { drawable } from './text.ts'

/** One campaign: a relative lift with its interval as fractions, improvement upwards; null where there is none. */
export interface LedgerRow {
  readonly label: string
  readonly lift: number | null
  readonly low: number | null
  readonly high: number | null
  /** People that it rests on. */
  readonly n?: number
  /** Right of the label: "Purchase, shrunk from +18.2 %"; or why there is no lift. */
  readonly note?: string
}

interface Ledger {
  readonly title: string
  readonly subtitle: string
  /** In the order in which they are shown. */
  readonly rows: readonly LedgerRow[]
  /** What the intervals are, and how the lifts were shrunk. */
  readonly note: string
}

const MOST_ROWS = 30

/** Null without rows. */
export function ledgerPicture({ title, subtitle, rows, note }: Ledger): Picture | null {
  if (rows.length === 0) return null
  const left = rows.length - MOST_ROWS
  return forestPicture({
    name: 'growth',
    title: drawable(title, 'Growth'),
    subtitle: drawable(subtitle, ''),
    note: left > 0 ? `${note} ${left} more campaigns did not fit.` : note,
    lines: rows.slice(0, MOST_ROWS).flatMap(linesOf),
  })
}

function linesOf(row: LedgerRow, i: number): Forest['lines'] {
  const label = drawable(row.label, `Campaign ${i + 1}`)
  const spread = spreadOf(row)
  if (!spread)
    return [
      { is: 'heading', label, aside: '' },
      { is: 'words', label: '', words: drawable(row.note ?? '', 'no lift measured') },
    ]
  const said = formatRelative(spread).lift
  return [
    { is: 'heading', label, aside: drawable(asideOf(row), '') },
    { is: 'row', label: '', spread, said, mark: null, ...wordOf(spread) },
  ]
}

/** What the picture shows. */
export function ledgerAlt({ title, rows }: Ledger): string {
  const statements = rows.map((row) => {
    const spread = spreadOf(row)
    if (!spread) return { tone: 'none', words: `${row.label} ${row.note ?? 'no lift measured'}` } as const
    const { lift, interval } = formatRelative(spread)
    const { tone, word } = wordOf(spread)
    return { tone, words: `${row.label} ${lift} (95 % ${interval}), ${word}` }
  })
  return altOf(`${title}.`, statements)
}

function spreadOf({ lift, low, high }: LedgerRow): Spread | null {
  return lift === null || low === null || high === null ? null : { lift, low, high }
}

function asideOf({ n, note }: LedgerRow): string {
  const people = n === undefined ? '' : `${formatCount(n)} people`
  return [note ?? '', people].filter((part) => part !== '').join(', ')
}

function wordOf({ low, high }: Spread): { word: string; tone: Tone } {
  if (low > 0) return { word: 'better', tone: 'better' }
  return high < 0 ? { word: 'worse', tone: 'worse' } : { word: 'unclear', tone: 'unclear' }
}
