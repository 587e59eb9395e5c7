import { cpus } from 'node:os'
import { quantile } from '../figures.ts'
import { pinned } from '../servers.ts'
import type { LoopbackSlack } from './slack.ts'

/** What a run found. Times in milliseconds. */
export interface Found {
  readonly slack: LoopbackSlack
  /** Until the last post. */
  readonly seconds: number
  /** Of each act, from when it was due. */
  readonly times: readonly number[]
  /** The same in the quarter of a minute before. */
  readonly before: readonly number[]
  readonly peakMb: readonly number[]
  readonly busySeconds: number
  /** Digests and figures as the database has them. */
  readonly written: readonly { readonly kind: string; readonly nonce: string }[]
  readonly log: string
}

interface Run {
  readonly database: string
  readonly processes: number
  readonly digests: number
  readonly channels: number
  readonly rate: number
  readonly workspace: string | null
}

/** Prints the run as a table. */
export function report(found: Found, run: Run): void {
  const { slack, times } = found
  const lines = found.log.split('\n')
  const biggest = Math.max(...lines.map((line) => Buffer.byteLength(line)))
  const errors = lines.filter((line) => line.startsWith('{') && JSON.parse(line).level >= 50)
  const limits = run.workspace ? `, ${run.workspace} posts a minute over all` : ''
  const rows: readonly (readonly [string, string])[] = [
    ['on', `${run.database}, ${run.processes} process(es), ${run.channels} channels${limits}`],
    ['digests due', String(run.digests)],
    ...(['digest', 'figures'] as const).map((kind) => [kind, posted(found, kind, run.digests)] as const),
    ['until the last post', `${found.seconds.toFixed(0)} s`],
    ['429s', String(slack.told.limited)],
    ['calls before Retry-After was over', String(slack.told.tooEarly)],
    [`acts (${run.rate} a second)`, String(times.length)],
    ['p50, p95, p99, most', quantiles(times)],
    ['the same before it', quantiles(found.before)],
    ['most memory a process', `${Math.max(...found.peakMb).toFixed(0)} MB`],
    ['processor time', `${found.busySeconds.toFixed(0)} s`],
    ['longest line of the log', `${biggest} bytes`],
    ['errors in the log', String(errors.length)],
    ['calls', [...slack.calls].map(([method, count]) => `${method} ${count}`).join(', ')],
  ]
  console.log(
    `${cpus()[0]?.model}, Node ${process.version}${pinned ? ', servers and load on a core each' : ''}`,
  )
  for (const [name, value] of rows) console.log(`| ${name} | ${value} |`)
  for (const line of errors.slice(0, 3)) console.log(line.slice(0, 600))
}

function quantiles(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b)
  return [0.5, 0.95, 0.99, 1].map((share) => `${quantile(sorted, share).toFixed(0)} ms`).join(', ')
}

function posted({ slack, written }: Found, kind: string, due: number): string {
  const counts = written.filter((each) => each.kind === kind).map(({ nonce }) => slack.posts.get(nonce) ?? 0)
  const once = counts.filter((count) => count === 1).length
  const more = counts.filter((count) => count > 1).length
  return `${once} once, ${more} twice, ${due - once - more} missing`
}
