/** Harm may be found at any moment, so it rests on what may be looked at any number of times. */
import { sequentialReach } from '../statistics/always-valid.ts'
import type { Direction } from '../statistics/direction.ts'
import type { Compared } from './comparison.ts'
import { marginContrast, reachOf } from './difference.ts'
import { isExactlyHarmed } from './exact.ts'
import type { Margin } from './margin.ts'

/**
 * Whether all that an always-valid test leaves is worse than the margin allows. Rates with too few events for it are
 * asked exactly; a mean with too few is not asked, since its few people could be any.
 */
export function isHarmed(
  compared: Compared,
  direction: Direction,
  margin: Margin | null,
  alpha: number,
): boolean {
  const { difference, few, plan, kind, control, treatment } = compared
  if (!difference.computable) return false
  if (few) return kind === 'proportion' && isExactlyHarmed(control, treatment, direction, margin, alpha)
  const contrast = marginContrast(difference, margin, direction)
  const worse = direction === 'up' ? -contrast.lift : contrast.lift
  return worse > 0 && worse > reachOf(difference, contrast, sequentialReach(alpha, plan)) * contrast.se
}
