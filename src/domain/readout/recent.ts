/** Do those who came last do as those before them? What only the first days showed is no lift to ship. */
import type { Direction } from '../statistics/direction.ts'
import type { Contrast } from '../statistics/lift.ts'
import { pairOf } from '../statistics/measure.ts'
import type { MetricKind } from '../terms.ts'
import { type ArmSums, measureOf, without } from './arm-sums.ts'
import type { Compared } from './comparison.ts'
import { contrastOf, differenceOf } from './difference.ts'
import type { MetricInput } from './input.ts'
import type { RecentLift } from './pieces.ts'

/** In standard errors: one in nine steady lifts waits for a day more, and one in ten of three strong days is shipped. */
const LESS = -1.2
