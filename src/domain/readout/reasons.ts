/** Why something is not computable, in words that follow "not computable: ". */
import type { LiftProblem } from '../statistics/lift.ts'

const REASONS: Record<LiftProblem, (arm: string) => string> = {
  'no numbers': (arm) => `the warehouse returned no numbers for ${arm}`,
  'no one': (arm) => `no one is counted in ${arm} yet`,
  'one person': (arm) => `only one person is counted in ${arm}`,
  impossible: (arm) => `${arm} counts conversions that don't fit its people, so the metric's query is wrong`,
  'none converted': (arm) => `no one in ${arm} converted`,
  'all converted': (arm) => `everyone in ${arm} converted`,
  'no spread': (arm) => `the values in ${arm} are all the same, as far as rounding lets us see`,
  'zero denominator': (arm) => `the denominator of ${arm} adds up to zero`,
  'zero mean': (arm) => `the mean of ${arm} is zero, so there is nothing to be relative to`,
  'unsure baseline': (arm) => `${arm} is still too close to zero for a relative lift`,
  'out of range': (arm) => `the figures of ${arm} are too large or too small to calculate with`,
}

/** For example `no one in No E-Mail converted`; `arm` is the name of the arm that the problem lies in. */
export function reasonFor(problem: LiftProblem, arm: string): string {
  return REASONS[problem](arm)
}
