import { Refusal } from '../refusal.ts'
import type { Membership, UserId } from './people.ts'
import { peopleWords } from './people.ts'
import { STAIRWAY } from './state/actor.ts'
import type { Campaign } from './state/campaign.ts'
import type { FollowUp } from './state/follow-ups.ts'
import type { Task } from './state/tasks.ts'
import { taskPerson } from './tasks/tasks.ts'

/** Owner, data partner and members of a declared team run a campaign; without declared teams everybody does. */
export function mayRun(campaign: Campaign, user: UserId, members: Membership): boolean {
  if (user === STAIRWAY || user === campaign.owner || user === campaign.brief.partner) return true
  return members.size === 0 || [...members.values()].some((team) => team.has(user))
}

/** Refuses somebody who does not run this campaign, and says who does. */
export function refuseStranger(campaign: Campaign, user: UserId, members: Membership): void {
  if (mayRun(campaign, user, members)) return
  const { owner, brief } = campaign
  const people = brief.partner && brief.partner !== owner ? [owner, brief.partner] : [owner]
  throw new Refusal(
    'forbidden',
    `Only ${peopleWords(people)} and members of ${teams(members)} can change ${campaign.key}. You can ask: \`/campaign ask ${campaign.key} <question>\``,
  )
}

/** Refuses somebody who belongs to no declared team, where teams are declared: what many campaigns share is theirs. */
export function refuseOutsider(user: UserId, members: Membership): void {
  if (members.size === 0 || [...members.values()].some((team) => team.has(user))) return
  throw new Refusal('forbidden', `Only members of ${teams(members)} can change digests of many campaigns.`)
}

/** A task may also be changed by the person it waits for. */
export function refuseTaskStranger(
  campaign: Campaign,
  task: Task | undefined,
  user: UserId,
  members: Membership,
): void {
  if (task && taskPerson(task, campaign) === user) return
  refuseStranger(campaign, user, members)
}

/** A follow-up may also be handed on or declined by whoever it waits for, and by whoever asked. */
export function refuseFollowUpStranger(
  campaign: Campaign,
  { assignee, askedBy }: FollowUp,
  user: UserId,
  members: Membership,
): void {
  if (user === assignee || user === askedBy) return
  refuseStranger(campaign, user, members)
}

function teams(members: Membership): string {
  return [...members.keys()].join(' and ')
}
