import type { z } from 'zod'
import type { Answered, Api, Lost, Request } from '../api.ts'
import type { Arms } from '../armed.ts'
import { later, type MailSettings, type Read, readFrom } from '../mail.ts'
import { waitUntil } from '../retry-after.ts'
import type { Asked } from '../target.ts'

export interface BrazeSettings extends MailSettings {
  readonly aheadMinutes: number
}

export interface Account {
  readonly api: Api
  readonly settings: BrazeSettings
  readonly arms: Arms
}

export function apiOf({ base, key, timeoutSeconds }: BrazeSettings): Api {
  const headers = { authorization: `Bearer ${key}` }
  return { base, headers, secrets: [key], timeoutSeconds, limitEnds }
}

/** Braze has no Retry-After: seconds to wait in a header of its own, or the hour's end as seconds since 1970. */
function limitEnds(headers: Headers, now: Date): Date | null {
  const seconds = Number(headers.get('x-ratelimit-retry-after') ?? Number.NaN)
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN)
  return waitUntil(seconds > 0 ? now.getTime() + seconds * 1_000 : reset * 1_000, now)
}

/** A key is known at the host of its own instance alone, which Braze does not say. */
export async function readBraze<Schema extends z.ZodType>(
  { api }: Account,
  request: Request,
  schema: Schema,
  asked: Asked,
): Promise<Read<z.output<Schema>>> {
  const read = await readFrom(api, request, schema, asked)
  return read.is === 'read' ? read : { is: 'unread', answer: withHost(api, read.answer) }
}

export function withHost({ base }: Pick<Api, 'base'>, answer: Answered | Lost): Answered | Lost {
  if (answer.is === 'lost' || answer.status !== 401) return answer
  const { host } = new URL(base)
  return {
    ...answer,
    words: `${answer.words}: ${host} does not know the key, or is the host of another instance`,
  }
}

/** What is kept of a send: under which id, for which time, and what Braze has said of it since. */
export interface Kept {
  readonly sendId: string
  readonly time: Date
  /** Null while it is open whether there is a schedule. */
  readonly scheduleId: string | null
  /** The count that was seen last; null before the first. */
  readonly counted: number | null
}

export function handleOf({ sendId, time, scheduleId, counted }: Kept): string {
  return [sendId, isoOf(time), scheduleId ?? '-', counted ?? '-'].join(' ')
}

export function keptIn(handle: string | null): Kept | null {
  const [sendId, time, scheduleId, counted] = handle?.split(' ') ?? []
  if (!sendId || !time || !scheduleId || !counted) return null
  return {
    sendId,
    time: new Date(time),
    scheduleId: scheduleId === '-' ? null : scheduleId,
    counted: counted === '-' ? null : Number(counted),
  }
}

/** When a send that is asked for now begins, in whole seconds. */
export function timeOf({ settings }: Account, { now }: Asked): Date {
  const at = later(now, settings.aheadMinutes * 60_000).getTime()
  return new Date(Math.ceil(at / 1_000) * 1_000)
}

export function isoOf(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z')
}
