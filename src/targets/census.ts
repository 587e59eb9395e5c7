import { z } from 'zod'
import { map, share } from '../config/fields.ts'
import { type Kind, named } from '../config/kinds.ts'
import type { Api, Request } from './api.ts'
import { apiFields, apiKey, baseOf } from './entry.ts'
import { count, id, instant, type Page, type Run, stateWord } from './runs/run.ts'
import { runSender } from './runs/sender.ts'
import { endedWords, lookAt, schedules, type Thing, withRuns } from './runs/thing.ts'
import { PAGE, type RunTool } from './runs/tool.ts'
import type { Asked, Sender, Unseen } from './target.ts'

/** Syncs of Census, now Fivetran Activations, by its API V2. */
export const census: Kind<Sender> = {
  kind: 'census',
  entry: ({ env }) =>
    map({
      ...named('census'),
      ...apiFields('https://app.getcensus.com', '6h'),
      token: apiKey(env),
      failed_rows: share(0, '0.5%').default(0),
    }).transform(({ kind, title, base, token, timeout, deadline, failed_rows }) => {
      const api = {
        base: `${baseOf(base)}/api/v2`,
        headers: { authorization: `Bearer ${token}` },
        secrets: [token],
        timeoutSeconds: timeout,
      }
      const tool = { ...syncs(api), deadlineMinutes: deadline, failedRows: failed_rows }
      return { kind, title, opened: runSender(tool) }
    }),
}

interface Sync {
  readonly sync: string
}

const STARTED = z.object({ data: z.object({ sync_run_id: id }) })

function syncs(api: Api): Omit<RunTool<Sync>, 'deadlineMinutes' | 'failedRows'> {
  return {
    api,
    form: '<sync>',
    noun: 'sync',
    read: (words) => (/^\d{1,18}$/.test(words) ? { sync: words } : 'the number of one sync is expected'),
    look: (what, asked) => look(api, what, asked),
    start: ({ sync }) => ({
      method: 'POST',
      path: `/syncs/${sync}/trigger`,
      query: { force_full_sync: 'false' },
    }),
    startedIn: (body) => STARTED.safeParse(body).data?.data.sync_run_id ?? null,
    oneRun: (_what, runId) => ({ method: 'GET', path: `/sync_runs/${encodeURIComponent(runId)}` }),
    oneIn: (body) => {
      const read = z.object({ data: RUN }).safeParse(body).data
      return read ? [runOf(read.data)] : null
    },
    list: ({ sync }, _since, page) => ({
      method: 'GET',
      path: `/syncs/${sync}/sync_runs`,
      query: { order: 'desc', per_page: String(PAGE), page: String(page + 1) },
    }),
    runsIn,
    owner: {
      by: 'being alone',
      others: ({ sync }, asked) =>
        schedules({ api, request: { method: 'GET', path: `/syncs/${sync}` }, asked }, isByHand),
    },
    stop: (_what, runId) => ({ method: 'POST', path: `/sync_runs/${encodeURIComponent(runId)}/cancel` }),
  }
}

const SYNC = z.object({
  data: z.object({
    status: z.string().nullish(),
    paused: z.boolean().nullish(),
    schedule_frequency: z.string().nullish(),
  }),
})

function isByHand(body: unknown): boolean {
  return SYNC.safeParse(body).data?.data.schedule_frequency === 'never'
}

/** The state of a sync is that of its last run that ended; whether one is on, only its runs say. */
async function look(api: Api, { sync }: Sync, asked: Asked): Promise<Thing | Unseen> {
  const request: Request = { method: 'GET', path: `/syncs/${sync}` }
  const thing = await lookAt({ api, request, asked }, SYNC, ({ data: { status, paused } }) => ({
    state: paused ? 'paused' : stateWord(status),
    gates: [],
  }))
  const runs: Request = { ...request, path: `${request.path}/sync_runs`, query: NEWEST }
  const looked = await withRuns(thing, { api, request: runs, asked }, runsIn)
  if ('why' in looked || 'why' in thing) return looked
  const { state } = looked
  const isIdle = state !== null && state !== 'paused' && state === thing.state
  return isIdle ? { ...looked, state: endedWords(state) } : looked
}

const NEWEST = { order: 'desc', per_page: '1', page: '1' }

const RUN = z.object({
  id,
  status: z.string(),
  canceled: z.boolean().nullish(),
  created_at: instant,
  error_code: z.string().nullish(),
  records_updated: z.number().nonnegative().nullish(),
  records_failed: count,
  records_invalid: count,
  source_record_invalids: count,
})
const RUNS = z.object({
  data: z.array(RUN),
  pagination: z.object({ next_page: z.number().nullish() }).nullish(),
})

function runsIn(body: unknown): Page | null {
  const read = RUNS.safeParse(body).data
  if (!read) return null
  const more = read.pagination ? read.pagination.next_page != null : read.data.length >= PAGE
  return { runs: read.data.map(runOf), more }
}

const ENDS: Readonly<Record<string, Run['is']>> = {
  completed: 'done',
  failed: 'failed',
  // It was triggered while another run was on: its trigger says success all the same.
  skipped: 'failed',
}

function runOf(read: z.output<typeof RUN>): Run {
  return {
    id: read.id,
    state: wordOf(read),
    is: read.canceled ? 'cancelled' : (ENDS[read.status] ?? 'on'),
    begun: read.created_at,
    rows: rowsOf(read),
    mark: null,
  }
}

function wordOf({ status, canceled, error_code }: z.output<typeof RUN>): string {
  if (canceled) return 'canceled'
  if (status === 'skipped') return 'skipped, since another run was on'
  const code = error_code && /^[\w.:-]{1,80}$/.test(error_code) ? ` (${error_code})` : ''
  return `${stateWord(status)}${code}`
}

/** What was sent, and what was not: rejected there, or left out by Census for its quality (two names of one figure). */
function rowsOf(read: z.output<typeof RUN>): Run['rows'] {
  const invalid = Math.max(read.records_invalid, read.source_record_invalids)
  const failed = read.records_failed + invalid
  if (read.records_updated == null && failed === 0) return null
  return { through: read.records_updated ?? 0, failed }
}
