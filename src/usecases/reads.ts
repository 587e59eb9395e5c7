import type { Campaign, CampaignState, FollowUp, UserId } from '../domain/campaign.ts'
import type { Digest } from '../domain/digest.ts'
import type { RecordedEvent } from '../domain/events.ts'
import type { Measurement } from '../domain/growth/measured.ts'
import type { CampaignRef, ListFilter } from '../store/campaigns.ts'
import { listCampaigns, loadCampaign } from '../store/campaigns.ts'
import { newestDigest } from '../store/digests.ts'
import { pageEvents } from '../store/events.ts'
import { type Learning, searchLearnings } from '../store/learnings.ts'
import type { Of } from '../store/waiting.ts'
import { openFollowUps } from '../store/waiting.ts'
import type { Deps } from './deps.ts'
import { measure } from './predictions.ts'

export type { CampaignRef } from '../store/campaigns.ts'
export type { Learning } from '../store/learnings.ts'

type ReadDeps = Pick<Deps, 'db'>

/** A campaign as it is. Throws a Refusal for an unknown key. */
export function readState(deps: ReadDeps, ref: CampaignRef): Promise<CampaignState> {
  return loadCampaign(deps.db, ref)
}

/** What a conclusion would keep of the goal now. */
export function readMeasurement(deps: ReadDeps, campaign: Campaign): Promise<Measurement> {
  return measure(deps.db, campaign)
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

/** Campaigns of a workspace, newest first. */
export function readCampaigns(deps: ReadDeps, filter: ListFilter): Promise<Campaign[]> {
  return listCampaigns(deps.db, filter)
}

/** A campaign with its newest digest, whose suggestions wait to be decided. */
export async function readNewestDigest(
  deps: ReadDeps,
  ref: CampaignRef,
): Promise<{ state: CampaignState; digest: Digest | null }> {
  const state = await loadCampaign(deps.db, ref)
  return { state, digest: await newestDigest(deps.db, state.campaign.id) }
}

/** Open follow-ups of a person, or of the whole workspace, those due first. */
export function readOpenFollowUps(deps: ReadDeps, teamId: string, person?: UserId): Promise<Of<FollowUp>[]> {
  return openFollowUps(deps.db, teamId, person)
}

/** One page of what a workspace has learned, counted from 1: the nearest one that exists. */
export async function readLearnings(
  deps: ReadDeps,
  teamId: string,
  query: string,
  { page, size }: { readonly page: number; readonly size: number },
): Promise<{ found: readonly Learning[]; page: number; total: number }> {
  const read = (number: number) =>
    searchLearnings(deps.db, teamId, { query, offset: (number - 1) * size, limit: size })
  const { found, total } = await read(page)
  // A page behind the last one says nothing, not even how many there are.
  return found.length > 0 || page === 1
    ? { found, page, total }
    : readLearnings(deps, teamId, query, { page: 1, size })
}
