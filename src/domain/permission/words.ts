import { approversOf } from '../approval/approvers.ts'
import { deciderList, waitingWords } from '../approval/stead.ts'
import type { Membership, UserId } from '../people.ts'
import { peopleWords, unreadOf } from '../people.ts'
import type { Campaign } from '../state/campaign.ts'
import { answerableFor } from '../state/requests.ts'
import { holderOf } from '../tasks/tasks.ts'
import { token } from '../text/tokens.ts'
import type { OnCampaign, OnFollowUp, OnFreeze, OnHeld, OnRequest, OnStep, OnTask } from './roles.ts'

/** What somebody is told who may not: who may, and what they can do instead. */
export type Words<On> = (on: On, members: Membership, person: UserId) => string

export const runnersWords: Words<OnCampaign> = ({ campaign }, members) =>
  unreadWords(members) ??
  `Only ${peopleWords(leaders(campaign))} and members of ${teams(members)} can change ${campaign.key}. You can ask: \`/campaign ask ${campaign.key} <question>\``

export const waiversWords: Words<OnTask> = ({ campaign, task }, members) => {
  const holder = task && holderOf(task, campaign)
  const others = leaders(campaign).filter((each) => each !== holder)
  const who = [...others.map(token.person), `members of ${teams(members)}`]
  const but = holder ? `, but not ${token.person(holder)}, who has it` : ''
  return (
    unreadWords(members) ??
    `A check answers for task ${task?.n} of ${campaign.key}. Only ${who.join(' or ')} can waive or remove it${but}.`
  )
}

export const membersWords =
  (can: string): Words<unknown> =>
  (_on, members) =>
    unreadWords(members) ?? `Only members of ${teams(members)} can ${can}.`

export const predictorsWords: Words<OnCampaign> = ({ campaign }) =>
  `The owner and the data partner predict ${campaign.key}: ${peopleWords(leaders(campaign), 'and')}.`

export const approversWords: Words<OnRequest> = ({ campaign: { owner }, request }, members, person) => {
  const teams = request.requires.map(({ team }) => team)
  const asked = teams.join(' and ')
  const own =
    request.by === person
      ? " You asked for it, so you can't."
      : owner === person
        ? " It is your own campaign, so you can't."
        : request.terms?.authors.includes(person)
          ? " You changed its brief, so you can't."
          : stoodInWords(request, owner, members, person)
  const unread = own === '' ? unreadWords(members, teams) : null
  if (unread !== null) return unread
  return `Only the ${asked} approvers can decide this one: ${waitingWords(request, owner, members)}.${own}`
}

/** Whose click comes after they stood in for one of those. */
function stoodInWords(
  request: OnRequest['request'],
  owner: UserId,
  members: Membership,
  person: UserId,
): string {
  const may = approversOf(request, owner, members)
  const last = members.stoodIn?.findLast((each) => each.person === person && may.includes(each.insteadOf))
  return last ? ` You stood in for ${token.person(last.insteadOf)} until ${token.time(last.until)}.` : ''
}

export const decidersWords: Words<OnRequest> = ({ campaign: { key }, request }) => {
  if (request.decisions.length === 0) return `Nobody has approved ${key}: there is nothing to take back.`
  return `Each takes back their own approval of ${key}: it was given by ${deciderList(request.decisions, 'and')}.`
}

export const glassWords: Words<OnRequest> = ({ campaign: { key }, request }) => {
  const named = request.terms?.mayBreak ?? []
  if (named.length === 0)
    return `The policy of ${key} names nobody who may approve it alone. It waits for its approvers.`
  return `Only ${peopleWords(named)} may approve ${key} alone in an emergency.`
}

export const freezeWords: Words<OnFreeze> = ({ campaign: { key }, override }) =>
  override.length === 0
    ? `stairway.yaml names nobody who may launch ${key} despite the freeze. It waits for its end.`
    : `Only ${peopleWords(override)} may launch ${key} despite the freeze.`

/** Names nothing: whoever reads it may not know of it. */
export const insideWords: Words<unknown> = () =>
  'That is for members of this workspace, and for those whom a campaign names. Ask who invited you here: a task, a follow-up or a team in stairway.yaml makes you one of them.'

export const stepPersonWords: Words<OnStep> = ({ step: { plan } }) =>
  plan.kind === 'human'
    ? `${token.person(plan.person)} confirms this step: ${plan.words}`
    : 'Nobody confirms this step.'

export const goOnWords: Words<OnHeld> = ({ campaign: { key, owner }, request, step }, members) => {
  const until = step.plan.after?.until
  const named = until?.is === 'person' ? [until.person] : []
  const approvers = request ? approversOf(request, owner, members) : []
  const people = [...new Set([...named, ...answerableFor(request), ...approvers])]
  return `Only ${peopleWords(people)} can let step ${step.n} of ${key} go on: that departs from, or is part of, what was approved. You can ask: \`/campaign ask ${key} <question>\``
}

export const undoPersonWords: Words<OnStep> = ({ step: { plan } }) =>
  plan.kind === 'human'
    ? `${token.person(plan.person)} did this step, and says when it is taken back: ${plan.words}`
    : 'Nobody but its target takes this step back.'

export const analystWords: Words<OnFollowUp> = ({ campaign: { key }, followUp: { n, assignee } }) =>
  `${key}-${n} waits for ${peopleWords(assignee === null ? [] : [assignee])}. Take it over: \`/campaign followup ${key}-${n} reassign @you\``

/** The owner and the data partner, who may be one person. */
function leaders({ owner, brief: { partner } }: Campaign): UserId[] {
  return partner && partner !== owner ? [owner, partner] : [owner]
}

function teams(members: Membership): string {
  return members.size > 0 ? [...members.keys()].join(' and ') : 'this workspace'
}

/** What is said instead of "you may not" where that can't be told; null where it can. */
function unreadWords(members: Membership, teams?: readonly string[]): string | null {
  const unread = unreadOf(members, teams)
  if (unread.length === 0) return null
  const groups = unread.length === 1 ? 'group' : 'groups'
  return `I can't read the user ${groups} of ${unread.join(' and ')} just now, so I can't tell whether you may. Try again in a few minutes; whoever is listed by name in stairway.yaml can do it now.`
}
