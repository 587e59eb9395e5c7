/** All that a verdict rests on, as it lies there at the end: rows, what Slack has, and what targets were asked. */
import { isDeepStrictEqual } from 'node:util'
import type { Knex } from 'knex'
import type { Message as SlackMessage } from '../../sandbox/workspace/types.ts'
import { channels, dmOf, people } from '../../sandbox/workspace/workspace.ts'
import type { CampaignState } from '../../src/domain/state/campaign.ts'
import { replay } from '../../src/domain/state/events.ts'
import { drawMessage } from '../../src/slack/delivery/draw.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { isPostgres } from '../../src/store/kit/database.ts'
import { loadMessage } from '../../src/store/messages.ts'
import { historyOf } from '../../tests/support/history.ts'
import { type Due, dueOf } from './due.ts'
import type { Life } from './life.ts'
import type { Acked, Gap, World } from './world.ts'

export interface KeptMessage {
  readonly id: number
  readonly campaign_id: number | null
  readonly kind: string
  readonly subject: string
  readonly target: string
  readonly nonce: string
  readonly state: string
  readonly channel: string | null
  readonly ts: string | null
  readonly drawn: string | null
  readonly error: string | null
  readonly created_at: number
  readonly sent_at: number | null
}

export interface Outdated {
  readonly id: number
  readonly shows: string
  readonly says: string
}

export interface Evidence {
  readonly acked: readonly Acked[]
  readonly gaps: readonly Gap[]
  readonly errors: readonly string[]
  readonly campaigns: readonly {
    readonly id: number
    readonly key: string
    readonly stage: string
    readonly digest: string | null
    readonly live_at: number | null
    readonly ended_at: number | null
  }[]
  readonly events: readonly {
    readonly id: number
    readonly campaign_id: number
    readonly kind: string
    readonly data: string
    readonly at: number
    readonly actor: string
    readonly delivery: string | null
  }[]
  /** Keys of campaigns whose events do not give what their tables hold. */
  readonly unlike: readonly string[]
  readonly messages: readonly KeptMessage[]
  /** What Slack shows of the bot, with the nonce that it carries. */
  readonly shown: readonly {
    readonly place: string
    readonly ts: string
    readonly text: string
    readonly nonce: string | null
  }[]
  /** Messages that would be drawn otherwise from the facts as they are, at the time at which they were drawn. */
  readonly outdated: readonly Outdated[]
  readonly steps: readonly {
    readonly key: string
    readonly n: number
    readonly plan: string
    readonly state: string
    readonly outcome: string | null
  }[]
  /** Of webhooks, one an id that was received. */
  readonly received: readonly { readonly id: string; readonly key: string; readonly n: number }[]
  readonly syncs: number
  readonly flags: readonly string[]
  readonly jobs: readonly {
    readonly kind: string
    readonly state: string
    readonly run_at: number
    readonly last_error: string | null
    readonly payload: Readonly<Record<string, unknown>>
  }[]
  readonly digests: readonly {
    readonly id: number
    readonly campaign_id: number
    readonly slot: number
    readonly made_at: number | null
    readonly asked_by: string | null
    readonly held: number | null
  }[]
  readonly pictures: readonly {
    readonly digest_id: number
    readonly name: string
    readonly state: string
    readonly file_id: string | null
  }[]
  readonly files: readonly { readonly id: string; readonly name: string }[]
  readonly violations: readonly string[]
  readonly due: Due
  readonly endedAt: number
}

export async function evidenceOf(world: World, life: Life): Promise<Evidence> {
  const { db, place, acked, gaps, errors, clock } = world
  const messages: KeptMessage[] = await db('messages').orderBy('id')
  const { counted, receiver, slack } = place
  const shown = await shownIn(world)
  return {
    ...{ acked, gaps, errors, messages },
    campaigns: await db('campaigns').select('id', 'key', 'stage', 'digest', 'live_at', 'ended_at'),
    events: await db('events').orderBy('id'),
    unlike: await unlike(db),
    shown,
    outdated: await outdatedOf(life, messages, shown),
    steps: await db('launch_steps as s')
      .join('campaigns as c', 'c.id', 's.campaign_id')
      .select('c.key', 's.n', 's.plan', 's.state', 's.outcome'),
    received: receiver.requests.map(({ id, body }) => ({ id, ...stepIn(body) })),
    syncs: counted.syncs,
    flags: counted.flags,
    jobs: await jobsOf(db),
    digests: await db('digests').select('*'),
    pictures: await db('pictures').select('*'),
    files: slack.files.kept().map(({ id, name }) => ({ id, name })),
    violations: slack.violations.map(({ where, problems }) => `${where}: ${problems.join('; ')}`),
    due: await dueOf(life),
    endedAt: clock.at,
  }
}

async function unlike(db: Knex): Promise<string[]> {
  const all: { id: number; key: string }[] = await db('campaigns').select('id', 'key')
  const unlike: string[] = []
  for (const { id, key } of all) {
    const kept = await loadCampaign(db, { id })
    const replayed = replay(await historyOf(db, id), id)
    if (!isDeepStrictEqual(withoutRenewals(replayed), withoutRenewals(kept))) unlike.push(key)
  }
  return unlike
}

/** What only renews an answer is no event that is written. */
function withoutRenewals({ campaign, ...state }: CampaignState): object {
  const { proof: _, ...rest } = campaign
  return { ...state, campaign: rest }
}

async function shownIn({ place: { slack } }: World): Promise<Evidence['shown']> {
  const places = [...Object.keys(channels), ...Object.keys(people).map(dmOf)]
  const read = async (place: string) => {
    const all = await (place.startsWith('D') ? slack.dms(place.replace(/^D/, 'U')) : slack.messages(place))
    return all.flatMap((message) => [message, ...message.replies]).map((message) => seenOf(place, message))
  }
  return (await Promise.all(places.map(read))).flat()
}

function seenOf(place: string, { ts, text, metadata }: SlackMessage) {
  const id = metadata?.event_payload.id
  return { place, ts, text, nonce: typeof id === 'string' ? id : null }
}

/** A digest says what was known then: nobody draws it again for what was asked since. */
const RECORDS = ['digest', 'figures', 'portfolio', 'waiting', 'notice']

/** A message says "in 3 hours" as of when it was drawn: so it is drawn again as of then. */
async function outdatedOf(
  { stairway: { deps } }: Life,
  messages: readonly KeptMessage[],
  shown: Evidence['shown'],
): Promise<Outdated[]> {
  const outdated: Outdated[] = []
  for (const { id, sent_at, state, nonce } of messages) {
    const message = await loadMessage(deps.db, id)
    if (!message || RECORDS.includes(message.kind) || state !== 'sent' || sent_at === null) continue
    const then = { ...deps, now: () => new Date(Number(sent_at)) }
    const content = await drawMessage(then, message)
    const seen = shown.find((each) => each.nonce === nonce)
    if (!content || !seen) continue
    const [shows, says] = [unlinked(seen.text), unlinked(content.text)]
    if (shows !== says) outdated.push({ id, shows, says })
  }
  return outdated
}

/** Links are for comfort: a name gets its own when it is drawn next. */
function unlinked(text: string): string {
  return text.replace(/<https:[^|>]*\|([^>]*)>/g, '$1')
}

function stepIn(body: unknown): { key: string; n: number } {
  const { campaign, step } = body as { campaign: { key: string }; step: { n: number } }
  return { key: campaign.key, n: step.n }
}

async function jobsOf(db: Knex): Promise<Evidence['jobs']> {
  const kept = await db('jobs').select('kind', 'state', 'run_at', 'last_error', 'payload')
  const rows = kept.map((row) => ({ ...row, payload: JSON.parse(row.payload) }))
  if (!isPostgres(db)) return rows
  const promised = await db('graphile_worker.jobs').select(
    'task_identifier',
    'run_at',
    'locked_at',
    'last_error',
  )
  return [
    ...rows,
    ...promised.map(({ task_identifier: kind, run_at, locked_at, last_error }) => ({
      ...{ kind, state: locked_at ? 'running' : 'waiting', run_at: Number(run_at), last_error, payload: {} },
    })),
  ]
}
