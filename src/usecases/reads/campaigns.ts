import { alike } from '../../domain/approval/alike.ts'
import type { UserId } from '../../domain/people.ts'
import type { Reader } from '../../domain/state/actor.ts'
import type { Brief } from '../../domain/state/brief.ts'
import type { Campaign, CampaignRef, CampaignState } from '../../domain/state/campaign.ts'
import type { RecordedEvent } from '../../domain/state/events.ts'
import { type Tick, ticksOf } from '../../domain/tasks/ticks.ts'
import { type ListFilter, listCampaigns, pageOfCampaigns } from '../../store/campaign-list.ts'
import { lastActor, pageEvents, taskChanges } from '../../store/events.ts'
import { concludedCampaigns } from '../../store/learnings.ts'
import { loadRequest } from '../../store/request-rows.ts'
import type { ReadDeps } from '../deps.ts'
import { loadSeen } from '../seen.ts'
import { refuseSearch } from './search.ts'

export type { CampaignRef } from '../../domain/state/campaign.ts'

/** A campaign as it is: what its messages, its cards and its forms are drawn from. Throws a Refusal for an unknown one, and for who may not see it. */
export const readState: (deps: ReadDeps, reader: Reader, ref: CampaignRef) => Promise<CampaignState> =
  loadSeen

/**
 * The campaign as its n-th request is drawn: where a newer one has followed and the old one had ended by then, with the
 * old one, so that it still says who decided. One that was open or approved until then was replaced.
 */
export async function atRequest(deps: ReadDeps, state: CampaignState, n: number): Promise<CampaignState> {
  if (state.request?.n === n) return state
  const request = await loadRequest(deps.db, state.campaign.id, n)
  return request && request.state !== 'superseded' ? { ...state, request } : state
}

/** Who said last of each task that it is done. */
export async function readTicks(deps: ReadDeps, campaignId: number): Promise<Tick[]> {
  return ticksOf(await taskChanges(deps.db, campaignId))
}

/** So far back is looked for what is like a campaign. */
const LOOKED_THROUGH = 200

/** Concluded campaigns of its workspace that a brief is like, for who decides on it. */
export async function readAlike(deps: ReadDeps, teamId: string, brief: Brief): Promise<Campaign[]> {
  return alike(brief, await concludedCampaigns(deps.db, teamId, LOOKED_THROUGH))
}

interface Which extends Pick<ListFilter, 'stages'> {
  readonly mine?: boolean
}

/** The newest campaigns of the reader's workspace, in order: of themselves, or of all. */
export async function readCampaigns(
  deps: ReadDeps,
  reader: Reader,
  { mine = false, ...filter }: Which = {},
): Promise<Campaign[]> {
  if (!mine) refuseSearch(reader)
  return listCampaigns(deps.db, {
    ...filter,
    ...(mine ? { person: reader.userId } : {}),
    teamId: reader.teamId,
  })
}

/** One page of them, counted from 1: the nearest that exists. */
export async function readCampaignPage(
  deps: ReadDeps,
  reader: Reader,
  { mine = false, ...filter }: Which,
  { page, size }: { readonly page: number; readonly size: number },
): Promise<{ found: readonly Campaign[]; page: number; total: number }> {
  if (!mine) refuseSearch(reader)
  const of = { ...filter, ...(mine ? { person: reader.userId } : {}), teamId: reader.teamId }
  const { found, total } = await pageOfCampaigns(deps.db, of, { offset: (page - 1) * size, limit: size })
  const last = Math.max(1, Math.ceil(total / size))
  if (page > last) return readCampaignPage(deps, reader, { mine, ...filter }, { page: last, size })
  return { found, page, total }
}

/** Who set its digests last; null where that was with the campaign itself, or nobody. */
export async function whoPlanned(deps: ReadDeps, reader: Reader, ref: CampaignRef): Promise<UserId | null> {
  const { campaign } = await loadSeen(deps, reader, ref)
  return lastActor(deps.db, campaign.id, 'digest_planned')
}

export interface HistoryPage {
  readonly campaign: Campaign
  /** Newest first. */
  readonly events: readonly RecordedEvent[]
  /** The page shown, from 1: the nearest one that exists. */
  readonly page: number
  readonly total: number
}

/** One page of a campaign's history, newest first. Throws a Refusal for an unknown key. */
export async function readHistory(
  deps: ReadDeps,
  reader: Reader,
  ref: CampaignRef,
  page: number,
  size: number,
): Promise<HistoryPage> {
  const { campaign } = await loadSeen(deps, reader, ref)
  const { events, total } = await pageEvents(deps.db, campaign.id, (page - 1) * size, size)
  const last = Math.max(1, Math.ceil(total / size))
  return page > last ? readHistory(deps, reader, ref, last, size) : { campaign, events, page, total }
}
