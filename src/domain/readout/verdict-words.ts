/** The sentences of a verdict. Names come as they were typed: whoever prints escapes them. */
import { formatCount, formatSignedPercent } from '../text/numbers.ts'
import { listed } from '../text/words.ts'
import { fewWords } from './few.ts'
import type { Crossing } from './pieces.ts'
import type { ArmFacts, GoalFacts, GuardrailFacts, LookFacts, VerdictProblem } from './verdict-facts.ts'
import { recentWords } from './words.ts'

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
  behind: 'The feed of a metric has stopped.',
}

export function problemLine(problem: VerdictProblem, { problemWords }: LookFacts): string {
  return problemWords?.[problem] ?? PROBLEMS[problem]
}

/** One line for each goal and guardrail that is harmed now, or was at an earlier look. */
export function harmLines({ look, arm, crossings }: ArmView): string[] {
  // Where lifts are hidden, so is this one.
  const shown = look.problems.length === 0
  const harmed = ({ name, harmed }: { name: string; harmed: boolean }) =>
    harmed || crossings.some((crossing) => crossing.metric === name && crossing.kind === 'harm')
  return [
    ...arm.goals.filter(harmed).map(({ metric }) => `${metric} is worse in ${arm.arm}.`),
    ...arm.guardrails
      .filter(harmed)
      .map(({ metric, harmed, beyond }) =>
        shown && harmed && beyond ? `${beyond}.` : `${metric} is worse in ${arm.arm} than its margin allows.`,
      ),
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

/** `+8 % on Purchase and −5 % on Churn`: with the sign that is wanted. */
export function effectsLine(goals: ArmFacts['goals']): string {
  return listed(
    goals.flatMap(({ metric, minimumEffect, direction }) =>
      minimumEffect === null
        ? []
        : [`${formatSignedPercent(direction === 'up' ? minimumEffect : -minimumEffect)} on ${metric}`],
    ),
  )
}

/** `Purchase +50 % (+17 … +83 %)`; where today's interval does not show it by itself, with the day that found it. */
export function wonLine(goals: readonly GoalFacts[], view: ArmView): string {
  const today = goals.flatMap(({ metric, shown, interval }) =>
    shown && interval && interval.low > 0 ? [`${metric} ${shown}`] : [],
  )
  return today.length === goals.length ? listed(today) : foundLine(goals, view)
}

/** `Purchase is better in mail`, or with the day where an earlier look found it. */
export function foundLine(goals: readonly GoalFacts[], { look, arm }: ArmView): string {
  const days = [...new Set(goals.map(({ foundOn }) => foundOn ?? look.day))]
  if (days.every((day) => day >= look.day)) return `${said(names(goals), 'better')} in ${arm.arm}`
  const verb = goals.length === 1 ? 'was' : 'were'
  const today = goals.flatMap(({ shown }) => shown ?? [])
  const now = today.length > 0 ? `, today ${listed(today)}` : ''
  return `${listed(names(goals))} ${verb} found better in ${arm.arm} on day ${listed(days.map(String))}${now}`
}

/** Said where every metric that is shown was asked; not found is not absent. */
export function nothingWorse({ arm }: ArmView): string {
  const asked = arm.others.every(({ worse }) => worse !== null)
  return asked ? 'nothing is worse' : 'no goal is worse'
}

/** Once, on the day it is found. */
export function earlyLine(goals: readonly GoalFacts[], { look }: ArmView): string {
  const early = look.lastDay === null || look.day < look.lastDay
  const now = early ? goals.filter(({ foundOn }) => foundOn === look.day) : []
  if (now.length === 0) return ''
  const lifts = now.flatMap(({ metric, corrected }) =>
    corrected === null ? [] : [`${formatSignedPercent(corrected)}${now.length > 1 ? ` on ${metric}` : ''}`],
  )
  return ` Found early, so it is probably smaller${lifts.length > 0 ? `: about ${listed(lifts)}` : ''}.`
}

/** What was found, and what today or those who came last say of it. */
export function doubtLine(goals: readonly GoalFacts[], view: ArmView): string {
  const lines = goals.map((goal) => {
    const { metric, ahead, recent, shown } = goal
    if ((ahead ?? 0) <= 0) {
      const found = foundLine([{ ...goal, shown: null }], view)
      return shown ? `${found}, but is ${shown} today.` : `${found}, but it is not today.`
    }
    const last = recent && recentWords(recent)
    return `Better at first: ${metric} is ahead in ${view.arm.arm}, but ${last ? `only ${last}` : 'not for those who came last'}.`
  })
  return lines.join(' ')
}

/** ` 3 100 people are still inside their 14 days.`: they count once these are over. */
export function insideLine({ arm }: ArmView): string {
  const [most] = arm.goals
    .flatMap(({ inside }) => (inside && inside.people > 0 ? [inside] : []))
    .sort((a, b) => b.people - a.people)
  return most ? ` ${formatCount(most.people)} people are still inside their ${most.days} days.` : ''
}

/** `Too few to decide by: 2 of 30 Purchase in holdout`; null where there are enough. */
export function fewLine({ arm }: ArmView): string | null {
  const lines = arm.goals.flatMap(({ metric, few, finding }) =>
    few && finding === 'unclear' ? [fewWords(few, metric)] : [],
  )
  return lines.length > 0 ? `Too few to decide by: ${listed(lines)}` : null
}

function names(metrics: readonly { readonly metric: string }[]): string[] {
  return metrics.map(({ metric }) => metric)
}

export function wholeDays(days: number): number {
  return Math.max(1, Math.ceil(days))
}

/** `about 1 more day`, `about 10 more days`. */
export function daysLine(days: number): string {
  const whole = wholeDays(days)
  return whole === 1 ? 'about 1 more day' : `about ${formatCount(whole)} more days`
}
