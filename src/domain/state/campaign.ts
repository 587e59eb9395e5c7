import type { UserId } from '../people.ts'
import type { FirstData, PeopleSeen, Proof } from './arrivals.ts'
import type { Brief } from './brief.ts'
import type { Choice } from './choices.ts'
import type { DigestPlan } from './digests.ts'
import type { FollowUp } from './follow-ups.ts'
import type { FreezeOverride } from './freezes.ts'
import type { Measurement, Prediction } from './growth.ts'
import type { Fault, Harm } from './incidents.ts'
import type { ApprovalRequest } from './requests.ts'
import type { Revision } from './revision.ts'
import type { Stage } from './stage.ts'
import type { LaunchStep } from './steps.ts'
import type { Task } from './tasks.ts'

/** A campaign by its key in one workspace, or by its id. */
export type CampaignRef = { readonly teamId: string; readonly key: string } | { readonly id: number }

/** Where the idea of a campaign came from: an answered follow-up, or the conclusion of another campaign. */
export type Origin =
  | { readonly kind: 'follow_up'; readonly key: string; readonly n: number }
  | { readonly kind: 'conclusion'; readonly key: string }

/** A campaign that grew from this one; `n` is the follow-up whose idea it was, null where it was the conclusion. */
export interface Offspring {
  readonly key: string
  readonly n: number | null
}

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
  /** When its launch began; missing before, and where an earlier version began it. */
  readonly startedAt?: Date
  readonly liveAt: Date | null
  readonly endedAt: Date | null
  readonly digest: DigestPlan | null
  /** Guardrails that were found beyond their margins, in order: each metric and arm once. */
  readonly harms: readonly Harm[]
  /** What is wrong with its data now. */
  readonly faults: readonly Fault[]
  /** What its verdicts asked of the owner, in order; the last one may be open. */
  readonly choices: readonly Choice[]
  /** When the owner was told that its last day has passed. */
  readonly overToldAt: Date | null
  /** Who stopped it and why; missing where nobody did, or an earlier version. */
  readonly stopped?: { readonly by: UserId; readonly words: string }
  /** Whether it was proven since that nobody is reached any more; missing before it was asked first. */
  readonly proof?: Proof
  /** Whether its exposures arrive; missing where they did by themselves, or nobody has looked yet. */
  readonly firstData?: FirstData
  /** Who launched it in a freeze, and why; missing where nobody did. */
  readonly overrides?: readonly FreezeOverride[]
  /** The go-live of which its owner was told that it can't be met; missing where none was. */
  readonly unmetLaunchAt?: Date
  /** Who leaves it out of their daily message; missing where nobody does. */
  readonly mutedBy?: readonly UserId[]
  /** The people of its newest digest with a readout; missing before there was one. */
  readonly peopleSeen?: PeopleSeen
  readonly conclusion: Conclusion | null
  /** One a team at most; sealed until the campaign is concluded. */
  readonly predictions: readonly Prediction[]
  readonly origin: Origin | null
  readonly ledTo: readonly Offspring[]
  readonly revision: Revision
  /** The highest number that a task of it had: none is used twice, also where it was removed. */
  readonly lastTask: number
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
