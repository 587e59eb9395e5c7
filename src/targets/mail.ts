import type { z } from 'zod'
import { duration } from '../config/fields.ts'
import { type Answered, type Api, ask, isOk, type Lost, type Request, unasked } from './api.ts'
import {
  type Asked,
  type Counted,
  type Found,
  type Look,
  NOT_SEEN,
  type Sending,
  type Sent,
  type Step,
  type Unseen,
} from './target.ts'

/** What the tools by which people get mail share. */

/** How long after its request a send begins: until then a stop costs nobody anything. */
export function aheadField() {
  return duration('min', 60, '5min').default(5)
}

export interface MailSettings {
  /** Without a slash at its end. */
  readonly base: string
  readonly key: string
  readonly timeoutSeconds: number
  /** How long it is tried, and how long a state is asked for that is not known. */
  readonly deadlineMinutes: number
}

/** By so much the clocks of two machines may differ. */
const CLOCKS_MS = 60_000

export function later(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms)
}

/** "2026-03-02 12:05 UTC" */
export function timeWords(at: Date): string {
  const iso = at.toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}

export type Read<Value> =
  | { readonly is: 'read'; readonly value: Value }
  | { readonly is: 'unread'; readonly answer: Answered | Lost }

/** A success whose body is another than the vendor documents is no answer: what was asked for may have happened. */
export async function readFrom<Schema extends z.ZodType>(
  api: Api,
  request: Request,
  schema: Schema,
  asked: Asked,
): Promise<Read<z.output<Schema>>> {
  const answer = await ask(api, request, asked)
  if (!isOk(answer)) return { is: 'unread', answer }
  const read = schema.safeParse(answer.body)
  if (read.success) return { is: 'read', value: read.data }
  const words = `${answer.words}, an answer that can't be read`
  return { is: 'unread', answer: { is: 'lost', arrived: true, words } }
}

/** Words that can't be read are refused before anything is asked. */
export function unreadLook(why: string): Look {
  return { ...NOT_SEEN, gates: [{ words: why, link: null, refuses: ['send'] }] }
}

/** Whether there is such a campaign, where it could not be read; `would` is the request all the same. */
export function unseen(answer: Answered | Lost, would: string): Look | Unseen {
  const isMissing = answer.is === 'answered' && answer.status === 404
  return isMissing ? { ...NOT_SEEN, exists: false, would } : { is: 'unseen', why: answer.words }
}

/** A state that the vendor's documents don't know: asked for until the deadline, then told in its own word. */
export function strange(state: string, sent: Sending, now: Date, deadlineMinutes: number): Found {
  const outcome = `the state is ${state.slice(0, 80)}`
  const isOver = now.getTime() - sent.since.getTime() >= deadlineMinutes * 60_000
  if (isOver) return { is: 'unknown', outcome }
  return { is: 'running', outcome, handle: sent.handle, notBefore: null }
}

/** Whether what began then may be this step's; null where the vendor does not say when it began. */
export function isOfStep(began: Date | null, { since }: Sending): boolean | null {
  return began && began.getTime() >= since.getTime() - CLOCKS_MS
}

/** A question before a request: nothing was sent, so what has no answer is asked again. */
export function notAsked(api: Api, answer: Answered | Lost, { now }: Asked): Sent {
  const asked = unasked(api, answer, now)
  return asked.is === 'again' ? asked : { is: 'refused', outcome: asked.outcome }
}

/** By what became of a send: while it is on its way somebody can be reached by it. Nobody counts how many since a stop. */
export function stillSending({ words }: Step, found: Found): Counted | Unseen {
  if (found.is === 'again' || found.is === 'unknown') return { is: 'unseen', why: found.outcome }
  const outcome = found.is === 'absent' ? 'not there' : found.outcome
  const says = { state: `the send of ${words} is ${outcome}`, open: found.is === 'running', count: null }
  return { is: 'counted', says }
}
