import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Arms } from '../armed.ts'
import { type MailSettings, type Read, readFrom } from '../mail.ts'
import type { Asked } from '../target.ts'

export interface IterableSettings extends MailSettings {
  readonly aheadMinutes: number
}

export interface Account {
  readonly api: Api
  readonly settings: IterableSettings
  readonly arms: Arms
}

/** What a step's words name: a blast goes to its own lists, a triggered campaign to those that are given. */
export interface Named {
  readonly campaign: number
  readonly lists: readonly number[] | null
}

export function namedBy(words: string): Named | null {
  const [, campaign, lists] = /^(\d{1,15})(?: to lists? (\d{1,15}(?:, ?\d{1,15})*))?$/.exec(words) ?? []
  if (campaign === undefined) return null
  return { campaign: Number(campaign), lists: lists === undefined ? null : lists.split(',').map(Number) }
}

export function unread(words: string): string | null {
  if (namedBy(words) !== null) return null
  return 'Iterable wants the number of a campaign, such as 4021, or of a triggered one and its lists: 4021 to list 77'
}

/** Milliseconds; missing where it is not set. */
const MOMENT = z
  .number()
  .nullish()
  .transform((at) => (at ? new Date(at) : null))
const CAMPAIGN = z.object({
  type: z.string(),
  campaignState: z.string(),
  startAt: MOMENT,
  sendSize: z.int().min(0).nullish(),
  listIds: z.array(z.int()).nullish(),
  suppressionListIds: z.array(z.int()).nullish(),
})
export type Campaign = z.output<typeof CAMPAIGN>

export function campaignOf({ api }: Account, { campaign }: Named, asked: Asked): Promise<Read<Campaign>> {
  return readFrom(api, { method: 'GET', path: `/api/campaigns/${campaign}` }, CAMPAIGN, asked)
}

/** A success has a code that says so. */
export const SUCCESS = z.object({ code: z.literal('Success') })
