import { z } from 'zod'
import { map } from '../config/fields.ts'
import { type Kind, named } from '../config/kinds.ts'
import type { Api, Request } from './api.ts'
import { apiFields, apiKey, baseOf } from './entry.ts'
import { id, instant, type Page, type Run, stateWord } from './runs/run.ts'
import { runSender } from './runs/sender.ts'
import { lookAt, onWords, type Thing } from './runs/thing.ts'
import { PAGE, type RunTool } from './runs/tool.ts'
import type { Asked, Sender, Step, Unseen } from './target.ts'

/** Jobs of dbt Cloud. Each run keeps why it was started, which names the step. */
export const dbtCloud: Kind<Sender> = {
  kind: 'dbt-cloud',
  entry: ({ env }) =>
    map({
      ...named('dbt-cloud'),
      ...apiFields('https://cloud.getdbt.com', '6h'),
      account,
      token: apiKey(env),
    }).transform(({ kind, title, base, account, token, timeout, deadline }) => {
      const api = {
        base: `${baseOf(base)}/api/v2/accounts/${account}`,
        headers: { authorization: `Bearer ${token}` },
        secrets: [token],
        timeoutSeconds: timeout,
      }
      return { kind, title, opened: runSender({ ...jobs(api), deadlineMinutes: deadline }) }
    }),
}

const account = z
  .union([z.number(), z.string()], { error: 'the number of the account' })
  .transform(String)
  .refine((value) => /^\d{1,18}$/.test(value), { error: 'the number of the account' })

interface Job {
  readonly job: string
}

const ONE = z.object({ data: z.object({ id }) })

/** A run without `include_related` says nothing of its trigger. */
const WITH_CAUSE = { include_related: 'trigger' }

function jobs(api: Api): Omit<RunTool<Job>, 'deadlineMinutes'> {
  return {
    api,
    form: '<job>',
    noun: 'job',
    failedRows: 0,
    read: (words) => (/^\d{1,18}$/.test(words) ? { job: words } : 'the number of one job is expected'),
    look: (what, asked) => look(api, what, asked),
    start: ({ job }, step) => ({ method: 'POST', path: `/jobs/${job}/run/`, body: { cause: causeOf(step) } }),
    startedIn: (body) => ONE.safeParse(body).data?.data.id ?? null,
    oneRun: (_what, runId) => ({
      method: 'GET',
      path: `/runs/${encodeURIComponent(runId)}/`,
      query: WITH_CAUSE,
    }),
    oneIn: (body) => {
      const read = z.object({ data: RUN }).safeParse(body).data
      return read ? [runOf(read.data)] : null
    },
    list: ({ job }, _since, page) => ({
      method: 'GET',
      path: '/runs/',
      query: {
        ...WITH_CAUSE,
        job_definition_id: job,
        order_by: '-id',
        limit: String(PAGE),
        offset: String(page * PAGE),
      },
    }),
    runsIn,
    // It takes no run without a cause, so one that shows another is another's.
    owner: {
      by: 'mark',
      isOf: ({ mark }, step) => mark === causeOf(step),
      isOthers: ({ mark }) => mark !== null,
    },
    stop: (_what, runId) => ({ method: 'POST', path: `/runs/${encodeURIComponent(runId)}/cancel/` }),
  }
}

function causeOf({ id, n, campaign }: Step): string {
  return `Stairway, ${campaign.key} step ${n}: ${id}`
}

const RUN = z.object({
  id,
  status: z.number().int(),
  status_humanized: z.string().nullish(),
  created_at: instant,
  trigger: z.object({ cause: z.string().nullish() }).nullish(),
})
const RUNS = z.object({ data: z.array(RUN) })

function runsIn(body: unknown): Page | null {
  const read = RUNS.safeParse(body).data
  return read ? { runs: read.data.map(runOf), more: read.data.length >= PAGE } : null
}

/** Of 1, 2 and 3 a run is queued, starting and running. */
const ENDS: Readonly<Record<number, Run['is']>> = { 10: 'done', 20: 'failed', 30: 'cancelled' }

function runOf({ id, status, status_humanized, created_at, trigger }: z.output<typeof RUN>): Run {
  return {
    id,
    state: stateWord(status_humanized ?? `status ${status}`),
    is: ENDS[status] ?? 'on',
    begun: created_at,
    rows: null,
    mark: trigger?.cause ?? null,
  }
}

const JOB = z.object({ data: z.object({ state: z.number().int(), most_recent_run: RUN.nullish() }) })

/** As of other things there: 1 is active, 2 deleted. */
const JOB_STATES: Readonly<Record<number, string>> = { 1: 'active', 2: 'deleted' }

function look(api: Api, { job }: Job, asked: Asked): Promise<Thing | Unseen> {
  const query = { include_related: 'most_recent_run' }
  const request: Request = { method: 'GET', path: `/jobs/${job}/`, query }
  return lookAt({ api, request, asked }, JOB, ({ data: { state, most_recent_run } }) => {
    const word = JOB_STATES[state] ?? `state ${state}`
    const isOn = most_recent_run && runOf(most_recent_run).is === 'on'
    return { state: isOn ? onWords(word) : word, gates: [] }
  })
}
