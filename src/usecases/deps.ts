import type { Reminder } from '../domain/approval/expiry.ts'
import type { Catalog } from '../domain/catalog/catalog.ts'
import type { Membership, UserId } from '../domain/people.ts'
import type { CheckAnswer } from '../domain/state/answers.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import type { StepLook } from '../domain/state/looks.ts'
import type { Enqueue } from '../jobs/contract.ts'
import type { Db } from '../store/kit/database.ts'

/**
 * What the jobs are told; `teamId` is Slack's team. What is done with it, and how often, is in `src/jobs/kinds/`. Jobs that
 * a version before enqueued lack what has come since: `target`, `person` and `warehouse` only name the lane.
 */
export type JobKinds = {
  deliver: { teamId: string; messageId: number; target: string }
  deliver_paced: { teamId: string; messageId: number; target: string }
  expire_request: { teamId: string; campaignId: number; n: number }
  remind_approvers: { teamId: string; campaignId: number; n: number; when: Reminder }
  escalate_request: { teamId: string; campaignId: number; n: number }
  turn_delegation: { teamId: string; delegationId: number; at: Turn }
  launch_due: { teamId: string; campaignId: number; launchAt: number }
  launch_step: { teamId: string; campaignId: number; n: number; tries: number }
  advance_step: { teamId: string; campaignId: number; n: number; warehouse?: string }
  undo_step: { teamId: string; campaignId: number; n: number; tries: number }
  send_ledger: { teamId: string; messageId: number; person: string }
  send_sql: { teamId: string; messageId: number; person: string }
  digest: { teamId: string; campaignId: number; digestId: number; warehouse?: string }
  ask_checks: { teamId: string; campaignId: number; check?: string }
  watch: { teamId: string; campaignId: number; warehouse?: string }
  portfolio: { teamId: string; digestId: number }
  prove_stop: { teamId: string; campaignId: number; stoppedAt: number; warehouse?: string }
  first_data: { teamId: string; campaignId: number; dueAt: number; warehouse?: string }
  pictures: { teamId: string; campaignId: number; digestId: number }
}

/** What has come of a delegation: it began, its end has come, or it was ended before. */
export type Turn = 'begin' | 'end' | 'ended'

/** What every verb needs; made in one place (src/main.ts, and the tests' stand-up). */
export interface Deps {
  readonly db: Db
  readonly now: () => Date
  readonly enqueue: Enqueue<JobKinds>
  readonly catalog: Catalog
  /** Members of the declared teams, user groups resolved. Asks Slack, so never inside a transaction. */
  readonly members: () => Promise<Membership>
  /** Those of these people who have left the workspace. Asks Slack, so never inside a transaction. */
  readonly deactivated: (ids: readonly UserId[]) => Promise<readonly UserId[]>
  /** Those of these people who are no members of the workspace: guests, people of other companies, bots. Asks Slack, as `members` does. */
  readonly outsiders: (teamId: string, ids: readonly UserId[]) => Promise<readonly UserId[]>
  /** The IANA zone that a person works in; STAIRWAY_TZ where that is nobody or not known. Asks Slack, as `members` does. */
  readonly zone: (person: UserId | null) => Promise<string>
  /** Asks a declared check, which may take two minutes, so never inside a transaction. What can't be asked is an answer, also by a fault of ours. */
  readonly askCheck: (state: CampaignState, check: string) => Promise<CheckAnswer>
  /**
   * Asks the target of the n-th step of the plan what would come of it, within half a minute, so never inside a
   * transaction. What can't be asked is an answer, also by a fault of ours; null where there is nobody to ask.
   */
  readonly lookAt: (state: CampaignState, n: number) => Promise<StepLook | null>
}

/** What a read needs: it changes nothing, and asks nobody but the database. */
export type ReadDeps = Pick<Deps, 'db'>
