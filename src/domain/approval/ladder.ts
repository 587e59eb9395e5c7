import type { ApprovalPolicy } from '../catalog/catalog.ts'
import type { Membership, UserId } from '../people.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import type { ApprovalRequest } from '../state/requests.ts'
import { tallies } from './approvers.ts'
import { hoursAfter, isOver, type Reminder, remindersOf } from './expiry.ts'

/** When what happens to a request that waits; `escalateAt` where it goes to somebody else then. */
export interface Ladder {
  readonly reminders: ReadonlyMap<Reminder, Date>
  readonly escalateAt: Date | null
}

/** The ladder of a request by its policy as it is declared now, its hours counted in working days of `zone` (IANA). */
export function ladderOf(
  policies: readonly ApprovalPolicy[],
  request: ApprovalRequest,
  zone: string,
): Ladder {
  const policy = policyOf(policies, request)
  if (!policy) return { reminders: new Map(), escalateAt: null }
  const { escalate } = policy
  return {
    reminders: remindersOf(request.at, policy, zone),
    escalateAt: escalate ? hoursAfter(request.at, escalate.afterHours, zone) : null,
  }
}

/** The policy that was chosen when it was submitted; undefined where stairway.yaml declares it no more. */
export function policyOf(
  policies: readonly ApprovalPolicy[],
  { terms }: Pick<ApprovalRequest, 'terms'>,
): ApprovalPolicy | undefined {
  return policies.find(({ name }) => name === terms?.policy)
}

/** The event that asks backups too; none where the request is over, has what it needs, or they were asked before. */
export function escalate(
  { campaign, request }: CampaignState,
  n: number,
  to: readonly UserId[],
  members: Membership,
  now: Date,
): CampaignEvent[] {
  if (request?.n !== n || request.state !== 'open' || isOver(request, now)) return []
  if (!request.terms || request.terms.backups || to.length === 0) return []
  const complete = tallies(request, campaign.owner, members).every(({ given, count }) => given >= count)
  return complete ? [] : [{ kind: 'escalated', to }]
}
