import { z } from 'zod'
import { map, text } from '../config/fields.ts'
import { type Kind, named } from '../config/kinds.ts'
import type { Answered, Api, Request } from './api.ts'
import { apiFields, apiKey, baseOf } from './entry.ts'
import { waitUntil } from './retry-after.ts'
import { id, instant, type Page, type Run, stateWord } from './runs/run.ts'
import { runSender } from './runs/sender.ts'
import { lookAt, type Thing, withRuns } from './runs/thing.ts'
import { PAGE, type RunTool } from './runs/tool.ts'
import type { Asked, Gate, Sender, Step, Unseen } from './target.ts'

/** Workflows of GitHub Actions that `workflow_dispatch` starts. */
export const githubActions: Kind<Sender> = {
  kind: 'github-actions',
  entry: ({ env }) =>
    map({
      ...named('github-actions'),
      ...apiFields('https://api.github.com', '6h'),
      repository: text('a repository such as acme/site', (value) =>
        /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(value),
      ),
      token: apiKey(env),
      ref: text('a branch or a tag', (value) => REF.test(value)).default('main'),
      input: text('the name of an input', (value) => INPUT.test(value)).optional(),
    }).transform(({ kind, title, base, repository, token, timeout, deadline, ref, input = null }) => {
      const api = {
        base: `${baseOf(base)}/repos/${repository}`,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/vnd.github+json',
          'x-github-api-version': '2022-11-28',
        },
        secrets: [token],
        timeoutSeconds: timeout,
        limitEnds,
        isLimit: isLimited,
      }
      return {
        kind,
        title,
        opened: runSender({ ...workflows(api, { ref, input }), deadlineMinutes: deadline }),
      }
    }),
}

/** Limits are said by 403 too; every answer tells when the window ends, but only one that is spent has to be waited for. */
function isLimited({ status, headers }: Answered): boolean {
  return status === 403 && (headers.has('retry-after') || isSpent(headers))
}

function isSpent(headers: Headers): boolean {
  return headers.get('x-ratelimit-remaining') === '0'
}

function limitEnds(headers: Headers, now: Date): Date | null {
  return isSpent(headers) ? waitUntil(Number(headers.get('x-ratelimit-reset')) * 1_000, now) : null
}

interface Workflow {
  /** The path of it. */
  readonly path: string
  readonly ref: string
  readonly inputs: Readonly<Record<string, string>>
}

interface Usual {
  readonly ref: string
  /** The input that its run's name shows, in which the step's id is given; null where none is declared. */
  readonly input: string | null
}

function workflows(api: Api, usual: Usual): Omit<RunTool<Workflow>, 'deadlineMinutes'> {
  const start = ({ path, ref, inputs }: Workflow, { id }: Step, more: object): Request => ({
    method: 'POST',
    path: `${path}/dispatches`,
    body: { ref, inputs: usual.input ? { ...inputs, [usual.input]: id } : inputs, ...more },
  })
  return {
    api,
    form: '<workflow file> [ref] [key=value …]',
    noun: 'workflow',
    failedRows: 0,
    read: (words) => readWorkflow(words, usual),
    look: (what, asked) => look(api, what, asked),
    start: (what, step) => start(what, step, { return_run_details: true }),
    startPlainly: (what, step) => start(what, step, {}),
    startedIn: (body) => z.object({ workflow_run_id: id }).safeParse(body).data?.workflow_run_id ?? null,
    oneRun: (_what, runId) => ({ method: 'GET', path: `/actions/runs/${encodeURIComponent(runId)}` }),
    oneIn: (body) => {
      const read = RUN.safeParse(body).data
      return read ? [runOf(read)] : null
    },
    list: ({ path }, since, page) => ({
      method: 'GET',
      path: `${path}/runs`,
      query: {
        event: 'workflow_dispatch',
        created: `>=${since.toISOString().slice(0, 19)}Z`,
        per_page: String(PAGE),
        page: String(page + 1),
      },
    }),
    runsIn,
    owner: usual.input
      ? {
          by: 'mark',
          isOf: ({ mark }, { id }) => mark?.split(/[^\w-]+/).includes(id) ?? false,
          // A name is there always; only one that shows a step's id tells that the input is shown.
          isOthers: ({ mark }) => mark?.includes('stairway_') ?? false,
        }
      : { by: 'being alone', others: async () => 'somebody else' },
    stop: (_what, runId) => ({ method: 'POST', path: `/actions/runs/${encodeURIComponent(runId)}/cancel` }),
  }
}

const FILE = /^[\w.-]{1,100}\.ya?ml$/
const REF = /^[\w][\w./-]{0,200}$/
const INPUT = /^[A-Za-z_][\w-]{0,99}$/

function readWorkflow(words: string, usual: Usual): Workflow | string {
  const [file = '', ...rest] = words.trim().split(/\s+/)
  if (!FILE.test(file)) return 'the file of a workflow is expected first, such as launch.yml'
  const hasRef = rest[0] !== undefined && !rest[0].includes('=')
  const ref = hasRef ? (rest[0] ?? usual.ref) : usual.ref
  if (!REF.test(ref)) return 'what follows the file is no branch or tag'
  const inputs: Record<string, string> = {}
  for (const pair of hasRef ? rest.slice(1) : rest) {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(pair) ?? []
    if (name === undefined || value === undefined || !INPUT.test(name))
      return 'inputs are written key=value, without a space in either'
    if (name in inputs || name === usual.input) return `the input ${name} is given already`
    inputs[name] = value
  }
  return { path: `/actions/workflows/${file}`, ref, inputs }
}

const WORKFLOW = z.object({
  state: z.string(),
  html_url: z
    .url({ protocol: /^https$/ })
    .nullish()
    .catch(null),
})

async function look(api: Api, { path }: Workflow, asked: Asked): Promise<Thing | Unseen> {
  const thing = await lookAt(
    { api, request: { method: 'GET', path }, asked },
    WORKFLOW,
    ({ state, html_url }) => ({
      state: stateWord(state),
      gates: state.startsWith('disabled') ? [disabledGate(html_url ?? null)] : [],
    }),
  )
  const query = { status: 'in_progress', per_page: '1' }
  return withRuns(thing, { api, request: { method: 'GET', path: `${path}/runs`, query }, asked }, runsIn)
}

/** It takes no dispatch then. */
function disabledGate(link: string | null): Gate {
  return { words: 'the workflow is disabled there', link, refuses: ['send'] }
}

const RUN = z.object({
  id,
  status: z.string().nullable(),
  conclusion: z.string().nullish(),
  created_at: instant,
  display_title: z.string().nullish(),
})
const RUNS = z.object({ workflow_runs: z.array(RUN) })

function runsIn(body: unknown): Page | null {
  const read = RUNS.safeParse(body).data
  return read ? { runs: read.workflow_runs.map(runOf), more: read.workflow_runs.length >= PAGE } : null
}

/** Whatever has completed without success has not done what it was started for. */
function runOf({ id, status, conclusion, created_at, display_title }: z.output<typeof RUN>): Run {
  const isOver = status === 'completed'
  const end = conclusion === 'success' ? 'done' : conclusion === 'cancelled' ? 'cancelled' : 'failed'
  return {
    id,
    state: stateWord(isOver ? conclusion : status),
    is: isOver ? end : 'on',
    begun: created_at,
    rows: null,
    mark: display_title ?? null,
  }
}
