/** The rows of the verdict table (statistics, "Verdict"), in order. */

import { listed } from '../text/words.ts'
import type { Verdict } from './pieces.ts'
import type { GoalFacts, VerdictProblem } from './verdict-facts.ts'
import {
  type ArmView,
  daysLine,
  effectsLine,
  harmLines,
  isOrAre,
  problemLine,
  said,
  unprovenLine,
  wholeDays,
} from './verdict-words.ts'

interface Match {
  readonly verdict: Verdict
  readonly reason: string
}

interface Rule {
  readonly rule: number
  readonly matches: (view: ArmView) => Match | null
}

const NOTHING_TO_JUDGE: readonly VerdictProblem[] = ['no data', 'stale']

const NOTHING_FOUND = 'nothing is found'

export const VERDICT_RULES: readonly Rule[] = [
  { rule: 1, matches: nothingToJudge },
  { rule: 2, matches: invalid },
  { rule: 3, matches: harm },
  { rule: 4, matches: tooEarly },
  { rule: 5, matches: win },
  { rule: 6, matches: unprovenWin },
  { rule: 7, matches: conflict },
  { rule: 8, matches: futile },
  { rule: 9, matches: unanswered },
  { rule: 10, matches: tooLong },
  { rule: 11, matches: going },
]

function nothingToJudge({ look, arm }: ArmView): Match | null {
  const problems = look.problems.filter((problem) => NOTHING_TO_JUDGE.includes(problem))
  if (problems.length > 0)
    return { verdict: 'cannot judge', reason: problems.map((each) => problemLine(each, look)).join(' ') }
  if (arm.goals.length === 0) return { verdict: 'cannot judge', reason: 'No goal metric is named.' }
  if (arm.goals.some(({ finding }) => finding !== 'not computable')) return null
  const why = [...new Set(arm.goals.flatMap((goal) => (goal.why ? [goal.why] : [])))]
  const goals = said(names(arm.goals), 'not computable')
  const since = why.length > 0 ? `: ${why.join('; ')}` : ` in ${arm.arm}`
  return { verdict: 'cannot judge', reason: `${goals}${since}.` }
}

function invalid({ look }: ArmView): Match | null {
  if (look.problems.length === 0) return null
  return { verdict: 'fix', reason: look.problems.map((each) => problemLine(each, look)).join(' ') }
}

function harm(view: ArmView): Match | null {
  const lines = harmLines(view)
  return lines.length > 0 ? { verdict: 'stop', reason: lines.join(' ') } : null
}

function tooEarly({ look }: ArmView): Match | null {
  const { day, minimumDays } = look
  if (day >= minimumDays) return null
  return {
    verdict: 'keep running',
    reason: `Day ${day} of at least ${minimumDays}, so only harm is decided.`,
  }
}

/** Every goal must be known not to be worse, and every guardrail measured and within its margin. */
function win(view: ArmView): Match | null {
  const better = found(view, 'better')
  const known = view.arm.goals.every(({ finding }) => finding !== 'not computable')
  if (better.length === 0 || found(view, 'worse').length > 0 || !known || unproven(view).length > 0)
    return null
  const guarded = view.arm.guardrails.length > 0 ? ', and every guardrail is within its margin' : ''
  return {
    verdict: 'ship',
    reason: `${said(names(better), 'better')} in ${view.arm.arm}, nothing is worse${guarded}.`,
  }
}

function unprovenWin(view: ArmView): Match | null {
  const [better, open] = [found(view, 'better'), unproven(view)]
  if (better.length === 0 || open.length === 0) return null
  const reason = `${said(names(better), 'better')} in ${view.arm.arm}, but ${unprovenLine(open)}.`
  return { verdict: atHorizon(view) ? 'iterate' : 'keep running', reason }
}

function conflict(view: ArmView): Match | null {
  const [better, worse] = [found(view, 'better'), found(view, 'worse')]
  if (better.length > 0 && worse.length > 0) {
    const reason = `${said(names(better), 'better')} in ${view.arm.arm}, but ${said(names(worse), 'worse')}.`
    return { verdict: 'iterate', reason }
  }
  const hurt = view.arm.guardrails.filter(({ state, worse }) => worse && state === 'within margin')
  if (hurt.length === 0) return null
  return {
    verdict: 'iterate',
    reason: `${said(names(hurt), 'worse')} in ${view.arm.arm}, though within the margin.`,
  }
}

function futile(view: ArmView): Match | null {
  const wanted = view.arm.goals.filter(({ minimumEffect }) => minimumEffect !== null)
  if (!ended(view) || wanted.length === 0 || !wanted.every(ruledOut)) return null
  const effects = isOrAre(effectsLine(wanted), wanted.length)
  return { verdict: 'stop', reason: `${effects} ruled out in ${view.arm.arm}${when(view)}.` }
}

function unanswered(view: ArmView): Match | null {
  if (!ended(view)) return null
  const open = view.arm.goals.filter((goal) => goal.minimumEffect !== null && !ruledOut(goal))
  const effects = isOrAre(effectsLine(open), open.length)
  const what = open.length > 0 ? `${effects} still possible` : 'No effect was registered to rule out'
  return { verdict: 'iterate', reason: `${what} in ${view.arm.arm}${when(view)}; ${soFar(view)}.` }
}

function tooLong({ look, arm }: ArmView): Match | null {
  if (arm.daysLeft === null || look.day + arm.daysLeft <= look.maximumDays) return null
  const reason = `It would take ${daysLine(arm.daysLeft)} more, beyond the ${look.maximumDays} days at most.`
  return { verdict: 'redesign', reason }
}

function going(view: ArmView): Match {
  const said = soFar(view)
  const findings = said === NOTHING_FOUND ? 'nothing is worse' : said
  return { verdict: 'keep running', reason: `${leftLine(view)}; ${findings}.` }
}

/** `About 4 of 10 days left to see +8 % on Purchase`. */
function leftLine({ look: { day, horizonDays }, arm }: ArmView): string {
  const wanted = arm.goals.filter(({ minimumEffect }) => minimumEffect !== null)
  const toSee = wanted.length > 0 ? ` to see ${effectsLine(wanted)}` : ''
  if (arm.daysLeft === null)
    return horizonDays === null
      ? 'How many days are left is not known'
      : `${horizonDays - day} of ${horizonDays} days left`
  const left = wholeDays(arm.daysLeft)
  const over = horizonDays === null ? 0 : day + left - horizonDays
  if (over <= 0) return `About ${left} of ${day + left} days left${toSee}`
  return `About ${left} more days are needed${toSee}, ${over} beyond the horizon`
}

/** What is found where it isn't enough for a rule of its own: only worse, or better beside a goal that is unknown. */
function soFar(view: ArmView): string {
  const parts = [
    [found(view, 'better'), 'better'],
    [found(view, 'worse'), 'worse'],
    [unknown(view), 'not computable'],
  ] as const
  const lines = parts.flatMap(([goals, word]) => (goals.length > 0 ? [said(names(goals), word)] : []))
  return lines.length > 0 ? listed(lines) : NOTHING_FOUND
}

function unknown({ arm }: ArmView): GoalFacts[] {
  return arm.goals.filter(({ finding }) => finding === 'not computable')
}

/** Goals with a finding at this look or an earlier one. */
function found({ arm, crossings }: ArmView, kind: 'better' | 'worse'): GoalFacts[] {
  return arm.goals.filter(
    ({ name, finding }) =>
      finding === kind || crossings.some((crossing) => crossing.metric === name && crossing.kind === kind),
  )
}

function unproven({ arm }: ArmView) {
  return arm.guardrails.filter(({ state }) => state !== 'within margin')
}

function ruledOut({ interval, minimumEffect }: GoalFacts): boolean {
  return interval !== null && minimumEffect !== null && interval.high < minimumEffect
}

function atHorizon({ look }: ArmView): boolean {
  return look.horizonDays !== null && look.day >= look.horizonDays
}

function ended(view: ArmView): boolean {
  return view.arm.powered || atHorizon(view)
}

function when(view: ArmView): string {
  return atHorizon(view) ? ' at the horizon' : ' with as many people as planned'
}

function names(metrics: readonly { readonly metric: string }[]): string[] {
  return metrics.map(({ metric }) => metric)
}
