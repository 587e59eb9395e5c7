/** Where a guardrail stands against the margin that was registered for it. */
import { type Direction, improvement } from './direction.ts'
import type { Lift } from './lift.ts'

/** How much worse is still allowed: 0.05 relative is 5 %; 0.002 absolute is 0.2 points of a proportion, or 0.002 of a mean's unit. */
export interface Margin {
  readonly amount: number
  readonly unit: 'relative' | 'absolute'
}

/**
 * beyond margin: the whole interval is worse than the margin. within margin: none of it is. not proven: the margin
 * lies inside it, or the control's mean is zero and the margin relative to it. not measured: there is no lift at all.
 */
export type GuardrailState = 'beyond margin' | 'within margin' | 'not proven' | 'not measured'

type Shown = Lift | { readonly computable: false }

/** Without a registered margin nothing worse is allowed. `relative` is the plain lift, also where it is too wide to be shown. */
export function guardrailState(
  direction: Direction,
  margin: Margin | null,
  relative: Shown,
  absolute: Shown,
): GuardrailState {
  if (!absolute.computable) return 'not measured'
  const lift = margin?.unit === 'relative' ? relative : absolute
  if (!lift.computable) return 'not proven'
  const allowed = 0 - (margin?.amount ?? 0)
  const { low, high } = improvement(direction, lift)
  if (high < allowed) return 'beyond margin'
  return low >= allowed ? 'within margin' : 'not proven'
}
