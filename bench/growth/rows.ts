import type { CampaignState } from '../../src/domain/state/campaign.ts'
import type { RecordedEvent } from '../../src/domain/state/events.ts'
import { apply } from '../../src/domain/state/events.ts'
import { type Subject, subjectOf } from '../../src/domain/subject.ts'
import { nextMorning } from '../../src/domain/time/working-days.ts'
import { followUpRow } from '../../src/store/follow-up-rows.ts'
import { toJson } from '../../src/store/kit/json.ts'
import { decisionRow, requestRow } from '../../src/store/request-rows.ts'
import { campaignRow, nextDigestAt, stepRow, taskRow } from '../../src/store/rows.ts'
import { historyOf } from './history.ts'
import type { Plot, Told } from './plot.ts'
import {
  APPROVER,
  BIG_OWNER,
  CHANNEL,
  fateOf,
  KEY,
  LEAD,
  NOW,
  ownerOf,
  PARTNER,
  TEAM,
  YEARS,
} from './population.ts'

type Row = Record<string, unknown>

export type Batch = Readonly<
  Record<
    | 'campaigns'
    | 'tasks'
    | 'approval_requests'
    | 'decisions'
    | 'launch_steps'
    | 'follow_ups'
    | 'events'
    | 'digests'
    | 'messages'
    | 'mornings',
    Row[]
  >
>

export function emptyBatch(): Batch {
  return {
    ...{ campaigns: [], tasks: [], approval_requests: [], decisions: [], launch_steps: [] },
    ...{ follow_ups: [], events: [], digests: [], messages: [], mornings: [] },
  }
}

/** The last ids that were given. */
export interface Ids {
  events: number
  digests: number
  messages: number
}

export interface Writing {
  /** Counts from 0. */
  readonly n: number
  readonly told: number
  readonly copies: number
  readonly random: () => number
  readonly ids: Ids
  readonly readout: string
  /** Who has a morning already. */
  readonly heard: Set<string>
}

const DAY_MS = 86_400_000
const DIGESTS = 3

/** Writes a campaign as its own events leave it: folded by the domain, in rows by the store. */
export function writeCampaign(batch: Batch, writing: Writing): void {
  const id = writing.n + 1
  const { plot, endAt } = plotOf(writing)
  const events = recorded(historyOf(plot), endAt)
  let state: CampaignState | null = null
  for (const each of events) state = apply(state, each, id)
  if (!state) return
  writeState(batch, state)
  writeEvents(batch, writing, id, events)
  writeDigests(batch, writing, plot, state)
  writeMessages(batch, writing, plot, state)
  writeMornings(batch, writing, state)
}

function plotOf({ n, told, copies, random, ids }: Writing): { plot: Plot; endAt: Date } {
  const fate = fateOf(random)
  const ended = fate === 'concluded' || fate === 'stopped' || fate === 'cancelled'
  const days = ended ? 1 + random() * YEARS * 365 : fate === 'in review' ? random() * 2 : random() * 20
  const endAt = new Date(NOW.getTime() - Math.round(days * DAY_MS))
  const looked = ended || fate === 'live' ? DIGESTS : 0
  const digestIds = Array.from({ length: fate === 'cancelled' ? 0 : looked }, (_, i) => ids.digests + i + 1)
  const waits = fate === 'approved' && random() < 0.5
  const launchAt = waits ? new Date(NOW.getTime() + Math.round((1 + random() * 20) * DAY_MS)) : null
  const plot = { key: `${KEY}${n + 1}`, owner: ownerOf(n, told, copies), fate, random, digestIds, launchAt }
  const submittedAt = fate === 'in review' ? endAt : new Date(endAt.getTime() - 8 * DAY_MS)
  return { plot: { ...plot, submittedAt }, endAt }
}

/** The last one at `endAt`, those before it as long before as they are told. */
function recorded(all: readonly Told[], endAt: Date): RecordedEvent[] {
  let at = endAt.getTime() - all.reduce((sum, { afterMinutes }) => sum + Math.round(afterMinutes * 60_000), 0)
  return all.map(({ event, by, afterMinutes }) => {
    at += Math.round(afterMinutes * 60_000)
    return { at: new Date(at), actor: { teamId: TEAM, userId: by, surface: 'command' }, event }
  })
}

function writeState(batch: Batch, { campaign, tasks, request, steps, followUps }: CampaignState): void {
  const of = { campaign_id: campaign.id, team_id: TEAM }
  const digest_next_at = nextDigestAt(campaign, NOW)
  batch.campaigns.push({ id: campaign.id, ...campaignRow(campaign), digest_next_at, renewals: 0 })
  for (const task of tasks) batch.tasks.push({ ...of, ...taskRow(task) })
  for (const step of steps) batch.launch_steps.push({ ...of, ...stepRow(step) })
  for (const each of followUps) batch.follow_ups.push({ ...of, ...followUpRow(each) })
  if (!request) return
  batch.approval_requests.push({ ...of, ...requestRow(request) })
  for (const [i, decision] of request.decisions.entries())
    batch.decisions.push({ ...of, ...decisionRow(decision, request.n, i + 1) })
}

function writeEvents(
  batch: Batch,
  { ids }: Writing,
  campaignId: number,
  all: readonly RecordedEvent[],
): void {
  for (const { at, actor, event } of all) {
    const who = { team_id: TEAM, actor: actor.userId, surface: actor.surface }
    const what = { campaign_id: campaignId, at: at.getTime(), kind: event.kind, data: toJson(event) }
    batch.events.push({ id: ++ids.events, ...who, ...what, delivery: null })
  }
}

function writeDigests(
  batch: Batch,
  { ids, readout }: Writing,
  { digestIds }: Plot,
  state: CampaignState,
): void {
  const { id, liveAt } = state.campaign
  for (const [i, digestId] of digestIds.entries()) {
    const at = (liveAt?.getTime() ?? 0) + (i + 1) * DAY_MS
    const said = { made_at: at, readout, headline: 'Keep running', failure: null, held: null, asked_by: null }
    batch.digests.push({ id: digestId, team_id: TEAM, campaign_id: id, slot: at, channel: CHANNEL, ...said })
  }
  ids.digests += digestIds.length
}

function writeMessages(batch: Batch, { ids }: Writing, { digestIds }: Plot, state: CampaignState): void {
  const { campaign, request, followUps } = state
  const at = campaign.createdAt.getTime()
  const put = (kind: string, subject: Subject, target: string, data: object | null = null) => {
    const id = ++ids.messages
    const of = { id, team_id: TEAM, campaign_id: campaign.id, kind, subject, target, thread_of: null }
    const place = { channel: target, ts: `${Math.floor(at / 1_000)}.${id % 1_000_000}`, drawn: 'drawn' }
    const sent = { state: 'sent', error: null, created_at: at, sent_at: at, nonce: `nonce-${id}` }
    const permalink =
      kind === 'card' || kind === 'digest' ? `https://stairway.slack.com/archives/${id}` : null
    batch.messages.push({ ...of, ...place, ...sent, data: data && toJson(data), permalink })
  }
  put('card', subjectOf('campaign', campaign.id), CHANNEL)
  if (request)
    for (const person of [BIG_OWNER, LEAD, PARTNER, APPROVER])
      if (person !== campaign.owner) put('approval', subjectOf('request', request.n), person)
  for (const digestId of digestIds) {
    put('digest', subjectOf('digest', digestId), CHANNEL)
    put('figures', subjectOf('figures', digestId), CHANNEL)
  }
  for (const { n } of followUps)
    put('notice', subjectOf('follow_up', n, 'asked'), CHANNEL, { words: 'Asked' })
  if (campaign.liveAt) put('notice', subjectOf('live'), CHANNEL, { words: 'It is live' })
}

function writeMornings(batch: Batch, { heard }: Writing, { campaign }: CampaignState): void {
  for (const person of [campaign.owner, PARTNER, APPROVER, LEAD]) {
    if (heard.has(person)) continue
    heard.add(person)
    batch.mornings.push({ team_id: TEAM, person, next_at: nextMorning(NOW, 'Europe/Berlin').getTime() })
  }
}
