/** Has an arm seen enough to be judged, and if not, how long until then? */
import { normalCdf } from '../statistics/distributions.ts'
import { type Midway, powerAfter, remainingSample } from '../statistics/remaining-sample.ts'
import type { Row } from './arm-sums.ts'
import type { Compared, ComparedMetric } from './comparison.ts'
import type { Difference } from './difference.ts'
import { ALPHA, boundaryNow, type Judged } from './judged.ts'
import { lastDay } from './registered-plan.ts'
import type { ArmFacts } from './verdict-facts.ts'

const POWER = 0.8
/** So many standard errors may the control's mean be from its true one, before a plan is said to be too short. */
const SURELY = 3

type TimeLeft = Pick<ArmFacts, 'powered' | 'daysLeft' | 'leastDaysLeft'>

const UNKNOWN: TimeLeft = { powered: false, daysLeft: null, leastDaysLeft: null }

/**
 * By the first goal's minimum effect, on the scale that decides. powered: the effect would be beyond the boundary of this
 * look with 80 % power. Days left: until a test at the horizon has that power, at the pace of the people who count, or of
 * the plan where people are still to come. The least days left are those of the luckiest error that the data leave.
 */
export function timeLeft(judged: Judged, arm: string): TimeLeft {
  const goal = judged.metrics.find(({ metric }) => metric.role === 'goal')
  const at = goal?.compared.find(({ treatment }) => treatment.arm === arm)
  if (!goal || !at?.difference.computable || !judged.minimumEffect || at.few) return UNKNOWN
  const errors = relativeErrors(at, at.difference)
  if (!errors) return UNKNOWN
  const midway = midwayOf(judged, at, errors.likely)
  const { factor } = remainingSample(midway)
  const least = remainingSample({ ...midway, se: errors.least }).factor
  return {
    powered: isPowered(judged, midway, factor),
    daysLeft: daysLeft(judged, goal, at, factor),
    leastDaysLeft: daysLeft(judged, goal, at, least),
  }
}

function midwayOf(judged: Judged, { plan }: Compared, se: number): Midway {
  const { horizonDays } = judged.registered
  const goals = judged.metrics.filter(({ metric }) => metric.role === 'goal').length
  return {
    se,
    units: plan.units,
    effect: judged.minimumEffect ?? 0,
    power: POWER,
    alpha: ALPHA,
    goals: 1,
    tests: goals * judged.arms.length,
    planned: horizonDays === null ? plan.planned : null,
    prior: null,
  }
}

/**
 * The error of the relative lift as the plan has it, by the control's own spread (that of the treatment grows with what it
 * gains), and what it would be were the control's mean at its upper end.
 */
function relativeErrors({ control, treatment }: Compared, difference: Difference) {
  const { mean, variance } = controlOf(control, difference)
  const [a, b] = [control.sums.n, treatment.sums.n]
  if (!(variance > 0) || mean === 0) return null
  const se = Math.sqrt(variance * (1 / a + 1 / b))
  const upper = Math.abs(mean) + SURELY * Math.sqrt(variance / a)
  const growing = difference.type === 'counts' ? Math.sqrt(upper / Math.abs(mean)) : 1
  return { likely: se / Math.abs(mean), least: (se * growing) / upper }
}

/** Mean and variance of one person's value. */
function controlOf({ sums }: Row, difference: Difference): { mean: number; variance: number } {
  if (difference.type === 'means')
    return { mean: difference.pair.baseline, variance: difference.pair.control.variance }
  const mean = sums.sum / sums.n
  return { mean, variance: mean * (1 - mean) }
}

function isPowered(judged: Judged, midway: Midway, factor: number | null): boolean {
  if (judged.registered.horizonDays === null) return factor === 0
  const boundary = boundaryNow(judged, midway.tests)
  if (boundary === null || !Number.isFinite(boundary)) return false
  return powerAfter({ ...midway, alpha: 2 * normalCdf(-boundary), tests: 1 }, 0) >= POWER
}

/** From today on; people who came within their window are nearly there, so the pace is that of those who count. */
function daysLeft(
  { day, registered }: Judged,
  { metric }: ComparedMetric,
  { plan: { units: seen, planned } }: Compared,
  factor: number | null,
): number | null {
  const counted = day - (metric.windowDays ?? 0)
  if (factor === null || counted <= 0) return null
  const { horizonDays, units } = registered
  const atThisPace = factor * counted
  const last = lastDay(registered)
  if (horizonDays === null || last === null) return atThisPace
  const toEnd = Math.max(0, last - day)
  if (factor === 0) return toEnd
  if (units === null) return atThisPace
  const beyondPlan = Math.max(0, seen * (1 + factor) - planned)
  return Math.min(atThisPace, toEnd + (beyondPlan * horizonDays) / planned)
}
