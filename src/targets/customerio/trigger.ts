import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Arms } from '../armed.ts'
import { type MailSettings, type Read, readFrom, timeWords } from '../mail.ts'
import type { Asked, Step } from '../target.ts'

export interface CustomerioSettings extends MailSettings {
  readonly aheadMinutes: number
  /** Passed on as it is. With one a send can be stopped while it goes out. */
  readonly rateLimit: Readonly<Record<string, number | boolean>> | null
}

export interface Account {
  readonly api: Api
  readonly settings: CustomerioSettings
  readonly arms: Arms
}

/** Seconds; 0 where it is not so yet. */
const MOMENT = z
  .number()
  .nullish()
  .transform((seconds) => (seconds ? new Date(seconds * 1_000) : null))
const TRIGGER = z.object({
  id: z.int(),
  created_at: z.number().transform((seconds) => new Date(seconds * 1_000)),
  processed_at: MOMENT,
  scheduled_at: MOMENT,
  cancelled_at: MOMENT,
  audience_count: z.int().min(0).nullish(),
})
export type Trigger = z.output<typeof TRIGGER>

/** Of a trigger that may have begun: it has a higher number than those before, and a time after this one, by our clock. */
export interface Armed {
  readonly after: number
  readonly since: Date
}

/** Before it is sent a handle says what to look for, afterwards which trigger it is. */
export const armedHandle = ({ after, since }: Armed) => `after ${after} since ${since.toISOString()}`
export const triggerHandle = (id: number) => `trigger ${id}`
export const triggerIn = (handle: string | null) => /^trigger (\d+)$/.exec(handle ?? '')?.[1] ?? null

export function armedIn(handle: string): Armed | null {
  const [, after, since] = /^after (\d+) since (\S+)$/.exec(handle) ?? []
  return after && since ? { after: Number(after), since: new Date(since) } : null
}

const TRIGGERS = z
  .object({ triggers: z.array(z.object({ id: z.int() })).nullish() })
  .transform(({ triggers }) => (triggers ?? []).map(({ id }) => id))

/** The numbers of all triggers of a broadcast. */
export function triggersOf({ api }: Account, { words }: Step, asked: Asked): Promise<Read<number[]>> {
  return readFrom(api, get(`/v1/broadcasts/${words}/triggers`), TRIGGERS, asked)
}

export const get = (path: string) => ({ method: 'GET' as const, path })

export function triggerOf(
  { api }: Account,
  { words }: Step,
  id: string | number,
  asked: Asked,
): Promise<Read<Trigger>> {
  return readFrom(api, get(`/v1/campaigns/${words}/triggers/${id}`), TRIGGER, asked)
}

export function stateWords({ cancelled_at, processed_at, scheduled_at }: Trigger, now: Date): string {
  if (cancelled_at) return `cancelled ${timeWords(cancelled_at)}`
  if (processed_at) return `processed ${timeWords(processed_at)}`
  if (scheduled_at && scheduled_at > now) return `scheduled for ${timeWords(scheduled_at)}`
  return 'calculating its audience'
}
