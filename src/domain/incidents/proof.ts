import type { Catalog, ExposureDefinition } from '../catalog/catalog.ts'
import type { Proof, Seen, TargetSeen } from '../state/arrivals.ts'
import type { Campaign, CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import {
  heldAgainst,
  LEEWAY,
  settledFrom,
  standStill,
  toldBy,
  uncountedIn,
  unreadWords,
} from './target-proof.ts'

/** Whether nobody is reached any more since a stop: proven by exposures that do not come, never by a lack of an answer. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Between the two reads that prove it. */
const APART = HOUR
/** It is asked as long again as it was asked already, within these. */
const PAUSE = { least: 5 * MINUTE, most: 6 * HOUR }
/** It is asked so much longer than the data may be late. */
const PATIENCE = 7 * 24 * HOUR

const USUAL_DELAY_HOURS = 24

/** Until when after an exposure its row may be missing, in milliseconds. */
function delayOf(exposures: Pick<ExposureDefinition, 'delayHours'>): number {
  return (exposures.delayHours ?? USUAL_DELAY_HOURS) * HOUR
}

/** The same of the query that a campaign names; as usual where that is not declared. */
export function delayIn(
  { exposures }: Pick<Catalog, 'exposures'>,
  { brief }: Pick<Campaign, 'brief'>,
): number {
  return delayOf(exposures.find(({ name }) => name === brief.exposures) ?? {})
}

/** What a read brought: what was seen, why it could not be, or that there is nothing to ask. */
export type Read =
  | { readonly is: 'seen'; readonly seen: Seen; readonly ahead: number }
  | { readonly is: 'unread' | 'given up'; readonly why: string }
  | { readonly is: 'nothing to ask' }

export interface Asking {
  readonly stoppedAt: Date
  /** Of the data, in milliseconds. */
  readonly delay: number
  readonly now: Date
}

/** What is known after one more read, and what the targets said then; as before where nobody asked them. */
export function provenBy(
  before: Proof | undefined,
  read: Read,
  asking: Asking,
  told?: readonly TargetSeen[],
): Proof {
  const { stoppedAt, now } = asking
  const known = before?.stoppedAt.getTime() === stoppedAt.getTime() ? before : undefined
  const targets = told ? heldAgainst(known, told, now) : (known?.targets ?? [])
  const base = { stoppedAt, readAt: now, ...(targets.length > 0 ? { targets } : {}) }
  const after =
    read.is === 'nothing to ask'
      ? byTargets(known, base, asking)
      : besideTargets(afterRead(known, base, read, asking), asking)
  if (after.is === 'unprovable') return after
  const over = now.getTime() - stoppedAt.getTime() >= PATIENCE + asking.delay || read.is === 'given up'
  return over && after.is !== 'ended' ? { ...after, is: 'given_up' } : after
}

type Base = Pick<Proof, 'stoppedAt' | 'readAt' | 'targets'>

/** No exposure proves what a target says otherwise; that it says nothing takes nothing from what the exposures say. */
function besideTargets(proof: Proof, asking: Asking): Proof {
  const told = toldBy(proof.targets ?? [], asking)
  if (told !== 'reached' && told !== 'open') return proof
  const { quietAt: _, why: _why, ...rest } = proof
  return { ...rest, is: told === 'reached' || proof.is === 'reached' ? 'reached' : 'open' }
}

/** Without exposures to ask for, each step that is out has to be over, in two reads; of one that nobody can count it is never proven. */
function byTargets(before: Proof | undefined, base: Base, asking: Asking): Proof {
  const { targets = [] } = base
  const told = toldBy(targets, asking)
  if (told === 'uncounted') return { ...base, is: 'unprovable' }
  if (told === 'unread') return unread(before, base, unreadWords(targets).join('; '))
  if (told === 'reached' || told === 'open') return { ...base, is: told }
  if (told === 'counting') return { ...base, is: 'waiting' }
  const quietAt = (standStill(targets, before) && before?.quietAt) || base.readAt
  if (base.readAt.getTime() - quietAt.getTime() < APART) return { ...base, quietAt, is: 'waiting' }
  return { ...base, quietAt, is: uncountedIn(targets).length > 0 ? 'unprovable' : 'ended' }
}

function afterRead(
  before: Proof | undefined,
  base: Base,
  read: Exclude<Read, { is: 'nothing to ask' }>,
  asking: Asking,
): Proof {
  if (read.is !== 'seen') return unread(before, base, read.why)
  if (read.ahead > 0) return unread(before, base, aheadWords(read.ahead))
  return seenNow(before, base, read.seen, asking)
}

/** It proves nothing, and takes nothing back. */
function unread(before: Proof | undefined, base: Base, why: string): Proof {
  const { seen, quietAt } = before ?? {}
  return { ...base, ...(seen ? { seen } : {}), ...(quietAt ? { quietAt } : {}), is: 'unread', why }
}

/** What is dated ahead may hide what is dated behind: a zone that is taken wrong moves all of them. */
export function aheadWords(count: number): string {
  const what = count === 1 ? '1 exposure is' : `${count} exposures are`
  return `${what} dated in the future: a zone that is taken wrong?`
}

function seenNow(before: Proof | undefined, base: Base, seen: Seen, { delay, now }: Asking): Proof {
  const last = lastOf(base.stoppedAt, seen)
  const is = isReached(base.stoppedAt, seen) ? 'reached' : 'waiting'
  if (now.getTime() < last.getTime() + delay) return { ...base, seen, is }
  const same =
    before?.seen?.after === seen.after && before.seen.newestAt?.getTime() === seen.newestAt?.getTime()
  const quietAt = (same && before?.quietAt) || now
  const ended = now.getTime() - quietAt.getTime() >= APART
  return { ...base, seen, quietAt, is: ended ? 'ended' : is }
}

/** Whether somebody was reached who can't have been under way any more. */
export function isReached(stoppedAt: Date, seen: Seen): boolean {
  return lastOf(stoppedAt, seen).getTime() > stoppedAt.getTime() + LEEWAY
}

/** When somebody was reached last, as far as is known: the stop, where nobody was since. */
function lastOf(stoppedAt: Date, { newestAt }: Seen): Date {
  return newestAt && newestAt > stoppedAt ? newestAt : stoppedAt
}

/** From when on it may be proven: the second of two reads, once all data must be there. */
export function provenFrom(proof: Proof, delay: number): Date {
  return new Date((proof.quietAt ?? quietFrom(proof, delay)).getTime() + APART)
}

/** When all data must be there, or all counts where there are no data to ask for. */
function quietFrom(proof: Proof, delay: number): Date {
  const { stoppedAt, seen } = proof
  const counted = seen ? null : settledFrom(proof)
  return counted ?? new Date((seen ? lastOf(stoppedAt, seen) : stoppedAt).getTime() + delay)
}

/** When to ask again; null once there is nothing left to find out. */
export function nextRead(proof: Proof, { stoppedAt, delay, now }: Asking): Date | null {
  if (isSettled(proof)) return null
  const asked = now.getTime() - stoppedAt.getTime()
  const pause = Math.min(PAUSE.most, Math.max(PAUSE.least, asked))
  const moment = proof.quietAt ? proof.quietAt.getTime() + APART : quietFrom(proof, delay).getTime()
  const soon = now.getTime() + PAUSE.least
  return new Date(Math.min(now.getTime() + pause, Math.max(soon, moment)))
}

export function isSettled({ is }: Proof): boolean {
  return is === 'ended' || is === 'unprovable' || is === 'given_up'
}

/** The event of a read; one that moves nothing is kept and not written. None once it is settled. */
export function proofEvents(
  { campaign }: CampaignState,
  read: Read,
  asking: Asking,
  told?: readonly TargetSeen[],
): CampaignEvent[] {
  const before = campaign.proof
  if (before && isSettled(before)) return []
  const proof = provenBy(before, read, asking, told)
  const renews = before?.is === proof.is && before.why === proof.why
  return [{ kind: 'proof_read', proof, ...(renews ? { renews } : {}) }]
}
