import type { Knex } from 'knex'
import { team } from '../../sandbox/workspace/workspace.ts'
import { loadConfig } from '../../src/config.ts'
import type { Actor } from '../../src/domain/state/actor.ts'
import { subjectOf } from '../../src/domain/subject.ts'
import { migrate } from '../../src/store/kit/database.ts'
import { decide, submit } from '../../src/usecases/approvals.ts'
import { createCampaign, editBrief } from '../../src/usecases/campaigns.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { planDigest } from '../../src/usecases/digest-plans.ts'
import { launch } from '../../src/usecases/launches.ts'
import { confirmManual } from '../../src/usecases/steps.ts'
import { updateTask } from '../../src/usecases/tasks.ts'
import { faultOf } from '../../src/warehouse/declared.ts'
import { openUrl } from '../../tests/store/open.ts'
import { copyCampaign } from '../../tests/support/copies.ts'
import { DIGESTS_IN } from './slack.ts'

const DAY_MS = 86_400_000
/** How long ago they went live. */
export const LIVE_DAYS = 3

const ANA = actor('U0ANA')
const channelOf = (n: number) => `${DIGESTS_IN}${String(n).padStart(4, '0')}`

/** Writes `count` live campaigns with a daily digest, evenly in `channels` channels: one as people make it, then copies of its rows. */
export async function seedCampaigns(
  url: string,
  env: NodeJS.ProcessEnv,
  { count, channels }: { readonly count: number; readonly channels: number },
): Promise<void> {
  const db = openUrl(url)
  try {
    await migrate(db)
    const id = await liveCampaign(db, env)
    const copies = await copyCampaign<Row>(db, id, count - 1, (row, n) =>
      inChannel(row, n, channelOf((n + 1) % channels)),
    )
    const cards = [id, ...copies].map((campaign, n) => cardOf(campaign, channelOf(n % channels)))
    await db('messages').where({ campaign_id: id }).delete()
    await db.batchInsert('messages', cards, 50)
  } finally {
    await db.destroy()
  }
}

/** Makes the digests of all of them due at `at`. */
export async function dueAt(url: string, at: Date): Promise<void> {
  const db = openUrl(url)
  await db('campaigns').whereNotNull('digest').update({ digest_next_at: at.getTime() })
  await db.destroy()
}

/** The ids by which Slack was sent the digests and their figures. */
export async function digestNonces(
  url: string,
): Promise<{ readonly kind: string; readonly nonce: string }[]> {
  const db = openUrl(url)
  try {
    return await db('messages').whereIn('kind', ['digest', 'figures']).select('kind', 'nonce')
  } finally {
    await db.destroy()
  }
}

async function liveCampaign(db: Knex, env: NodeJS.ProcessEnv): Promise<number> {
  const deps = depsOf(db, env)
  const channel = channelOf(0)
  const made = await createCampaign(deps, ANA, { name: 'Win-back', template: null, channel, key: 'monday-0' })
  const { id } = made.campaign
  await editBrief(deps, ANA, { id }, BRIEF)
  for (const { n } of made.tasks)
    await updateTask(
      deps,
      ANA,
      { id },
      { n, verb: 'done', words: 'Counted the rows', person: null, dueAt: null },
    )
  await submit(deps, ANA, { id })
  for (const who of ['U0TOM', 'U0RAJ'])
    await decide(deps, actor(who), { id }, { verdict: 'approve', words: null })
  await launch(deps, ANA, { id }, null)
  await confirmManual(deps, ANA, { id }, 1)
  const schedule = { kind: 'daily', time: '09:00', zone: 'UTC' } as const
  await planDigest(deps, ANA, { id }, { schedule, channel })
  return id
}

/** Without a guardrail: the watch of the hour would ask the same warehouse at the same minute. */
const BRIEF: Parameters<typeof editBrief>[3] = {
  partner: 'U0RAJ',
  hypothesis: 'A reminder brings customers back',
  outcome: { metric: 'purchase', direction: 'up', minimumEffect: 0.08, secondary: [] },
  audience: { words: 'No order for 90 days', size: 300 },
  arms: [
    { name: 'control', weight: 1 },
    { name: 'mail', weight: 1 },
  ],
  horizonDays: 14,
  exposures: 'sent',
  plan: [{ kind: 'human', person: 'U0ANA', words: 'Start the send' }],
}

function actor(userId: string): Actor {
  return { teamId: team.id, userId, surface: 'command' }
}

/** Nothing follows: what its people were told is long posted. */
function depsOf(db: Knex, env: NodeJS.ProcessEnv): Deps {
  const { catalog } = loadConfig(env, faultOf)
  const members = new Map(catalog.teams.map((each) => [each.name, new Set(each.members)]))
  return {
    db,
    catalog,
    now: () => new Date(Date.now() - LIVE_DAYS * DAY_MS),
    enqueue: async () => undefined,
    members: async () => members,
    deactivated: async () => [],
    outsiders: async () => [],
    zone: async () => 'UTC',
    askCheck: () => Promise.reject(new Error('No check is declared')),
    lookAt: async () => null,
  }
}

interface Row {
  readonly key: string
  readonly brief: string
  readonly digest: string
}

function inChannel(row: Row, n: number, channel: string): Row {
  const moved = (json: string) => json.replaceAll(channelOf(0), channel)
  return { ...row, key: `monday-${n + 1}`, brief: moved(row.brief), digest: moved(row.digest) }
}

/** Its card, posted long ago. */
function cardOf(campaignId: number, channel: string): object {
  const subject = subjectOf('campaign', campaignId)
  const posted = { state: 'sent', channel, ts: '1.1', created_at: Date.now() - LIVE_DAYS * DAY_MS }
  const of = { team_id: team.id, campaign_id: campaignId, kind: 'card', subject, target: channel }
  return { ...of, ...posted, nonce: `card-${campaignId}` }
}
