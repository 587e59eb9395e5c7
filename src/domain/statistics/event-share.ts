/**
 * Two rates compared at any moment, by nothing but who had the event: of all people with it, each is of B with the
 * probability wB·R/(wA + wB·R), w the planned weights and R the ratio of the rates, however rare it is. Exact from the first
 * event on, where nobody in one arm has had it too. As the sequential multinomial test of Lindon & Malek (2022,
 * "Anytime-Valid Inference for Multinomial Count Data") with two arms. It rests on people being split as planned.
 */
import { logOddsSequence, type Outcomes } from './beta-mixture.ts'
import type { Interval } from './direction.ts'

/** Of the control and of the treatment: people with the event (each once), or planned weights (above 0, any sum). */
export interface BothArms {
  readonly control: number
  readonly treatment: number
}

/**
 * How many events the plan is worth: the prior on B's share is Beta(A·s, A·(1 − s)) around the planned share s. The fewer,
 * the sooner a large difference is found, and the later a small one. At even weights and alpha .05: with A = 1 from 0
 * against 7, and +10 % from 6,741 events; with 10 from 0 against 12, and 5,460; with 100 from 0 against 29, and 4,431.
 */
const CONCENTRATION = 10

/**
 * The ratios R (treatment over control, 0 … Infinity) that hold at all looks together with 1 − alpha: low is 0 where
 * nobody in the treatment had the event, high Infinity where nobody in the control had.
 */
export function eventRatioSequence(
  events: BothArms,
  weights: BothArms,
  alpha: number,
  concentration = CONCENTRATION,
): Interval {
  const { low, high } = logOddsSequence(outcomes(events), prior(weights, concentration), alpha)
  const planned = Math.log(weights.treatment / weights.control)
  return { low: Math.exp(low - planned), high: Math.exp(high - planned) }
}

function outcomes({ control, treatment }: BothArms): Outcomes {
  return { yes: treatment, no: control }
}

function prior({ control, treatment }: BothArms, concentration: number): Outcomes {
  const scale = concentration / (control + treatment)
  return { yes: treatment * scale, no: control * scale }
}
