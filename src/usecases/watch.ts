import type { Notice } from '../domain/message.ts'
import type { Readout } from '../domain/readout/readout.ts'
import { stairwayOf } from '../domain/state/actor.ts'
import type { Campaign } from '../domain/state/campaign.ts'
import type { Figures } from '../domain/steps/figures.ts'
import { heldStep, watchHeld } from '../domain/steps/held.ts'
import { subjectOf } from '../domain/subject.ts'
import { claimWatch, unwatchedCampaigns } from '../store/watch.ts'
import { tellAlarm } from './alarms.ts'
import { forEachDue, PAGE } from './batches.ts'
import { change } from './change.ts'
import type { Deps, JobKinds } from './deps.ts'
import * as words from './follow-on/notices.ts'
import { readingOf } from './readings.ts'
import { transact } from './transaction.ts'

const HOUR_MS = 3_600_000

/** Claims this hour's look at the guardrails of every campaign that is live or launched in stages, once each, with its job in the same transaction. */
export function claimWatches(deps: Deps): Promise<number> {
  const hour = new Date(Math.floor(deps.now().getTime() / HOUR_MS) * HOUR_MS)
  return forEachDue(
    'Looks at guardrails could not be claimed',
    (after: Campaign | null) => unwatchedCampaigns(deps.db, hour, after, PAGE),
    (campaign) => claimOne(deps, campaign, hour),
  )
}

async function claimOne(deps: Deps, campaign: Campaign, hour: Date): Promise<boolean> {
  const watched = isWatched(campaign)
  // What is launched in one go is live in a moment, and can be watched then.
  if (!watched && campaign.stage === 'launching') return false
  return transact(deps, async (open) => {
    if (!(await claimWatch(open.db, campaign.id, hour)) || !watched) return false
    await open.enqueue(open.db, 'watch', readingOf(campaign, deps.catalog))
    return true
  })
}

/** What can be harmed, and read: without a guardrail there is nothing to ask the warehouse for, but the split of a launch in stages. */
export function isWatched({ brief, stage }: Campaign): boolean {
  if (brief.exposures === null || brief.arms.length < 2) return false
  return stage === 'launching' ? brief.plan.some(({ after }) => after) : brief.guardrails.length > 0
}

/** What the figures say of the n-th step, which was held when they were read. */
export interface WatchedStage {
  readonly n: number
  readonly figures: Figures
}

/** Records harm that nobody was told of, and stops or holds a launch where that was approved; a watch that saw nothing says so once a day. */
export function recordWatch(
  deps: Deps,
  { teamId, campaignId }: JobKinds['watch'],
  readout: Readout | null,
  failures: readonly string[],
  stage: WatchedStage | null = null,
): Promise<void> {
  return transact(deps, async (open) => {
    const now = deps.now()
    const { after } = await change(open, stairwayOf(teamId), { id: campaignId }, (state) => {
      // A stage that is held by now says nothing of one that has left meanwhile.
      const figures = stage && heldStep(state)?.n === stage.n ? stage.figures : null
      return watchHeld(state, { readout, figures }, now)
    })
    if (failures.length === 0) return
    const { owner, brief } = after.campaign
    await tellAlarm(open, after, {
      subject: subjectOf('unwatched', now),
      target: brief.partner ?? owner,
      data: { words: words.unwatched(after, failures), offers: ['results'] } satisfies Notice,
    })
  })
}
