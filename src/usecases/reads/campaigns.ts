import type { Campaign, CampaignRef, CampaignState } from '../../domain/state/campaign.ts'
import type { RecordedEvent } from '../../domain/state/events.ts'
import { type ListFilter, listCampaigns, loadCampaign } from '../../store/campaigns.ts'
import { pageEvents } from '../../store/events.ts'
import { loadRequest } from '../../store/request-rows.ts'
import type { ReadDeps } from '../deps.ts'

export type { CampaignRef } from '../../domain/state/campaign.ts'

/** A campaign as it is: what its messages, its cards and its forms are drawn from. Throws a Refusal for an unknown one. */
export function readState(deps: ReadDeps, ref: CampaignRef): Promise<CampaignState> {
  return loadCampaign(deps.db, ref)
}

/**
 * The campaign as its n-th request is drawn: where a newer one has followed and the old one had ended by then, with the
 * old one, so that it still says who decided. One that was open or approved until then was replaced.
 */
export async function atRequest(deps: ReadDeps, state: CampaignState, n: number): Promise<CampaignState> {
  if (state.request?.n === n) return state
  const request = await loadRequest(deps.db, state.campaign.id, n)
  return request && request.state !== 'superseded' ? { ...state, request } : state
}

/** Campaigns of a workspace, newest first. */
export function readCampaigns(deps: ReadDeps, filter: ListFilter): Promise<Campaign[]> {
  return listCampaigns(deps.db, filter)
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
  ref: CampaignRef,
  page: number,
  size: number,
): Promise<HistoryPage> {
  const { campaign } = await loadCampaign(deps.db, ref)
  const { events, total } = await pageEvents(deps.db, campaign.id, (page - 1) * size, size)
  const last = Math.max(1, Math.ceil(total / size))
  return page > last ? readHistory(deps, ref, last, size) : { campaign, events, page, total }
}
