import type { ChannelId, UserId } from '../people.ts'
import type { Actor } from './actor.ts'
import type { Brief, PlannedStep } from './brief.ts'
import type { Campaign, CampaignState, Conclusion, Offspring, Origin } from './campaign.ts'
import { afterChoice, type ChoiceEvent, isChoiceEvent } from './choice-events.ts'
import type { DigestPlan, Held } from './digests.ts'
import { type FollowUpEvent, followUpsAfter, isFollowUpEvent } from './follow-ups.ts'
import { type Prediction, withPrediction } from './growth.ts'
import { afterIncident, type IncidentEvent, isIncidentEvent } from './incident-events.ts'
import { afterReminder, isReminderEvent, type ReminderEvent } from './reminder-events.ts'
import type { ApprovalRequest, Decision, RequestEnd, RequestState } from './requests.ts'
import { endedRequest, withDecision, withoutDecision } from './requests.ts'
import { type Stage, transition } from './stage.ts'
import { type StepThen, stepNow, waitingStep } from './steps.ts'
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
  | { readonly kind: 'submitted'; readonly request: ApprovalRequest }
  | { readonly kind: 'decided'; readonly decision: Decision }
  | { readonly kind: 'approved' }
  /** Who gave an approval has taken it back: it does not count, and they may decide anew. */
  | { readonly kind: 'approval_taken_back'; readonly words: string | null }
  | { readonly kind: 'declined'; readonly words: string }
  | { readonly kind: 'withdrawn'; readonly words: string | null }
  | { readonly kind: 'expired' }
  | { readonly kind: 'launch_scheduled'; readonly launchAt: Date }
  /** `checks`: the tasks whose checks held it at `launchAt`. */
  | {
      readonly kind: 'launch_refused'
      readonly why: string
      readonly checks?: readonly number[]
      readonly launchAt?: Date
    }
  /** Nobody refused it: Stairway tried to start it at that time, and gave up. */
  | { readonly kind: 'launch_missed'; readonly launchAt: Date; readonly why: string }
  | { readonly kind: 'launch_started'; readonly plan: readonly PlannedStep[] }
  | { readonly kind: 'step_changed'; readonly before: StepThen; readonly after: StepThen }
  | { readonly kind: 'went_live' }
  | { readonly kind: 'paused'; readonly words: string }
  | { readonly kind: 'resumed'; readonly words: string }
  | { readonly kind: 'stopped'; readonly words: string }
  | { readonly kind: 'cancelled'; readonly words: string }
  | { readonly kind: 'digest_planned'; readonly plan: DigestPlan | null }
  | IncidentEvent
  | ChoiceEvent
  | ReminderEvent
  | {
      readonly kind: 'digest_made'
      readonly digestId: number
      readonly headline: string
      readonly held?: Held
    }
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
    lastTask: event.tasks.reduce((most, { n }) => Math.max(most, n), 0),
  }
  return { campaign, tasks: event.tasks.map(taskNow), request: null, steps: [], followUps: [] }
}

/** One case an event; long because the list of events is. */
function step(
  state: CampaignState,
  event: Exclude<CampaignEvent, { kind: 'created' }>,
  at: Date,
  actor: Actor,
): CampaignState {
  const { campaign } = state
  const to = (action: Parameters<typeof transition>[1]): Stage =>
    transition(campaign.stage, action, campaign.key)
  const ended = (as: RequestState) => ({ state: as, by: actor.userId, at })
  if (isFollowUpEvent(event))
    return { ...state, followUps: followUpsAfter(state.followUps, event, at, actor) }
  if (isTaskEvent(event)) return afterTask(state, event, at)
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
    case 'submitted':
      return { ...change(state, { stage: to('submit'), launchAt: asked(campaign) }), request: event.request }
    case 'decided':
      return { ...state, request: withDecision(state.request, event.decision) }
    case 'approved':
      return closeRequest(change(state, { stage: to('approve') }), ended('approved'))
    case 'approval_taken_back':
      return {
        ...change(state, { stage: to('take_back') }),
        request: withoutDecision(state.request, actor.userId),
      }
    case 'declined':
      return closeRequest(change(state, { stage: to('decline') }), ended('declined'))
    case 'withdrawn':
      return closeRequest(change(state, { stage: to('withdraw'), launchAt: null }), ended('withdrawn'))
    case 'expired':
      return closeRequest(change(state, { stage: to('expire') }), ended('expired'))
    case 'launch_scheduled':
      return change(state, { launchAt: event.launchAt })
    case 'launch_refused':
    case 'launch_missed':
      return change(state, { launchAt: null })
    case 'launch_started':
      return {
        ...change(state, { stage: to('launch'), launchAt: null, startedAt: at }),
        steps: event.plan.map(waitingStep),
      }
    case 'step_changed':
      return { ...state, steps: replaceByN(state.steps, stepNow(event.after)) }
    case 'went_live':
      return change(state, { stage: to('go_live'), liveAt: at })
    case 'paused':
    case 'resumed':
      return change(state, { stage: to(event.kind === 'paused' ? 'pause' : 'resume') })
    case 'stopped':
      return change(state, {
        stage: to('stop'),
        endedAt: at,
        digest: null,
        stopped: { by: actor.userId, words: event.words },
      })
    case 'cancelled':
      return closeRequest(
        change(state, { stage: to('cancel'), endedAt: at, launchAt: null, digest: null }),
        ended('withdrawn'),
      )
    case 'digest_planned':
      return change(state, { digest: event.plan })
    case 'digest_made':
    case 'suggestion_dismissed':
      return state
    case 'led_to':
      return change(state, { ledTo: [...campaign.ledTo, event.offspring] })
    case 'concluded':
      return change(state, { stage: to('conclude'), endedAt: at, digest: null, conclusion: event.conclusion })
  }
}

// A time that an earlier approval allowed does not stand for what is asked now.
const asked = ({ stage, launchAt }: Campaign) => (stage === 'approved' ? null : launchAt)

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

function closeRequest(state: CampaignState, end: RequestEnd): CampaignState {
  return { ...state, request: endedRequest(state.request, end) }
}
