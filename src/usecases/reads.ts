import type { Digest } from '../domain/digest/digest.ts'
import type { UserId } from '../domain/people.ts'
import type { Campaign, CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import type { RecordedEvent } from '../domain/state/events.ts'
import type { FollowUp } from '../domain/state/follow-ups.ts'
import type { Measurement } from '../domain/state/growth.ts'
import { type ListFilter, listCampaigns, loadCampaign } from '../store/campaigns.ts'
import { digestBefore, loadDigest, newestDigest } from '../store/digests.ts'
import { pageEvents } from '../store/events.ts'
import { type Learning, searchLearnings } from '../store/learnings.ts'
import { loadPictures } from '../store/pictures.ts'
import { loadRequest } from '../store/request-rows.ts'
import { type Of, openFollowUps } from '../store/waiting.ts'
import type { Deps } from './deps.ts'
import { measure } from './predictions.ts'

/** Everything that a message about a campaign is drawn from. */
export function loadFacts(deps: Pick<Deps, 'db'>, campaignId: number): Promise<CampaignState> {
  return loadCampaign(deps.db, { id: campaignId })
}

/**
 * The campaign as its n-th request is drawn: where a newer one has followed and the old one had ended by then, with the
 * old one, so that it still says who decided. One that was open or approved until then was replaced.
 */
export async function atRequest(
  deps: Pick<Deps, 'db'>,
  state: CampaignState,
  n: number,
): Promise<CampaignState> {
  if (state.request?.n === n) return state
  const request = await loadRequest(deps.db, state.campaign.id, n)
  return request && request.state !== 'superseded' ? { ...state, request } : state
}

/** A digest's snapshot with the last one that people were sent before it. */
export async function loadDigestFacts(
  deps: Pick<Deps, 'db'>,
  digestId: number,
): Promise<{ digest: Digest; previous: Digest | null } | null> {
  const digest = await loadDigest(deps.db, digestId)
  if (!digest) return null
  const pictures = await loadPictures(deps.db, digestId)
  return { digest: { ...digest, pictures }, previous: await digestBefore(deps.db, digest) }
}

export type { CampaignRef } from '../domain/state/campaign.ts'

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
