import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { ShownTool } from '../contract.ts'
import type { Traffic } from '../workspace/traffic.ts'
import { type HightouchPlay, type PlayedSyncRun, playHightouch } from './hightouch.ts'
import { type Reply, reply, type Seen, serve } from './served.ts'
import { newFlag, type PlayedFlag, playUnleash, unleashError } from './unleash.ts'

/** A sync of the workspace's Hightouch. */
export interface Sync {
  readonly id: number
  readonly slug: string
  readonly rows: number
}

const FLAG = z.object({
  enabled: z.boolean(),
  strategies: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      disabled: z.boolean(),
      parameters: z.record(z.string(), z.string()),
    }),
  ),
})
/** How the flags are, and which runs of syncs there were. */
export const KEPT_TOOLS = z.object({
  flags: z.record(z.string(), FLAG),
  runs: z.array(z.object({ id: z.number(), sync: z.number(), at: z.iso.datetime() })),
})
export type KeptTools = z.infer<typeof KEPT_TOOLS>

/** The tools that launches of the workspace set and start: an Unleash and a Hightouch, by their own protocols. */
export interface Tools {
  readonly url: string
  /** The key of both. */
  readonly token: string
  shown(): ShownTool[]
  kept(): KeptTools
  close(): Promise<void>
}

interface ToolsOptions {
  readonly flags: readonly string[]
  readonly syncs: readonly Sync[]
  readonly before: KeptTools | undefined
  readonly traffic: Traffic
  now(): Date
  onChange(): void
  /** The first run of a sync has begun. */
  onSync(sync: number): Promise<void>
}

/** So long a run takes, by the workspace's clock. */
const RUN_MS = 30_000

export async function openTools(options: ToolsOptions): Promise<Tools> {
  const token = randomBytes(24).toString('hex')
  const { before = { flags: {}, runs: [] } } = options
  const flags = Object.fromEntries(
    options.flags.map((name, i) => [name, before.flags[name] ?? newFlag(name, `01S${i}`)]),
  )
  const runs = [...before.runs]
  const unleash = playUnleash({
    ...{ token, under: '', flags, refuses: () => false },
    changeRequests: () => unleashError(404, 'NotFoundError'),
    effect: (change) => {
      change()
      options.onChange()
    },
  })
  const hightouch = playHightouch(syncsOf(options, runs))
  const plays = (seen: Seen): Reply => {
    if (seen.path.startsWith('/api/admin/')) return unleash(seen)
    const known = seen.headers.authorization === `Bearer ${token}`
    return known ? hightouch(seen) : { status: 401, body: 'Unauthorized' }
  }
  const { base, close } = await serve((seen, response) => {
    const answer = plays(seen)
    note(options.traffic, seen, answer)
    reply(response, answer)
  })
  return {
    ...{ url: base, token, close },
    shown: () => [
      ...Object.entries(flags).map(shownFlag),
      ...options.syncs.map((sync) => shownSync(sync, runs, options.now())),
    ],
    kept: () => ({ flags, runs }),
  }
}

type KeptRun = KeptTools['runs'][number]

function syncsOf({ syncs, now, onChange, onSync }: ToolsOptions, runs: KeptRun[]): HightouchPlay {
  const rowsOf = (id: number) => syncs.find((sync) => sync.id === id)?.rows ?? 0
  return {
    sync: (id) => {
      const found = syncs.find((sync) => sync.id === id)
      return found ? { id, slug: found.slug, disabled: false, schedule: null } : null
    },
    begin: (sync) => {
      const id = 101 + runs.length
      const first = runs.every((run) => run.sync !== sync)
      runs.push({ id, sync, at: now().toISOString() })
      if (first) void onSync(sync).then(onChange)
      else onChange()
      return id
    },
    runs: (sync) => runs.filter((run) => run.sync === sync).map((run) => playedRun(run, rowsOf(sync), now())),
  }
}

function isOver({ at }: KeptRun, now: Date): boolean {
  return now.getTime() - Date.parse(at) >= RUN_MS
}

function playedRun(run: KeptRun, rows: number, now: Date): PlayedSyncRun {
  const over = isOver(run, now)
  const counted = over ? { through: rows, failed: 0 } : { through: null, failed: null }
  return { id: run.id, at: new Date(run.at), status: over ? 'success' : 'processing', ...counted }
}

/** "offer-banner: on for 10 %". */
function shownFlag([name, { enabled, strategies }]: [string, PlayedFlag]): ShownTool {
  const share = strategies[0]?.parameters.rollout ?? '100'
  return { name, kind: 'flag', says: !enabled ? 'off' : share === '100' ? 'on' : `on for ${share} %` }
}

function shownSync({ id, rows }: Sync, runs: readonly KeptRun[], now: Date): ShownTool {
  const newest = runs.findLast((run) => run.sync === id)
  const through = `${rows.toLocaleString('en').replaceAll(',', '\u202f')} rows`
  const says = !newest ? 'not run yet' : isOver(newest, now) ? through : 'running'
  return { name: `Sync ${id}`, kind: 'sync', says }
}

/** What changes something is shown to who looks; to be asked is not. */
function note(traffic: Traffic, { method, path, body }: Seen, answer: Reply): void {
  if (method === 'GET') return
  const what = `${method} ${path}`
  traffic.add({ direction: 'to-slack', what, ok: answer.status < 400, request: body, answer })
}
