import { Refusal } from '../refusal.ts'
import type { CampaignState, Conclusion, FollowUp, UserId } from './campaign.ts'
import type { Step } from './catalog.ts'
import type { CampaignEvent } from './events.ts'
import { transition } from './stage.ts'

export interface Question {
  readonly question: string
  readonly step: Step
  readonly assignee: UserId | null
  readonly dueAt: Date | null
  readonly digestId: number | null
}

/** The event that asks for an analysis; without an assignee it goes to the data partner. */
export function ask(
  state: CampaignState,
  question: Question,
  by: UserId,
  now: Date,
): Extract<CampaignEvent, { kind: 'follow_up_asked' }> {
  const { campaign } = state
  if (!question.question.trim())
    throw new Refusal(
      'invalid',
      `Ask what? \`/campaign ask ${campaign.key} <question> [@analyst] [due:<when>]\``,
    )
  const n = state.followUps.reduce((most, each) => Math.max(most, each.n), 0) + 1
  const followUp: FollowUp = {
    ...question,
    n,
    assignee: question.assignee ?? campaign.brief.partner,
    askedBy: by,
    askedAt: now,
    state: 'open',
    finding: null,
    answeredBy: null,
    answeredAt: null,
  }
  return { kind: 'follow_up_asked', followUp }
}

/** The event that answers one. Throws a Refusal when there is nothing open under that number. */
export function answer(state: CampaignState, n: number, finding: string): CampaignEvent {
  const { key } = state.campaign
  const followUp = state.followUps.find((each) => each.n === n)
  if (!followUp)
    throw new Refusal('unknown', `${key} has no follow-up ${n}. \`/campaign followups ${key}\` lists them.`)
  if (followUp.state === 'answered')
    throw new Refusal(
      'conflict',
      `${key}-${n} was answered by {@${followUp.answeredBy ?? ''}}, {date:${followUp.answeredAt?.getTime() ?? 0}}. Ask a new question for what came after.`,
    )
  if (!finding.trim())
    throw new Refusal('invalid', `Say what was found: \`/campaign answer ${key}-${n} <finding>\``)
  return { kind: 'follow_up_answered', n, finding }
}

export function isLate(followUp: FollowUp, now: Date): boolean {
  return followUp.state === 'open' && followUp.dueAt !== null && followUp.dueAt.getTime() < now.getTime()
}

/** The event that ends a campaign with its three answers. */
export function conclude(state: CampaignState, conclusion: Conclusion): CampaignEvent {
  transition(state.campaign.stage, 'conclude', state.campaign.key)
  if (!conclusion.learned.trim())
    throw new Refusal(
      'invalid',
      `Say what was learned, for those who come after: \`/campaign conclude ${state.campaign.key} ${conclusion.reached} ${conclusion.growth} <words>\``,
    )
  return { kind: 'concluded', conclusion }
}
