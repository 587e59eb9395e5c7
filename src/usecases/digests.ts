import { choiceEvents } from '../domain/choice/choice.ts'
import { hasPassed, type Windows } from '../domain/choice/ending.ts'
import { digestNews } from '../domain/digest/news.ts'
import { heldBecause } from '../domain/digest/plan.ts'
import { proposed } from '../domain/digest/repeats.ts'
import { faultEvents } from '../domain/incidents/fault.ts'
import { harmEvents } from '../domain/incidents/harm.ts'
import type { Notice } from '../domain/message.ts'
import { refuseUnless } from '../domain/permission/permission.ts'
import type { Readout } from '../domain/readout/readout.ts'
import type { Suggestion } from '../domain/readout/suggestion.ts'
import { everybody, people } from '../domain/readout/validity.ts'
import type { Actor } from '../domain/state/actor.ts'
import { stairwayOf } from '../domain/state/actor.ts'
import type { Campaign, CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import { subjectOf } from '../domain/subject.ts'
import { token } from '../domain/text/tokens.ts'
import { nextSlot, slotsBetween } from '../domain/time/schedule.ts'
import { Refusal } from '../refusal.ts'
import { loadForChange } from '../store/campaigns.ts'
import {
  advanceDigest,
  claimSlot,
  type DueDigest,
  dueDigests,
  hasSlotSince,
  holdDigest,
  isStillDue,
  lastSent,
  loadDigest,
  saveDigest,
} from '../store/digests.ts'
import type { Tx } from '../store/kit/database.ts'
import { suggestedBefore } from '../store/suggestions.ts'
import { tellAlarm } from './alarms.ts'
import { forEachDue, PAGE } from './batches.ts'
import type { Changed } from './change.ts'
import { change } from './change.ts'
import type { Deps, JobKinds } from './deps.ts'
import { type Outbox, outboxOf } from './outbox.ts'
import { PICTURE_HOLD_MS } from './pictures.ts'
import { readingOf } from './readings.ts'
import { refuseUnseen } from './seen.ts'
import { type OpenDeps, transact } from './transaction.ts'

/** Slack sends a payload again within this time where its first ack was lost. */
const SAME_REQUEST_MS = 60_000

/** Makes a digest now, beside its schedule. Throws a Refusal before the campaign is live, and where one was begun just now. */
export async function digestNow(deps: Deps, actor: Actor, ref: CampaignRef): Promise<number> {
  const members = await deps.members()
  return transact(deps, async (open) => {
    const state = await loadForChange(open.db, ref)
    refuseUnseen(actor, state)
    const { campaign } = state
    const { id: campaignId, key, brief, digest, liveAt } = campaign
    refuseUnless('make_digest', actor, { campaign }, members)
    if (!liveAt) throw new Refusal('conflict', `${key} is not live yet, so there is nothing to read out.`)
    const [slot, channel] = [deps.now(), digest?.channel ?? brief.channel]
    const begun = await hasSlotSince(open.db, campaignId, new Date(slot.getTime() - SAME_REQUEST_MS))
    const id = begun ? null : await claim(open, campaign, { slot, channel, askedBy: actor.userId })
    if (id !== null) return id
    throw new Refusal(
      'conflict',
      `A digest of ${key} was asked for less than a minute ago: look for it in ${token.channel(channel)}.`,
    )
  })
}

/**
 * Claims every due slot, once each, with its job in the same transaction. After an outage only the newest missed slot is
 * made: the others would say the same. Returns how many were claimed.
 */
export function claimDueDigests(deps: Deps): Promise<number> {
  const until = deps.now()
  return forEachDue(
    'Due digests could not be claimed',
    (after: DueDigest | null) => dueDigests(deps.db, until, after, PAGE),
    (due) => claimOne(deps, due),
  )
}

function claimOne(deps: Deps, due: DueDigest): Promise<boolean> {
  const { campaignId, nextAt } = due
  return transact(deps, async (open) => {
    // Every process ticks: a campaign is not loaded by those who come too late.
    if (!(await isStillDue(open.db, due))) return false
    const { campaign } = await loadForChange(open.db, { id: campaignId })
    if (!campaign.digest) return false
    const { schedule, channel } = campaign.digest
    const now = deps.now()
    if (!(await advanceDigest(open.db, campaignId, nextAt, nextSlot(schedule, now)))) return false
    if (!campaign.liveAt) return false
    const slot = slotsBetween(schedule, nextAt, now, Number.POSITIVE_INFINITY).at(-1) ?? nextAt
    return (await claim(open, campaign, { slot, channel, askedBy: null })) !== null
  })
}

async function claim(
  open: OpenDeps,
  campaign: Campaign,
  slot: Omit<Parameters<typeof claimSlot>[1], 'teamId' | 'campaignId'>,
): Promise<number | null> {
  const { id: campaignId, teamId } = campaign
  const digestId = await claimSlot(open.db, { ...slot, teamId, campaignId })
  if (digestId === null) return null
  await open.enqueue(open.db, 'digest', { ...readingOf(campaign, open.catalog), digestId })
  return digestId
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
  /** By when a verdict that ends something is to be decided on; absent where nothing was read. */
  readonly choiceDueAt?: Date
}

/** Saves a digest's snapshot with its suggestions, and puts it into the outbox; nothing where that was done before. */
export function recordDigest(
  deps: Deps,
  ids: JobKinds['digest'],
  channel: string,
  made: MadeDigest,
): Promise<void> {
  return transact(deps, async (open) => {
    const { after, events } = await saveMade(open, ids, made)
    const [event] = events
    if (event?.kind !== 'digest_made') return
    const outbox = outboxOf(open, after)
    if (event.held) await holdDigest(open.db, ids.digestId, event.held)
    else await postDigest(open, outbox, ids, channel, made)
    const { owner, brief } = after.campaign
    if (!made.alarm) return
    await tellAlarm(open, after, {
      subject: subjectOf('digest', ids.digestId, 'failed'),
      target: brief.partner ?? owner,
      data: { words: made.alarm, offers: ['digest_now', 'results'] } satisfies Notice,
    })
  })
}

/** A digest whose job failed for another reason than its queries: it still says so in its channel. */
export function digestGivenUp(deps: Deps, ids: JobKinds['digest'], why: string): Promise<void> {
  return transact(deps, async (open) => {
    const digest = await loadDigest(open.db, ids.digestId)
    if (!digest || digest.madeAt) return
    const headline = 'Nothing can be read out: making the digest failed'
    const alarm = `${headline}. ${why}`
    const made = { readout: null, headline, failure: why, suggestions: [], alarm }
    await recordDigest(open, ids, digest.channel, made)
  })
}

function saveMade(
  open: OpenDeps,
  { teamId, campaignId, digestId }: JobKinds['digest'],
  made: MadeDigest,
): Promise<Changed> {
  const madeAt = open.now()
  return change(open, stairwayOf(teamId), { id: campaignId }, async (state, tx) => {
    const shown = await suggestedBefore(tx, campaignId)
    const suggestions = proposed(made.suggestions, state.followUps, madeAt, shown)
    const saved = await saveDigest(tx, digestId, { ...made, teamId, madeAt, suggestions })
    return saved ? eventsOf({ ...open, db: tx }, state, digestId, made) : []
  })
}

/** With all its figures in its thread. With something to draw both wait a little for their pictures. */
async function postDigest(
  open: OpenDeps,
  outbox: Outbox,
  ids: JobKinds['pictures'],
  channel: string,
  { readout, pictured = false }: MadeDigest,
): Promise<void> {
  const { digestId } = ids
  const runAt = new Date(open.now().getTime() + (pictured ? PICTURE_HOLD_MS : 0))
  const digest = { kind: 'digest', subject: subjectOf('digest', digestId), target: channel } as const
  const figures = { kind: 'figures', subject: subjectOf('figures', digestId), target: channel } as const
  if (readout) await outbox.postWithReply(digest, figures, runAt)
  else await outbox.post(digest, runAt)
  if (pictured) await open.enqueue(open.db, 'pictures', ids)
}

async function eventsOf(
  { db, now, catalog }: DecidingDeps,
  state: CampaignState,
  digestId: number,
  made: MadeDigest,
): Promise<CampaignEvent[]> {
  const { readout, faultDueAt, choiceDueAt } = made
  const [at, over] = [now(), hasPassed(state.campaign, catalog.metrics, now())]
  const harm = harmEvents(state, readout, 'digest', at)
  const stops = harm.some(({ kind }) => kind === 'stopped')
  const choice =
    choiceDueAt && !stops ? choiceEvents(state, readout, { digestId, dueAt: choiceDueAt, over }) : []
  const isNew = harm.length + choice.length > 0
  return [
    await madeEvent(db, state, digestId, made, { now: at, over, isNew, metrics: catalog.metrics }),
    ...harm,
    ...(faultDueAt ? faultEvents(state, readout, { now: at, dueAt: faultDueAt }) : []),
    ...choice,
  ]
}

type DecidingDeps = Pick<Deps, 'now' | 'catalog'> & { readonly db: Tx }

interface MadeAt {
  readonly now: Date
  readonly over: boolean
  /** Harm or a verdict of this look is told now, whatever was told this week. */
  readonly isNew: boolean
  readonly metrics: Windows
}

async function madeEvent(
  tx: Tx,
  { campaign, followUps }: CampaignState,
  digestId: number,
  { readout, headline }: MadeDigest,
  { now, over, isNew, metrics }: MadeAt,
): Promise<CampaignEvent> {
  const digest = await loadDigest(tx, digestId)
  const last = digest && (await lastSent(tx, digest))
  const news = digestNews({ last, readout, followUps, choices: campaign.choices, over, now })
  const overToldAt = over && !isNew && last && hasPassed(campaign, metrics, last.at) ? last.at : null
  const asked = { askedFor: digest?.askedBy != null, news, overToldAt }
  const held = heldBecause(campaign.digest, asked, now)
  const seen = readout ? { people: { exposed: everybody(readout), analysed: people(readout) } } : {}
  return { kind: 'digest_made', digestId, headline, ...(held ? { held } : {}), ...seen }
}
