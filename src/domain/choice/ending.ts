/** When a campaign is over: the day on which the last who came within its horizon count has passed. */

import type { Campaign } from '../state/campaign.ts'
import { isRunning } from '../state/stage.ts'

/** As the catalog has them. */
export type Windows = readonly { readonly name: string; readonly windowDays?: number }[]

const DAY_MS = 86_400_000

/** Days until the last who came count: the horizon and the window of the goal; null without a horizon. */
export function wholeDays({ brief }: Pick<Campaign, 'brief'>, metrics: Windows): number | null {
  const { horizonDays, outcome } = brief
  if (horizonDays === null) return null
  return horizonDays + (metrics.find(({ name }) => name === outcome?.metric)?.windowDays ?? 0)
}

/** When its last day ends; null before it is live, and without a horizon. */
export function endOf(campaign: Pick<Campaign, 'brief' | 'liveAt'>, metrics: Windows): Date | null {
  const days = wholeDays(campaign, metrics)
  return days === null || !campaign.liveAt ? null : new Date(campaign.liveAt.getTime() + days * DAY_MS)
}

export function hasPassed(campaign: Pick<Campaign, 'brief' | 'liveAt'>, metrics: Windows, at: Date): boolean {
  const end = endOf(campaign, metrics)
  return end !== null && at >= end
}

/** Whether it still runs though its last day has passed. */
export function isOver(campaign: Campaign, metrics: Windows, now: Date): boolean {
  return isRunning(campaign) && hasPassed(campaign, metrics, now)
}

/** "21 days", or "14 + 7 days" where people count a window later. */
export function daysWords({ brief }: Pick<Campaign, 'brief'>, whole: number): string {
  const window = whole - (brief.horizonDays ?? whole)
  return window > 0 ? `${whole - window} + ${window} days` : `${whole} days`
}
