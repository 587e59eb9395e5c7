/** Has an arm seen enough to be judged, and if not, how long until then? */
import type { SequentialPlan } from '../statistics/always-valid.ts'
import { normalCdf } from '../statistics/distributions.ts'
import { type Midway, powerAfter, remainingSample } from '../statistics/remaining-sample.ts'
import type { Judged } from './judged.ts'
import { boundaryNow } from './judged.ts'
import type { ArmFacts } from './verdict-facts.ts'

const ALPHA = 0.05
const POWER = 0.8

type TimeLeft = Pick<ArmFacts, 'powered' | 'daysLeft'>

/**
 * By the first goal's minimum effect. powered: the effect would be beyond the boundary of this look with 80 % power. Days
 * left: until a test at the horizon has that power, at the pace of the days so far, or of the plan where people are
 * still to come; up to the horizon where it would have it already, but no boundary is crossed.
 */
export function timeLeft(judged: Judged, arm: string): TimeLeft {
  const unknown = { powered: false, daysLeft: null }
  const goal = judged.metrics.find(({ metric }) => metric.role === 'goal')
  const at = goal?.compared.find(({ treatment }) => treatment.arm === arm)
  if (!at?.pair.computable || 'computable' in at.pair.relative || !judged.minimumEffect) return unknown
  const { horizonDays } = judged.registered
  const goals = judged.metrics.filter(({ metric }) => metric.role === 'goal').length
  const midway: Midway = {
    se: at.pair.relative.se,
    units: at.plan.units,
    effect: judged.minimumEffect,
    power: POWER,
    alpha: ALPHA,
    goals: 1,
    tests: goals * judged.arms.length,
    planned: horizonDays === null ? at.plan.planned : null,
    prior: null,
  }
  const { factor } = remainingSample(midway)
  return { powered: isPowered(judged, midway, factor), daysLeft: daysLeft(judged, at.plan, factor) }
}

function isPowered(judged: Judged, midway: Midway, factor: number | null): boolean {
  if (judged.registered.horizonDays === null) return factor === 0
  const boundary = boundaryNow(judged, midway.tests)
  if (boundary === null || !Number.isFinite(boundary)) return false
  return powerAfter({ ...midway, alpha: 2 * normalCdf(-boundary), tests: 1 }, 0) >= POWER
}

function daysLeft(
  { day, registered: { horizonDays, units } }: Judged,
  { units: seen, planned }: SequentialPlan,
  factor: number | null,
): number | null {
  if (factor === null) return null
  const atThisPace = factor * day
  if (horizonDays === null) return atThisPace
  const toHorizon = Math.max(0, horizonDays - day)
  if (factor === 0) return toHorizon
  if (units === null) return atThisPace
  const beyondPlan = Math.max(0, seen * (1 + factor) - planned)
  return Math.min(atThisPace, toHorizon + (beyondPlan * horizonDays) / planned)
}
