/** What a verdict is given at a look, and what earlier looks have settled. */
import type { Finding, Interval } from './direction.ts'
import type { GuardrailState } from './guardrail.ts'
import type { ValidityProblem } from './validity.ts'

/** imbalance: the arms differed before the campaign began. */
export type VerdictProblem = ValidityProblem | 'imbalance'

/** A goal metric in one arm against the control. */
export interface GoalFacts {
  /** The metric's label. */
  readonly metric: string
  /** By the corrected boundary of this look; never by a fixed interval. */
  readonly finding: Finding | 'not computable'
  /** The whole always-valid interval is on the worse side. */
  readonly harmed: boolean
  /** 95 % of the relative lift with improvement upwards; null where it is not computable. */
  readonly interval: Interval | null
  /** The relative lift that the campaign is meant to reach, improvement upwards; null where none is registered. */
  readonly minimumEffect: number | null
}

/** A guardrail in one arm against the control. */
export interface GuardrailFacts {
  readonly metric: string
  readonly state: GuardrailState
  /** The whole always-valid interval is beyond the margin. */
  readonly harmed: boolean
  /** The whole interval is worse than the control, whatever the margin allows. */
  readonly worse: boolean
}

export interface ArmFacts {
  readonly arm: string
  readonly goals: readonly GoalFacts[]
  readonly guardrails: readonly GuardrailFacts[]
  /** As many people as the plan needs have been seen. */
  readonly powered: boolean
  /** Days until then at today's pace; null where that can't be said. */
  readonly daysLeft: number | null
}

export interface LookFacts {
  readonly problems: readonly VerdictProblem[]
  readonly day: number
  /** Seven days, or whole weeks. */
  readonly minimumDays: number
  /** Null where none was registered. */
  readonly horizonDays: number | null
  readonly maximumDays: number
  readonly arms: readonly ArmFacts[]
  /** Between treatments: the first was found better than the second, head to head. */
  readonly headToHead: readonly (readonly [better: string, worse: string])[]
}

/** A boundary that was crossed at a look that could be read. It stays crossed, whatever later looks show. */
export interface Crossing {
  readonly arm: string
  readonly metric: string
  readonly kind: 'better' | 'worse' | 'harm'
  readonly day: number
}

/** The earlier crossings and those of this look, the first of each kind; a look with a problem adds none. */
export function crossingsAfter(look: LookFacts, earlier: readonly Crossing[]): Crossing[] {
  if (look.problems.length > 0) return [...earlier]
  const now = look.arms.flatMap((arm) => armCrossings(arm, look.day))
  const known = (one: Crossing) =>
    earlier.some((old) => old.arm === one.arm && old.metric === one.metric && old.kind === one.kind)
  return [...earlier, ...now.filter((one) => !known(one))]
}

function armCrossings({ arm, goals, guardrails }: ArmFacts, day: number): Crossing[] {
  const at = (metric: string, kind: Crossing['kind']): Crossing => ({ arm, metric, kind, day })
  const found = goals.flatMap(({ metric, finding }) =>
    finding === 'better' || finding === 'worse' ? [at(metric, finding)] : [],
  )
  const harmed = [...goals, ...guardrails].filter((metric) => metric.harmed)
  return [...found, ...harmed.map(({ metric }) => at(metric, 'harm'))]
}
