import type { Stage } from '../../domain/state/stage.ts'
import { stageWords } from '../../domain/state/stage.ts'
import { readCampaignPage, readState } from '../../usecases/reads/campaigns.ts'
import { readLearnings, readOpenFollowUps } from '../../usecases/reads/follow-ups.ts'
import { type CampaignFollowUp, FOLLOW_UPS_PAGE, followUpsMessage } from '../cards/follow-ups.ts'
import { LEARNINGS_PAGE, learningsMessage } from '../cards/learnings.ts'
import { CAMPAIGNS_PAGE, listMessage } from '../cards/list.ts'
import type { Act } from '../context.ts'
import { pageAt, page as pageOf } from '../kit/paging.ts'
import type { Message } from '../kit/surfaces.ts'
import { drawn } from './said.ts'

/** Lists in pages, counted from 1: for a command, and for the buttons that turn them. */

export type WhichCampaigns = 'mine' | 'all' | Stage

export async function campaignList(act: Act, which: WhichCampaigns, page: number): Promise<Message> {
  const filter = which === 'mine' ? { mine: true } : which === 'all' ? {} : { stages: [which] }
  const size = CAMPAIGNS_PAGE
  const read = await readCampaignPage(act.deps, act.actor, filter, { page, size })
  const shown = pageAt(read.found, { number: read.page, total: read.total, size })
  const title =
    which === 'mine'
      ? 'My campaigns'
      : which === 'all'
        ? 'All campaigns'
        : `Campaigns that are ${stageWords(which)}`
  return drawn(act, read.found, (look) => listMessage(shown, { title, which }, look))
}

export interface WhichFollowUps {
  /** The open ones of everybody, or of this person; else all of the campaign `key`. */
  readonly of: 'all' | 'mine' | 'campaign'
  readonly key?: string
}

export async function followUpList(act: Act, which: WhichFollowUps, page: number): Promise<Message> {
  const all = await followUpsOf(act, which)
  const facts = pageOf(all, page, FOLLOW_UPS_PAGE).items
  const titles = {
    all: 'Open follow-ups',
    mine: 'My open follow-ups',
    campaign: `Follow-ups of ${which.key}`,
  }
  return drawn(act, facts, (look) => followUpsMessage(all, { title: titles[which.of], ...which, page }, look))
}

async function followUpsOf(
  { deps, actor }: Act,
  { of, key = '' }: WhichFollowUps,
): Promise<readonly CampaignFollowUp[]> {
  if (of !== 'campaign') return readOpenFollowUps(deps, actor, { mine: of === 'mine' })
  const { campaign, followUps } = await readState(deps, actor, { teamId: actor.teamId, key })
  return followUps.map((item) => ({ campaign, item }))
}

export async function learningList(act: Act, query: string, wanted: number): Promise<Message> {
  const size = LEARNINGS_PAGE
  const read = await readLearnings(act.deps, act.actor, query, { page: wanted, size })
  const shown = pageAt(read.found, { number: read.page, total: read.total, size })
  return drawn(act, read.found, (look) => learningsMessage(shown, { query, among: read.among }, look))
}
