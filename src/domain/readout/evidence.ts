/** From comparisons to what a verdict asks of them: found or not, harmed or not. Fixed intervals have no say here. */
import { alwaysValidInterval, type SequentialPlan } from '../statistics/always-valid.ts'
import { type Direction, type Finding, improvement } from '../statistics/direction.ts'
import { type BoundaryTable, boundaryTable } from '../statistics/group-sequential.ts'
import type { Contrast, NotComputable } from '../statistics/lift.ts'
import { holmByBoundary } from '../statistics/multiple-testing.ts'
import type { Pair } from '../statistics/pair.ts'

/** One goal in one arm. `earlier` is what an earlier look found for good, null where nothing was. */
export interface GoalTest {
  readonly direction: Direction
  readonly pair: Pair | NotComputable
  /** Planned units of the pair (N*), fixed at launch. */
  readonly planned: number
  readonly earlier: 'better' | 'worse' | null
}

/** How the campaign is looked at. */
export interface Looking {
  /** Share of the planned information at each look up to this one; null where no horizon is registered. */
  readonly fractions: readonly number[] | null
  /** Whether this look may find anything: it spends alpha, and can be read. */
  readonly counts: boolean
  readonly alpha: number
}

/**
 * Holm over all goals × arms by group-sequential boundaries (α·t²), or by always-valid intervals where there is no
 * horizon. The absolute difference is held against them: "no difference" is the same claim, and its error doesn't
 * grow with the treatment's own mean (docs/statistics.md, "Looking every day"). Many campaigns may share `boundaries`.
 */
export function goalFindings(
  tests: readonly GoalTest[],
  looking: Looking,
  boundaries: BoundaryTable = boundaryTable(),
): (Finding | 'not computable')[] {
  const crossed = holmByBoundary(
    tests.map(({ earlier }) => earlier !== null),
    (index, alpha) => {
      const test = tests[index]
      return test !== undefined && isOver(test, alpha, looking, boundaries)
    },
    looking.alpha,
  )
  return tests.map((test, index) => findingOf(test, crossed[index] ?? false))
}

function findingOf({ pair, direction, earlier }: GoalTest, crossed: boolean): Finding | 'not computable' {
  if (earlier) return earlier
  if (!pair.computable) return 'not computable'
  if (!crossed) return 'unclear'
  return pair.absolute.lift > 0 === (direction === 'up') ? 'better' : 'worse'
}

/** Whether a pair is beyond its boundary for this α; never at a look that does not count. */
export function isOver(
  { pair, planned }: Pick<GoalTest, 'pair' | 'planned'>,
  alpha: number,
  { fractions, counts }: Looking,
  boundaries: BoundaryTable,
): boolean {
  if (!pair.computable || !counts) return false
  const { absolute, units } = pair
  if (fractions) return Math.abs(absolute.lift / absolute.se) >= boundaries(fractions, alpha)
  const interval = alwaysValidInterval(absolute, { units, planned }, alpha)
  return interval.computable && interval.p <= alpha
}

/**
 * Whether the whole always-valid interval is worse than `allowed`, the registered margin on the contrast's own scale
 * (0 for a goal).
 */
export function isHarmed(
  direction: Direction,
  contrast: Contrast | NotComputable,
  plan: SequentialPlan,
  allowed = 0,
): boolean {
  if ('computable' in contrast) return false
  const interval = alwaysValidInterval(contrast, plan)
  return interval.computable && improvement(direction, interval).high < -allowed
}
