/** From comparisons to what a verdict asks of them: found or not. Fixed intervals have no say here. */
import { type SequentialPlan, sequentialReach } from '../statistics/always-valid.ts'
import type { Direction, Finding } from '../statistics/direction.ts'
import type { BoundaryTable, PlannedLook } from '../statistics/group-sequential.ts'
import type { NotComputable } from '../statistics/lift.ts'
import { holmByBoundary } from '../statistics/multiple-testing.ts'
import { contrastOf, type Difference, isBeyond } from './difference.ts'

/** One goal in one arm. `earlier` is what an earlier look found for good, null where nothing was. */
export interface GoalTest {
  readonly direction: Direction
  readonly difference: Difference | NotComputable
  /** Too few events to decide by. */
  readonly few: boolean
  /** With the planned units of the pair (N*), fixed at launch. */
  readonly plan: SequentialPlan
  readonly earlier: 'better' | 'worse' | null
  /** The looks up to this one; null where no horizon is registered. */
  readonly looks: readonly PlannedLook[] | null
}

/** Whether this look may find anything: it spends alpha, and can be read. */
export interface Asking {
  readonly counts: boolean
  readonly alpha: number
}

export interface GoalFinding {
  readonly finding: Finding | 'not computable'
  /** What this test has, or had, of alpha: Holm's share. */
  readonly alpha: number
}

/**
 * Holm over all goals × arms by group-sequential boundaries (α·t²), or by always-valid intervals where there is no
 * horizon. The absolute difference is held against them: "no difference" is the same claim, and its error doesn't
 * grow with the treatment's own mean (docs/statistics.md, "Looking every day"). Many campaigns may share `boundaries`.
 */
export function goalFindings(
  tests: readonly GoalTest[],
  asking: Asking,
  boundaries: BoundaryTable,
): GoalFinding[] {
  const crossed = holmByBoundary(
    tests.map(({ earlier }) => earlier !== null),
    (index, alpha) => {
      const test = tests[index]
      return test !== undefined && asking.counts && isOver(test, alpha, boundaries)
    },
    asking.alpha,
  )
  const left = crossed.filter((done) => !done).length
  return tests.map((test, index) => {
    const done = crossed[index] ?? false
    return { finding: findingOf(test, done), alpha: asking.alpha / Math.max(1, left + (done ? 1 : 0)) }
  })
}

function findingOf({ difference, direction, earlier }: GoalTest, crossed: boolean): GoalFinding['finding'] {
  if (earlier) return earlier
  if (!difference.computable) return 'not computable'
  if (!crossed) return 'unclear'
  return contrastOf(difference).lift > 0 === (direction === 'up') ? 'better' : 'worse'
}

/** Whether a pair is beyond its boundary for this α. */
export function isOver(
  { difference, few, plan, looks }: Omit<GoalTest, 'direction' | 'earlier'>,
  alpha: number,
  boundaries: BoundaryTable,
): boolean {
  if (!difference.computable || few) return false
  return isBeyond(difference, looks ? boundaries(looks, alpha) : sequentialReach(alpha, plan))
}
