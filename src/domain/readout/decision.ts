/** One look judged: which boundaries are crossed by it or were before, and what that makes of each arm. */

import { sequentialReach } from '../statistics/always-valid.ts'
import { improvement } from '../statistics/direction.ts'
import { type Compared, type ComparedMetric, compare, whyNot } from './comparison.ts'
import { type GoalTest, goalFindings, isHarmed, isOver } from './evidence.ts'
import { guardrailFinding } from './guardrail.ts'
import { ALPHA, boundaryNow, type Judged } from './judged.ts'
import { timeLeft } from './time-left.ts'
import type { GoalFacts, GuardrailFacts, LookFacts } from './verdict-facts.ts'

/** Everything that the table of verdicts asks for beside the problems and the days. */
export function armFacts(judged: Judged): Pick<LookFacts, 'arms' | 'headToHead'> {
  const goals = goalFacts(judged)
  const arms = judged.arms.map((arm) => ({
    arm,
    goals: goals.filter((goal) => goal.arm === arm).map(({ facts }) => facts),
    guardrails: guardrailFacts(judged, arm),
    ...timeLeft(judged, arm),
  }))
  return { arms, headToHead: duels(judged, goals) }
}

interface ArmGoal {
  readonly arm: string
  readonly facts: GoalFacts
}

/** Holm over all goals × arms: those that failed or can't be compared keep their share of alpha. */
function goalFacts(judged: Judged): ArmGoal[] {
  const { metrics, looking, boundaries } = judged
  const goals = metrics.filter(({ metric }) => metric.role === 'goal')
  const family = goals.flatMap((goal) => judged.arms.map((arm) => ({ goal, arm, at: of(goal, arm) })))
  const tests = family.map(({ goal, arm, at }) => goalTest(judged, goal, arm, at))
  const findings = goalFindings(tests, looking, boundaries)
  return family.map(({ goal, arm, at }, i) => {
    const { name, label, direction } = goal.metric
    const failure = 'failure' in goal.metric ? goal.metric.failure : null
    const harmed = at?.pair.computable === true && isHarmed(direction, at.pair.absolute, at.plan)
    const why = failure ?? (at && !at.pair.computable ? whyNot(at.pair, at) : undefined)
    const finding = failure ? 'not computable' : (findings[i] ?? 'unclear')
    const interval = at ? jointInterval(judged, goal, at) : null
    const minimumEffect = goal === goals[0] ? judged.minimumEffect : null
    const facts = { name, metric: label, finding, harmed, interval, minimumEffect, ...(why ? { why } : {}) }
    return { arm, facts }
  })
}

function goalTest(
  { crossings }: Judged,
  { metric }: ComparedMetric,
  arm: string,
  at: Compared | undefined,
): GoalTest {
  const crossed = (kind: 'better' | 'worse') =>
    crossings.some((each) => each.arm === arm && each.metric === metric.name && each.kind === kind)
  const earlier = crossed('better') ? 'better' : crossed('worse') ? 'worse' : null
  const none = { computable: false, problem: 'no numbers', side: 'treatment' } as const
  return { direction: metric.direction, pair: at?.pair ?? none, planned: at?.plan.planned ?? 1, earlier }
}

/** The relative lift with as many standard errors as the boundary of this look, so that it holds at all of them. */
function jointInterval(judged: Judged, { metric }: ComparedMetric, { pair, plan }: Compared) {
  if (!pair.computable || 'computable' in pair.relative) return null
  const { lift, se } = pair.relative
  const reach = boundaryNow(judged) ?? sequentialReach(ALPHA, plan)
  const ends = { low: lift - reach * se, high: lift + reach * se }
  return Number.isFinite(ends.high - ends.low) ? improvement(metric.direction, ends) : null
}

function guardrailFacts(judged: Judged, arm: string): GuardrailFacts[] {
  const guardrails = judged.metrics.filter(({ metric }) => metric.role === 'guardrail')
  return guardrails.map((guardrail) => {
    const { name, label, direction, margin = null } = guardrail.metric
    const at = of(guardrail, arm)
    if (!at) return { name, metric: label, state: 'not measured', harmed: false, worse: false }
    const proven = judged.crossings.some(
      (each) => each.arm === arm && each.metric === name && each.kind === 'within',
    )
    const { looking } = judged
    const boundary = looking.fractions ? boundaryNow(judged) : 'always-valid'
    const test = { direction, margin, pair: at.pair, plan: at.plan, proven }
    return { name, metric: label, ...guardrailFinding(test, looking.counts ? boundary : null) }
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
  const now = pairs.map((pair) => duel(judged, goal, pair, pairs.length))
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
  const { pair, plan } = compare(metric, first, second, judged.registered, judged.weights)
  const { looking, boundaries } = judged
  const over = isOver({ pair, planned: plan.planned }, ALPHA / pairs, looking, boundaries)
  if (!over || !pair.computable) return null
  const secondWins = pair.absolute.lift > 0 === (metric.direction === 'up')
  return secondWins ? [second.arm, first.arm, metric.name] : [first.arm, second.arm, metric.name]
}

function of({ compared }: ComparedMetric, arm: string): Compared | undefined {
  return compared.find(({ treatment }) => treatment.arm === arm)
}
