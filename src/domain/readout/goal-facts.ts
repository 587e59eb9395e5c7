/** What a verdict asks of the goals: found or not, since when, how far ahead today, and what is left of an early lift. */

import { improvement } from '../statistics/direction.ts'
import type { PlannedLook } from '../statistics/group-sequential.ts'
import { medianUnbiasedFactor } from '../statistics/median-unbiased.ts'
import { roundRelative } from '../text/numbers.ts'
import { type Compared, type ComparedMetric, of, watchedOf, whyNot } from './comparison.ts'
import { contrastOf, type Difference, intervalOf } from './difference.ts'
import { type GoalFinding, type GoalTest, goalFindings } from './evidence.ts'
import { isHarmed } from './harmed.ts'
import { ALPHA, harmAlpha, type Judged, looksOf, reachNow } from './judged.ts'
import { recentLift } from './recent.ts'
import { ownLifts } from './shown-lift.ts'
import type { GoalFacts } from './verdict-facts.ts'

export interface ArmGoal {
  readonly arm: string
  readonly facts: GoalFacts
}

interface Asked {
  readonly goal: ComparedMetric
  readonly arm: string
  readonly at: Compared | undefined
}

/** Holm over all goals × arms: those that failed or can't be compared keep their share of alpha. */
export function goalFacts(judged: Judged): ArmGoal[] {
  const goals = judged.metrics.filter(({ metric }) => metric.role === 'goal')
  const family = goals.flatMap((goal) => judged.arms.map((arm) => ({ goal, arm, at: of(goal, arm) })))
  const tests = family.map((asked) => goalTest(judged, asked))
  const { counts } = judged.looked
  const findings = goalFindings(tests, { counts, alpha: ALPHA }, judged.boundaries)
  return family.map((asked, i) => {
    const found = findings[i] ?? { finding: 'unclear', alpha: ALPHA }
    const minimumEffect = asked.goal === goals[0] ? judged.minimumEffect : null
    return { arm: asked.arm, facts: goalFact(judged, asked, found, minimumEffect) }
  })
}

function goalFact(
  judged: Judged,
  asked: Asked,
  { finding, alpha }: GoalFinding,
  minimumEffect: number | null,
): GoalFacts {
  const { goal, arm, at } = asked
  const left = today(judged, goal, at, alpha)
  const watched = watchedOf(goal, arm)
  const since = foundOn(judged, arm, goal.metric.name, finding)
  const { name, label, direction } = goal.metric
  const failure = 'failure' in goal.metric ? goal.metric.failure : null
  const unknown = at && !at.difference.computable && !isWaiting(goal, at)
  const why = failure ?? (unknown && !at.difference.computable ? whyNot(at.difference, at) : undefined)
  return {
    name,
    metric: label,
    direction,
    finding: failure ? 'not computable' : isWaiting(goal, at) ? 'unclear' : finding,
    harmed: watched !== undefined && isHarmed(watched, direction, null, harmAlpha(judged)),
    few: at?.few ?? null,
    inside: insideOf(goal.metric, at),
    alpha,
    ...left,
    later: isLater(judged, finding, left.interval),
    corrected: corrected(judged, asked, { finding, alpha }),
    recent: at ? recentLift(goal.metric, at) : null,
    foundOn: since,
    shown: at ? shownToday(goal, at, left.interval) : null,
    minimumEffect,
    ...(why ? { why } : {}),
  }
}

/** Nobody's window has passed: there is nothing wrong, and nothing to be told yet. */
function isWaiting({ metric }: ComparedMetric, at: Compared | undefined): boolean {
  const none = at && Math.min(at.control.sums.n, at.treatment.sums.n) <= 1
  return none === true && (insideOf(metric, at)?.people ?? 0) > 0
}

function insideOf({ windowDays }: ComparedMetric['metric'], at: Compared | undefined): GoalFacts['inside'] {
  if (windowDays === undefined || !at) return null
  return { people: (at.control.waiting ?? 0) + (at.treatment.waiting ?? 0), days: windowDays }
}

/** What the look itself shows: the sign of its estimate, and the lifts that are left, improvement upwards. */
function today(judged: Judged, { metric }: ComparedMetric, at: Compared | undefined, alpha: number) {
  if (!at?.difference.computable) return { ahead: null, interval: null }
  const { lift } = contrastOf(at.difference)
  const left = at.few ? null : intervalOf(at.difference, reachNow(judged, at, alpha, metric.name), 'relative')
  return {
    ahead: metric.direction === 'up' ? lift : -lift,
    interval: left && improvement(metric.direction, left),
  }
}

/** `+3 % (−2 … +8 %)`. */
function shownToday({ metric }: ComparedMetric, at: Compared, left: GoalFacts['interval']): string | null {
  const { relative } = ownLifts(at)
  if (!relative.computable || !left) return null
  const { lift, interval } = roundRelative({ lift: relative.lift, ...improvement(metric.direction, left) })
  return `${lift} (${interval})`
}

/** After the last look of the plan no boundary is left to find anything; an interval that may be looked at always is. */
function isLater({ looked }: Judged, finding: GoalFinding['finding'], left: GoalFacts['interval']): boolean {
  const over = looked.fractions?.at(-1) === 1 && looked.shown === null
  return over && finding === 'unclear' && left !== null && left.low > 0
}

/** Once, where it is found: of a later look the correction would be another one. */
function corrected(judged: Judged, { goal, arm, at }: Asked, { finding, alpha }: GoalFinding): number | null {
  const { name } = goal.metric
  const before = judged.crossings.find(
    (each) => each.arm === arm && each.metric === name && each.kind === 'better',
  )
  if (finding !== 'better' || before) return before?.corrected ?? null
  const looks = looksOf(judged, name)
  return looks && at?.difference.computable ? correctedLift(at, at.difference, looks, alpha) : null
}

function foundOn({ crossings, day }: Judged, arm: string, metric: string, finding: GoalFinding['finding']) {
  if (finding !== 'better' && finding !== 'worse') return null
  return (
    crossings.find((each) => each.arm === arm && each.metric === metric && each.kind === finding)?.day ?? day
  )
}

function goalTest(judged: Judged, { goal, arm, at }: Asked): GoalTest {
  const { direction, name } = goal.metric
  const crossed = (kind: 'better' | 'worse') =>
    judged.crossings.some((each) => each.arm === arm && each.metric === name && each.kind === kind)
  const none = { computable: false, problem: 'no numbers', side: 'treatment' } as const
  return {
    direction,
    difference: at?.difference ?? none,
    few: at?.few !== null,
    plan: at?.plan ?? { units: 1, planned: 1 },
    earlier: crossed('better') ? 'better' : crossed('worse') ? 'worse' : null,
    looks: looksOf(judged, name),
  }
}

/** A lift is shown with three digits at most. */
const VISIBLY = 0.9995

/** The relative lift for which stopping here, or with more, would be as likely as not; null where that is the lift itself. */
function correctedLift(
  compared: Compared,
  difference: Difference,
  looks: readonly PlannedLook[],
  alpha: number,
): number | null {
  const own = ownLifts(compared).relative
  if (!own.computable) return null
  const { lift, se } = contrastOf(difference)
  const factor = medianUnbiasedFactor({ looks, alpha }, lift / se)
  return factor < VISIBLY ? own.lift * factor : null
}
