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

/** Before it is sent a handle says since when a trigger of it is looked for, afterwards which trigger it is. */
export const triggerHandle = (id: number) => `trigger ${id}`
export const triggerIn = (handle: string | null) => /^trigger (\d+)$/.exec(handle ?? '')?.[1] ?? null
export const sinceHandle = ({ now }: Asked) => `since ${now.toISOString()}`
export const sinceIn = (handle: string) => new Date(handle.replace('since ', ''))

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
