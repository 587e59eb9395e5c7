import type { Digest, KeptSuggestion } from '../../domain/digest/digest.ts'
import { closedAt, isLate, isOpenFollowUp } from '../../domain/follow-up/follow-up.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { FollowUp } from '../../domain/state/follow-ups.ts'
import { bold, code, dateToken, joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { followUpLine, whatBecame } from './follow-ups.ts'
import type { Look } from './look.ts'
import { person, short, shortRich } from './parts.ts'

/** What a digest says of the questions that were asked: who is silent, what was answered, what was declined. */

const OPEN_SHOWN = 8
const CLOSED_SHOWN = 4

/** Open follow-ups, those due first; then those answered or declined since the previous digest, the newest first. */
export function askedLines(state: CampaignState, previous: Digest | null, look: Look): Mrkdwn[] {
  const { campaign, followUps } = state
  const since = (previous?.madeAt ?? previous?.slot ?? campaign.createdAt).getTime()
  const closedBy = (at: (followUp: FollowUp) => Date | undefined | null) => {
    const ms = (followUp: FollowUp) => at(followUp)?.getTime() ?? 0
    return followUps.filter((each) => ms(each) > since).sort((a, b) => ms(b) - ms(a))
  }
  return [
    ...group('Asked', followUps.filter(isOpenFollowUp).sort(byDue), OPEN_SHOWN, state, look),
    ...group(
      'Answered',
      closedBy(({ answeredAt }) => answeredAt),
      CLOSED_SHOWN,
      state,
      look,
    ),
    ...group(
      'Declined',
      closedBy(({ declined }) => declined?.at),
      CLOSED_SHOWN,
      state,
      look,
    ),
  ]
}

const QUESTION = 64
const FINDING = 90

/** The same in a line each, who is silent first, then what was answered: "*Asked*  #2 Why do rural customers buy less?  Raj, due tomorrow 18:00". */
export function askedShort(state: CampaignState, previous: Digest | null, look: Look): Mrkdwn[] {
  const since = (previous?.madeAt ?? previous?.slot ?? state.campaign.createdAt).getTime()
  const closed = state.followUps.filter((each) => (closedAt(each)?.getTime() ?? 0) > since)
  const open = state.followUps.filter(isOpenFollowUp).sort(byDue)
  const late = open.filter((each) => isLate(each, look.now))
  const waiting = open.filter((each) => !isLate(each, look.now))
  const inOrder = [...late, ...closed.sort((a, b) => b.n - a.n), ...waiting]
  return inOrder.map((each) => shortLine(each, look))
}

function shortLine(followUp: FollowUp, look: Look): Mrkdwn {
  const { n, question, answer, answeredBy, declined, assignee, dueAt } = followUp
  const asked = md`#${n} ${shortRich(question, QUESTION, look)}`
  if (answer)
    return md`${bold('Answered')}  ${asked}  ${person(answeredBy, look)}: ${shortRich(answer.finding, FINDING, look)}`
  if (declined)
    return md`${bold('Declined')}  ${asked}  ${person(declined.by, look)}: ${shortRich(declined.reason, FINDING, look)}`
  if (isLate(followUp, look.now)) return md`${bold('Asked')}  ${asked}  ${whatBecame(followUp, look)}`
  const due = dueAt && md`due ${dateToken(dueAt, '{date_short_pretty}')}`
  return md`${bold('Asked')}  ${asked}  ${joinMd([person(assignee, look), due], ', ')}`
}

function group(
  title: string,
  all: readonly FollowUp[],
  most: number,
  { campaign }: CampaignState,
  look: Look,
): Mrkdwn[] {
  if (all.length === 0) return []
  const rest = all.length - most
  const more = rest > 0 ? [md`and ${rest} more: ${code(`/campaign followups ${campaign.key}`)}`] : []
  return [bold(title), ...all.slice(0, most).map((each) => followUpLine(campaign, each, look)), ...more]
}

function byDue(a: FollowUp, b: FollowUp): number {
  const due = ({ dueAt }: FollowUp) => dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER
  return due(a) - due(b) || a.n - b.n
}

/** The follow-up that asked the same from an earlier digest; null where the suggestion is new. */
export function askedBefore(
  digest: Digest,
  { followUpN }: KeptSuggestion,
  { followUps }: CampaignState,
): FollowUp | null {
  const asked = followUpN === null ? undefined : followUps.find(({ n }) => n === followUpN)
  return asked && asked.digestId !== digest.id ? asked : null
}

/** Instead of asking the same again: what is seen still, and what became of the question. */
export function seenAgain(
  { seen }: KeptSuggestion,
  asked: FollowUp,
  { campaign }: CampaignState,
  look: Look,
): Mrkdwn {
  const name = code(`${campaign.key}-${asked.n}`)
  return md`${bold('Seen again')}  ${short(seen, 400)} Asked as ${name}: ${whatBecame(asked, look)}`
}
