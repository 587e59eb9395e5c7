import { z } from 'zod'
import type { OfCampaign, OfItem } from '../cards/buttons.ts'
import type { OfSuggestion } from '../cards/digest.ts'
import type { OfPage } from '../cards/tasks.ts'

/** The values of buttons, as their cards write them. */

const number = z.number().int().positive()

export const ofCampaign: z.ZodType<OfCampaign> = z.object({
  c: number,
  at: z.literal('card').exactOptional(),
})

export const ofItem: z.ZodType<OfItem> = z.object({
  c: number,
  n: number,
  at: z.union([number, z.literal(['waiting', 'card'])]).exactOptional(),
})

export const ofPage: z.ZodType<OfPage> = z.object({ c: number, page: number })

export const ofSuggestion: z.ZodType<OfSuggestion> = z.object({
  d: number,
  i: z.number().int().nonnegative(),
})
