import { z } from 'zod'
import { fetchedWell, MOST_BYTES, type Place } from '../fetched.ts'
import { Unread } from '../unread.ts'

/** A job of dbt Cloud, whose newest finished run is looked at. */
export interface CloudJob {
  /** Such as https://cloud.getdbt.com */
  readonly host: string
  readonly account: number
  readonly job: number
  readonly token: string
  readonly private: boolean
  readonly timeoutSeconds: number
}

const RUN = z.object({
  id: z.number(),
  is_complete: z.boolean().optional(),
  run_steps: z.array(z.object({ index: z.number(), name: z.string() })).nullish(),
})

type Run = z.infer<typeof RUN>

const NEWEST = z.object({ data: z.array(z.looseObject({ id: z.number(), is_complete: z.boolean() })) })
const ONE = z.object({ data: RUN })

/** Commands that write the file, by its name; `docs generate` and `compile` write run_results.json too, of nothing that ran. */
const WRITERS: Readonly<Record<string, RegExp>> = {
  'run_results.json': /\bdbt\s+(?:\S+\s+)*?(?:build|test|run|seed|snapshot|retry)\b/i,
  'sources.json': /\bdbt\s+(?:\S+\s+)*?(?:source\s+freshness|source\s+snapshot-freshness|freshness|build)\b/i,
  'freshness.json': /\bdbt\s+(?:\S+\s+)*?(?:source\s+freshness|freshness|build)\b/i,
}

/** Texts of the artifact, the newest last. */
export interface CloudFiles {
  readonly where: string
  readonly artifacts: readonly string[]
  readonly manifest: string | null
}

/** The file of each step of the newest finished run that built or tested: without its step, the API gives that of the last one. */
export async function cloudFiles(
  job: CloudJob,
  { artifact, tags }: { readonly artifact: string; readonly tags: boolean },
  signal: AbortSignal,
): Promise<CloudFiles> {
  const run = await newestRun(job, signal)
  const steps = (run.run_steps ?? []).filter(({ name }) => WRITERS[artifact]?.test(name))
  if (steps.length === 0) throw new Unread(`no step of run ${run.id} writes ${artifact}`)
  const inOrder = [...steps].sort((a, b) => a.index - b.index)
  const artifacts: string[] = []
  for (const { index } of inOrder) artifacts.push(await artifactOf(job, run, [artifact, index], signal))
  const last = inOrder.at(-1)?.index ?? 1
  const manifest = tags ? await artifactOf(job, run, ['manifest.json', last], signal) : null
  return { where: `dbt Cloud, job ${job.job}, run ${run.id}`, artifacts, manifest }
}

async function newestRun(job: CloudJob, signal: AbortSignal): Promise<Run> {
  const list = `runs/?job_definition_id=${job.job}&order_by=-id&limit=20`
  const { data } = read(NEWEST, await ask(job, list, signal))
  const newest = data.find(({ is_complete }) => is_complete)
  if (!newest) throw new Unread(`job ${job.job} has no run that is through`)
  return read(ONE, await ask(job, `runs/${newest.id}/?include_related=run_steps`, signal)).data
}

function artifactOf(
  job: CloudJob,
  { id }: Run,
  [file, step]: readonly [string, number],
  signal: AbortSignal,
): Promise<string> {
  return ask(job, `runs/${id}/artifacts/${file}?step=${step}`, signal)
}

function ask(job: CloudJob, path: string, signal: AbortSignal): Promise<string> {
  const { host, account, token, timeoutSeconds } = job
  const url = `${host}/api/v2/accounts/${account}/${path}`
  const place: Place = {
    url,
    headers: { authorization: `Token ${token}` },
    private: job.private,
    most: MOST_BYTES,
    timeoutSeconds,
  }
  return fetchedWell(place, signal)
}

function read<T>(shape: z.ZodType<T>, text: string): T {
  try {
    return shape.parse(JSON.parse(text))
  } catch {
    throw new Unread('dbt Cloud’s answer is none that its API promises')
  }
}
