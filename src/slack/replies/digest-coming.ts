import { campaignWords } from '../../domain/brief/words.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import { token } from '../../domain/text/tokens.ts'

/** What is said of a digest that somebody has asked for. */
export function digestComing(campaign: Campaign): string {
  const channel = campaign.digest?.channel ?? campaign.brief.channel
  return `A digest of ${campaignWords(campaign)} is being made; it comes to ${token.channel(channel)} when the warehouse has answered.`
}
