import type { FetchFunction } from '@slack/web-api'

type Answer = Awaited<ReturnType<FetchFunction>>
type Body = NonNullable<Parameters<FetchFunction>[1]>['body']

/** Errors that ask to wait, and for how many seconds where Slack does not say: none of them was carried out. */
const WAITS: Readonly<Record<string, number>> = {
  ratelimited: 30,
  rate_limited: 30,
  message_limit_exceeded: 60,
  accesslimited: 600,
  team_added_to_org: 600,
  org_login_required: 600,
}
const USUAL_WAIT = 30

/**
 * A `fetch` for Slack's client, which takes every text with a 200 for what Slack said: a page of a proxy and half an
 * answer would be refusals. Here they are no answer, so the client says of them what it says of a lost connection.
 */
const slackFetch: FetchFunction = async (url, init) => {
  const answer = await fetch(url, init)
  const text = await answer.text()
  if (answer.status === 200 && errorIn(text) === undefined) throw new Error('no answer')
  return responseOf(answer, text)
}

/**
 * The same for what waits by itself: whatever asks to wait is a 429 with Retry-After, and until then all that wait on
 * the same limit are told so without asking Slack again.
 */
export function patientFetch(now: () => Date): FetchFunction {
  const until = new Map<string, number>()
  return async (url, init) => {
    const limit = limitOf(url, init?.body)
    const left = (until.get(limit) ?? 0) - now().getTime()
    if (left > 0) return waiting(Math.ceil(left / 1_000))
    until.delete(limit)
    const answer = await slackFetch(url, init)
    const text = await answer.text()
    const seconds = secondsToWait(answer, text)
    if (seconds === null) return responseOf(answer, text)
    until.set(limit, now().getTime() + seconds * 1_000)
    return waiting(seconds)
  }
}

/** Slack counts each method by itself, and posts by channel too. */
function limitOf(url: string | URL, body: Body): string {
  const method = String(url).split('/').at(-1) ?? ''
  if (method !== 'chat.postMessage' || typeof body !== 'string') return method
  return `${method} ${new URLSearchParams(body).get('channel')}`
}

function secondsToWait({ status, headers }: Answer, text: string): number | null {
  const usual = status === 429 ? USUAL_WAIT : status === 200 ? WAITS[errorIn(text) ?? ''] : undefined
  if (usual === undefined) return null
  const said = headers.get('retry-after') ?? ''
  // None at all would be a loop.
  return /^\d{1,6}$/.test(said) ? Math.max(1, Number(said)) : usual
}

/** As all of Slack's are; what stands before it may say "Internal error" in the same shape. */
const CODE = /^[a-z0-9_:.-]{2,100}$/

/** Slack's error code, null where the call was carried out; undefined where this is no answer of Slack. */
function errorIn(text: string): string | null | undefined {
  const { ok, error } = Object(parsed(text)) as { ok?: unknown; error?: unknown }
  if (ok === true) return null
  return ok === false && typeof error === 'string' && CODE.test(error) ? error : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function waiting(seconds: number): Answer {
  return new Response('', { status: 429, headers: { 'retry-after': String(seconds) } })
}

function responseOf({ status, statusText, headers }: Answer, text: string): Answer {
  const empty = status === 204 || status === 205 || status === 304
  return new Response(empty ? null : text, { status, statusText, headers: headers as Headers })
}
