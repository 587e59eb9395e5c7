/** What a verdict is given at a look, and what earlier looks have settled. */

import type { Finding, Interval } from '../statistics/direction.ts'
import type { GuardrailState } from './guardrail.ts'
import type { Crossing, ValidityProblem } from './pieces.ts'

export type VerdictProblem = ValidityProblem

/** A goal metric in one arm against the control. */
export interface GoalFacts {
  /** As the catalog spells it. */
  readonly name: string
  /** The metric's label. */
  readonly metric: string
  /** By the corrected boundary of this look; never by a fixed interval. */
  readonly finding: Finding | 'not computable'
  /** The whole always-valid interval is on the worse side. */
  readonly harmed: boolean
  /** Why it is not computable. */
  readonly why?: string
  /**
   * The relative lift ± the boundary's standard errors, or always-valid without one, improvement upwards: it holds at
   * all looks together. Null where it is not computable.
   */
  readonly interval: Interval | null
  /** The relative lift that the campaign is meant to reach, improvement upwards; null where none is registered. */
  readonly minimumEffect: number | null
}

/** A guardrail in one arm against the control. */
export interface GuardrailFacts {
  readonly name: string
  readonly metric: string
  readonly state: GuardrailState
  /** The whole always-valid interval is beyond the margin. */
  readonly harmed: boolean
  /** The whole always-valid interval is worse than the control, whatever the margin allows. */
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
  /** What is wrong, with its figures; without them a plain line stands there. */
  readonly problemWords?: Readonly<Partial<Record<VerdictProblem, string>>>
  readonly day: number
  /** Seven days, or whole weeks. */
  readonly minimumDays: number
  /** Null where none was registered. */
  readonly horizonDays: number | null
  readonly maximumDays: number
  readonly arms: readonly ArmFacts[]
  /** Between treatments: the first was found better than the second, head to head, by a metric. */
  readonly headToHead: readonly (readonly [better: string, worse: string, metric?: string])[]
}

/** The earlier crossings and those of this look, the first of each kind; a look with a problem adds none. */
export function crossingsAfter(look: LookFacts, earlier: readonly Crossing[]): Crossing[] {
  if (look.problems.length > 0) return [...earlier]
  const now = [
    ...look.arms.flatMap((arm) => armCrossings(arm, look.day)),
    ...look.headToHead.map(
      ([arm, over, metric = '']): Crossing => ({ arm, metric, kind: 'beats', day: look.day, over }),
    ),
  ]
  return joined(earlier, now)
}

/** The earlier crossings, then those of `now` that are not among them. */
export function joined(earlier: readonly Crossing[], now: readonly Crossing[]): Crossing[] {
  const known = (one: Crossing) => earlier.some((old) => identity(old) === identity(one))
  return [...earlier, ...now.filter((one) => !known(one))]
}

function identity({ arm, metric, kind, over }: Crossing): string {
  return JSON.stringify([arm, metric, kind, over])
}

function armCrossings({ arm, goals, guardrails }: ArmFacts, day: number): Crossing[] {
  const at = (metric: string, kind: Crossing['kind']): Crossing => ({ arm, metric, kind, day })
  const found = goals.flatMap(({ name, finding }) =>
    finding === 'better' || finding === 'worse' ? [at(name, finding)] : [],
  )
  const harmed = [...goals, ...guardrails].filter((metric) => metric.harmed)
  const within = guardrails.filter(({ state }) => state === 'within margin')
  return [
    ...found,
    ...harmed.map(({ name }) => at(name, 'harm')),
    ...within.map(({ name }) => at(name, 'within')),
  ]
}
