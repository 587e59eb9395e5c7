/** Where a guardrail stands against the margin that was registered for it, at a look that is one of many. */
import { alwaysValidInterval, type SequentialPlan } from '../statistics/always-valid.ts'
import { type Direction, type Interval, improvement } from '../statistics/direction.ts'
import type { Contrast, NotComputable } from '../statistics/lift.ts'
import type { Pair } from '../statistics/pair.ts'

/** How much worse is still allowed: 0.05 relative is 5 %; 0.002 absolute is 0.2 points of a proportion, or 0.002 of a mean's unit. */
export interface Margin {
  readonly amount: number
  readonly unit: 'relative' | 'absolute'
}

/**
 * beyond margin: the whole always-valid interval is worse than the margin. within margin: proven, by the boundary of a
 * look. not proven: neither, or the control's mean is zero and the margin relative to it. not measured: there is no
 * lift at all.
 */
export type GuardrailState = 'beyond margin' | 'within margin' | 'not proven' | 'not measured'

interface GuardrailTest {
  readonly direction: Direction
  /** Without a registered margin nothing worse is allowed. */
  readonly margin: Margin | null
  readonly pair: Pair | NotComputable
  readonly plan: SequentialPlan
  /** Proven at an earlier look. */
  readonly proven: boolean
}

interface GuardrailFinding {
  readonly state: GuardrailState
  /** The whole always-valid interval is beyond the margin. */
  readonly harmed: boolean
  /** The whole always-valid interval is on the worse side of zero. */
  readonly worse: boolean
}

/**
 * Harm may be found at any moment, so its interval is always-valid. That a guardrail is within its margin is only asked
 * at looks, since a win needs both: the distance from the margin against the goals' boundary, α/2 on one side.
 * `boundary` is null at a look that may find nothing; without a horizon the always-valid interval proves it.
 */
export function guardrailFinding(
  test: GuardrailTest,
  boundary: number | null | 'always-valid',
): GuardrailFinding {
  const { direction, margin, pair, plan, proven } = test
  if (!pair.computable) return { state: 'not measured', harmed: false, worse: false }
  const contrast = againstMargin(pair, margin, direction)
  const interval = reached(contrast, direction, plan)
  const harmed = interval !== null && interval.high < 0
  const worse = (reached(pair.absolute, direction, plan)?.high ?? 0) < 0
  if (harmed) return { state: 'beyond margin', harmed, worse }
  const now = boundary === 'always-valid' ? interval : bounded(contrast, direction, boundary)
  const within = proven || (now !== null && now.low >= 0)
  return { state: within ? 'within margin' : 'not proven', harmed, worse }
}

/**
 * How far the treatment is from what the margin allows, on the metric's own scale: mB − (mA − margin), and for a
 * relative margin δ, mB − (mA − δ|mA|), whose error doesn't blow up over a control that is close to zero as that of a
 * relative lift does. With a pre-period the relative lift itself is held against δ.
 */
function againstMargin(pair: Pair, margin: Margin | null, direction: Direction): Contrast | NotComputable {
  const room = direction === 'up' ? (margin?.amount ?? 0) : -(margin?.amount ?? 0)
  const { control, treatment, absolute, relative } = pair
  if (margin?.unit !== 'relative') return { ...absolute, lift: absolute.lift + room }
  if (pair.theta) return 'computable' in relative ? relative : { ...relative, lift: relative.lift + room }
  const kept = 1 - room * Math.sign(control.mean)
  const variance = treatment.variance / treatment.n + (kept ** 2 * control.variance) / control.n
  return { ...absolute, lift: treatment.mean - kept * control.mean, se: Math.sqrt(variance) }
}

/** The always-valid interval, improvement upwards. */
function reached(
  contrast: Contrast | NotComputable,
  direction: Direction,
  plan: SequentialPlan,
): Interval | null {
  if ('computable' in contrast) return null
  const interval = alwaysValidInterval(contrast, plan)
  return interval.computable ? improvement(direction, interval) : null
}

/** As many standard errors as the boundary of this look, improvement upwards. */
function bounded(
  contrast: Contrast | NotComputable,
  direction: Direction,
  boundary: number | null,
): Interval | null {
  if (boundary === null || 'computable' in contrast) return null
  const { lift, se } = contrast
  return improvement(direction, { low: lift - boundary * se, high: lift + boundary * se })
}
