import type { ChannelId, UserId } from '../people.ts'
import type { Actor } from './actor.ts'
import type { Brief, PlannedStep } from './brief.ts'
import type { Campaign, CampaignState, Conclusion, Offspring, Origin } from './campaign.ts'
import { afterChoice, type ChoiceEvent, isChoiceEvent } from './choice-events.ts'
import type { DigestMade, DigestPlan } from './digests.ts'
import { type FollowUpEvent, followUpsAfter, isFollowUpEvent } from './follow-ups.ts'
import type { FreezeOverride } from './freezes.ts'
import { type Prediction, withPrediction } from './growth.ts'
import { afterIncident, type IncidentEvent, isIncidentEvent } from './incident-events.ts'
import { afterReminder, isReminderEvent, type ReminderEvent } from './reminder-events.ts'
import { afterRequest, closed, isRequestEvent, type RequestEvent } from './request-events.ts'
import { type Decided, UNREVISED, withEdit } from './revision.ts'
import { isBeforeLaunch, type Stage, transition } from './stage.ts'
import { type StepThen, stepNow, stoppedSteps, undoing, waitingStep } from './steps.ts'
import { afterTask, isTaskEvent, type TaskEvent, withDueDates } from './task-events.ts'
import { type TaskThen, taskNow } from './tasks.ts'

type BriefChange = {
  [Field in keyof Brief]: { readonly field: Field; readonly from: Brief[Field]; readonly to: Brief[Field] }
}[keyof Brief]

/** What can happen to a campaign. Replaying a campaign's events gives its state. */
export type CampaignEvent =
  | {
      readonly kind: 'created'
      readonly key: string
      readonly owner: UserId
      readonly template: string | null
      readonly policy: string
      readonly brief: Brief
      readonly tasks: readonly TaskThen[]
      readonly origin?: Origin
    }
  | ({ readonly kind: 'brief_changed' } & BriefChange)
  /** Slack gave its channel another id: it is the same channel, and what was approved stands. */
  | { readonly kind: 'channel_moved'; readonly from: ChannelId; readonly to: ChannelId }
  | TaskEvent
  | { readonly kind: 'predicted'; readonly prediction: Prediction }
  | RequestEvent
  | { readonly kind: 'freeze_overridden'; readonly override: FreezeOverride }
  | { readonly kind: 'launch_started'; readonly plan: readonly PlannedStep[] }
  | { readonly kind: 'step_changed'; readonly before: StepThen; readonly after: StepThen }
  /** What ran is to be taken back, while the launch holds. */
  | { readonly kind: 'undo_begun' }
  | { readonly kind: 'went_live' }
  | { readonly kind: 'paused'; readonly words: string }
  | { readonly kind: 'resumed'; readonly words: string }
  /** `undoes`: and what has gone out is to be taken back; `asked`: what somebody was asked to do, too. Missing in events of earlier versions. */
  | { readonly kind: 'stopped'; readonly words: string; readonly undoes?: true; readonly asked?: true }
  | { readonly kind: 'cancelled'; readonly words: string }
  | { readonly kind: 'digest_planned'; readonly plan: DigestPlan | null }
  | IncidentEvent
  | ChoiceEvent
  | ReminderEvent
  | DigestMade
  | FollowUpEvent
  | { readonly kind: 'led_to'; readonly offspring: Offspring }
  | { readonly kind: 'suggestion_dismissed'; readonly digestId: number; readonly code: string }
  | { readonly kind: 'concluded'; readonly conclusion: Conclusion }

export interface RecordedEvent {
  readonly at: Date
  readonly actor: Actor
  readonly event: CampaignEvent
}

/** The state after `event`; pure, and shares what did not change. `id` is that of a campaign being created. */
export function apply(state: CampaignState | null, recorded: RecordedEvent, id: number): CampaignState {
  const { event, at, actor } = recorded
  if (event.kind === 'created') return create(event, at, actor, id)
  if (!state) throw new Error(`The first event of a campaign is created, not ${event.kind}`)
  return withDueDates(state, step(state, event, at, actor))
}

/** Folds a campaign's whole history. Throws when it does not start with `created`. */
export function replay(events: readonly RecordedEvent[], id: number): CampaignState {
  const state = events.reduce<CampaignState | null>((before, recorded) => apply(before, recorded, id), null)
  if (!state) throw new Error('A campaign without events')
  return state
}

function create(
  event: Extract<CampaignEvent, { kind: 'created' }>,
  at: Date,
  actor: Actor,
  id: number,
): CampaignState {
  const campaign: Campaign = {
    id,
    teamId: actor.teamId,
    key: event.key,
    owner: event.owner,
    template: event.template,
    policy: event.policy,
    stage: 'preparing',
    brief: event.brief,
    createdAt: at,
    launchAt: null,
    liveAt: null,
    endedAt: null,
    digest: null,
    harms: [],
    faults: [],
    choices: [],
    overToldAt: null,
    conclusion: null,
    predictions: [],
    origin: event.origin ?? null,
    ledTo: [],
    revision: UNREVISED,
    lastTask: event.tasks.reduce((most, { n }) => Math.max(most, n), 0),
  }
  return { campaign, tasks: event.tasks.map(taskNow), request: null, steps: [], followUps: [] }
}

/** The state after an event, with who changed what was or is to be decided. */
function step(
  state: CampaignState,
  event: Exclude<CampaignEvent, { kind: 'created' }>,
  at: Date,
  actor: Actor,
): CampaignState {
  const after = happened(state, event, at, actor)
  const what = isBeforeLaunch(state.campaign.stage) ? editedBy(event) : null
  if (what === null) return after
  const revision = withEdit(after.campaign.revision, { what, by: actor.userId, at })
  return change(after, { revision })
}

function editedBy(event: CampaignEvent): Decided | null {
  switch (event.kind) {
    case 'brief_changed':
      return event.field
    case 'launch_scheduled':
      return 'launchAt'
    case 'task_added':
    case 'task_removed':
      return event.task.required ? `task ${event.task.n}` : null
    case 'task_changed':
      return event.after.required && saysOther(event) ? `task ${event.after.n}` : null
    default:
      return null
  }
}

/** Its title, its date and who has it are not decided on. */
function saysOther({ before, after }: Extract<TaskEvent, { kind: 'task_changed' }>): boolean {
  return before.state !== after.state || before.evidence !== after.evidence
}

/** One case an event; long because the list of events is. */
function happened(
  state: CampaignState,
  event: Exclude<CampaignEvent, { kind: 'created' }>,
  at: Date,
  actor: Actor,
): CampaignState {
  const { campaign } = state
  const to = (action: Parameters<typeof transition>[1]): Stage =>
    transition(campaign.stage, action, campaign.key)
  if (isFollowUpEvent(event))
    return { ...state, followUps: followUpsAfter(state.followUps, event, at, actor) }
  if (isTaskEvent(event)) return afterTask(state, event, at)
  if (isRequestEvent(event)) return afterRequest(state, event, at, actor)
  if (isIncidentEvent(event)) return change(state, afterIncident(campaign, event))
  if (isReminderEvent(event)) return { ...state, campaign: afterReminder(campaign, event, actor.userId) }
  if (isChoiceEvent(event)) return change(state, afterChoice(campaign, event, at, actor.userId))
  switch (event.kind) {
    case 'brief_changed':
      return change(state, { brief: { ...campaign.brief, [event.field]: event.to } })
    case 'channel_moved':
      return moved(state, event)
    case 'predicted':
      return change(state, { predictions: withPrediction(campaign.predictions, event.prediction) })
    case 'freeze_overridden':
      return change(state, { overrides: [...(campaign.overrides ?? []), event.override] })
    case 'launch_started':
      return {
        ...change(state, { stage: to('launch'), launchAt: null, startedAt: at }),
        steps: event.plan.map(waitingStep),
      }
    case 'step_changed':
      return { ...state, steps: replaceByN(state.steps, stepNow(event.after)) }
    case 'undo_begun':
      return { ...state, steps: undoing(state.steps, actor.userId, at) }
    case 'went_live':
      return change(state, { stage: to('go_live'), liveAt: at })
    case 'paused':
    case 'resumed':
      return change(state, { stage: to(event.kind === 'paused' ? 'pause' : 'resume') })
    case 'stopped':
      return {
        ...change(state, {
          stage: to('stop'),
          endedAt: at,
          digest: null,
          stopped: { by: actor.userId, words: event.words },
        }),
        steps: stoppedSteps(state.steps, event, actor.userId, at),
      }
    case 'cancelled':
      return closed(
        change(state, { stage: to('cancel'), endedAt: at, launchAt: null, digest: null }),
        'withdrawn',
        actor.userId,
        at,
      )
    case 'digest_planned':
      return change(state, { digest: event.plan })
    case 'digest_made':
      return event.people ? change(state, { peopleSeen: { ...event.people, at } }) : state
    case 'suggestion_dismissed':
      return state
    case 'led_to':
      return change(state, { ledTo: [...campaign.ledTo, event.offspring] })
    case 'concluded':
      return change(state, { stage: to('conclude'), endedAt: at, digest: null, conclusion: event.conclusion })
  }
}

function change(state: CampaignState, patch: Partial<Campaign>): CampaignState {
  return { ...state, campaign: { ...state.campaign, ...patch } }
}

function moved(
  state: CampaignState,
  { from, to }: Extract<CampaignEvent, { kind: 'channel_moved' }>,
): CampaignState {
  const follow = <T extends { readonly channel: ChannelId }>(in_: T): T =>
    in_.channel === from ? { ...in_, channel: to } : in_
  const { campaign, request } = state
  const after = change(state, {
    brief: follow(campaign.brief),
    digest: campaign.digest && follow(campaign.digest),
  })
  return { ...after, request: request && { ...request, brief: follow(request.brief) } }
}

function replaceByN<T extends { readonly n: number }>(all: readonly T[], one: T): T[] {
  return all.map((each) => (each.n === one.n ? one : each))
}
