/** The rows of the verdict table (statistics, "Verdict"), in order. */

import { listed } from '../text/words.ts'
import type { Verdict } from './pieces.ts'
import type { GoalFacts, VerdictProblem } from './verdict-facts.ts'
import {
  type ArmView,
  daysLine,
  doubtLine,
  earlyLine,
  effectsLine,
  fewLine,
  foundLine,
  harmLines,
  insideLine,
  isOrAre,
  nothingWorse,
  problemLine,
  said,
  unprovenLine,
  wholeDays,
  wonLine,
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
  { rule: 6, matches: notYet },
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
  const why = [...new Set(arm.goals.flatMap((goal) => (goal.why ? [goal.why.replace(/\.$/, '')] : [])))]
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
    reason: `Too early: nothing is decided before day ${minimumDays}, unless it does harm.`,
  }
}

/** Every goal must be known not to be worse, every guardrail within its margin, and today must not speak against it. */
function win(view: ArmView): Match | null {
  const better = found(view, 'better')
  const known = view.arm.goals.every(({ finding }) => finding !== 'not computable')
  if (better.length === 0 || !known || worse(view).length > 0) return null
  if (unproven(view).length > 0 || doubted(view).length > 0) return null
  const reason = `${wonLine(better, view)}, ${nothingWorse(view)}.${earlyLine(better, view)}`
  return { verdict: 'ship', reason }
}

/** Better, but a guardrail is open, or what is seen today or of those who came last says otherwise. */
function notYet(view: ArmView): Match | null {
  const [better, open, doubts] = [found(view, 'better'), unproven(view), doubted(view)]
  if (better.length === 0 || worse(view).length > 0 || (open.length === 0 && doubts.length === 0)) return null
  const verdict = isOver(view) ? 'iterate' : 'keep running'
  if (doubts.length > 0) return { verdict, reason: doubtLine(doubts, view) }
  return { verdict, reason: `${foundLine(better, view)}, but ${unprovenLine(open)}.` }
}

function conflict(view: ArmView): Match | null {
  const [better, hurt] = [found(view, 'better'), worse(view)]
  if (better.length > 0 && hurt.length > 0)
    return { verdict: 'iterate', reason: `${foundLine(better, view)}, but ${said(names(hurt), 'worse')}.` }
  const within = view.arm.guardrails.filter(({ state, worse }) => worse && state === 'within margin')
  if (within.length === 0) return null
  return {
    verdict: 'iterate',
    reason: `${said(names(within), 'worse')} in ${view.arm.arm}, though within the margin.`,
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
  const few = fewLine(view)
  if (few) return { verdict: 'redesign', reason: `${few}${when(view)}.` }
  const open = view.arm.goals.filter((goal) => goal.minimumEffect !== null && !ruledOut(goal))
  const effects = isOrAre(effectsLine(open), open.length)
  const what = open.length > 0 ? `${effects} still possible` : 'No effect was registered to rule out'
  return { verdict: 'iterate', reason: `${what} in ${view.arm.arm}${when(view)}; ${soFar(view)}.` }
}

/** Only where even the best that the data leave open would take too long. */
function tooLong({ look, arm }: ArmView): Match | null {
  const { leastDaysLeft } = arm
  if (leastDaysLeft === null || look.day + leastDaysLeft <= look.maximumDays) return null
  const wanted = arm.goals.filter(({ minimumEffect }) => minimumEffect !== null)
  const effects = wanted.length > 0 ? ` to see ${effectsLine(wanted)}` : ''
  const most = look.horizonDays === null ? `${look.maximumDays} at most` : `${look.horizonDays} planned`
  const reason = `Too few people${effects}: ${daysLine(leastDaysLeft)} needed, ${most}.`
  return { verdict: 'redesign', reason }
}

function going(view: ArmView): Match {
  const said = soFar(view)
  const findings = said === NOTHING_FOUND ? nothingWorse(view) : said
  const reason = `${fewLine(view) ?? leftLine(view)}; ${findings}.${insideLine(view)}`
  return { verdict: 'keep running', reason }
}

/** `About 4 of 10 days left to see +8 % on Purchase`; no day is promised on which nothing can be found any more. */
function leftLine({ look: { day, lastDay }, arm }: ArmView): string {
  const wanted = arm.goals.filter(({ minimumEffect }) => minimumEffect !== null)
  const effects = effectsLine(wanted)
  const toSee = wanted.length > 0 ? ` to see ${effects}` : ''
  if (arm.daysLeft === null)
    return lastDay === null
      ? 'How many days are left is not known'
      : `${lastDay - day} of ${lastDay} days left`
  const left = wholeDays(arm.daysLeft)
  if (lastDay === null || day + left <= lastDay) return `About ${left} of ${day + left} days left${toSee}`
  return `The ${lastDay} days will probably end without an answer${wanted.length > 0 ? ` on ${effects}` : ''}`
}

/** What is found where it isn't enough for a rule of its own: only worse, or better beside a goal that is unknown. */
function soFar(view: ArmView): string {
  const parts = [
    [found(view, 'better'), 'better'],
    [worse(view), 'worse'],
    [unknown(view), 'not computable'],
    [view.arm.goals.filter(({ later }) => later), 'better only by what came after the last planned look'],
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

/** Goals that are found worse, and what decides nothing by itself and is worse at any number of looks. */
function worse(view: ArmView): readonly { readonly metric: string }[] {
  return [...found(view, 'worse'), ...view.arm.others.filter((other) => other.worse === true)]
}

/** Found better, but not so today, or not of those who came last. */
function doubted(view: ArmView): GoalFacts[] {
  return found(view, 'better').filter(({ ahead, recent }) => (ahead ?? 0) <= 0 || recent?.otherwise === true)
}

function unproven({ arm }: ArmView) {
  return arm.guardrails.filter(({ state }) => state !== 'within margin')
}

function ruledOut({ interval, minimumEffect }: GoalFacts): boolean {
  return interval !== null && minimumEffect !== null && interval.high < minimumEffect
}

function isOver({ look }: ArmView): boolean {
  return look.lastDay !== null && look.day >= look.lastDay
}

function ended(view: ArmView): boolean {
  return view.arm.powered || isOver(view)
}

function when(view: ArmView): string {
  return isOver(view) ? ' at the horizon' : ' with as many people as planned'
}

function names(metrics: readonly { readonly metric: string }[]): string[] {
  return metrics.map(({ metric }) => metric)
}
