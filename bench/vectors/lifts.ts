/** Lifts: fixed, one-sided, always-valid and Bayesian, and what they come to in a day. */
import { z } from 'zod'
import {
  alwaysValidInterval,
  oneSidedAlwaysValid,
  PLANNED_UNITS_UNKNOWN,
  sequentialRho,
} from '../../src/domain/statistics/always-valid.ts'
import { absolutePrior, type Posterior, posterior } from '../../src/domain/statistics/bayesian.ts'
import { peoplePerDay, scaledLift } from '../../src/domain/statistics/impact.ts'
import {
  type Contrast,
  fixedInterval,
  type Lift,
  type NotComputable,
  notComputable,
} from '../../src/domain/statistics/lift.ts'
import { readableRelative } from '../../src/domain/statistics/measure.ts'
import { oneSidedInterval } from '../../src/domain/statistics/one-sided.ts'
import type { Pair } from '../../src/domain/statistics/pair.ts'
import { ratioCovariance } from '../../src/domain/statistics/ratio.ts'
import { type Answer, type Answering, isNotComputable } from './answer.ts'
import { DifferenceType, measureOf, pairIn, scaleOf } from './statistics.ts'

const Asked = z.object({
  difference_type: DifferenceType.default('relative'),
  alpha: z.number().default(0.05),
  sides: z.enum(['two', 'greater', 'lesser']).default('two'),
  sequential_tuning_parameter: z.number().default(PLANNED_UNITS_UNKNOWN),
  total_users: z.number().default(0),
  traffic_percentage: z.number().default(1),
  phase_length_days: z.number().default(1),
})
type Asked = z.infer<typeof Asked>

/** Improper unless given: the posterior is the data. */
const Prior = z
  .object({
    mean: z.number().default(0),
    variance: z.number().default(1),
    proper: z.boolean().default(false),
  })
  .prefault({})

/** A fixed-horizon test. */
export const fixed: Answering = (input) =>
  lifted(input, (contrast, { alpha, sides }) =>
    sides === 'two' ? fixedInterval(contrast, alpha) : oneSidedInterval(contrast, alpha, sides),
  )

/** An always-valid interval at this look. */
export const sequential: Answering = (input) =>
  lifted(input, (contrast, { alpha, sides, sequential_tuning_parameter: planned }, { units }) =>
    sides === 'two'
      ? alwaysValidInterval(contrast, { units, planned }, alpha)
      : oneSidedAlwaysValid(contrast, { units, planned }, sides, alpha),
  )

/** What a digest would show of a record whose reference is known to be wrong. */
export const readable: Answering = (input) => {
  const pair = pairIn(input)
  if (isNotComputable(pair)) return pair
  const contrast = readableRelative(pair)
  return isNotComputable(contrast) ? contrast : { point_estimate: contrast.lift }
}

/** Absolute difference of two ratios, with the variance of each. */
export const ratioVariance: Answering = (input) => {
  const pair = pairIn(input)
  if (isNotComputable(pair)) return pair
  const { control, treatment, absolute } = pair
  return {
    ratio_a: control.mean,
    ratio_b: treatment.mean,
    variance_of_ratio_a: control.variance / control.n,
    variance_of_ratio_b: treatment.variance / treatment.n,
    point_estimate: absolute.lift,
    standard_error: absolute.se,
  }
}

export const bayesian: Answering = (input) => {
  const asked = Asked.parse(input)
  const { prior, inverse } = z.object({ prior: Prior, inverse: z.boolean().default(false) }).parse(input)
  return compared(input, asked, (contrast, pair) => {
    const proper = prior.proper ? prior : null
    const relative = asked.difference_type === 'relative'
    const own = proper && !relative ? absolutePrior(proper, pair.baseline) : proper
    const result = posterior(contrast, own, { alpha: asked.alpha, lowerIsBetter: inverse })
    const factor = factorOf(asked, input)
    return isNotComputable(factor) ? factor : posteriorFields(result, factor.people, relative)
  })
}

function posteriorFields(result: Posterior, people: number, relative: boolean): Answer {
  const { mean, sd, low, high, risk, chanceToWin } = result
  return {
    chance_to_win: chanceToWin,
    expected: mean * people,
    ci: [low * people, high * people],
    posterior_sd: sd * people,
    risk: [risk.control, risk.treatment],
    risk_type: relative ? 'relative' : 'absolute',
    error: null,
  }
}

type Interval = (contrast: Contrast, asked: Asked, pair: Pair) => Lift | NotComputable

function lifted(input: Readonly<Record<string, unknown>>, interval: Interval): Answer {
  const asked = Asked.parse(input)
  return compared(input, asked, (contrast, pair) => {
    const lift = interval(contrast, asked, pair)
    const factor = factorOf(asked, input)
    if (isNotComputable(lift)) return lift
    if (isNotComputable(factor)) return factor
    return { ...pairFields(input, pair, asked), ...liftFields(scaledLift(lift, factor.people)) }
  })
}

function compared(
  input: Readonly<Record<string, unknown>>,
  asked: Asked,
  answer: (contrast: Contrast, pair: Pair) => Answer,
): Answer {
  const pair = pairIn(input)
  if (isNotComputable(pair)) return pair
  const contrast = pair[scaleOf(asked.difference_type)]
  return isNotComputable(contrast) ? contrast : answer(contrast, pair)
}

/** A ratio has no people to count an impact by. */
function factorOf(
  asked: Asked,
  input: Readonly<Record<string, unknown>>,
): { readonly people: number } | NotComputable {
  if (asked.difference_type !== 'scaled') return { people: 1 }
  const { total_users: people, traffic_percentage: share, phase_length_days: days } = asked
  const daily = peoplePerDay({ people, share, days })
  const ratio = measureOf(input).type === 'ratio' || measureOf(input).type === 'cuped ratio'
  return daily === null || ratio ? notComputable('out of range', 'treatment') : { people: daily }
}

function liftFields(lift: Lift) {
  return {
    point_estimate: lift.lift,
    standard_error: lift.se,
    ci: [lift.low, lift.high],
    p_value: lift.p,
    dof: lift.df,
    t: lift.lift / lift.se,
    error: null,
    p_value_error: null,
  }
}

function pairFields(input: Readonly<Record<string, unknown>>, pair: Pair, asked: Asked) {
  const { alpha, sides, sequential_tuning_parameter: planned } = asked
  const own = measureOf(input)
  return {
    mean_a: pair.control.mean,
    mean_b: pair.treatment.mean,
    variance_a: pair.control.variance,
    variance_b: pair.treatment.variance,
    unadjusted_mean_a: pair.baseline,
    unadjusted_mean_b: pair.outcome,
    theta: pair.theta,
    rho: sequentialRho(sides === 'two' ? alpha : 2 * alpha, planned),
    ...(own.type === 'ratio' && {
      covariance_a: ratioCovariance(own.control),
      covariance_b: ratioCovariance(own.treatment),
    }),
  }
}
