import { z } from 'zod'
import type { Quarter } from '../../domain/growth/quarter.ts'
import { STAGES } from '../../domain/state/stage.ts'
import type { OfCampaign, OfItem } from '../cards/buttons.ts'
import type { OfFollowUpPage } from '../cards/follow-ups.ts'
import type { OfLearningsPage } from '../cards/learnings.ts'
import type { OfIdea } from '../cards/lineage.ts'
import type { OfCampaignPage } from '../cards/list.ts'
import type { OfPortfolioPage } from '../cards/portfolio.ts'
import type { OfSuggestion } from '../cards/suggestions.ts'
import type { OfPage } from '../cards/tasks.ts'
import type { OfWaitingPage } from '../cards/waiting.ts'

/** The values of buttons, as their cards write them. */

const number = z.number().int().positive()

export const ofCampaign: z.ZodType<OfCampaign> = z.object({
  c: number,
  at: z.literal('card').exactOptional(),
})

export const ofItem: z.ZodType<OfItem> = z.object({
  c: number,
  n: number,
  at: z.union([number, z.literal(['waiting', 'card', 'all', 'mine', 'campaign'])]).exactOptional(),
  page: number.exactOptional(),
})

export const ofPage: z.ZodType<OfPage> = z.object({ c: number, page: number })

export const ofCampaignPage: z.ZodType<OfCampaignPage> = z.object({
  which: z.literal(['mine', 'all', ...STAGES]),
  page: number,
})

export const ofFollowUpPage: z.ZodType<OfFollowUpPage> = z.object({
  of: z.literal(['all', 'mine', 'campaign']),
  key: z.string().exactOptional(),
  page: number,
})

export const ofWaitingPage: z.ZodType<OfWaitingPage> = z.object({ page: number })
export const ofPortfolioPage: z.ZodType<OfPortfolioPage> = z.object({ d: number, page: number })

export const ofLearningsPage: z.ZodType<OfLearningsPage> = z.object({ q: z.string(), page: number })

export const ofIdea: z.ZodType<OfIdea> = z.object({
  c: number,
  n: number.exactOptional(),
  i: number.exactOptional(),
})

export const ofSuggestion: z.ZodType<OfSuggestion> = z.object({
  d: number,
  i: z.number().int().nonnegative(),
})

export const ofQuarter: z.ZodType<Quarter> = z.object({
  year: number,
  n: z.number().int().min(1).max(4),
})
