import type { Step, TeamKind } from './catalog.ts'
import type { Fault } from './fault.ts'
import type { Measurement } from './growth/measured.ts'
import type { Prediction } from './growth/prediction.ts'
import type { Harm } from './harm.ts'
import type { Subject } from './readout/suggestions.ts'
import type { Schedule } from './schedule.ts'
import type { Stage } from './stage.ts'

/** Slack user id, `U…` or `W…`. */
export type UserId = string
/** Slack channel id, `C…` or `G…`. */
export type ChannelId = string

/** What must move: the goal metric, which way, and the least relative change worth having (0.08 = 8 %). */
export interface Outcome {
  readonly metric: string
  readonly direction: 'up' | 'down'
  readonly minimumEffect: number | null
  /** Metrics watched beside the goal; they decide nothing. */
  readonly secondary: readonly string[]
  /** The digest says beside its figures how likely each arm is the better one; that decides nothing either. */
  readonly bayesian?: true
}

/** A metric that must not get worse by more than the margin (relative 0.02 = 2 %, absolute in the metric's own unit). */
export interface Guardrail {
  readonly metric: string
  readonly margin: {
    readonly amount: number
    readonly unit: 'relative' | 'absolute'
    /** What an absolute margin of a mean is counted in, for example "USD"; a proportion's is in points. */
    readonly measure?: string
  }
  /** Approved with it, the campaign stops by itself once harm beyond the margin is found. */
  readonly stopOnHarm?: true
}

export interface Audience {
  readonly words: string
  readonly size: number | null
}

/** The first arm is the control. */
export interface Arm {
  readonly name: string
  readonly weight: number
}

export type PlannedStep =
  | { readonly kind: 'webhook'; readonly target: string; readonly words: string }
  | { readonly kind: 'manual'; readonly person: UserId; readonly words: string }

export interface Brief {
  readonly name: string
  readonly kind: 'campaign' | 'experiment'
  readonly partner: UserId | null
  readonly channel: ChannelId
  readonly hypothesis: string | null
  readonly outcome: Outcome | null
  readonly guardrails: readonly Guardrail[]
  readonly audience: Audience | null
  readonly exposures: string | null
  readonly arms: readonly Arm[]
  readonly horizonDays: number | null
  readonly plan: readonly PlannedStep[]
}

export const TASK_STATES = ['todo', 'doing', 'blocked', 'done', 'waived'] as const
export type TaskState = (typeof TASK_STATES)[number]

export interface Task {
  /** Counts from 1 within the campaign; never reused. */
  readonly n: number
  readonly title: string
  readonly step: Step
  readonly team: TeamKind
  /** Who was asked; without one it is the campaign's owner (growth) or data partner (data). */
  readonly assignee: UserId | null
  readonly dueAt: Date | null
  readonly required: boolean
  readonly state: TaskState
  /** What was looked at, why it is blocked, or why it was waived. */
  readonly evidence: string | null
}

export interface Decision {
  readonly by: UserId
  readonly team: string
  readonly verdict: 'approve' | 'decline'
  readonly words: string | null
  readonly at: Date
}

export const REQUEST_STATES = ['open', 'approved', 'declined', 'withdrawn', 'expired', 'superseded'] as const
export type RequestState = (typeof REQUEST_STATES)[number]

export interface ApprovalRequest {
  readonly n: number
  readonly by: UserId
  readonly at: Date
  readonly expiresAt: Date
  readonly requires: readonly { readonly team: string; readonly count: number }[]
  /** The brief as it was submitted: what the decision is about. */
  readonly brief: Brief
  readonly decisions: readonly Decision[]
  readonly state: RequestState
  /** Who ended it and when, once it is no longer open. */
  readonly closed?: { readonly by: UserId; readonly at: Date }
}

export const STEP_STATES = ['waiting', 'sending', 'done', 'failed'] as const
export type StepState = (typeof STEP_STATES)[number]

export interface LaunchStep {
  readonly n: number
  readonly plan: PlannedStep
  readonly state: StepState
  /** What came back, or what went wrong. */
  readonly outcome: string | null
  readonly at: Date | null
  /** Counts retries that a person asked for; part of the idempotency key. */
  readonly tries: number
}

export const FOLLOW_UP_STATES = ['open', 'accepted', 'answered', 'declined'] as const
export type FollowUpState = (typeof FOLLOW_UP_STATES)[number]

export const CONFIDENCES = ['high', 'medium', 'low'] as const
export type Confidence = (typeof CONFIDENCES)[number]

/** What a suggestion saw when it was taken up; the question stays tied to it. */
export interface Observation extends Subject {
  readonly code: string
  readonly seen: string
  /** Null where it was taken up before suggestions said so. */
  readonly why: string | null
}

export interface Answer {
  readonly finding: string
  readonly confidence: Confidence | null
  /** Where the analysis can be read; https only. */
  readonly link: string | null
  /** What was decided because of it. */
  readonly decision: string | null
  /** What to try next; each can become a campaign. */
  readonly ideas: readonly string[]
}

export interface Reassignment {
  readonly from: UserId | null
  readonly to: UserId
  readonly by: UserId
  readonly at: Date
  readonly words: string | null
}

export interface FollowUp {
  readonly n: number
  readonly question: string
  readonly step: Step
  readonly askedBy: UserId
  readonly askedAt: Date
  readonly assignee: UserId | null
  readonly dueAt: Date | null
  /** The digest it was asked from. */
  readonly digestId: number | null
  /** What it is about, where it was suggested. */
  readonly about: Observation | null
  readonly state: FollowUpState
  readonly acceptedAt: Date | null
  /** Whom it went to after the first one, in order. */
  readonly reassigned: readonly Reassignment[]
  readonly declined: { readonly by: UserId; readonly at: Date; readonly reason: string } | null
  /** The last reminder that whoever it waits for was sent. */
  readonly reminded: 'before' | 'due' | null
  /** Who was told that it is late. */
  readonly escalated: { readonly to: UserId; readonly at: Date } | null
  readonly answer: Answer | null
  readonly answeredBy: UserId | null
  readonly answeredAt: Date | null
}

/** Where the idea of a campaign came from: an answered follow-up, or the conclusion of another campaign. */
export type Origin =
  | { readonly kind: 'follow_up'; readonly key: string; readonly n: number }
  | { readonly kind: 'conclusion'; readonly key: string }

/** A campaign that grew from this one; `n` is the follow-up whose idea it was, null where it was the conclusion. */
export interface Offspring {
  readonly key: string
  readonly n: number | null
}

export interface DigestPlan {
  readonly schedule: Schedule
  readonly channel: ChannelId
  /** A slot at which nothing changed that somebody should look at is not posted. */
  readonly quiet?: boolean
  /** Until then nothing is posted. */
  readonly muteEndsAt?: Date
}

/** Why a digest was made and not posted. */
export type Held = 'unchanged' | 'muted'

/** The three questions of a conclusion. */
export interface Conclusion {
  readonly reached: 'yes' | 'no' | 'unclear'
  readonly growth: 'good' | 'bad' | 'neutral'
  readonly learned: string
  /** What the goal did, as the newest snapshot had it then; missing in conclusions of earlier versions. */
  readonly measured?: Measurement
}

export interface Campaign {
  readonly id: number
  readonly teamId: string
  readonly key: string
  readonly owner: UserId
  readonly template: string | null
  readonly policy: string
  readonly stage: Stage
  readonly brief: Brief
  readonly createdAt: Date
  readonly launchAt: Date | null
  readonly liveAt: Date | null
  readonly endedAt: Date | null
  readonly digest: DigestPlan | null
  /** Guardrails that were found beyond their margins, in order: each metric and arm once. */
  readonly harms: readonly Harm[]
  /** What is wrong with its data now. */
  readonly faults: readonly Fault[]
  readonly conclusion: Conclusion | null
  /** One a team at most; sealed until the campaign is concluded. */
  readonly predictions: readonly Prediction[]
  readonly origin: Origin | null
  readonly ledTo: readonly Offspring[]
}

/** Everything a campaign's events say, folded. */
export interface CampaignState {
  readonly campaign: Campaign
  readonly tasks: readonly Task[]
  /** The newest one. */
  readonly request: ApprovalRequest | null
  readonly steps: readonly LaunchStep[]
  readonly followUps: readonly FollowUp[]
}
