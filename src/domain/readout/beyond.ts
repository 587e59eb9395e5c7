/** How far a guardrail is beyond what was allowed, in words. Names come as they were typed. */
import type { MetricKind } from '../terms.ts'
import { formatAmount } from '../text/numbers.ts'
import type { Margin } from './margin.ts'

interface Beyond {
  readonly label: string
  readonly arm: string
  readonly kind: MetricKind
  readonly unit: string | null
  readonly margin: Margin | null
  /** On the scale of the margin where it has one; null where it can't be shown. */
  readonly lift: { readonly scale: 'relative' | 'absolute'; readonly lift: number } | null
}

/** `Unsubscribe is 1.9 points higher in mail; 0.5 was allowed` */
export function beyondWords({ label, arm, kind, unit, margin, lift }: Beyond): string {
  if (!lift || (margin && margin.unit !== lift.scale)) return `${label} in ${arm} is beyond its margin`
  const size = sizeWords(kind, lift.scale, Math.abs(lift.lift), unit)
  const allowed = margin ? sizeWords(kind, lift.scale, margin.amount, unit).split(' ')[0] : 'nothing worse'
  return `${label} is ${size} ${lift.lift > 0 ? 'higher' : 'lower'} in ${arm}; ${allowed} was allowed`
}

/** Two digits or so: `1.9 points`, `12 %`, `0.25 EUR`. */
function sizeWords(kind: MetricKind, scale: 'relative' | 'absolute', size: number, unit: string | null) {
  const shown = scale === 'relative' || kind === 'proportion' ? size * 100 : size
  const decimals = shown >= 10 ? 0 : shown >= 1 ? 1 : 2
  const digits = formatAmount(Number(shown.toFixed(decimals)))
  const points = digits === '1' ? 'point' : 'points'
  const suffix = scale === 'relative' ? '%' : kind === 'proportion' ? points : unit
  return suffix ? `${digits} ${suffix}` : digits
}
