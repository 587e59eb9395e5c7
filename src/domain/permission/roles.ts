import { approversOf } from '../approval/approvers.ts'
import { peopleOfStep } from '../brief/stages.ts'
import type { Membership, UserId } from '../people.ts'
import { STAIRWAY } from '../state/actor.ts'
import type { Campaign, CampaignState } from '../state/campaign.ts'
import type { FollowUp } from '../state/follow-ups.ts'
import { type ApprovalRequest, answerableFor } from '../state/requests.ts'
import type { LaunchStep } from '../state/steps.ts'
import type { Task } from '../state/tasks.ts'
import { holderOf, taskPerson } from '../tasks/tasks.ts'

/** What an action is done to: a campaign, or one thing of it. */
export interface OnCampaign {
  readonly campaign: Campaign
}

/** A number that somebody typed may name no task. */
export interface OnTask extends OnCampaign {
  readonly task: Task | undefined
}

export interface OnRequest extends OnCampaign {
  readonly request: ApprovalRequest
}

export interface OnFreeze extends OnCampaign {
  /** Whom each freeze that is in the way names. */
  readonly override: readonly UserId[]
}

export interface OnStep extends OnCampaign {
  readonly step: LaunchStep
}

/** A step that is held, with the request that its launch was approved by. */
export interface OnHeld extends OnStep {
  readonly request: ApprovalRequest | null
}

export interface OnFollowUp extends OnCampaign {
  readonly followUp: FollowUp
}

export type People = readonly UserId[] | 'anybody'

/** Who somebody is to a thing: all those who are, by the facts and the members of the declared teams. */
export type Role<On> = (on: On, members: Membership) => People

/** Anybody of the workspace: `may` knows who is not. */
export const anybody: Role<unknown> = () => 'anybody'

export const owner: Role<OnCampaign> = ({ campaign }) => [campaign.owner]

export const dataPartner: Role<OnCampaign> = ({ campaign }) => known(campaign.brief.partner)

/** Where no team is declared, everybody of the workspace is of one. */
export const teamMember: Role<unknown> = (_on, members) =>
  members.size === 0 ? 'anybody' : [...members.values()].flatMap((team) => [...team])

/** Schedules and jobs. */
export const stairway: Role<unknown> = () => [STAIRWAY]

/** Whom a task waits for. */
export const taskHolder: Role<OnTask> = ({ task, campaign }) => known(task && taskPerson(task, campaign))

/** Those who run a campaign, but whom its task waits for. Where no team is declared that is everybody: then the task refuses it. */
export const waiver: Role<OnTask> = (on, members) => {
  const team = teamMember(on, members)
  if (team === 'anybody') return team
  const holder = on.task && holderOf(on.task, on.campaign)
  return [on.campaign.owner, ...known(on.campaign.brief.partner), ...team].filter((each) => each !== holder)
}

/** Those of the teams that a request asks and who decides in their stead, but who asked and who owns the campaign. */
export const approver: Role<OnRequest> = ({ request, campaign }, members) =>
  approversOf(request, campaign.owner, members)

/** Who has decided a request, and in whose stead; once it is approved, who has approved it. */
export const decider: Role<OnRequest> = ({ request }) =>
  request.decisions
    .filter(({ verdict }) => request.state === 'open' || verdict === 'approve')
    .flatMap(({ by, insteadOf }) => [by, ...known(insteadOf)])

/** Whom the policy of a request names for an emergency. */
export const glassBreaker: Role<OnRequest> = ({ request }) => request.terms?.mayBreak ?? []

/** Whom freezes name to launch all the same. */
export const freezeBreaker: Role<OnFreeze> = ({ override }) => override

/** Whom a manual launch step names. */
export const stepPerson: Role<OnStep> = ({ step: { plan } }) => (plan.kind === 'human' ? [plan.person] : [])

/** Whom a held step waits for, and who approved it or may: the owner does not change alone what was approved. */
export const releaser: Role<OnHeld> = ({ campaign, request, step: { plan } }, members) => {
  const until = plan.after?.until
  const named = until?.is === 'person' ? [until.person] : []
  return [
    ...named,
    ...answerableFor(request),
    ...(request ? approversOf(request, campaign.owner, members) : []),
  ]
}

/** Whom a follow-up waits for. */
export const analyst: Role<OnFollowUp> = ({ followUp }) => known(followUp.assignee)

/** A follow-up that waits for nobody is whoever takes it. */
export const anybodyUnasked: Role<OnFollowUp> = ({ followUp }) =>
  followUp.assignee === null ? 'anybody' : []

/** Whom a campaign names: who owns it, or was given something of it to do. */
export const named: Role<CampaignState> = ({ campaign, tasks, steps, followUps }) => [
  campaign.owner,
  ...known(campaign.brief.partner),
  ...tasks.flatMap((task) => known(taskPerson(task, campaign))),
  ...steps.flatMap(({ plan }) => peopleOfStep(plan)),
  ...followUps.flatMap(({ assignee, askedBy }) => [...known(assignee), askedBy]),
]

export const asker: Role<OnFollowUp> = ({ followUp }) => [followUp.askedBy]

function known(person: UserId | null | undefined): UserId[] {
  return person ? [person] : []
}
