import type { Knex } from 'knex'
import { team } from '../../sandbox/workspace/workspace.ts'
import { loadConfig } from '../../src/config.ts'
import type { Actor } from '../../src/domain/state/actor.ts'
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

const DAY_MS = 86_400_000
/** How long ago they went live. */
export const LIVE_DAYS = 3

const ANA = actor('U0ANA')
const channelOf = (n: number) => `C9${String(n).padStart(4, '0')}`

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
    await copies(db, id, count - 1, (n) => channelOf((n + 1) % channels))
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

const CHILDREN = ['tasks', 'approval_requests', 'decisions', 'launch_steps', 'events'] as const
const AT_ONCE = 50

async function copies(db: Knex, id: number, count: number, channel: (n: number) => string): Promise<void> {
  const { id: _id, ...campaign } = await db('campaigns').where({ id }).first()
  const children = await Promise.all(CHILDREN.map((table) => db(table).where({ campaign_id: id })))
  for (let from = 0; from < count; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => from + i)
    await db.transaction(async (tx) => {
      const rows = numbers.map((n) => inChannel({ ...campaign, key: `monday-${n + 1}` }, channel(n)))
      const made: { id: number }[] = await tx('campaigns').insert(rows).returning('id')
      for (const [i, table] of CHILDREN.entries())
        await tx.batchInsert(
          table,
          made.flatMap((one) => (children[i] ?? []).map((row) => ofCopy(row, one.id))),
          100,
        )
    })
  }
}

function inChannel<Row extends { brief: string; digest: string }>(row: Row, channel: string): Row {
  const moved = (json: string) => json.replaceAll(channelOf(0), channel)
  return { ...row, brief: moved(row.brief), digest: moved(row.digest) }
}

function ofCopy({ id: _id, ...row }: Record<string, unknown>, campaignId: number): Record<string, unknown> {
  return { ...row, campaign_id: campaignId }
}
