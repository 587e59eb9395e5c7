import type { ChannelId } from '../domain/people.ts'
import { stairwayOf } from '../domain/state/actor.ts'
import { subjectOf } from '../domain/subject.ts'
import { campaignsIn, loadForChange } from '../store/campaigns.ts'
import { moveMessages } from '../store/messages.ts'
import { portfoliosIn, savePlan } from '../store/portfolios.ts'
import { change } from './change.ts'
import { type GivenUp, resumeDeliveries } from './deliveries.ts'
import type { Deps } from './deps.ts'
import { postToTeam } from './outbox.ts'
import { note } from './portfolio-plans.ts'
import { type OpenDeps, transact } from './transaction.ts'

/** Slack gave a channel another id: briefs, digests and messages go on under it. Nothing where that is done already. */
export function moveChannel(deps: Deps, teamId: string, from: ChannelId, to: ChannelId): Promise<void> {
  return transact(deps, async (open) => {
    await moveMessages(open.db, teamId, from, to)
    for (const id of await campaignsIn(open.db, teamId, from))
      await change(open, stairwayOf(teamId), { id }, () => [{ kind: 'channel_moved', from, to }])
    await movePortfolios(open, teamId, from, to)
    await resumeDeliveries(open, teamId, to)
  })
}

async function movePortfolios(open: OpenDeps, teamId: string, from: ChannelId, to: ChannelId): Promise<void> {
  for (const portfolio of await portfoliosIn(open.db, teamId, from)) {
    const plan = portfolio.plan && { ...portfolio.plan, channel: to }
    await savePlan(open.db, portfolio, plan, portfolio.setBy, open.now())
    await note(open, portfolio.id, stairwayOf(teamId), { kind: 'planned', plan })
  }
}

/** Tells the owners of what goes to a channel, before the next message fails, that it can't be posted in any more. */
export function channelClosed(deps: Deps, teamId: string, channel: ChannelId, given: GivenUp): Promise<void> {
  return transact(deps, async (open) => {
    const about = `${channel}:${given.error}`
    for (const target of await runnersIn(open, teamId, channel))
      await postToTeam(open, {
        teamId,
        kind: 'notice',
        subject: subjectOf('undeliverable', about, open.now()),
        target,
        data: { words: given.words, about, others: [], ...(given.offers ? { offers: given.offers } : {}) },
      })
  })
}

async function runnersIn(open: OpenDeps, teamId: string, channel: ChannelId): Promise<Set<string>> {
  const runners = (await portfoliosIn(open.db, teamId, channel)).map(({ setBy }) => setBy)
  for (const id of await campaignsIn(open.db, teamId, channel)) {
    const { campaign } = await loadForChange(open.db, { id })
    if (campaign.endedAt === null) runners.push(campaign.owner)
  }
  return new Set(runners)
}
