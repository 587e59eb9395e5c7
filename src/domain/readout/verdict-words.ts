/** The sentences of a verdict. Names come as they were typed: whoever prints escapes them. */
import { formatSignedPercent } from '../text/numbers.ts'
import { listed } from '../text/words.ts'
import type { Crossing } from './pieces.ts'
import type { ArmFacts, GuardrailFacts, LookFacts, VerdictProblem } from './verdict-facts.ts'

/** One arm at one look, with the crossings that are its own. */
export interface ArmView {
  readonly look: LookFacts
  readonly arm: ArmFacts
  readonly crossings: readonly Crossing[]
}

const PROBLEMS: Readonly<Record<VerdictProblem, string>> = {
  'no data': 'No data has arrived yet.',
  stale: 'The newest data is too old to judge by.',
  split: 'The split is off.',
  duplicates: 'Too many people were seen in several arms.',
  strays: 'Too many people are in arms that the brief does not plan.',
  join: 'The people of a metric are not those who were exposed.',
  imbalance: 'The arms differed before the campaign began.',
}

export function problemLine(problem: VerdictProblem, { problemWords }: LookFacts): string {
  return problemWords?.[problem] ?? PROBLEMS[problem]
}

/** One line for each goal and guardrail that is harmed now, or was at an earlier look. */
export function harmLines({ arm, crossings }: ArmView): string[] {
  const harmed = ({ name, harmed }: { name: string; harmed: boolean }) =>
    harmed || crossings.some((crossing) => crossing.metric === name && crossing.kind === 'harm')
  return [
    ...arm.goals.filter(harmed).map(({ metric }) => `${metric} is worse in ${arm.arm}.`),
    ...arm.guardrails
      .filter(harmed)
      .map(({ metric }) => `${metric} is worse in ${arm.arm} than its margin allows.`),
  ]
}

/** `Purchase and Visit are better`. */
export function said(metrics: readonly string[], word: string): string {
  return `${isOrAre(listed(metrics), metrics.length)} ${word}`
}

export function isOrAre(subject: string, count: number): string {
  return `${subject} ${count === 1 ? 'is' : 'are'}`
}

/** `Unsubscribe is not proven to be within its margin yet`, `Refunds was not measured`. */
export function unprovenLine(guardrails: readonly GuardrailFacts[]): string {
  const missing = guardrails.filter(({ state }) => state === 'not measured').map(({ metric }) => metric)
  const open = guardrails.filter(({ state }) => state !== 'not measured').map(({ metric }) => metric)
  const lines = [
    ...(open.length > 0 ? [`${said(open, 'not proven to be within the margin')} yet`] : []),
    ...(missing.length > 0 ? [`${listed(missing)} could not be measured`] : []),
  ]
  return listed(lines)
}

/** `+8 % on Purchase and +5 % on Visit`, improvement upwards. */
export function effectsLine(goals: ArmFacts['goals']): string {
  return listed(
    goals.flatMap(({ metric, minimumEffect }) =>
      minimumEffect === null ? [] : [`${formatSignedPercent(minimumEffect)} on ${metric}`],
    ),
  )
}

export function wholeDays(days: number): number {
  return Math.max(1, Math.ceil(days))
}

/** `about 1 day`, `about 10 days`. */
export function daysLine(days: number): string {
  const whole = wholeDays(days)
  return whole === 1 ? 'about 1 day' : `about ${whole} days`
}
