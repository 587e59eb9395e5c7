/** The first line of a digest. It says what one look shows; a fixed interval looked at daily is never a verdict. */
import { formatPercent } from '../numbers.ts'
import type { ArmComparison, MeasuredMetric, Readout } from './readout.ts'
import { duplicateShare, type ValidityProblem, validityProblems } from './validity.ts'
import { ageInWords, breaches, liftWithInterval, listed, mainGoal, readableLift } from './words.ts'

const ARMS_NAMED = 2
const NOT_A_VERDICT = 'one look among many, not a verdict'

/** What is wrong with the look, else what the goal shows; then any guardrail beyond its margin: one never hides the other. */
export function headline(readout: Readout): string {
  const [problem] = validityProblems(readout)
  const first = problem ? problemLine(problem, readout) : goalLine(readout)
  return [first, harmLine(readout)].filter((line) => line !== null).join(' ')
}

function problemLine(problem: ValidityProblem, readout: Readout): string {
  switch (problem) {
    case 'split':
      return 'The split is off: do not read the lifts yet.'
    case 'duplicates':
      return `${formatPercent(duplicateShare(readout), 1)} of people were seen in several arms: do not read the lifts yet.`
    case 'no data':
      return 'No data has arrived yet: nothing can be judged.'
    case 'stale':
      return `The newest data is ${ageInWords(readout.dataAgeHours ?? 0)} old: nothing can be judged today.`
  }
}

function goalLine(readout: Readout): string {
  const goal = mainGoal(readout)
  if (!goal) return 'No goal metric is named: there is nothing to judge by.'
  if (!goal.measured) return `${goal.label} could not be measured today: nothing can be judged by it.`
  const { computable, reason } = split(goal)
  if (computable.length === 0) return `${goal.label} can't be compared yet${reason ? `: ${reason}` : ''}.`
  return `${goal.label} is ${armsLine(goal, computable)}; ${NOT_A_VERDICT}.`
}

function split(goal: MeasuredMetric): { computable: ArmComparison[]; reason: string | null } {
  const computable = goal.comparisons.filter((comparison) => comparison.absolute.computable)
  const first = goal.comparisons.find((comparison) => !comparison.absolute.computable)?.absolute
  return { computable, reason: first && !first.computable ? first.reason : null }
}

/** Arms in the planned order, never the best one first: picking the winner of one look overclaims. */
function armsLine(goal: MeasuredMetric, computable: readonly ArmComparison[]): string {
  const named = computable.slice(0, ARMS_NAMED).map((comparison) => armPhrase(goal, comparison))
  const unnamed = goal.comparisons.length - named.length
  const rest = unnamed > 0 ? [`${unnamed} more ${unnamed === 1 ? 'arm' : 'arms'} below`] : []
  const unclear = computable.every((comparison) => comparison.finding === 'unclear')
  return listed([...named, ...rest]) + (unclear ? ', no difference can be told yet' : '')
}

function armPhrase(goal: MeasuredMetric, comparison: ArmComparison): string {
  const readable = readableLift(goal, comparison)
  return readable
    ? `${liftWithInterval(readable)} in ${comparison.arm}`
    : `not computable in ${comparison.arm}`
}

function harmLine(readout: Readout): string | null {
  const lines = breaches(readout).map(({ metric, comparison }) => `${metric.label} in ${comparison.arm}`)
  if (lines.length === 0) return null
  return `${listed(lines)} ${lines.length === 1 ? 'looks' : 'look'} worse than the margin allows.`
}
