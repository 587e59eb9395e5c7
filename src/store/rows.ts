import type { KeptAnswer } from '../domain/state/answers.ts'
import type { Campaign } from '../domain/state/campaign.ts'
import { type Revision, UNREVISED } from '../domain/state/revision.ts'
import type { Arrived, LaunchStep, StepReached, StepUndo } from '../domain/state/steps.ts'
import type { Task, ToldLate } from '../domain/state/tasks.ts'
import { searchable } from '../domain/text/search-words.ts'
import type { LeadTime } from '../domain/time/lead-time.ts'
import { nextSlot } from '../domain/time/schedule.ts'
import { fromInstant, fromJson, instant, toInstant, toJson } from './kit/json.ts'
import type { NewRow } from './kit/write-later.ts'

/** What was found of a campaign, what it asked for and how it went, kept in one column: little, and read with every campaign. */
type Incidents = Pick<Campaign, 'harms' | 'faults' | 'choices' | 'overToldAt' | (typeof MAY_LACK)[number]>

const NONE: Incidents = { harms: [], faults: [], choices: [], overToldAt: null }
const MAY_LACK = [
  'startedAt',
  'stopped',
  'proof',
  'firstData',
  'overrides',
  'unmetLaunchAt',
  'mutedBy',
  'peopleSeen',
] as const

function incidentsOf(text: string | null): Incidents {
  return text === null ? NONE : { ...NONE, ...fromJson<Partial<Incidents>>(text) }
}

function incidentsText(campaign: Campaign): string | null {
  const { harms, faults, choices, overToldAt } = campaign
  const found = harms.length + faults.length + choices.length > 0 || overToldAt !== null
  if (!found && MAY_LACK.every((name) => campaign[name] === undefined)) return null
  const more = Object.fromEntries(MAY_LACK.map((name) => [name, campaign[name]]))
  return toJson({ harms, faults, choices, overToldAt, ...more })
}

export interface CampaignRow {
  id: number
  team_id: string
  key: string
  owner: string
  template: string | null
  policy: string
  stage: Campaign['stage']
  brief: string
  created_at: number
  launch_at: number | null
  live_at: number | null
  ended_at: number | null
  digest: string | null
  conclusion: string | null
  predictions: string | null
  origin: string | null
  led_to: string | null
  findings: string | null
  last_task: number
  revision: string | null
}

export function campaignOf(row: CampaignRow): Campaign {
  return {
    id: row.id,
    teamId: row.team_id,
    key: row.key,
    owner: row.owner,
    template: row.template,
    policy: row.policy,
    stage: row.stage,
    brief: fromJson(row.brief),
    createdAt: instant(row.created_at),
    launchAt: toInstant(row.launch_at),
    liveAt: toInstant(row.live_at),
    endedAt: toInstant(row.ended_at),
    digest: row.digest === null ? null : fromJson(row.digest),
    conclusion: row.conclusion === null ? null : fromJson(row.conclusion),
    predictions: row.predictions === null ? [] : fromJson(row.predictions),
    origin: row.origin === null ? null : fromJson(row.origin),
    ledTo: row.led_to === null ? [] : fromJson(row.led_to),
    lastTask: row.last_task,
    revision: row.revision === null ? UNREVISED : fromJson(row.revision),
    ...incidentsOf(row.findings),
  }
}

export function campaignRow(campaign: Campaign): NewRow {
  return {
    team_id: campaign.teamId,
    key: campaign.key,
    owner: campaign.owner,
    partner: campaign.brief.partner,
    channel: campaign.brief.channel,
    template: campaign.template,
    policy: campaign.policy,
    stage: campaign.stage,
    brief: toJson(campaign.brief),
    created_at: campaign.createdAt.getTime(),
    launch_at: fromInstant(campaign.launchAt),
    live_at: fromInstant(campaign.liveAt),
    ended_at: fromInstant(campaign.endedAt),
    digest: campaign.digest && toJson(campaign.digest),
    conclusion: campaign.conclusion && toJson(campaign.conclusion),
    predictions: campaign.predictions.length === 0 ? null : toJson(campaign.predictions),
    learned_words: campaign.conclusion && searchable(`${campaign.conclusion.learned} ${campaign.brief.name}`),
    origin: campaign.origin && toJson(campaign.origin),
    led_to: campaign.ledTo.length === 0 ? null : toJson(campaign.ledTo),
    findings: incidentsText(campaign),
    last_task: campaign.lastTask,
    revision: revisionText(campaign.revision),
  }
}

function revisionText({ edits, points }: Revision): string | null {
  return edits.length + points.length === 0 ? null : toJson({ edits, points })
}

/** When the next digest of a plan is due, counted from `now`. */
export function nextDigestAt(campaign: Campaign, now: Date): number | null {
  return campaign.digest && nextSlot(campaign.digest.schedule, now).getTime()
}

export interface TaskRow {
  n: number
  title: string
  step: Task['step']
  team: Task['team']
  assignee: string | null
  due_at: number | null
  required: boolean | number
  state: Task['state']
  evidence: string | null
  check_name: string | null
  told: string | null
  waits_for: string | null
  lead_time: string | null
  asks: string | null
  answer: string | null
  waived_by: string | null
}

export function taskOf(row: TaskRow): Task {
  const { n, title, step, team, assignee, state, evidence } = row
  return {
    n,
    title,
    step,
    team,
    assignee,
    dueAt: toInstant(row.due_at),
    required: Boolean(row.required),
    state,
    evidence,
    check: row.check_name,
    ...(row.waits_for === null ? {} : { after: fromJson<number[]>(row.waits_for) }),
    ...(row.lead_time === null ? {} : { lead: fromJson<LeadTime>(row.lead_time) }),
    ...(row.asks === null ? {} : { asks: row.asks }),
    ...(row.told === null ? {} : { told: fromJson<ToldLate>(row.told) }),
    ...(row.answer === null ? {} : { answer: fromJson<KeptAnswer>(row.answer) }),
    ...(row.waived_by === null ? {} : { waivedBy: row.waived_by }),
  }
}

export function taskRow(task: Task): NewRow {
  const { n, title, step, team, assignee, required, state, evidence, check, asks = null } = task
  return {
    ...{ n, title, step, team, assignee, required, state, evidence, asks },
    check_name: check,
    // It may be due at another time now.
    next_check_at: null,
    due_at: fromInstant(task.dueAt),
    answer: task.answer ? toJson(task.answer) : null,
    waived_by: task.waivedBy ?? null,
    told: task.told ? toJson(task.told) : null,
    waits_for: task.after ? toJson(task.after) : null,
    lead_time: task.lead ? toJson(task.lead) : null,
  }
}

export interface StepRow {
  n: number
  plan: string
  state: LaunchStep['state']
  outcome: string | null
  changed_at: number | null
  tries: number
  first_try: number
  sent_at: number | null
  handle: string | null
  arrived: Arrived
  undo: string | null
  reached: string | null
}

export function stepOf(row: StepRow): LaunchStep {
  return {
    n: row.n,
    plan: fromJson(row.plan),
    state: row.state,
    outcome: row.outcome,
    at: toInstant(row.changed_at),
    tries: row.tries,
    firstTry: row.first_try,
    sentAt: toInstant(row.sent_at),
    handle: row.handle,
    arrived: row.arrived,
    undo: row.undo === null ? null : fromJson<StepUndo>(row.undo),
    ...(row.reached === null ? {} : { reached: fromJson<StepReached>(row.reached) }),
  }
}

/** Whom a step waits for once it has its turn: who does it, or who lets it go while it is held. */
function waitsFor({ plan, state }: LaunchStep): string | null {
  if (state === 'paused') return null
  const until = plan.after?.until
  if (state === 'held') return until?.is === 'person' ? until.person : null
  return plan.kind === 'human' ? plan.person : null
}

export function stepRow(step: LaunchStep): NewRow {
  const { n, plan, state, outcome, tries, firstTry, handle, arrived, undo } = step
  return {
    n,
    plan: toJson(plan),
    person: waitsFor(step),
    state,
    outcome,
    changed_at: fromInstant(step.at),
    tries,
    first_try: firstTry,
    sent_at: fromInstant(step.sentAt),
    handle,
    arrived,
    undo: undo && toJson(undo),
    reached: step.reached ? toJson(step.reached) : null,
  }
}
