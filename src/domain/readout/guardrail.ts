/** Where a guardrail stands against the margin that was registered for it, at a look that is one of many. */
import type { Direction } from '../statistics/direction.ts'
import type { Compared } from './comparison.ts'
import { marginContrast, reachOf } from './difference.ts'
import { isHarmed } from './harmed.ts'
import { ALPHA } from './judged.ts'
import type { Margin } from './margin.ts'
import type { GuardrailState } from './pieces.ts'

interface GuardrailTest {
  readonly direction: Direction
  /** Without a registered margin nothing worse is allowed. */
  readonly margin: Margin | null
  readonly compared: Compared
  /** The same of everybody: harm is asked of them. */
  readonly watched: Compared
  /** Proven at an earlier look. */
  readonly proven: boolean
  /** Of harm, shared with all other tests for it. */
  readonly alpha: number
}

export interface GuardrailFinding {
  readonly state: GuardrailState
  /** Beyond the margin at any number of looks. */
  readonly harmed: boolean
  /** On the worse side of zero at any number of looks, whatever the margin allows. */
  readonly worse: boolean
}

/**
 * That a guardrail is within its margin is only asked at looks, since a win needs both: the distance from the margin
 * against the goals' boundary, α/2 on one side. `boundary` in standard errors; null at a look that may find nothing.
 */
export function guardrailFinding(test: GuardrailTest, boundary: number | null): GuardrailFinding {
  const { direction, margin, watched, alpha } = test
  if (!watched.difference.computable) return { state: 'not measured', harmed: false, worse: false }
  const harmed = isHarmed(watched, direction, margin, alpha)
  const worse = isHarmed(watched, direction, null, ALPHA)
  if (harmed) return { state: 'beyond margin', harmed, worse }
  return { state: isWithin(test, boundary) ? 'within margin' : 'not proven', harmed, worse }
}

/** So many of the people must have passed their window before a guardrail can be said to hold. */
const FAIR_PART = 0.5

function hasPassed({ control, treatment }: Compared): boolean {
  return [control, treatment].every(({ sums, waiting = 0 }) => sums.n >= FAIR_PART * (sums.n + waiting))
}

/** A mean with too few events proves nothing; the score of a rate has no such trouble. */
function isWithin({ direction, margin, compared, proven }: GuardrailTest, boundary: number | null): boolean {
  const { difference, few, kind } = compared
  if (!difference.computable) return false
  const contrast = marginContrast(difference, margin, direction)
  const better = direction === 'up' ? contrast.lift : -contrast.lift
  if (better < 0 || !hasPassed(compared)) return false
  if (proven) return true
  if (boundary === null || !Number.isFinite(boundary) || (few && kind !== 'proportion')) return false
  return contrast.se > 0 && better >= reachOf(difference, contrast, boundary) * contrast.se
}
