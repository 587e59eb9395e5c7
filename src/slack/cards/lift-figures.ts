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

/** Harm is said beside what makes a look invalid; everything else waits until it can be trusted. */
export function hiddenWords({ harmed, guardrail }: ArmComparison): string {
  return harmed ? `lift hidden, ${guardrail ? `guard ${guardrail}` : 'worse'}` : 'lift hidden'
}

/** "+118.8 % (+60 … +178 %), +0.681 points (…); this look alone 95 % +78.0 … +159.7 %, p = 1.2e-7; guard within margin". */
export function liftWords(metric: MeasuredMetric, comparison: ArmComparison): Mrkdwn {
  const { relative, absolute, guardrail } = comparison
  const guard = guardrail ? `guard ${guardrail}` : null
  if (!absolute.computable) return joinMd([md`not computable: ${short(absolute.reason, 200)}`, guard], ', ')
  const both = [
    relative.computable ? deciding(metric, relative, 'relative') : null,
    deciding(metric, absolute, 'absolute'),
    relative.computable ? null : md`relative lift not computable: ${short(relative.reason, 200)}`,
  ]
  const own = joinMd([ownWords(metric, comparison), chanceWords(comparison)], ', ')
  const beside = [own, ...asideWords(metric, comparison), guard]
  return joinMd([joinMd(both, ', '), ...beside], '; ')
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

/** What a notebook calculates from this one look: to be checked, not to be decided by. */
function ownWords(metric: MeasuredMetric, { relative, absolute }: ArmComparison): string | null {
  if (!absolute.computable) return null
  const { lift, interval } = spreadText(metric, absolute, 'absolute')
  const first = relative.computable ? `${spreadText(metric, relative, 'relative').interval}, ` : ''
  return `this look alone 95 % ${first}${lift} (${interval}), ${formatP(absolute.p)}`
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

export function liftCells(
  metric: MeasuredMetric,
  comparison: ArmComparison | null,
  hidden: boolean,
): string[] {
  if (!comparison) return ['', '', '']
  if (hidden) return ['hidden', '', '']
  const readable = readableLift(metric, comparison)
  if (!readable) return ['not computable', '', '']
  return [readable.text.lift, readable.text.interval, pCell(readable.lift.p)]
}

export const unitOf = ({ unit }: MetricReadout): string | null => (unit === null ? null : clip(unit, 20))

export const pCell = (p: number): string => formatP(p).replace(/^p (?:= )?/, '')
