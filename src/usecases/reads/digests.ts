import { baselineOf, type KnownBaseline } from '../../domain/brief/baseline.ts'
import type { Digest } from '../../domain/digest/digest.ts'
import type { DigestPicture } from '../../domain/digest/picture.ts'
import { measuredGoal } from '../../domain/growth/measured.ts'
import type { Readout } from '../../domain/readout/readout.ts'
import type { Reader } from '../../domain/state/actor.ts'
import type { Campaign, CampaignRef, CampaignState } from '../../domain/state/campaign.ts'
import type { Held } from '../../domain/state/digests.ts'
import type { Measurement } from '../../domain/state/growth.ts'
import {
  digestBefore,
  heldSinceSent,
  loadDigest,
  newestReadouts,
  newestSuggesting,
  recentReadouts,
} from '../../store/digests.ts'
import { loadPictures } from '../../store/pictures.ts'
import type { ReadDeps } from '../deps.ts'
import { loadSeen } from '../seen.ts'

/** A digest a day for longer than any campaign runs. */
const MOST_READOUTS = 400
/** How many digests are looked through for one in which the goal was measured. */
const SNAPSHOTS = 10
/** Readouts that are looked through for a baseline: about a fortnight of a few campaigns. */
const LOOKED_THROUGH = 40

/** A digest's snapshot with the last one that people were sent before it. */
export async function loadDigestFacts(
  deps: ReadDeps,
  reader: Reader,
  digestId: number,
): Promise<{ digest: Digest; previous: Digest | null } | null> {
  const digest = await loadDigest(deps.db, digestId)
  if (!digest) return null
  await loadSeen(deps, reader, { id: digest.campaignId })
  const pictures = await loadPictures(deps.db, digestId)
  return { digest: { ...digest, pictures }, previous: await digestBefore(deps.db, digest) }
}

/** A campaign with the newest digest whose suggestions wait to be decided; without any, with its newest. */
export async function readNewestDigest(
  deps: ReadDeps,
  reader: Reader,
  ref: CampaignRef,
): Promise<{ state: CampaignState; digest: Digest | null }> {
  const state = await loadSeen(deps, reader, ref)
  return { state, digest: await newestSuggesting(deps.db, state.campaign.id) }
}

/** Digests that were made and not posted since the last one that was. */
export function readHeld(deps: ReadDeps, campaignId: number): Promise<{ slot: Date; held: Held }[]> {
  return heldSinceSent(deps.db, campaignId)
}

/** The newest look, sent or not, with what it and earlier ones have settled; null before the first. */
export async function looksSoFar(deps: ReadDeps, campaignId: number): Promise<Readout | null> {
  const [newest] = await newestReadouts(deps.db, campaignId, 1)
  return newest?.readout ?? null
}

/** What a digest's pictures are drawn from, and how far they have come. */
export interface PictureFacts {
  readonly digest: Digest
  readonly pictures: readonly DigestPicture[]
  /** Of this digest and those before it, the oldest first. */
  readonly readouts: readonly Readout[]
}

export async function loadPictureFacts({ db }: ReadDeps, digestId: number): Promise<PictureFacts | null> {
  const digest = await loadDigest(db, digestId)
  if (!digest) return null
  const pictures = await loadPictures(db, digestId)
  const newest = await newestReadouts(db, digest.campaignId, MOST_READOUTS)
  const upToIt = newest.filter((each) => each.digestId <= digestId).reverse()
  return { digest, pictures, readouts: upToIt.map(({ readout }) => readout) }
}

/** What the goal did, from the newest digest in which it was measured: what a conclusion keeps of it. */
export async function readMeasurement(deps: ReadDeps, { id, brief }: Campaign): Promise<Measurement> {
  return measuredGoal(brief, await newestReadouts(deps.db, id, SNAPSHOTS))
}

/** Goal and guardrails of what was submitted, each as the newest readout of this workspace has it in a control. */
export async function loadBaselines(
  deps: ReadDeps,
  { campaign, request }: CampaignState,
): Promise<ReadonlyMap<string, KnownBaseline>> {
  const known = new Map<string, KnownBaseline>()
  const { outcome, guardrails } = request?.brief ?? { outcome: null, guardrails: [] }
  if (!outcome) return known
  const metrics = [outcome, ...guardrails].map(({ metric }) => metric)
  for (const { key, readout } of await recentReadouts(deps.db, campaign.teamId, LOOKED_THROUGH))
    for (const metric of metrics.filter((each) => !known.has(each))) {
      const found = baselineOf(readout, metric)
      if (found) known.set(metric, { ...found, campaign: key })
    }
  return known
}
