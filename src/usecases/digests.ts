import { digestNews } from '../domain/digest/news.ts'
import { heldBecause } from '../domain/digest/plan.ts'
import { proposed } from '../domain/digest/repeats.ts'
import { faultEvents } from '../domain/findings/fault.ts'
import { harmEvents } from '../domain/findings/harm.ts'
import { refuseStranger } from '../domain/permission.ts'
import type { Readout } from '../domain/readout/readout.ts'
import type { Suggestion } from '../domain/readout/suggestions.ts'
import type { Actor } from '../domain/state/actor.ts'
import { STAIRWAY } from '../domain/state/actor.ts'
import type { CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import { nextSlot, slotsBetween } from '../domain/time/schedule.ts'
import { Refusal } from '../refusal.ts'
import { loadForChange } from '../store/campaigns.ts'
import {
  advanceDigest,
  claimSlot,
  dueDigests,
  hasSlotSince,
  holdDigest,
  lastSent,
  loadDigest,
  newestReadouts,
  saveDigest,
} from '../store/digests.ts'
import type { Tx } from '../store/kit/database.ts'
import { inTransaction } from '../store/kit/database.ts'
import { changeIn } from './change.ts'
import type { Deps, JobKinds } from './deps.ts'
import { post } from './outbox.ts'
import { enqueuePictures, PICTURE_HOLD_MS } from './pictures.ts'

/** Slack sends a payload again within this time where its first ack was lost. */
const SAME_REQUEST_MS = 60_000

/** Makes a digest now, beside its schedule. Throws a Refusal before the campaign is live, and where one was begun just now. */
export async function digestNow(deps: Deps, actor: Actor, ref: CampaignRef): Promise<number> {
  const members = await deps.members()
  return inTransaction(deps.db, async (tx) => {
    const { campaign } = await loadForChange(tx, ref)
    const { id: campaignId, teamId, key, brief, digest, liveAt } = campaign
    refuseStranger(campaign, actor.userId, members)
    if (!liveAt) throw new Refusal('conflict', `${key} is not live yet, so there is nothing to read out.`)
    const [slot, channel] = [deps.now(), digest?.channel ?? brief.channel]
    const begun = await hasSlotSince(tx, campaignId, new Date(slot.getTime() - SAME_REQUEST_MS))
    const id = begun
      ? null
      : await claim(tx, deps, { teamId, campaignId, slot, channel, askedBy: actor.userId })
    if (id !== null) return id
    throw new Refusal(
      'conflict',
      `A digest of ${key} was begun less than a minute ago; it comes to {#${channel}}.`,
    )
  })
}

/** Pauses between them add up to about two minutes: a warehouse that restarts is no alarm. */
const DIGEST_ATTEMPTS = 8

/**
 * Claims every due slot, once each, with its job in the same transaction. After an outage only the newest missed slot is
 * made: the others would say the same. Returns how many were claimed.
 */
export async function claimDueDigests(deps: Deps): Promise<number> {
  const due = await dueDigests(deps.db, deps.now())
  const claims = await Promise.allSettled(
    due.map(({ campaignId, nextAt }) => claimOne(deps, campaignId, nextAt)),
  )
  const failed = claims.flatMap((claim) => (claim.status === 'rejected' ? [claim.reason] : []))
  if (failed.length > 0)
    throw new AggregateError(failed, `Due digests could not be claimed: ${failed.map(String).join('; ')}`)
  return claims.filter((claim) => claim.status === 'fulfilled' && claim.value).length
}

function claimOne(deps: Deps, campaignId: number, nextAt: Date): Promise<boolean> {
  return inTransaction(deps.db, async (tx) => {
    const { campaign } = await loadForChange(tx, { id: campaignId })
    if (!campaign.digest) return false
    const { schedule, channel } = campaign.digest
    const now = deps.now()
    if (!(await advanceDigest(tx, campaignId, nextAt, nextSlot(schedule, now)))) return false
    if (!campaign.liveAt) return false
    const slot = slotsBetween(schedule, nextAt, now, Number.POSITIVE_INFINITY).at(-1) ?? nextAt
    return (
      (await claim(tx, deps, { teamId: campaign.teamId, campaignId, slot, channel, askedBy: null })) !== null
    )
  })
}

async function claim(tx: Tx, deps: Deps, slot: Parameters<typeof claimSlot>[1]): Promise<number | null> {
  const digestId = await claimSlot(tx, slot)
  if (digestId === null) return null
  await deps.enqueue(
    tx,
    'digest',
    { teamId: slot.teamId, campaignId: slot.campaignId, digestId },
    // One look after another: what a look finds for good, the next one knows.
    { key: `digest:${digestId}`, lane: `looks:${slot.campaignId}`, maxAttempts: DIGEST_ATTEMPTS },
  )
  return digestId
}

/** The newest look, sent or not, with what it and earlier ones have settled; null before the first. */
export async function looksSoFar(deps: Pick<Deps, 'db'>, campaignId: number): Promise<Readout | null> {
  const [newest] = await newestReadouts(deps.db, campaignId, 1)
  return newest?.readout ?? null
}

export interface MadeDigest {
  readonly readout: Readout | null
  readonly headline: string
  readonly failure: string | null
  /** Everything worth asking; what is asked already is told apart when it is saved. */
  readonly suggestions: readonly Suggestion[]
  /** What the data partner is told where a query failed. */
  readonly alarm: string | null
  /** Whether there is something to draw: the post then waits a little for its pictures. */
  readonly pictured?: boolean
  /** By when a fault of the data is to be looked into; absent where nothing was read. */
  readonly faultDueAt?: Date
}

/** Saves a digest's snapshot with its suggestions, and puts it into the outbox; nothing where that was done before. */
export function recordDigest(
  deps: Deps,
  ids: JobKinds['digest'],
  channel: string,
  made: MadeDigest,
): Promise<void> {
  return inTransaction(deps.db, (tx) => recordDigestIn(tx, deps, ids, channel, made))
}

/** A digest whose job failed for another reason than its queries: it still says so in its channel. */
export async function digestGivenUpIn(
  tx: Tx,
  deps: Deps,
  ids: JobKinds['digest'],
  why: string,
): Promise<void> {
  const digest = await loadDigest(tx, ids.digestId)
  if (!digest || digest.madeAt) return
  const headline = 'Nothing can be read out: making the digest failed'
  await recordDigestIn(tx, deps, ids, digest.channel, {
    readout: null,
    headline,
    failure: why,
    suggestions: [],
    alarm: `${headline}. ${why}`,
  })
}

async function recordDigestIn(
  tx: Tx,
  deps: Deps,
  { teamId, campaignId, digestId }: JobKinds['digest'],
  channel: string,
  made: MadeDigest,
): Promise<void> {
  const actor: Actor = { teamId, userId: STAIRWAY, surface: 'job' }
  const madeAt = deps.now()
  const { after, events } = await changeIn(tx, deps, actor, { id: campaignId }, async (state) => {
    const suggestions = proposed(made.suggestions, state.followUps, madeAt)
    const saved = await saveDigest(tx, digestId, { ...made, teamId, madeAt, suggestions })
    return saved ? eventsOf(tx, state, digestId, made, madeAt) : []
  })
  const [event] = events
  if (event?.kind !== 'digest_made') return
  if (event.held) await holdDigest(tx, digestId, event.held)
  else await postDigest(tx, deps, after, { teamId, campaignId, digestId }, channel, made)
  const { owner, brief } = after.campaign
  if (!made.alarm) return
  await post(tx, deps, after, {
    kind: 'notice',
    subject: `digest:${digestId}:failed`,
    target: brief.partner ?? owner,
    data: { words: made.alarm },
  })
}

/** With something to draw it waits a little for its pictures. */
async function postDigest(
  tx: Tx,
  deps: Deps,
  state: CampaignState,
  ids: JobKinds['pictures'],
  channel: string,
  { pictured = false }: MadeDigest,
): Promise<void> {
  const message = { kind: 'digest', subject: `digest:${ids.digestId}`, target: channel } as const
  const runAt = new Date(deps.now().getTime() + (pictured ? PICTURE_HOLD_MS : 0))
  await post(tx, deps, state, message, runAt)
  if (pictured) await enqueuePictures(tx, deps, ids)
}

async function eventsOf(
  tx: Tx,
  state: CampaignState,
  digestId: number,
  made: MadeDigest,
  now: Date,
): Promise<CampaignEvent[]> {
  const { readout, faultDueAt } = made
  return [
    await madeEvent(tx, state, digestId, made, now),
    ...harmEvents(state, readout, 'digest', now),
    ...(faultDueAt ? faultEvents(state, readout, { now, dueAt: faultDueAt }) : []),
  ]
}

async function madeEvent(
  tx: Tx,
  { campaign, followUps }: CampaignState,
  digestId: number,
  { readout, headline }: MadeDigest,
  now: Date,
): Promise<CampaignEvent> {
  const digest = await loadDigest(tx, digestId)
  const last = digest && (await lastSent(tx, digest))
  const news = digestNews({ last, readout, followUps, now })
  const held = heldBecause(campaign.digest, { askedFor: digest?.askedBy != null, news }, now)
  return { kind: 'digest_made', digestId, headline, ...(held ? { held } : {}) }
}
