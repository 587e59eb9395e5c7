/** A metric as a digest prints it: its values, its lifts, and what was found of it at this look. */
import { posterior } from '../statistics/bayesian.ts'
import { type Finding, findingOf } from '../statistics/direction.ts'
import { type Compared, type ComparedMetric, type Row, shownAbsolute, shownRelative } from './comparison.ts'
import type { ArmComparison, ArmValue, MetricReadout } from './readout.ts'
import type { ArmFacts } from './verdict-facts.ts'

export function shownMetric(
  { metric, rows, compared }: ComparedMetric,
  arms: readonly ArmFacts[],
  bayesian = false,
): MetricReadout {
  const { name, label, kind, direction, role, unit = null, margin = null } = metric
  const head = { name, label, kind, direction, role, unit, margin }
  if ('failure' in metric) {
    const guardrail = role === 'guardrail' ? 'not measured' : null
    return { ...head, measured: false, failure: metric.failure, guardrail }
  }
  const comparisons = compared.map((each) =>
    comparison(
      metric,
      each,
      arms.find(({ arm }) => arm === each.treatment.arm),
      bayesian,
    ),
  )
  return { ...head, measured: true, values: rows.map(armValue), comparisons }
}

function armValue({ arm, sums }: Row): ArmValue {
  const { n, sum, sumSquares } = sums
  const finite = Number.isFinite(sum)
  const value = sum / (sums.denominator?.sum ?? n)
  // + 0 because JSON has no −0.
  return {
    arm,
    n,
    sum: finite ? sum + 0 : null,
    sumSquares: Number.isFinite(sumSquares) ? sumSquares + 0 : null,
    value: Number.isFinite(value) ? value + 0 : null,
  }
}

function comparison(
  { name, direction, role }: ComparedMetric['metric'],
  compared: Compared,
  facts: ArmFacts | undefined,
  bayesian: boolean,
): ArmComparison {
  const [relative, absolute] = [shownRelative(compared), shownAbsolute(compared)]
  const goal = facts?.goals.find((each) => each.name === name)
  const guardrail = facts?.guardrails.find((each) => each.name === name)
  return {
    arm: compared.treatment.arm,
    relative,
    absolute,
    finding: goal?.finding ?? anyLookFinding(direction, role === 'guardrail' ? absolute : relative, absolute),
    guardrail: role === 'guardrail' ? (guardrail?.state ?? 'not measured') : null,
    harmed: goal?.harmed ?? guardrail?.harmed ?? false,
    ...(bayesian && role === 'goal' ? chanceOf(compared, direction) : {}),
  }
}

/** A flat prior: what the data alone say. */
function chanceOf({ pair }: Compared, direction: 'up' | 'down'): Pick<ArmComparison, 'chanceToWin'> {
  if (!pair.computable) return {}
  return { chanceToWin: posterior(pair.absolute, null, { lowerIsBetter: direction === 'down' }).chanceToWin }
}

/** By the always-valid interval that is shown first; of a guardrail by the absolute one, which sees harm earlier. */
function anyLookFinding(
  direction: 'up' | 'down',
  first: ArmComparison['relative'],
  absolute: ArmComparison['absolute'],
): Finding | 'not computable' {
  if (!absolute.computable) return 'not computable'
  const { alwaysValid } = first.computable ? first : absolute
  return alwaysValid ? findingOf(direction, alwaysValid) : 'unclear'
}
