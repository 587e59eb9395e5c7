import type { UserId } from '../people.ts'
import type { Actor } from './actor.ts'
import type { Campaign, CampaignState } from './campaign.ts'
import {
  type ApprovalRequest,
  type Decision,
  endedRequest,
  type RequestState,
  type SeenCheck,
  type Terms,
  withDecision,
  withoutDecision,
  withTerms,
  withTime,
  withTimePassed,
} from './requests.ts'
import { type Point, UNREVISED, withPointDone } from './revision.ts'
import { transition } from './stage.ts'

/** What can happen to a request, and to the time that it asks for. */
export type RequestEvent =
  | { readonly kind: 'submitted'; readonly request: ApprovalRequest }
  | { readonly kind: 'decided'; readonly decision: Decision }
  | { readonly kind: 'approved' }
  /** Who gave a decision has taken it back: it does not count, and they may decide anew. */
  | {
      readonly kind: 'approval_taken_back'
      readonly words: string | null
      readonly verdict?: 'decline'
      /** It was made by one in the stead of the other. */
      readonly stead?: { readonly by: UserId; readonly insteadOf: UserId }
    }
  /** Points: it was sent back to have those changed. */
  | { readonly kind: 'declined'; readonly words: string; readonly points?: readonly Point[] }
  | { readonly kind: 'point_done'; readonly n: number; readonly words: string }
  | { readonly kind: 'withdrawn'; readonly words: string | null }
  | { readonly kind: 'expired' }
  /** It still waited, so others are asked too. */
  | { readonly kind: 'escalated'; readonly to: readonly UserId[] }
  /** Somebody approved it alone, in an emergency. */
  | { readonly kind: 'glass_broken'; readonly words: string; readonly seen?: readonly SeenCheck[] }
  /** Checks of these tasks failed after it was approved, and still do. */
  | { readonly kind: 'lapsed'; readonly checks: readonly number[]; readonly words: string }
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

const KINDS: readonly string[] = [
  'submitted',
  'decided',
  'approved',
  'approval_taken_back',
  'declined',
  'point_done',
  'withdrawn',
  'expired',
  'escalated',
  'glass_broken',
  'lapsed',
  'launch_scheduled',
  'launch_refused',
  'launch_missed',
] satisfies RequestEvent['kind'][]

export function isRequestEvent(event: { readonly kind: string }): event is RequestEvent {
  return KINDS.includes(event.kind)
}

/** One case an event; long because the list of events is. */
export function afterRequest(
  state: CampaignState,
  event: RequestEvent,
  at: Date,
  { userId: by }: Pick<Actor, 'userId'>,
): CampaignState {
  const { campaign, request } = state
  const to = (verb: Parameters<typeof transition>[1]) => transition(campaign.stage, verb, campaign.key)
  switch (event.kind) {
    case 'submitted':
      return {
        ...change(state, {
          stage: to('submit'),
          launchAt: timeAsked(campaign, event.request),
          revision: UNREVISED,
        }),
        request: event.request,
      }
    case 'decided':
      return { ...state, request: withDecision(request, event.decision) }
    case 'approved':
      return closed(change(state, { stage: to('approve') }), 'approved', by, at)
    case 'approval_taken_back':
      return { ...change(state, { stage: to('take_back') }), request: withoutDecision(request, by) }
    case 'declined': {
      const revision = { ...campaign.revision, points: event.points ?? campaign.revision.points }
      return closed(change(state, { stage: to('decline'), revision }), 'declined', by, at)
    }
    case 'point_done': {
      const done = { by, at, words: event.words }
      return change(state, { revision: withPointDone(campaign.revision, event.n, done) })
    }
    case 'withdrawn':
      return closed(change(state, { stage: to('withdraw'), launchAt: null }), 'withdrawn', by, at)
    case 'expired':
      return closed(change(state, { stage: to('expire') }), 'expired', by, at)
    case 'escalated':
      return { ...state, request: withTerms(request, { backups: event.to }) }
    case 'glass_broken':
      return { ...state, request: withTerms(request, { glass: glassOf(event, by, at) }) }
    case 'lapsed': {
      const ended = closed(change(state, { stage: to('lapse') }), 'withdrawn', by, at)
      return { ...ended, request: withTerms(ended.request, { lapsed: { at, words: event.words } }) }
    }
    case 'launch_scheduled':
      return {
        ...change(state, { launchAt: event.launchAt }),
        request: withTime(request, event.launchAt),
      }
    case 'launch_refused':
    case 'launch_missed':
      return {
        ...change(state, { launchAt: null }),
        request: withTimePassed(request, campaign.launchAt),
      }
  }
}

function glassOf(
  { words, seen }: Extract<RequestEvent, { kind: 'glass_broken' }>,
  by: UserId,
  at: Date,
): NonNullable<Terms['glass']> {
  return { by, at, words, ...(seen ? { seen } : {}) }
}

/** Requests of earlier versions named no time: one that an approval had allowed did not stand for what they asked. */
function timeAsked({ stage, launchAt }: Campaign, { terms }: ApprovalRequest): Date | null {
  if (terms) return terms.launchAt
  return stage === 'approved' ? null : launchAt
}

function change(state: CampaignState, patch: Partial<Campaign>): CampaignState {
  return { ...state, campaign: { ...state.campaign, ...patch } }
}

/** The state with its request ended. */
export function closed(state: CampaignState, as: RequestState, by: UserId, at: Date): CampaignState {
  return { ...state, request: endedRequest(state.request, { state: as, by, at }) }
}
