import { sequentialReach } from '../statistics/always-valid.ts'
import type { BoundaryTable, PlannedLook } from '../statistics/group-sequential.ts'
import type { Compared, ComparedMetric } from './comparison.ts'
import type { Crossing } from './pieces.ts'
import type { RegisteredPlan } from './registered-plan.ts'

export const ALPHA = 0.05

/** How the campaign is looked at. */
export interface Looked {
  /** Whether this look may find anything: it spends alpha, and can be read. */
  readonly counts: boolean
  /** Share of the plan at each look that counted, this one too if it does; null where no horizon is registered. */
  readonly fractions: readonly number[] | null
  /** Of each goal by name, at the same looks. */
  readonly information: Readonly<Record<string, readonly number[]>>
  /**
   * The looks that the interval of this one is shown by, with this one whether it counts or not; null where none is
   * planned now: before the minimum runtime, after the last look of the plan, or without a horizon.
   */
  readonly shown: {
    readonly fractions: readonly number[]
    readonly information: Looked['information']
  } | null
}

/** A look as far as it is known before it is judged. */
export interface Judged {
  readonly metrics: readonly ComparedMetric[]
  /** The treatments that people should arrive in. */
  readonly arms: readonly string[]
  readonly weights: readonly number[]
  readonly registered: RegisteredPlan
  readonly day: number
  /** Of the goal, improvement upwards; null where none is registered. */
  readonly minimumEffect: number | null
  readonly looked: Looked
  readonly crossings: readonly Crossing[]
  readonly boundaries: BoundaryTable
}

/** The looks that a goal is tested by; null without a horizon. */
export function looksOf({ looked }: Pick<Judged, 'looked'>, goal: string): PlannedLook[] | null {
  return looked.fractions && planned(looked.fractions, looked.information[goal])
}

/**
 * Without information of its own a metric is taken to gather it as the plan does. A look before anything had happened
 * could find nothing, and leaves its alpha to the next.
 */
function planned(fractions: readonly number[], information: readonly number[] = fractions): PlannedLook[] {
  return fractions
    .map((spent, i) => ({ spent, information: information[i] ?? spent }))
    .filter((look) => look.information > 0)
}

/** For one of so many tests; null where no look of the plan is asked. */
export function boundaryNow(
  { looked, boundaries }: Pick<Judged, 'looked' | 'boundaries'>,
  tests = 1,
): number | null {
  const { fractions } = looked
  return fractions && fractions.length > 0 ? boundaries(planned(fractions), ALPHA / tests) : null
}

/** Standard errors of the interval that decides: by the boundary of this look, or at any number of looks. */
export function reachNow(
  { looked: { shown }, boundaries }: Pick<Judged, 'looked' | 'boundaries'>,
  { plan }: Pick<Compared, 'plan'>,
  alpha: number,
  goal?: string,
): number {
  const always = sequentialReach(alpha, plan)
  if (!shown) return always
  const boundary = boundaries(planned(shown.fractions, goal ? shown.information[goal] : undefined), alpha)
  return Number.isFinite(boundary) ? boundary : always
}

/** All tests for harm together keep α: goals and guardrails in every arm. */
export function harmAlpha({ metrics, arms }: Pick<Judged, 'metrics' | 'arms'>): number {
  const asked = metrics.filter(({ metric }) => metric.role !== 'secondary').length
  return ALPHA / Math.max(1, asked * arms.length)
}
