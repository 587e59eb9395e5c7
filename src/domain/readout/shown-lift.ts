/** A lift as it is shown: with the interval that decides, and with what this one look alone would give. */

import type { Interval } from '../statistics/direction.ts'
import { normalCdf, tReach } from '../statistics/distributions.ts'
import { fixedInterval, type Lift, type NotComputable, notComputable } from '../statistics/lift.ts'
import { readableRelative } from '../statistics/measure.ts'
import type { Pair, Scale } from '../statistics/pair.ts'
import { type Compared, whyNot } from './comparison.ts'
import { contrastOf, type Difference, feasible, intervalOf } from './difference.ts'
import { exactInterval } from './exact.ts'
import { ALPHA } from './judged.ts'
import type { ShownLift } from './readout.ts'

/** Standard errors of a fixed 95 % interval. */
const FIXED = 1.959963984540054
/** Conversions from which a control is told from zero: three standard errors. */
const SURE_COUNT = 9

export interface ShownLifts {
  readonly relative: ShownLift
  readonly absolute: ShownLift
}

/**
 * On both scales; `reach`: standard errors of the interval that decides. Rates with too few events have one that is exact,
 * unless they are `scored`: a guardrail is held to its margin by the score test.
 */
export function shownLifts(compared: Compared, reach: number, scored = false): ShownLifts {
  const own = ownLifts(compared)
  const exactly = compared.few !== null && compared.kind === 'proportion' && !scored
  const ends = (scale: Scale) =>
    exactly
      ? exactInterval(compared.control, compared.treatment, ALPHA, scale)
      : scoredInterval(compared, reach, scale)
  return {
    relative: shown(compared, own.relative, () => ends('relative')),
    absolute: shown(compared, own.absolute, () => ends('absolute')),
  }
}

function scoredInterval({ difference }: Compared, reach: number, scale: Scale): Interval | null {
  return difference.computable ? intervalOf(difference, reach, scale) : null
}

function shown(compared: Compared, own: Lift | NotComputable, decides: () => Interval | null): ShownLift {
  if (!own.computable) return { computable: false, problem: own.problem, reason: whyNot(own, compared) }
  const { lift, se, df, low, high, p } = own
  return { computable: true, lift, se, df, low, high, p, decides: decides() }
}

interface OwnLifts {
  readonly relative: Lift | NotComputable
  readonly absolute: Lift | NotComputable
}

/** The fixed 95 % interval of this look, and p: on both scales that of the difference. */
export function ownLifts({ pair, difference }: Compared): OwnLifts {
  if (pair.computable) return ofPair(pair)
  if (!difference.computable) return { relative: pair, absolute: pair }
  if (difference.type === 'means') return ofPair(difference.pair)
  return { relative: ofCounts(difference, 'relative'), absolute: ofCounts(difference, 'absolute') }
}

/** By Fieller, so that the relative lift leaves out zero exactly where the difference does. */
function ofPair(pair: Pair): OwnLifts {
  const absolute = fixedInterval(pair.absolute, ALPHA)
  const relative = readableRelative(pair)
  if (!absolute.computable || 'computable' in relative)
    return { absolute, relative: 'computable' in relative ? relative : absolute }
  const ends = feasible(pair, tReach(FIXED, absolute.df), absolute.se)
  if (!ends) return { absolute, relative: unsure() }
  const { lift, se, df } = relative
  return {
    absolute,
    relative: { computable: true, lift, se, df, low: ends.low, high: ends.high, p: absolute.p },
  }
}

/** Where nobody or everybody of an arm did it: by the score test. */
function ofCounts(difference: Extract<Difference, { type: 'counts' }>, scale: Scale): Lift | NotComputable {
  const { control } = difference
  if (scale === 'relative' && control.x < SURE_COUNT)
    return control.x === 0 ? notComputable('zero mean', 'control') : unsure()
  const { lift, se, df } = contrastOf(difference)
  const ends = intervalOf(difference, FIXED, scale)
  if (!ends) return unsure()
  const p = se > 0 ? Math.min(1, 2 * normalCdf(-Math.abs(lift / se))) : 1
  const base = scale === 'relative' ? control.x / control.n : 1
  return { computable: true, lift: lift / base + 0, se: se / base, df, ...ends, p }
}

function unsure(): NotComputable {
  return notComputable('unsure baseline', 'control')
}
