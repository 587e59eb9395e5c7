import { type Notice, type Message as Outbound, readerOf } from '../../domain/message.ts'
import { stairwayOf } from '../../domain/state/actor.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { nudgeIn, numberIn, reminderIn, stepIn } from '../../domain/subject.ts'
import { atRequest, readAlike, readState, readTicks } from '../../usecases/reads/campaigns.ts'
import { dailyOf, isOutdated } from '../../usecases/reads/daily.ts'
import { loadBaselines, loadDigestFacts } from '../../usecases/reads/digests.ts'
import { readPortfolioDigest } from '../../usecases/reads/portfolios.ts'
import { allFigures } from '../cards/all-figures.ts'
import { approvalCard } from '../cards/approval.ts'
import { approvalReminder } from '../cards/approval-reminder.ts'
import { campaignCard, movedCard } from '../cards/campaign.ts'
import { choiceCard } from '../cards/choice.ts'
import { dailyMessage, outdatedDaily } from '../cards/daily.ts'
import { digestCard } from '../cards/digest.ts'
import { followUpCard } from '../cards/follow-up.ts'
import { harmCard } from '../cards/harm.ts'
import { noticeCard } from '../cards/notice.ts'
import { overCard } from '../cards/over.ts'
import { portfolioCard } from '../cards/portfolio.ts'
import { predictionCard } from '../cards/prediction.ts'
import { stepCard } from '../cards/step.ts'
import { undoCard } from '../cards/undo.ts'
import type { BotDeps } from '../context.ts'
import type { Message } from '../kit/surfaces.ts'
import { lookFor } from '../replies/look-for.ts'

type DrawDeps = Pick<BotDeps, 'db' | 'people' | 'now' | 'catalog' | 'members' | 'zone'>

/** Draws a message of the outbox from the facts as they are now; null when its subject is gone. */
export async function drawMessage(deps: DrawDeps, message: Outbound): Promise<Message | null> {
  if (message.kind === 'notice') return drawNotice(deps, message)
  const reads = stairwayOf(message.teamId)
  if (message.kind === 'portfolio') {
    const digest = await readPortfolioDigest(deps, reads, numberIn(message.subject))
    return portfolioCard(digest, 1, await lookFor(deps, readerOf(message), digest))
  }
  if (message.kind === 'waiting') return drawWaiting(deps, message)
  if (
    message.campaignId === null ||
    message.kind === 'late_tasks' ||
    message.kind === 'ledger' ||
    message.kind === 'sql'
  )
    return null
  const state = await readState(deps, reads, { id: message.campaignId })
  const n = numberIn(message.subject)
  const reader = readerOf(message)
  if (message.kind === 'digest' || message.kind === 'figures') {
    const card = message.kind === 'digest' ? digestCard : allFigures
    const facts = await loadDigestFacts(deps, reads, n)
    return facts && card(facts.digest, facts.previous, state, await lookFor(deps, reader, state, facts))
  }
  const look = await lookFor(deps, reader, state)
  // The card leads to itself.
  const { links: _, ...alone } = look
  switch (message.kind) {
    case 'card':
      return message.target === state.campaign.brief.channel
        ? campaignCard(state, alone)
        : movedCard(state, look)
    case 'approval':
      return drawRequest(deps, state, message)
    case 'step':
      return stepCard(state, n, stepIn(message.subject), look)
    case 'undo':
      return undoCard(state, (message.data as Notice | undefined)?.words ?? '', look)
    case 'harm':
      return harmCard(state, n, look)
    case 'follow_up':
      return followUpCard(state, n, look, { target: message.target, nudge: nudgeIn(message.subject) })
    case 'choice':
      return choiceCard(state, n, look, nudgeIn(message.subject))
    case 'over':
      return overCard(state, look)
    case 'prediction':
      return predictionCard(state, message.target, look)
  }
}

async function drawRequest(deps: DrawDeps, newest: CampaignState, message: Outbound): Promise<Message> {
  const n = numberIn(message.subject)
  const state = await atRequest(deps, newest, n)
  const look = await lookFor(deps, readerOf(message), state)
  if (reminderIn(message.subject)) return approvalReminder(state, n, look)
  const { brief } = state.request ?? state.campaign
  const known = await loadBaselines(deps, state.campaign.teamId, brief)
  const past = await readAlike(deps, state.campaign.teamId, brief)
  return approvalCard(state, n, look, known, await readTicks(deps, state.campaign.id), past)
}

/** What waits now on who it went to; of the newest list alone, so that nobody presses in an old one. */
async function drawWaiting(deps: DrawDeps, message: Outbound): Promise<Message> {
  const { teamId, target } = message
  if (await isOutdated(deps, message)) return outdatedDaily(message.createdAt)
  const daily = await dailyOf(deps, { teamId, userId: target })
  return dailyMessage(daily, await lookFor(deps, readerOf({ target }), daily), await deps.zone(target))
}

/** Of the campaign that it is about, as it is now: what can be done about it changes, the words do not. */
async function drawNotice(deps: DrawDeps, message: Outbound): Promise<Message | null> {
  const { data, teamId, campaignId } = message
  const notice = data as Notice | undefined
  if (!notice?.words) return null
  const offers = (notice.offers ?? []).length > 0
  const state =
    offers && campaignId !== null ? await readState(deps, stairwayOf(teamId), { id: campaignId }) : null
  return noticeCard(notice, state, await lookFor(deps, readerOf(message), state, { teamId }, notice))
}
