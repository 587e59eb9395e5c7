import { z } from 'zod'
import { map, share, targetUrl } from '../config/fields.ts'
import { type Kind, named } from '../config/kinds.ts'
import type { Api, Request } from './api.ts'
import { apiFields, apiKey, baseOf } from './entry.ts'
import { count, id, instant, type Page, type Run, stateWord } from './runs/run.ts'
import { runSender } from './runs/sender.ts'
import { endedWords, lookAt, onWords, schedules, type Thing } from './runs/thing.ts'
import { PAGE, type RunTool } from './runs/tool.ts'
import type { Asked, Sender, Unseen } from './target.ts'

const HOST = 'https://api.hightouch.com'

/** Syncs of Hightouch. It has no way to cancel a run, and a run says nothing of who started it. */
export const hightouch: Kind<Sender> = {
  kind: 'hightouch',
  entry: ({ env }) =>
    map({
      ...named('hightouch'),
      ...apiFields(HOST, '6h'),
      base: targetUrl(env).default(HOST),
      token: apiKey(env),
      failed_rows: share(0, '0.5%').default(0),
    }).transform(({ kind, title, base, token, timeout, deadline, failed_rows }) => {
      const api = {
        base: `${baseOf(base)}/api/v1`,
        headers: { authorization: `Bearer ${token}` },
        secrets: [token],
        timeoutSeconds: timeout,
        limitEnds,
      }
      const tool = { ...syncs(api), deadlineMinutes: deadline, failedRows: failed_rows }
      return { kind, title, opened: runSender(tool) }
    }),
}

/** 200 requests in ten seconds, which no header tells. */
function limitEnds(_headers: Headers, now: Date): Date {
  return new Date(now.getTime() + 10_000)
}

interface Sync {
  readonly sync: string
}

function syncs(api: Api): Omit<RunTool<Sync>, 'deadlineMinutes' | 'failedRows'> {
  return {
    api,
    form: '<sync>',
    noun: 'sync',
    read: (words) => (/^\d{1,18}$/.test(words) ? { sync: words } : 'the number of one sync is expected'),
    look: (what, asked) => look(api, what, asked),
    // Each is false by default; said all the same, since each would send more than what has changed.
    start: ({ sync }) => ({
      method: 'POST',
      path: '/syncs/trigger',
      body: { syncId: sync, fullResync: false, resetCDC: false, clearAndFill: false },
    }),
    startedIn: (body) => z.object({ id }).safeParse(body).data?.id ?? null,
    oneRun: ({ sync }, runId) => ({ method: 'GET', path: `/syncs/${sync}/runs`, query: { runId } }),
    oneIn: (body) => runsIn(body)?.runs ?? null,
    // Not by `after`: that is when a run started, which one that is queued has not.
    list: ({ sync }, _since, page) => ({
      method: 'GET',
      path: `/syncs/${sync}/runs`,
      query: { orderBy: 'createdAt', limit: String(PAGE), offset: String(page * PAGE) },
    }),
    runsIn,
    owner: {
      by: 'being alone',
      others: ({ sync }, asked) =>
        schedules({ api, request: { method: 'GET', path: `/syncs/${sync}` }, asked }, isByHand),
    },
  }
}

const SYNC = z.object({ status: z.string(), disabled: z.boolean(), schedule: z.unknown() })
const SYNC_ON = ['queued', 'querying', 'processing', 'reporting']

function isByHand(body: unknown): boolean {
  return SYNC.safeParse(body).data?.schedule === null
}

function look(api: Api, { sync }: Sync, asked: Asked): Promise<Thing | Unseen> {
  const request: Request = { method: 'GET', path: `/syncs/${sync}` }
  return lookAt({ api, request, asked }, SYNC, ({ status, disabled }) => ({
    state: disabled ? 'disabled' : stateOf(status),
    gates: [],
  }))
}

function stateOf(status: string): string {
  return SYNC_ON.includes(status) ? onWords(status) : endedWords(stateWord(status))
}

const ROWS = z.object({ addedCount: count, changedCount: count, removedCount: count })
const RUN = z.object({
  id,
  createdAt: instant,
  status: z.string(),
  successfulRows: ROWS.nullish(),
  failedRows: ROWS.nullish(),
})
const RUNS = z.object({ hasMore: z.boolean().default(false), data: z.array(RUN) })

function runsIn(body: unknown): Page | null {
  const read = RUNS.safeParse(body).data
  return read ? { runs: read.data.map(runOf), more: read.hasMore } : null
}

const ENDS: Readonly<Record<string, Run['is']>> = {
  success: 'done',
  warning: 'done',
  failed: 'failed',
  interrupted: 'failed',
  cancelled: 'cancelled',
}

function runOf(read: z.output<typeof RUN>): Run {
  const rows = rowsOf(read)
  const run = { id: read.id, begun: read.createdAt, rows, mark: null }
  if (read.status === 'warning' && rows === null)
    return { ...run, state: "warning, and its rows can't be counted", is: 'failed' }
  return { ...run, state: stateWord(read.status), is: ENDS[read.status] ?? 'on' }
}

function rowsOf({ successfulRows, failedRows }: z.output<typeof RUN>): Run['rows'] {
  if (!failedRows) return null
  const failed = sum(failedRows)
  if (!successfulRows && failed === 0) return null
  return { through: successfulRows ? sum(successfulRows) : 0, failed }
}

function sum({ addedCount, changedCount, removedCount }: z.output<typeof ROWS>): number {
  return addedCount + changedCount + removedCount
}
