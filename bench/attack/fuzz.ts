/** Sends what payloads.ts makes, and holds that each is answered, in time, with nothing of another workspace. */
import type { Kind, Payload } from '../../sandbox/workspace/client.ts'
import { encode, signature } from '../../sandbox/workspace/http.ts'
import { isRecord } from '../../sandbox/workspace/types.ts'
import type { FakeSlack } from '../../sandbox/workspace/web-api.ts'
import { uniform } from '../monte-carlo/random.ts'
import { FAMILIES, type Family, type Known, type Shot, shotOf } from './payloads.ts'

export interface Target {
  readonly slack: FakeSlack
  /** Of the bot, on loopback. */
  readonly url: string
  readonly signingSecret: string
  readonly known: Known
  /** Words that stand in another workspace alone. */
  readonly foreign: RegExp
}

export interface Volley {
  readonly seed: number
  /** Of each family. */
  readonly count: number
  /** Milliseconds that an answer may take; without it any time, as on a machine that does other things too. */
  readonly patience?: number
  /** Nothing more is sent after it. */
  readonly until?: number
  readonly families?: readonly Family[]
}

/** What should not have happened, with what brought it about. */
export interface Fault {
  readonly what: 'error' | 'unanswered' | 'late' | 'foreign' | 'apology'
  readonly saw: string
  readonly shot: string
}

export interface Report {
  readonly sent: number
  readonly statuses: Readonly<Record<string, number>>
  readonly slowestMs: number
  readonly faults: readonly Fault[]
}

const AT_ONCE = 8
const APOLOGY = /That did not work, and it is not your doing|did not work\. It is logged/

export async function attack(target: Target, volley: Volley): Promise<Report> {
  refuseOthers(target.url)
  const report = { sent: 0, statuses: {} as Record<string, number>, slowestMs: 0, faults: [] as Fault[] }
  const seen = saidSoFar(target.slack)
  for (const [nth, family] of (volley.families ?? FAMILIES).entries()) {
    const random = uniform(volley.seed + nth)
    const known = { ...target.known, views: [...target.known.views, ...viewsOf(target.slack)] }
    for (let left = volley.count; left > 0 && Date.now() < (volley.until ?? Infinity); left -= AT_ONCE) {
      const shots = Array.from({ length: Math.min(AT_ONCE, left) }, () => shotOf(family, random, known))
      const fired = await Promise.all(shots.map((shot) => fire(target, shot)))
      for (const each of fired) take(report, each, volley, target)
      report.faults.push(...shownElsewhere(target, seen, family))
    }
  }
  return report
}

/** Frames of Socket Mode, most of them bent; some are what Slack would send. */
export function framesOf(known: Known, { seed, count }: Pick<Volley, 'seed' | 'count'>): string[] {
  const random = uniform(seed)
  return Array.from({ length: count }, (_, nth) => {
    const { kind, payload } = shotOf(nth % 8 === 0 ? 'event' : 'odd', random, known)
    return JSON.stringify({ envelope_id: `e${nth}`, type: kind, accepts_response_payload: true, payload })
  })
}

/** This is for a bot of one's own, on this machine. */
function refuseOthers(url: string): void {
  const { hostname } = new URL(url)
  if (hostname !== '127.0.0.1') throw new Error(`The attack is for 127.0.0.1 alone, not for ${hostname}`)
}

interface Fired {
  readonly shot: Shot
  /** 0 where the connection was cut. */
  readonly status: number
  readonly said: string
  readonly ms: number
}

async function fire({ url, signingSecret, slack }: Target, shot: Shot): Promise<Fired> {
  const [type, body] = written(shot.kind, await answerable(slack, shot))
  const from = performance.now()
  const ended = (status: number, said: string) => ({ shot, status, said, ms: performance.now() - from })
  const headers = { 'content-type': type, ...signature(body, signingSecret) }
  const post = async () => {
    const response = await fetch(`${url}/slack/events`, { method: 'POST', headers, body })
    return ended(response.status, await response.text())
  }
  // Once more, since a connection may be closed for idleness at the moment when it is used.
  return post().catch(() => post().catch((error: unknown) => ended(0, String(error))))
}

/** As Slack would; what it could not write as a form goes as JSON. */
function written(kind: Kind, payload: unknown): [string, string] {
  const isForm = isRecord(payload) && Object.values(payload).every((each) => typeof each === 'string')
  if (kind === 'slash_commands' && !isForm)
    return ['application/json', JSON.stringify(payload) ?? 'undefined']
  return encode(kind, payload as Payload).map((each) => each ?? 'undefined') as [string, string]
}

/** With the ways to answer it, as Slack gives them to each. */
async function answerable({ platform }: FakeSlack, { kind, payload }: Shot): Promise<unknown> {
  if (kind === 'events_api' || !isRecord(payload)) return payload
  const user = isRecord(payload.user) ? String(payload.user.id) : String(payload.user_id)
  const response_url = platform.responseUrl({ user, channel: 'C0GROWTH' })
  return { trigger_id: await platform.trigger(user), response_url, ...payload }
}

interface Tally {
  sent: number
  statuses: Record<string, number>
  slowestMs: number
  faults: Fault[]
}

function take(
  report: Tally,
  { shot, status, said, ms }: Fired,
  { patience }: Volley,
  { foreign }: Target,
): void {
  report.sent += 1
  report.statuses[status] = (report.statuses[status] ?? 0) + 1
  report.slowestMs = Math.max(report.slowestMs, ms)
  const fault = (what: Fault['what'], saw: string) => report.faults.push({ what, saw, shot: inShort(shot) })
  if (status === 0 || status >= 500) fault('error', `${status} ${said}`)
  if (status === 404) fault('unanswered', 'nothing within 3 s')
  if (patience !== undefined && ms > patience) fault('late', `${Math.round(ms)} ms`)
  if (foreign.test(said)) fault('foreign', said.slice(0, 300))
  if (APOLOGY.test(said)) fault('apology', said.slice(0, 300))
}

interface Seen {
  calls: number
  replies: number
}

function saidSoFar({ calls, platform }: FakeSlack): Seen {
  return { calls: calls.length, replies: platform.responses.entries.length }
}

/** What went to Slack since the last look: answers that came late, modals, messages. */
function shownElsewhere({ slack, foreign }: Target, seen: Seen, family: Family): Fault[] {
  const calls = slack.calls.slice(seen.calls).filter(({ method }) => /^(chat|views)\./.test(method))
  const replies = slack.platform.responses.entries.slice(seen.replies)
  Object.assign(seen, saidSoFar(slack))
  return [...calls.map(({ args }) => args), ...replies.map(({ body }) => body)]
    .map((each) => JSON.stringify(each))
    .filter((each) => foreign.test(each) || APOLOGY.test(each))
    .map((saw) => ({
      what: foreign.test(saw) ? ('foreign' as const) : ('apology' as const),
      saw: saw.slice(0, 600),
      shot: `one of the last ${AT_ONCE}, or a job: ${family}`,
    }))
}

function inShort({ kind, payload }: Shot): string {
  return `${kind} ${JSON.stringify(payload)}`.slice(0, 1_500)
}

/** Forms as they were opened so far, one of each. */
function viewsOf({ calls }: FakeSlack): Payload[] {
  const views = new Map<string, Payload>()
  for (const { method, args } of calls) {
    if (!/^views\.(open|push|update)$/.test(method)) continue
    const view = typeof args.view === 'string' ? JSON.parse(args.view) : args.view
    if (isRecord(view)) views.set(String(view.callback_id), view)
  }
  return [...views.values()]
}

/** Values of the buttons that Slack was given so far. */
export function valuesOf({ calls }: FakeSlack): string[] {
  return [...new Set(calls.flatMap(({ args }) => valuesIn(args)))]
}

function valuesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(valuesIn)
  if (!isRecord(value)) return []
  const own = typeof value.value === 'string' && value.type === 'button' ? [value.value] : []
  return [...own, ...Object.values(value).flatMap(valuesIn)]
}
