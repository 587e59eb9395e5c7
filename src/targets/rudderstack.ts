import { z } from 'zod'
import { map, share } from '../config/fields.ts'
import { type Kind, named } from '../config/kinds.ts'
import type { Api, Request } from './api.ts'
import { apiFields, apiKey, baseOf } from './entry.ts'
import { count, id, instant, type Page, type Run, stateWord } from './runs/run.ts'
import { runSender } from './runs/sender.ts'
import { lookAt, schedules, type Thing, withRuns } from './runs/thing.ts'
import { PAGE, type RunTool } from './runs/tool.ts'
import type { Asked, Sender, Unseen } from './target.ts'

/** Reverse ETL connections of RudderStack. One sync of a connection runs at a time. */
export const rudderstack: Kind<Sender> = {
  kind: 'rudderstack',
  entry: ({ env }) =>
    map({
      ...named('rudderstack'),
      ...apiFields('https://api.rudderstack.com', '6h'),
      token: apiKey(env, 'a service access token of the workspace'),
      failed_rows: share(0, '0.5%').default(0),
    }).transform(({ kind, title, base, token, timeout, deadline, failed_rows }) => {
      const api = {
        base: `${baseOf(base)}/v2`,
        headers: { authorization: `Bearer ${token}` },
        secrets: [token],
        timeoutSeconds: timeout,
      }
      const tool = { ...connections(api), deadlineMinutes: deadline, failedRows: failed_rows }
      return { kind, title, opened: runSender(tool) }
    }),
}

interface Connection {
  /** The path of it. */
  readonly path: string
}

function connections(api: Api): Omit<RunTool<Connection>, 'deadlineMinutes' | 'failedRows'> {
  return {
    api,
    form: '<connection>',
    noun: 'connection',
    read: (words) =>
      /^[\w-]{1,64}$/.test(words)
        ? { path: `/retl-connections/${words}` }
        : 'the id of one Reverse ETL connection is expected',
    look: (what, asked) => look(api, what, asked),
    start: ({ path }) => ({ method: 'POST', path: `${path}/start`, body: { syncType: 'incremental' } }),
    busy: [409],
    startedIn: (body) => z.object({ syncId: id }).safeParse(body).data?.syncId ?? null,
    oneRun: ({ path }, syncId) => ({ method: 'GET', path: `${path}/syncs/${encodeURIComponent(syncId)}` }),
    oneIn: (body) => {
      const read = SYNC.safeParse(body).data
      return read ? [runOf(read)] : null
    },
    list: ({ path }, since, page) => ({
      method: 'GET',
      path: `${path}/syncs`,
      query: { started_after: since.toISOString(), per_page: String(PAGE), page: String(page + 1) },
    }),
    runsIn,
    owner: {
      by: 'being alone',
      others: ({ path }, asked) => schedules({ api, request: { method: 'GET', path }, asked }, isByHand),
    },
    // It stops whatever sync of the connection is on: only asked for while this one is.
    stop: ({ path }) => ({ method: 'POST', path: `${path}/stop` }),
  }
}

const CONNECTION = z.object({
  enabled: z.boolean(),
  schedule: z.object({ type: z.string() }).nullish(),
})

function isByHand(body: unknown): boolean {
  return CONNECTION.safeParse(body).data?.schedule?.type === 'manual'
}

async function look(api: Api, { path }: Connection, asked: Asked): Promise<Thing | Unseen> {
  const request: Request = { method: 'GET', path }
  const thing = await lookAt({ api, request, asked }, CONNECTION, ({ enabled }) => ({
    state: enabled ? 'enabled' : 'disabled',
    gates: [],
  }))
  const query = { status: 'running', per_page: '1', page: '1' }
  return withRuns(thing, { api, request: { method: 'GET', path: `${path}/syncs`, query }, asked }, runsIn)
}

const TOTAL = z.object({ total: count })
const SYNC = z.object({
  id,
  status: z.string(),
  startedAt: instant,
  metrics: z.object({ succeeded: TOTAL, failed: TOTAL }).nullish(),
})
const SYNCS = z.object({
  syncs: z.array(SYNC),
  paging: z.object({ next: z.string().nullish() }).nullish(),
})

function runsIn(body: unknown): Page | null {
  const read = SYNCS.safeParse(body).data
  return read ? { runs: read.syncs.map(runOf), more: Boolean(read.paging?.next) } : null
}

const ENDS: Readonly<Record<string, Run['is']>> = {
  succeeded: 'done',
  failed: 'failed',
  aborted: 'cancelled',
}

function runOf({ id, status, startedAt, metrics }: z.output<typeof SYNC>): Run {
  const rows = metrics ? { through: metrics.succeeded.total, failed: metrics.failed.total } : null
  const is = ENDS[status.toLowerCase()] ?? 'on'
  return { id, state: stateWord(status), is, begun: startedAt, rows, mark: null }
}
