/** A lift in a message: as words with everything that it rests on, and as the cells of a table. */

import { fewWords } from '../../domain/readout/few.ts'
import type { ArmComparison, MeasuredMetric, MetricReadout } from '../../domain/readout/readout.ts'
import { decidingEnds, readableLift, recentWords } from '../../domain/readout/words.ts'
import {
  formatAbsolute,
  formatNumber,
  formatP,
  formatRelative,
  formatValue,
} from '../../domain/text/numbers.ts'
import { joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { clip } from '../kit/text.ts'
import { short } from './parts.ts'

/** "+118.8 % (+60 … +178 %), +0.681 points (…); guard within margin". */
export function liftWords(metric: MeasuredMetric, comparison: ArmComparison): Mrkdwn {
  const { relative, absolute, guardrail } = comparison
  const guard = guardrail ? `guard ${guardrail}` : null
  if (!absolute.computable) return joinMd([md`not computable: ${short(absolute.reason, 200)}`, guard], ', ')
  const both = [
    relative.computable ? deciding(metric, relative, 'relative') : null,
    deciding(metric, absolute, 'absolute'),
    relative.computable ? null : md`too few yet for a lift in %: ${short(relative.reason, 200)}`,
  ]
  return joinMd([joinMd(both, ', '), ...asideWords(metric, comparison), guard], '; ')
}

type Shown = Extract<ArmComparison['relative'], { readonly computable: true }>

function deciding(metric: MeasuredMetric, shown: Shown, scale: 'relative' | 'absolute'): string {
  const ends = decidingEnds(shown)
  const { lift, interval } = spreadText(metric, { ...shown, ...ends }, scale)
  return ends ? `${lift} (${interval})` : lift
}

function spreadText(metric: MeasuredMetric, spread: Shown, scale: 'relative' | 'absolute') {
  return scale === 'relative' ? formatRelative(spread) : formatAbsolute(metric.kind, spread, unitOf(metric))
}

/** What a notebook calculates from this one look: "95 % +28.7 … +71.1 %, +1.9 points (+1.1 … +2.7 points), p = 1.2e-7". */
export function ownWords(metric: MeasuredMetric, comparison: ArmComparison): string | null {
  const { relative, absolute } = comparison
  if (!absolute.computable) return null
  const { lift, interval } = spreadText(metric, absolute, 'absolute')
  const first = relative.computable ? `${spreadText(metric, relative, 'relative').interval}, ` : ''
  const chance = chanceWords(comparison)
  return `95 % ${first}${lift} (${interval}), ${formatP(absolute.p)}${chance ? `, ${chance}` : ''}`
}

/** What must be known to check the lift: an adjustment, those who came last, too few to decide by. */
function asideWords(
  metric: MeasuredMetric,
  { adjusted, recent, few }: ArmComparison,
): (string | Mrkdwn | null)[] {
  const value = (each: number) => formatValue(metric.kind, each, unitOf(metric))
  return [
    adjusted
      ? `adjusted for what people did before: ${value(adjusted.control)} and ${value(adjusted.treatment)}`
      : null,
    recent ? recentWords(recent) : null,
    few ? md`too few to decide by: ${short(fewWords(few, metric.label), 200)}` : null,
  ]
}

/** A second view: how likely the arm is the better one, by these data alone. */
function chanceWords({ chanceToWin }: ArmComparison): string | null {
  if (chanceToWin === undefined) return null
  const percent = Math.min(99.9, Math.max(0.1, chanceToWin * 100))
  return `chance to win ${formatNumber(percent, percent > 99 || percent < 1 ? 1 : 0)} %`
}

export function liftCells(metric: MeasuredMetric, comparison: ArmComparison | null): string[] {
  if (!comparison) return ['', '']
  const readable = readableLift(metric, comparison)
  return readable ? [readable.text.lift, readable.text.interval] : ['not computable', '']
}

export const unitOf = ({ unit }: MetricReadout): string | null => (unit === null ? null : clip(unit, 20))
