/** A lift in a message: as words with everything that it rests on, and as the cells of a table. */

import type { ArmComparison, MeasuredMetric, MetricReadout } from '../../domain/readout/readout.ts'
import { readableLift } from '../../domain/readout/words.ts'
import { formatAbsolute, formatNumber, formatP, formatRelative } from '../../domain/text/numbers.ts'
import { joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { clip } from '../kit/text.ts'
import { short } from './parts.ts'

/** Harm is said beside what makes a look invalid; everything else waits until it can be trusted. */
export function hiddenWords({ harmed, guardrail }: ArmComparison): string {
  return harmed ? `lift hidden, ${guardrail ? `guard ${guardrail}` : 'worse'}` : 'lift hidden'
}

/** "+118.8 % (95 % +72.2 … +165.5 %, p = 0.01), +0.681 points (95 % …), over all looks +60 … +178 %". */
export function liftWords(metric: MeasuredMetric, comparison: ArmComparison): Mrkdwn {
  const { relative, absolute, guardrail } = comparison
  const guard = guardrail ? `guard ${guardrail}` : null
  const beside = [overAllLooks(metric, comparison), chanceWords(comparison), guard]
  if (!absolute.computable) return joinMd([md`not computable: ${short(absolute.reason, 200)}`, guard], ', ')
  const shown = formatAbsolute(metric.kind, absolute, unitOf(metric))
  const said = `${shown.lift} (95 % ${shown.interval}, ${formatP(absolute.p)})`
  if (!relative.computable)
    return joinMd([said, md`relative lift not computable: ${short(relative.reason, 200)}`, ...beside], ', ')
  const { lift, interval } = formatRelative(relative)
  return joinMd([`${lift} (95 % ${interval}, ${formatP(relative.p)})`, said, ...beside], ', ')
}

/** A second view: how likely the arm is the better one, by these data alone. */
function chanceWords({ chanceToWin }: ArmComparison): string | null {
  if (chanceToWin === undefined) return null
  const percent = Math.min(99.9, Math.max(0.1, chanceToWin * 100))
  return `chance to win ${formatNumber(percent, percent > 99 || percent < 1 ? 1 : 0)} %`
}

/** The always-valid interval, on the scale of the lift that is read first. */
function overAllLooks(metric: MeasuredMetric, { relative, absolute }: ArmComparison): string | null {
  const shown = relative.computable ? relative : absolute
  if (!shown.computable || !shown.alwaysValid) return null
  const spread = { lift: shown.lift, ...shown.alwaysValid }
  const { interval } = relative.computable
    ? formatRelative(spread)
    : formatAbsolute(metric.kind, spread, unitOf(metric))
  return `over all looks ${interval}`
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
