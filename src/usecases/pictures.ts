import type { Digest } from '../domain/digest/digest.ts'
import type { DigestPicture } from '../domain/digest/picture.ts'
import type { Readout } from '../domain/readout/readout.ts'
import { loadDigest, newestReadouts } from '../store/digests.ts'
import { messageIds } from '../store/messages.ts'
import { loadPictures, savePicture } from '../store/pictures.ts'
import type { Deps, JobKinds } from './deps.ts'
import { deliver } from './outbox.ts'
import { type OpenDeps, transact } from './transaction.ts'

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
export function enqueuePictures(open: OpenDeps, ids: JobKinds['pictures']): Promise<void> {
  return open.enqueue(open.db, 'pictures', ids, { key: `pictures:${ids.digestId}`, maxAttempts: 3 })
}

/** The post waits for nothing any more; where it stands already it gets its pictures. */
export function releaseDigest(
  deps: Deps,
  { teamId, campaignId, digestId }: JobKinds['pictures'],
): Promise<void> {
  return transact(deps, async (open) => {
    for (const { id, target } of await messageIds(open.db, campaignId, 'digest', `digest:${digestId}`))
      await deliver(open, { teamId, id, target })
  })
}
