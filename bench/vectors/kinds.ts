/** The kinds of records that a readout answers for; every other kind is unsupported. */
import type { Answering } from './answer.ts'
import { bhAdjusted, holmAdjusted, intervalAdjusted, nonInferiority } from './families.ts'
import { bayesian, fixed, ratioVariance, sequential } from './lifts.ts'
import { detectable, midway, power, weeks } from './planning.ts'
import { scenario } from './scenario.ts'
import { boundaries, distributions, split, splitByLooks } from './splits.ts'

const KINDS: Readonly<Record<string, Answering>> = {
  ...distributions,
  'proportion.frequentist': fixed,
  'mean.frequentist': fixed,
  'ratio.frequentist': fixed,
  'cuped.frequentist': fixed,
  'cuped_ratio.frequentist': fixed,
  'mean.welch_absolute': fixed,
  'ratio.absolute_variance': ratioVariance,
  'group_sequential.bounds': boundaries,
  srm: split,
  'srm.edge': split,
  'srm.sequential': splitByLooks,
  'multiple_testing.holm': holmAdjusted,
  'multiple_testing.bh': bhAdjusted,
  'multiple_testing.adjusted_ci': intervalAdjusted,
  non_inferiority: nonInferiority,
  'power.frequentist': power,
  'power.mde': detectable,
  'power.runtime': weeks,
  mid_experiment_power: midway,
  scenario,
}

/** What answers a kind; null where nothing does. */
export function answeringFor(kind: string): Answering | null {
  if (kind.startsWith('sequential.')) return sequential
  if (kind.startsWith('bayesian.')) return bayesian
  return KINDS[kind] ?? null
}
