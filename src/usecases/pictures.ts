import type { Digest } from '../domain/digest/digest.ts'
import type { DigestPicture } from '../domain/digest/picture.ts'
import type { Readout } from '../domain/readout/readout.ts'
import { loadDigest, newestReadouts } from '../store/digests.ts'
import type { Tx } from '../store/kit/database.ts'
import { inTransaction } from '../store/kit/database.ts'
import { messageIds } from '../store/messages.ts'
import { loadPictures, savePicture } from '../store/pictures.ts'
import type { Deps, JobKinds } from './deps.ts'
import { deliver } from './outbox.ts'

/** A digest's post waits this long for its pictures, and then goes out without them. */
export const PICTURE_HOLD_MS = 60_000

/** A digest a day for longer than any campaign runs. */
const MOST_READOUTS = 400

/** What a digest's pictures are drawn from, and how far they have come. */
export interface PictureFacts {
  readonly digest: Digest
  readonly pictures: readonly DigestPicture[]
  /** Of this digest and those before it, the oldest first. */
  readonly readouts: readonly Readout[]
}

export async function loadPictureFacts(
  { db }: Pick<Deps, 'db'>,
  digestId: number,
): Promise<PictureFacts | null> {
  const digest = await loadDigest(db, digestId)
  if (!digest) return null
  const pictures = await loadPictures(db, digestId)
  const newest = await newestReadouts(db, digest.campaignId, MOST_READOUTS)
  const upToIt = newest.filter((each) => each.digestId <= digestId).reverse()
  return { digest, pictures, readouts: upToIt.map(({ readout }) => readout) }
}

export function recordPicture(
  { db }: Pick<Deps, 'db'>,
  ids: JobKinds['pictures'],
  picture: DigestPicture,
  error?: string,
): Promise<void> {
  return savePicture(db, ids, picture, error)
}

/** Enqueues a digest's pictures; what they come to, or that they come to nothing, sends its post. */
export function enqueuePictures(tx: Tx, deps: Deps, ids: JobKinds['pictures']): Promise<void> {
  return deps.enqueue(tx, 'pictures', ids, { key: `pictures:${ids.digestId}`, maxAttempts: 3 })
}

/** The post waits for nothing any more; where it stands already it gets its pictures. */
export function releaseDigest(deps: Deps, ids: JobKinds['pictures']): Promise<void> {
  return inTransaction(deps.db, (tx) => releaseDigestIn(tx, deps, ids))
}

export async function releaseDigestIn(tx: Tx, deps: Deps, ids: JobKinds['pictures']): Promise<void> {
  const { teamId, campaignId, digestId } = ids
  for (const { id, target } of await messageIds(tx, campaignId, 'digest', `digest:${digestId}`))
    await deliver(tx, deps, teamId, id, target, deps.now())
}
