import type { DigestPicture } from '../domain/digest/picture.ts'
import { subjectOf } from '../domain/subject.ts'
import { messageIds } from '../store/messages.ts'
import { savePicture } from '../store/pictures.ts'
import type { Deps, JobKinds } from './deps.ts'
import { deliverPaced } from './outbox.ts'
import { transact } from './transaction.ts'

/** A digest's post waits this long for its pictures, and then goes out without them. */
export const PICTURE_HOLD_MS = 60_000

export function recordPicture(
  { db }: Pick<Deps, 'db'>,
  ids: JobKinds['pictures'],
  picture: DigestPicture,
  error?: string,
): Promise<void> {
  return savePicture(db, ids, picture, error)
}

/** The post waits for nothing any more; where it stands already it gets its pictures. */
export function releaseDigest(
  deps: Deps,
  { teamId, campaignId, digestId }: JobKinds['pictures'],
): Promise<void> {
  return transact(deps, async (open) => {
    for (const kind of ['digest', 'figures'] as const)
      for (const { id, target } of await messageIds(open.db, campaignId, kind, subjectOf(kind, digestId)))
        await deliverPaced(open, { teamId, id, target })
  })
}
