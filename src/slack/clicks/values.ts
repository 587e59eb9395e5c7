import { z } from 'zod'
import { FIRST_YEAR, LAST_YEAR, type Quarter } from '../../domain/growth/quarter.ts'
import { STAGES } from '../../domain/state/stage.ts'
import { entryNumber, instantMs, itemNumber, itemNumberOrNone, pageNumber, rowId } from '../bounds.ts'
import type { OfCampaign, OfDigest, OfItem } from '../cards/buttons.ts'
import type { OfDelegation } from '../cards/delegations.ts'
import type { OfFollowUpPage } from '../cards/follow-ups.ts'
import type { OfFrozen } from '../cards/freezes.ts'
import type { OfLearningsPage } from '../cards/learnings.ts'
import type { OfIdea } from '../cards/lineage.ts'
import type { OfCampaignPage } from '../cards/list.ts'
import type { OfMute } from '../cards/mute.ts'
import type { OfPortfolio } from '../cards/notice.ts'
import type { OfPortfolioPage } from '../cards/portfolio.ts'
import type { OfCheck } from '../cards/report-addresses.ts'
import type { OfSuggestion } from '../cards/suggestions.ts'
import { MENU, type OfPage, type OfTaskMenu } from '../cards/tasks.ts'
import type { OfWaitingPage } from '../cards/waiting.ts'

import { ROW_KINDS, type RowAdding, type RowChange } from '../modals/brief/rows.ts'

/** The values of buttons, as their cards write them. */

const LONGEST_KEY = 40
const LONGEST_SEARCH = 300

export const ofCampaign: z.ZodType<OfCampaign> = z.object({
  c: rowId,
  at: z.literal('card').exactOptional(),
})

export const ofItem: z.ZodType<OfItem> = z.object({
  c: rowId,
  n: itemNumber,
  at: z.union([pageNumber, z.literal(['waiting', 'card', 'all', 'mine', 'campaign'])]).exactOptional(),
  page: pageNumber.exactOptional(),
  tries: itemNumberOrNone.exactOptional(),
})

export const ofTaskMenu: z.ZodType<OfTaskMenu> = z.object({
  do: z.literal(MENU),
  c: rowId,
  n: itemNumber,
  at: pageNumber,
})

export const ofPage: z.ZodType<OfPage> = z.object({ c: rowId, page: pageNumber })

export const ofCampaignPage: z.ZodType<OfCampaignPage> = z.object({
  which: z.literal(['mine', 'all', ...STAGES]),
  page: pageNumber,
})

export const ofFollowUpPage: z.ZodType<OfFollowUpPage> = z.object({
  of: z.literal(['all', 'mine', 'campaign']),
  key: z.string().max(LONGEST_KEY).exactOptional(),
  page: pageNumber,
})

export const ofWaitingPage: z.ZodType<OfWaitingPage> = z.object({ page: pageNumber })
export const ofMute: z.ZodType<OfMute> = z.object({
  c: rowId,
  do: z.literal(['mute', 'unmute']),
  at: z.literal('waiting').exactOptional(),
})

export const ofPortfolio: z.ZodType<OfPortfolio> = z.object({ d: rowId })
export const ofPortfolioPage: z.ZodType<OfPortfolioPage> = z.object({ d: rowId, page: pageNumber })

export const ofLearningsPage: z.ZodType<OfLearningsPage> = z.object({
  q: z.string().max(LONGEST_SEARCH),
  page: pageNumber,
})

export const ofIdea: z.ZodType<OfIdea> = z.object({
  c: rowId,
  n: itemNumber.exactOptional(),
  i: entryNumber.exactOptional(),
})

export const ofRowAdding: z.ZodType<RowAdding> = z.object({ kind: z.literal(ROW_KINDS) })

export const ofRowChange: z.ZodType<RowChange> = z.object({
  do: z.literal(['up', 'down', 'remove']),
  row: z.string().max(LONGEST_KEY),
})

export const ofSuggestion: z.ZodType<OfSuggestion> = z.object({
  d: rowId,
  i: z.union([entryNumber, z.literal(0)]),
})

export const ofDigest: z.ZodType<OfDigest> = z.object({ d: rowId })

export const ofFrozen: z.ZodType<OfFrozen> = z.object({ c: rowId, t: instantMs })

export const ofCheck: z.ZodType<OfCheck> = z.object({ check: z.string().min(1).max(LONGEST_SEARCH) })

export const ofDelegation: z.ZodType<OfDelegation> = z.object({ id: rowId })

export const ofQuarter: z.ZodType<Quarter> = z.object({
  year: z.number().int().min(FIRST_YEAR).max(LAST_YEAR),
  n: z.number().int().min(1).max(4),
})
