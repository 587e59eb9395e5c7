import { answerWords, faultWords, neverLeft, without } from './answer-words.ts'
import { retryAfter } from './retry-after.ts'
import type { Again, Asked, Sent } from './target.ts'

/** Where a vendor answers, who asks, and what of that may never be shown. */
export interface Api {
  /** Such as https://app.launchdarkly.com/api/v2; paths are put behind it. */
  readonly base: string
  readonly headers: Readonly<Record<string, string>>
  /** Taken out of all that is kept of an answer: some vendors repeat the key in the text of a 401. */
  readonly secrets: readonly string[]
  readonly timeoutSeconds: number
  /** When a vendor's own headers say that a limit ends; `Retry-After` is read without it. */
  readonly limitEnds?: (headers: Headers, now: Date) => Date | null
  /** Where a vendor says a limit by another status than 429. */
  readonly isLimit?: (answer: Answered) => boolean
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Begins with a slash; what a person typed in it was encoded. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>> | undefined
  /** Sent as JSON; nothing is sent where it is undefined. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** `body` is the parsed JSON, null where there is none; it is read by a zod schema, and never kept or shown. */
export interface Answered {
  readonly is: 'answered'
  readonly status: number
  readonly body: unknown
  readonly headers: Headers
  /** Status, code and request id: "HTTP 409 invalid_status, request 7f3a". */
  readonly words: string
}

/** No answer that can be read. `arrived`: whether the request may have. */
export interface Lost {
  readonly is: 'lost'
  readonly arrived: boolean
  readonly words: string
}

/** An answer longer than this is no answer. */
const MOST_BYTES = 4_000_000

/** Asks once, follows no redirect, throws nothing that comes of the network. */
export async function ask(api: Api, request: Request, asked: Asked): Promise<Answered | Lost> {
  const signal = AbortSignal.any([asked.signal, AbortSignal.timeout(api.timeoutSeconds * 1_000)])
  try {
    const response = await fetch(urlOf(api, request), { ...optionsOf(api, request), signal })
    const body = await jsonOf(response)
    if (body === TOO_LONG) return { is: 'lost', arrived: true, words: 'an answer that is too long to read' }
    const { status, headers } = response
    return { is: 'answered', status, headers, body, words: answerWords(api.secrets, response, body) }
  } catch (error) {
    return {
      is: 'lost',
      arrived: !neverLeft(error),
      words: faultWords(error, api.timeoutSeconds),
    }
  }
}

export function isOk(answer: Answered | Lost): answer is Answered {
  return answer.is === 'answered' && answer.status >= 200 && answer.status < 300
}

/** Whether it was answered with one of these. */
export function isStatus(answer: Answered | Lost, ...statuses: readonly number[]): answer is Answered {
  return answer.is === 'answered' && statuses.includes(answer.status)
}

/** Not the vendor's no: it, or what stands before it, asks for the same once more (RFC 9110, RFC 8470). */
const AGAIN: readonly number[] = [408, 425, 429]

/**
 * What an answer that is no success means for what was sent: `again` where nothing came of it, `unknown` where that is
 * open (no answer, 5xx), else `refused`.
 */
export function unsent(api: Api, answer: Answered | Lost, now: Date): Sent {
  const outcome = answer.words
  if (answer.is === 'lost')
    return answer.arrived ? { is: 'unknown', outcome } : { is: 'again', outcome, notBefore: null }
  if (asksAgain(api, answer)) return { is: 'again', outcome, notBefore: endOfLimit(api, answer, now) }
  return { is: answer.status >= 500 ? 'unknown' : 'refused', outcome }
}

/** What an answer that is no success means for a question: it is asked again, unless it was refused for good. */
export function unasked(
  api: Api,
  answer: Answered | Lost,
  now: Date,
): Again | { is: 'unknown'; outcome: string } {
  const outcome = answer.words
  const refused = answer.is === 'answered' && answer.status < 500 && !asksAgain(api, answer)
  if (refused) return { is: 'unknown', outcome }
  return { is: 'again', outcome, notBefore: answer.is === 'lost' ? null : endOfLimit(api, answer, now) }
}

function asksAgain({ isLimit }: Api, answer: Answered): boolean {
  return AGAIN.includes(answer.status) || (isLimit?.(answer) ?? false)
}

function endOfLimit({ limitEnds }: Api, { headers }: Answered, now: Date): Date | null {
  return retryAfter(headers.get('retry-after'), now) ?? limitEnds?.(headers, now) ?? null
}

/** The request as it would go out, its secrets left out: for a rehearsal and the approval's details. */
export function requestWords({ base, secrets }: Api, { method, path, query, body }: Request): string {
  const url = urlOf({ base }, { path, query })
  const lines = [`${method} ${url.host}${url.pathname}${url.search}`]
  if (body !== undefined) lines.push(JSON.stringify(body, null, 2))
  return without(secrets, lines.join('\n'))
}

function urlOf({ base }: Pick<Api, 'base'>, { path, query }: Pick<Request, 'path' | 'query'>): URL {
  const url = new URL(`${base}${path}`)
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
  return url
}

function optionsOf(api: Api, { method, body, headers }: Request) {
  const sent = body === undefined ? {} : { 'content-type': 'application/json' }
  return {
    method,
    headers: { accept: 'application/json', 'user-agent': 'Stairway', ...sent, ...api.headers, ...headers },
    redirect: 'manual' as const,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }
}

const TOO_LONG = Symbol('too long')

async function jsonOf({ body }: Response): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > MOST_BYTES) return TOO_LONG
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return null
  }
}
