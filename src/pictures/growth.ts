/** The picture of a quarter's ledger: one row a concluded campaign. */
import type { Ledger } from '../domain/growth/ledger.ts'
import type { LedgerRow } from '../domain/growth/ledger-row.ts'
import { ledgerLine, ledgerTitle } from '../domain/growth/ledger-words.ts'
import { improvement } from '../domain/statistics/direction.ts'
import { formatRelative, formatSignedPercent } from '../domain/text/numbers.ts'
import { type LedgerRow as DrawnRow, ledgerAlt, ledgerPicture } from './ledger.ts'
import type { Picture } from './picture.ts'

/** The picture with the words that say the same; null where nothing was concluded. */
export function growthPicture(ledger: Ledger): { readonly picture: Picture; readonly alt: string } | null {
  const rows = ledger.rows.filter(({ concluded }) => concluded).map(drawnRow)
  const drawn = {
    title: `Growth, ${ledgerTitle(ledger)}`,
    subtitle: ledgerLine(ledger).split('.')[0] ?? '',
    rows,
    note: 'Lifts of the goal against the control with 95 % intervals, improvement to the right; shrunk towards the mean of their metric where three campaigns of it are known.',
  }
  const picture = ledgerPicture(drawn)
  return picture && { picture, alt: ledgerAlt(drawn) }
}

function drawnRow({ campaign, measured, shrunk }: LedgerRow): DrawnRow {
  const label = campaign.brief.name
  if (!measured) return { label, lift: null, low: null, high: null, note: 'no lift measured' }
  const { lift, low, high } = shrunk ?? measured
  const raw = formatRelative(measured).lift
  const falls = measured.direction === 'down' ? `, a fall is better (${formatSignedPercent(lift, 1)})` : ''
  const note = `${measured.label}${shrunk ? `, shrunk from ${raw}` : ''}${falls}`
  return {
    label,
    lift: measured.direction === 'up' ? lift : 0 - lift,
    ...improvement(measured.direction, { low, high }),
    note,
  }
}
