import { cameOfIt } from '../../domain/approval/alike.ts'
import type { KnownBaseline } from '../../domain/brief/baseline.ts'
import { unmeasurableWords } from '../../domain/brief/measurable.ts'
import { moreWords, powerOf, tooSmallWords } from '../../domain/brief/power-words.ts'
import { guardrailWords } from '../../domain/brief/words.ts'
import { frozenAt } from '../../domain/freezes.ts'
import type { Brief, PlannedStep } from '../../domain/state/brief.ts'
import type { Campaign, CampaignState } from '../../domain/state/campaign.ts'
import type { ApprovalRequest } from '../../domain/state/requests.ts'
import { readiness } from '../../domain/tasks/readiness.ts'
import { isOpen, taskPerson } from '../../domain/tasks/tasks.ts'
import type { Tick } from '../../domain/tasks/ticks.ts'
import { formatCount } from '../../domain/text/numbers.ts'
import { bold, dateToken, joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { checkLines } from './check-lines.ts'
import { overrideLines } from './freezes.ts'
import type { Look } from './look.ts'
import { gateLines, lookWords, unaskedWords } from './looks.ts'
import { count, keyLink, longRich, people, short } from './parts.ts'
import { changedLine } from './request-words.ts'
import { sharedLines } from './sharing.ts'
import { plannedSteps, rangeWords } from './step-words.ts'

/** What is known beside the request itself: its metrics without anything new, and who ticked its tasks. */
export interface About {
  readonly known: ReadonlyMap<string, KnownBaseline>
  readonly ticks: readonly Tick[]
  /** What is like it, newest first. */
  readonly past?: readonly Campaign[]
}

/** "*Reaches 42 610 people on Tue 3 Mar 09:00* · Lapsed 90 days, EU"; without a time nothing is said of one. */
export function reachLine({ audience }: Brief, launchAt: Date | null): Mrkdwn {
  const size = audience?.size ?? null
  const whom = size === null ? 'Reaches people' : `Reaches ${formatCount(size)} people`
  const when = launchAt && md`on ${dateToken(launchAt)}`
  return joinMd([bold(joinMd([whom, when], ' ')), audience && short(audience.words, 160)], ' · ')
}

/** "Like it  `autumn` +3.1 % (shipped), `lapsed-2` unclear"; null where nothing was. */
export function alikeLine({ past = [] }: About, look: Look): Mrkdwn | null {
  const said = past.map((each) => md`${keyLink(each.key, look)} ${cameOfIt(each)}`)
  return said.length > 0 ? md`${bold('Like it')}  ${joinMd(said, ', ')}` : null
}

const STEPS_SHOWN = 6

/** What it does, a step a line and the stages of one thing on one, each with what its target said when it was submitted. */
export function planLines({ brief, terms }: ApprovalRequest, look: Look): Mrkdwn[] {
  const planned = plannedSteps(brief.plan, look)
  const shown = planned.slice(0, STEPS_SHOWN)
  const more = planned.length - shown.length
  const steps = shown.map(({ steps, ns, what }) => {
    const seen = terms?.seen?.find(({ n }) => n === ns[0])
    const said = steps.map((step) =>
      seen ? lookWords(seen, terms?.launchAt ?? null) : unaskedWords(step, isUndoable(step, look)),
    )
    return joinMd([md`${rangeWords(ns)}  ${what}`, said[0] ?? null], ' · ')
  })
  return more > 0 ? [...steps, md`and ${count(more, 'more step')}`] : steps
}

function isUndoable(step: PlannedStep, { catalog }: Look): boolean {
  return step.kind === 'sent' && catalog.targets.some((each) => each.name === step.target && each.undoable)
}

/** What stops it by itself, which is approved with it. */
export function stopsLine({ guardrails }: Brief): Mrkdwn | null {
  const stops = guardrails
    .filter(({ stopOnHarm }) => stopOnHarm)
    .map((each) => short(guardrailWords(each), 120))
  return stops.length > 0 ? md`${bold('Guard')}  ${joinMd(stops, '; ')}` : null
}

interface Checks {
  /** What speaks against it, each on its own line. */
  readonly failing: readonly Mrkdwn[]
  /** All else in one line; null where nothing is left. */
  readonly passing: Mrkdwn | null
}

interface Check {
  readonly passes: boolean
  readonly words: Mrkdwn
}

/** What was looked at for a decision: what speaks against it comes first. */
export function checks(state: CampaignState, request: ApprovalRequest, look: Look, about: About): Checks {
  const all = [
    changed(state, look),
    ...sized(request.brief, look, about),
    frozen(state, look),
    ...overrideLines(state, look).map((words) => check(false, words)),
    ...gateLines(request.terms?.seen ?? []).map((words) => check(false, words)),
    ...sharedLines(look).map((words) => check(false, words)),
    ready(state, look),
    ticked(state, look, about),
  ].filter((check) => check !== null)
  const machines = checkLines(state, look, 'approval')
  const passing = [...machines.passing, ...all.filter(({ passes }) => passes).map(({ words }) => words)]
  return {
    failing: [...all.filter(({ passes }) => !passes).map(({ words }) => md`■ ${words}`), ...machines.against],
    passing: passing.length > 0 ? md`● ${joinMd(passing, ' · ')}` : null,
  }
}

const check = (passes: boolean, words: Mrkdwn): Check => ({ passes, words })

function changed(state: CampaignState, look: Look): Check | null {
  const words = changedLine(state, look)
  return words && check(false, words)
}

/** What can't be read out at all is said before anything else; null where it can. */
export function unmeasurableLine({ campaign }: CampaignState, look: Look): Mrkdwn | null {
  const words = unmeasurableWords(campaign.brief, look.catalog)
  return words === null ? null : bold(md`${short(words, 300)}.`)
}

/** Whether the people suffice, where that can be told. */
function sized(brief: Brief, look: Look, { known }: About): (Check | null)[] {
  if (!brief.outcome) return []
  if ((brief.audience?.size ?? null) === null)
    return [check(false, md`how many people is not known: the audience has no size`)]
  const power = powerOf(brief, known, look.catalog.metrics)
  if (!power) return []
  const small = tooSmallWords(power)
  const more = moreWords(power)
  return [
    small ? check(false, longRich(small, 300, look)) : null,
    more === null ? null : check(false, longRich(more, 600, look)),
  ]
}

/** A time at which nothing launches, unless somebody who may has overridden that. */
function frozen(state: CampaignState, look: Look): Check | null {
  const { launchAt } = state.campaign
  const freeze = launchAt && frozenAt(state, look.catalog.freezes, launchAt)
  if (!freeze) return null
  const why = freeze.spans.map(({ reason }) => reason).join('; ')
  return check(false, md`nothing launches until ${dateToken(freeze.until)}: ${short(why, 120)}`)
}

/** What people answer for; what machines do has lines of its own. */
function ready({ tasks }: CampaignState, look: Look): Check | null {
  const people = tasks.filter((task) => task.check === null)
  const { required, ready: done, holding } = readiness(people, look.now)
  const [first] = holding
  if (required === 0) return null
  if (!first) return check(true, md`${done} of ${required} tasks done`)
  const more = holding.length > 1 ? ` and ${holding.length - 1} more` : ''
  return check(false, md`${done} of ${required} tasks done; open: ${short(first.title, 120)}${more}`)
}

/** A tick of somebody else's task without a word of what was looked at says little. */
function ticked({ campaign, tasks }: CampaignState, look: Look, { ticks }: About): Check | null {
  const done = tasks.filter((task) => task.required && task.check === null && !isOpen(task))
  const bare = done.flatMap((task) => {
    const tick = ticks.find(({ n }) => n === task.n)
    return tick && task.evidence === null ? [{ task, by: tick.by }] : []
  })
  if (done.length === 0 || ticks.length === 0) return null
  if (bare.length === 0) return check(true, md`all with evidence`)
  const by = people([...new Set(bare.map((each) => each.by))], look, 'and')
  const others = bare.filter(({ task, by: who }) => (taskPerson(task, campaign) ?? who) !== who).length
  const said = md`${bare.length} of ${done.length} ticked by ${by} without a word of what was looked at`
  return check(false, others > 0 ? md`${said}, ${others} for others` : said)
}
