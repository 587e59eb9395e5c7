/** A metric as a digest prints it: its values, its lifts, and what was found of it at this look. */
import { posterior } from '../statistics/bayesian.ts'
import { type Finding, findingOf } from '../statistics/direction.ts'
import { largestShare } from '../statistics/effective.ts'
import type { Row } from './arm-sums.ts'
import type { Compared, ComparedMetric } from './comparison.ts'
import type { MetricInput } from './input.ts'
import { ALPHA, type Judged, reachNow } from './judged.ts'
import type { ArmComparison, ArmValue, MetricReadout, WatchedLift } from './readout.ts'
import { shownLifts } from './shown-lift.ts'
import type { ArmFacts } from './verdict-facts.ts'

type Measured = Extract<MetricInput, { readonly sums: unknown }>

export function shownMetric(
  judged: Judged,
  { metric, rows, compared, watched }: ComparedMetric,
  arms: readonly ArmFacts[],
  bayesian = false,
): MetricReadout {
  const { name, label, kind, direction, role, unit = null, margin = null } = metric
  const head = { name, label, kind, direction, role, unit, margin }
  if ('failure' in metric) {
    const guardrail = role === 'guardrail' ? 'not measured' : null
    return { ...head, measured: false, failure: metric.failure, guardrail }
  }
  const comparisons = compared.map((each, i) => {
    const facts = arms.find(({ arm }) => arm === each.treatment.arm)
    return comparison(judged, metric, [each, watched[i]], facts, bayesian)
  })
  const values = rows.map((row) => armValue(metric, row))
  return { ...head, measured: true, ...about(metric), values, comparisons }
}

function about({ windowDays, cap, arrived }: Measured) {
  return {
    ...(arrived?.newest ? { newest: arrived.newest.toISOString() } : {}),
    ...(windowDays === undefined ? {} : { windowDays }),
    ...(cap ? { cap } : {}),
  }
}

function armValue({ kind }: Measured, { arm, sums, waiting }: Row): ArmValue {
  const { n, sum, sumSquares, denominator } = sums
  const finite = Number.isFinite(sum)
  const outlier = kind === 'proportion' ? null : largestShare(sums)
  // + 0 because JSON has no −0.
  return {
    arm,
    n,
    sum: finite ? sum + 0 : null,
    sumSquares: Number.isFinite(sumSquares) ? sumSquares + 0 : null,
    value: meanOf(sums),
    ...(denominator ? { denominator: denominator.sum } : {}),
    ...(outlier === null ? {} : { outlier }),
    ...(waiting === undefined ? {} : { waiting }),
  }
}

function comparison(
  judged: Judged,
  metric: Measured,
  [compared, watched]: readonly [Compared, Compared | undefined],
  facts: ArmFacts | undefined,
  bayesian: boolean,
): ArmComparison {
  const { name, direction, role } = metric
  const goal = facts?.goals.find((each) => each.name === name)
  const guardrail = facts?.guardrails.find((each) => each.name === name)
  const reach = shownReach(judged, metric, compared, goal?.alpha)
  const held = role === 'guardrail' && guardrail?.harmed !== true
  const { relative, absolute } = shownLifts(compared, reach, held)
  const harmed = goal?.harmed ?? guardrail?.harmed ?? false
  return {
    arm: compared.treatment.arm,
    relative,
    absolute,
    finding: goal?.finding ?? anyLookFinding(direction, absolute),
    guardrail: role === 'guardrail' ? (guardrail?.state ?? 'not measured') : null,
    harmed,
    ...(harmed && watched && watched !== compared ? { everybody: watchedLift(judged, watched) } : {}),
    ...fewShown(metric, compared),
    ...(goal?.recent ? { recent: goal.recent } : {}),
    ...adjustedMeans(compared),
    ...(bayesian && role === 'goal' ? chanceOf(compared, direction) : {}),
  }
}

function watchedLift({ looked, boundaries }: Judged, watched: Compared): WatchedLift {
  const reach = reachNow({ looked: { ...looked, shown: null }, boundaries }, watched, ALPHA)
  const seen = ({ sums }: Row) => {
    const { n, sum, sumSquares } = sums
    return { n, value: meanOf(sums), sum, sumSquares }
  }
  return {
    ...shownLifts(watched, reach),
    control: seen(watched.control),
    treatment: seen(watched.treatment),
  }
}

function meanOf({ sum, denominator, n }: Row['sums']): number | null {
  const value = sum / (denominator?.sum ?? n)
  // + 0 because JSON has no −0.
  return Number.isFinite(value) ? value + 0 : null
}

/** Of a goal its own boundary, of a guardrail that of one test; what decides nothing holds at any number of looks. */
function shownReach(judged: Judged, { role, name }: Measured, compared: Compared, alpha = ALPHA): number {
  if (role === 'goal') return reachNow(judged, compared, alpha, name)
  return role === 'guardrail'
    ? reachNow(judged, compared, ALPHA)
    : reachNow({ ...judged, looked: { ...judged.looked, shown: null } }, compared, ALPHA)
}

/** A rate is held to its margin by the score, which needs no least number: its guardrail says nothing of one. */
function fewShown({ role, kind }: Measured, { few }: Compared): Pick<ArmComparison, 'few'> {
  return few && !(role === 'guardrail' && kind === 'proportion') ? { few } : {}
}

/** Where the lift is adjusted for what people did before: the means that it compares, had both arms done that alike. */
function adjustedMeans({ pair }: Compared): Pick<ArmComparison, 'adjusted'> {
  if (!pair.computable || !pair.theta) return {}
  const { control, treatment, baseline, outcome } = pair
  const taken = control.n * (baseline - control.mean) + treatment.n * (outcome - treatment.mean)
  const before = taken / (control.n + treatment.n)
  return { adjusted: { control: control.mean + before, treatment: treatment.mean + before } }
}

/** A flat prior: what the data alone say. */
function chanceOf({ pair }: Compared, direction: 'up' | 'down'): Pick<ArmComparison, 'chanceToWin'> {
  if (!pair.computable) return {}
  return { chanceToWin: posterior(pair.absolute, null, { lowerIsBetter: direction === 'down' }).chanceToWin }
}

/** By the interval beside it: no word says more. */
function anyLookFinding(
  direction: 'up' | 'down',
  absolute: ArmComparison['absolute'],
): Finding | 'not computable' {
  if (!absolute.computable) return 'not computable'
  return absolute.decides ? findingOf(direction, absolute.decides) : 'unclear'
}
