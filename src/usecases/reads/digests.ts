import { baselineOf, type KnownBaseline, saidBaseline } from '../../domain/brief/baseline.ts'
import type { Digest } from '../../domain/digest/digest.ts'
import type { DigestPicture } from '../../domain/digest/picture.ts'
import { measuredGoal } from '../../domain/growth/measured.ts'
import type { Readout } from '../../domain/readout/readout.ts'
import type { Reader } from '../../domain/state/actor.ts'
import type { Brief } from '../../domain/state/brief.ts'
import type { Campaign, CampaignRef, CampaignState } from '../../domain/state/campaign.ts'
import type { Held } from '../../domain/state/digests.ts'
import type { Measurement } from '../../domain/state/growth.ts'
import {
  digestBefore,
  heldSinceSent,
  loadDigest,
  newestOfEach,
  newestReadouts,
  newestSuggesting,
} from '../../store/digests.ts'
import { loadPictures } from '../../store/pictures.ts'
import type { ReadDeps } from '../deps.ts'
import { loadSeen } from '../seen.ts'

/** A digest a day for longer than any campaign runs. */
const MOST_READOUTS = 400
/** How many digests are looked through for one in which the goal was measured. */
const SNAPSHOTS = 10
/** Campaigns that are looked through for a baseline. */
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

/**
 * Goal and guardrails of a brief, each as the newest campaign of this workspace with the same exposure query had it in
 * its control; of the goal, what the owner says comes first.
 */
export async function loadBaselines(
  { db }: ReadDeps,
  teamId: string,
  { outcome, guardrails, exposures }: Brief,
): Promise<ReadonlyMap<string, KnownBaseline>> {
  const known = new Map<string, KnownBaseline>()
  if (!outcome) return known
  const said = saidBaseline(outcome)
  if (said) known.set(outcome.metric, said)
  const metrics = [outcome, ...guardrails].map(({ metric }) => metric)
  const alike = (await newestOfEach(db, teamId, LOOKED_THROUGH)).filter(
    (each) => each.exposures === exposures,
  )
  for (const { key, readout } of alike)
    for (const metric of metrics.filter((each) => !known.has(each))) {
      const found = baselineOf(readout, metric)
      if (found) known.set(metric, { ...found, seen: { campaign: key, at: new Date(readout.asOf) } })
    }
  return known
}
