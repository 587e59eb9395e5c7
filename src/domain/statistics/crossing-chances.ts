import { type PlannedLook, steps } from './group-sequential.ts'
import { crossingAt } from './median-unbiased.ts'

/**
 * The chance to have been found better by each of these looks, where boundaries for both sides spend α·t²: paths that
 * are beyond the upper one for the first time. `drift` is the effect in standard errors of one unit of information, so
 * at information I a z of drift·√I is expected.
 */
export function crossingChances(
  looks: readonly PlannedLook[],
  alpha: number,
  drift: number,
): readonly number[] {
  const taken = steps(looks, { alpha, sides: 2 })
  let before = 0
  return taken.map((step, i) => {
    const chance = crossingAt(step, step.z, drift)
    const now = before + chance
    if (step.walk !== taken[i + 1]?.walk) before = now
    return now
  })
}
