/** Power, detectable effects and runtimes, before a campaign and in the middle of one. */
import { z } from 'zod'
import { PLANNED_UNITS_UNKNOWN } from '../../src/domain/statistics/always-valid.ts'
import {
  type Baseline,
  type Design,
  minimumDetectableEffect,
  plannedError,
  powerOf,
  runtime,
} from '../../src/domain/statistics/power.ts'
import { remainingSample } from '../../src/domain/statistics/remaining-sample.ts'
import { detectableDifference, tTestPower } from '../../src/domain/statistics/t-power.ts'
import { type Answer, type Answering, isNotComputable, Unsupported } from './answer.ts'
import { pairIn } from './statistics.ts'

const Metric = z.discriminatedUnion('type', [
  z.object({ type: z.literal('proportion'), conversion_rate: z.number() }),
  z.object({ type: z.literal('mean'), mean: z.number(), standard_deviation: z.number() }),
])
const Plan = z.object({
  relative_effect: z.number(),
  n_variations: z.number().default(2),
  alpha: z.number().default(0.05),
  target_power: z.number().default(0.8),
  sequential_tuning_parameter: z.number().nullable().default(null),
})
const Whole = Plan.extend({ total_users: z.number(), two_sided: z.boolean().default(true) })
const Weekly = Plan.extend({ users_per_week: z.number(), n_weeks: z.number() })

/** The reference's sentences where no effect can be found. */
const TOO_FEW = 'need to increase number of users or reduce number of variations.'
const TOO_WEAK = 'power must be greater than alpha.'

export const power: Answering = (input) => {
  const plan = Whole.parse(input)
  const baseline = baselineIn(input)
  const design = designOf(plan, plan.total_users, plan.sequential_tuning_parameter)
  const sequential = designOf(plan, plan.total_users, PLANNED_UNITS_UNKNOWN)
  return {
    ...powerFields(baseline, plan, design),
    sequential_power_5000: powerFields(baseline, plan, sequential).power,
    sequential_mde_5000: powerFields(baseline, plan, sequential).mde,
  }
}

function powerFields(baseline: Baseline, plan: z.infer<typeof Whole>, design: Design) {
  const se = plannedError(baseline, plan.relative_effect, design)
  const mde = minimumDetectableEffect(baseline, plan.target_power, design)
  const sentence = plan.target_power <= plan.alpha ? TOO_WEAK : TOO_FEW
  return {
    power: powerOf(plan.relative_effect, se, plan.alpha, plan.two_sided ? 2 : 1),
    standard_error: se,
    mde,
    mde_error: mde === null ? sentence : null,
  }
}

export const weeks: Answering = (input) => {
  const plan = Weekly.parse(input)
  const result = runtime(baselineIn(input), plan.relative_effect, {
    arms: plan.n_variations,
    alpha: plan.alpha,
    planned: plan.sequential_tuning_parameter,
    peopleAWeek: plan.users_per_week,
    weeks: plan.n_weeks,
    power: plan.target_power,
  })
  return {
    weeks_needed: result.needed,
    users_needed: result.needed && result.needed * plan.users_per_week,
    weekly_power: result.weeks.map((week) => week.power),
    weekly_mde: result.weeks.map((week) => week.minimumEffect),
  }
}

export const detectable: Answering = (input) => {
  const { n_control, alpha, power, ratio_treatment_to_control } = z
    .object({
      n_control: z.number(),
      alpha: z.number().default(0.05),
      power: z.number().default(0.8),
      ratio_treatment_to_control: z.number().default(1),
    })
    .parse(input)
  const samples = { control: n_control, treatment: n_control * ratio_treatment_to_control, alpha }
  const d = detectableDifference(power, samples)
  return { mde_in_sd_normal: d, power_t_at_that_d: tTestPower(d, samples) }
}

const Midway = z.object({
  target_mde: z.number().default(0.01),
  target_power: z.number().default(0.8),
  alpha: z.number().default(0.05),
  engine: z.enum(['frequentist', 'bayesian']).default('frequentist'),
  prior: z.object({ mean: z.number(), variance: z.number(), proper: z.boolean() }).nullable().default(null),
  sequential_tuning_parameter: z.number().nullable().default(null),
  n_variations: z.number().default(2),
  n_goal_metrics: z.number().default(1),
  p_value_corrected: z.boolean().default(false),
})

export const midway: Answering = (input): Answer => {
  const asked = Midway.parse(input)
  const pair = pairIn(input)
  if (isNotComputable(pair)) return pair
  if (isNotComputable(pair.relative)) return pair.relative
  const { se } = pair.relative
  const { powerNow, targetPower, factor } = remainingSample({
    se,
    units: pair.units,
    effect: asked.target_mde,
    power: asked.target_power,
    alpha: asked.alpha,
    goals: asked.n_goal_metrics,
    tests: asked.p_value_corrected ? (asked.n_variations - 1) * asked.n_goal_metrics : 1,
    planned: asked.engine === 'bayesian' ? null : asked.sequential_tuning_parameter,
    prior: asked.prior?.proper ? asked.prior : null,
  })
  return {
    status: factor === null ? 'unsuccessful' : 'successful',
    error: null,
    scaling_factor: factor,
    // The reference says null where nobody more is needed.
    additional_users_pairwise: factor ? factor * pair.units : null,
    power_now: powerNow,
    adjusted_target_power: targetPower,
    pairwise_sample_size: pair.units,
    sigmahat2_delta: se ** 2,
  }
}

function designOf(plan: z.infer<typeof Plan>, people: number, planned: number | null): Design {
  return { people, arms: plan.n_variations, alpha: plan.alpha, planned }
}

/** A metric by its name in the record, or as two loose figures. */
function baselineIn(input: Readonly<Record<string, unknown>>): Baseline {
  const metric = Metric.parse(input.metric ?? { type: 'mean', ...input })
  if (metric.type === 'mean') return { mean: metric.mean, variance: metric.standard_deviation ** 2 }
  const rate = metric.conversion_rate
  if (!(rate > 0 && rate < 1)) throw new Unsupported(`a conversion rate of ${rate}`)
  return { mean: rate, variance: rate * (1 - rate) }
}
