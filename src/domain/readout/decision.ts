/** One look judged: which boundaries are crossed by it or were before, and what that makes of each arm. */

import { beyondWords } from './beyond.ts'
import { type Compared, type ComparedMetric, compare, of, watchedOf } from './comparison.ts'
import { contrastOf } from './difference.ts'
import { isOver } from './evidence.ts'
import { type ArmGoal, goalFacts } from './goal-facts.ts'
import { guardrailFinding } from './guardrail.ts'
import { isHarmed } from './harmed.ts'
import { ALPHA, boundaryNow, harmAlpha, type Judged, looksOf, reachNow } from './judged.ts'
import type { Margin } from './margin.ts'
import { ownLifts } from './shown-lift.ts'
import { timeLeft } from './time-left.ts'
import type { ArmFacts, GuardrailFacts, LookFacts } from './verdict-facts.ts'

/** Everything that the table of verdicts asks for beside the problems and the days. */
export function armFacts(judged: Judged): Pick<LookFacts, 'arms' | 'headToHead'> {
  const goals = goalFacts(judged)
  const arms = judged.arms.map((arm) => ({
    arm,
    goals: goals.filter((goal) => goal.arm === arm).map(({ facts }) => facts),
    guardrails: guardrailFacts(judged, arm),
    others: otherFacts(judged, arm),
    ...timeLeft(judged, arm),
  }))
  return { arms, headToHead: duels(judged, goals) }
}

function guardrailFacts(judged: Judged, arm: string): GuardrailFacts[] {
  const guardrails = judged.metrics.filter(({ metric }) => metric.role === 'guardrail')
  return guardrails.map((guardrail) => {
    const { name, label, direction, margin = null } = guardrail.metric
    const compared = of(guardrail, arm)
    if (!compared)
      return { name, metric: label, state: 'not measured', harmed: false, worse: false, beyond: '' }
    const proven = judged.crossings.some(
      (each) => each.arm === arm && each.metric === name && each.kind === 'within',
    )
    const watched = watchedOf(guardrail, arm) ?? compared
    const test = {
      direction,
      margin,
      compared,
      watched,
      proven,
      alpha: harmAlpha(judged),
    }
    return {
      name,
      metric: label,
      beyond: beyondWords({
        ...guardrail.metric,
        unit: guardrail.metric.unit ?? null,
        arm,
        margin,
        lift: liftOf(watched, margin),
      }),
      ...guardrailFinding(test, judged.looked.counts ? provingReach(judged, compared) : null),
    }
  })
}

function liftOf(compared: Compared, margin: Margin | null) {
  const scale = margin?.unit ?? 'absolute'
  const lift = ownLifts(compared)[scale]
  return lift.computable ? { scale, lift: lift.lift } : null
}

function provingReach(judged: Judged, compared: Compared): number | null {
  return judged.looked.fractions ? boundaryNow(judged) : reachNow(judged, compared, ALPHA)
}

/** Metrics that decide nothing by themselves, and are looked at all the same. */
function otherFacts(judged: Judged, arm: string): ArmFacts['others'] {
  return judged.metrics.flatMap((metric) => {
    if (metric.metric.role !== 'secondary') return []
    const { name, label, direction } = metric.metric
    const at = watchedOf(metric, arm)
    const worse = at?.difference.computable ? isHarmed(at, direction, null, ALPHA) : null
    return [{ name, metric: label, worse }]
  })
}

/** Between treatments whose first goal is better: each pair against a boundary for its share of alpha. */
function duels(judged: Judged, goals: readonly ArmGoal[]): LookFacts['headToHead'] {
  const goal = judged.metrics.find(({ metric }) => metric.role === 'goal')
  if (!goal) return []
  const earlier = judged.crossings.flatMap(({ arm, kind, over, metric }) =>
    kind === 'beats' && over ? [[arm, over, metric] as const] : [],
  )
  const winners = goals.filter(({ facts }) => facts.name === goal.metric.name && facts.finding === 'better')
  const pairs = winners.flatMap(({ arm }, i) =>
    winners.slice(i + 1).map((other) => [arm, other.arm] as const),
  )
  const now = judged.looked.counts ? pairs.map((pair) => duel(judged, goal, pair, pairs.length)) : []
  return [...earlier, ...now.filter((each) => each !== null)]
}

function duel(
  judged: Judged,
  { metric, rows }: ComparedMetric,
  arms: readonly [string, string],
  pairs: number,
): readonly [string, string, string] | null {
  const [first, second] = arms.map((arm) => rows.find((row) => row.arm === arm))
  if (!first || !second) return null
  const { difference, plan, few } = compare(metric, first, second, judged.registered, judged.weights)
  const looks = looksOf(judged, metric.name)
  const over = isOver({ difference, plan, few: few !== null, looks }, ALPHA / pairs, judged.boundaries)
  if (!over || !difference.computable) return null
  const secondWins = contrastOf(difference).lift > 0 === (metric.direction === 'up')
  return secondWins ? [second.arm, first.arm, metric.name] : [first.arm, second.arm, metric.name]
}
