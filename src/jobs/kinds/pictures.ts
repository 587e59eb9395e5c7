import type { Digest } from '../../domain/digest/digest.ts'
import type { DigestPicture, PictureName } from '../../domain/digest/picture.ts'
import type { Readout } from '../../domain/readout/readout.ts'
import { liftsHidden } from '../../domain/readout/validity.ts'
import { stairwayOf } from '../../domain/state/actor.ts'
import type { Logger } from '../../log.ts'
import { courseAlt, coursePictureOf } from '../../pictures/lift-course.ts'
import { hasLifts, liftsAlt, liftsPicture } from '../../pictures/lifts.ts'
import type { Painter } from '../../pictures/painter.ts'
import type { Picture } from '../../pictures/picture.ts'
import type { DeliveryDeps } from '../../slack/delivery/delivery.ts'
import { type KnownUpload, type UploadStep, uploadFurther } from '../../slack/delivery/upload.ts'
import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { PICTURE_HOLD_MS, recordPicture, releaseDigest } from '../../usecases/pictures.ts'
import { readState } from '../../usecases/reads/campaigns.ts'
import { loadPictureFacts, type PictureFacts } from '../../usecases/reads/digests.ts'
import { within } from '../../usecases/transaction.ts'
import { type JobKind, RetryAt } from '../contract.ts'

export interface PictureDeps extends Deps, Pick<DeliveryDeps, 'delivery'> {
  readonly painter: Pick<Painter, 'paint'>
  readonly log: Logger
}

/** What the pictures come to, or that they come to nothing, sends the digest's post. */
export function picturesKind(deps: PictureDeps): JobKind<JobKinds['pictures']> {
  return {
    attempts: 3,
    key: ({ digestId }) => `pictures:${digestId}`,
    run: (ids) => makePictures(deps, ids),
    whenDead: (tx, { payload }) => releaseDigest(within(tx, deps), payload),
  }
}

/** Whether a digest of this readout has a picture: its lifts may be shown, and there is one. */
export function isPictured(readout: Readout | null): boolean {
  return readout !== null && !liftsHidden(readout) && hasLifts(readout)
}

/**
 * Draws a digest's pictures, uploads each once, and sends its post when Slack can show them. A picture that fails is
 * left out: it never holds a digest back.
 */
async function makePictures(deps: PictureDeps, ids: JobKinds['pictures']): Promise<void> {
  const facts = await loadPictureFacts(deps, ids.digestId)
  if (!facts) return
  const { campaign } = await readState(deps, stairwayOf(ids.teamId), { id: ids.campaignId })
  const waits: number[] = []
  for (const wanted of wantedOf(facts, campaign.brief.name)) {
    const wait = await further(deps, ids, facts, wanted)
    if (wait !== null) waits.push(wait)
  }
  if (waits.length === 0) return releaseDigest(deps, ids)
  throw new RetryAt(
    new Date(deps.now().getTime() + Math.min(...waits)),
    'Slack is not ready with the pictures',
  )
}

interface Wanted {
  readonly name: PictureName
  readonly picture: Picture
  readonly alt: string
}

function wantedOf({ digest: { readout }, readouts }: PictureFacts, campaign: string): Wanted[] {
  if (!readout || !isPictured(readout)) return []
  const looks = readouts.filter((each) => !liftsHidden(each))
  const lifts = liftsPicture(readout, campaign)
  const course = coursePictureOf(looks, campaign)
  return [
    ...(lifts ? [{ name: 'lifts', picture: lifts, alt: liftsAlt(readout) } as const] : []),
    ...(course ? [{ name: 'course', picture: course, alt: courseAlt(looks) } as const] : []),
  ]
}

/** Brings one picture a step further: null when it has come to its end, else after how many ms to go on. */
async function further(
  deps: PictureDeps,
  ids: JobKinds['pictures'],
  { digest, pictures }: PictureFacts,
  wanted: Wanted,
): Promise<number | null> {
  const { name, alt } = wanted
  const known = pictures.find((each) => each.name === name)
  if (known?.state === 'ready' || known?.state === 'failed') return null
  const record = (state: DigestPicture['state'], fileId: string | null, error?: string) =>
    recordPicture(deps, ids, { name, state, fileId, alt }, error)
  const step = await uploadOf(deps, wanted, uploadIn(known), ({ state, fileId }) => record(state, fileId))
  if (step.is === 'wait' && !isLate(deps, digest)) return step.ms
  if (step.is === 'usable') await record('ready', step.fileId)
  else {
    const error = step.is === 'failed' ? step.error : new Error('Slack was not ready with it in time')
    deps.log.warn({ err: error, digest: ids, picture: name }, 'A digest goes out without a picture')
    await record('failed', known?.fileId ?? null, String(error))
  }
  return null
}

/** Its post goes out, if it has not gone out already. */
function isLate({ now }: PictureDeps, { madeAt, slot }: Digest): boolean {
  return now().getTime() >= (madeAt ?? slot).getTime() + PICTURE_HOLD_MS
}

function uploadIn(known: DigestPicture | undefined): KnownUpload | null {
  const under = known?.state === 'begun' || known?.state === 'uploaded' ? known.state : null
  return under && known?.fileId ? { state: under, fileId: known.fileId } : null
}

function uploadOf(
  { delivery, painter }: PictureDeps,
  { picture }: Wanted,
  known: KnownUpload | null,
  record: (known: KnownUpload) => Promise<void>,
): Promise<UploadStep> {
  const make = async () => ({ filename: `${picture.name}.png`, bytes: await painter.paint(picture) })
  return uploadFurther({ client: delivery, make, record }, known)
}
