import type { z } from 'zod'
import { type Answered, type Api, ask, isOk, type Lost, type Request } from '../api.ts'
import type { Asked, Unseen } from '../target.ts'
import type { Unread } from './setting.ts'

/** What was asked for as its schema has it, or an answer that says something else. */
type Got<Body> = { readonly is: 'got'; readonly body: Body; readonly answer: Answered } | Unread

/** Asks, and reads a success by `schema`; one of another shape is no answer. */
export async function get<Body>(
  api: Api,
  request: Request | string,
  schema: z.ZodType<Body>,
  asked: Asked,
): Promise<Got<Body>> {
  const whole = typeof request === 'string' ? { method: 'GET' as const, path: request } : request
  const answer = await ask(api, whole, asked)
  if (!isOk(answer)) return { is: 'unread', answer }
  const read = schema.safeParse(answer.body)
  return read.success ? { is: 'got', body: read.data, answer } : { is: 'unread', answer: NOT_READ }
}

const NOT_READ: Lost = {
  is: 'lost',
  arrived: true,
  words: 'an answer of another shape than its documents have',
}

export function unseen({ answer }: Unread): Unseen {
  return { is: 'unseen', why: answer.words }
}

/** A part of a path that a person typed or a vendor named. */
export const part = encodeURIComponent
