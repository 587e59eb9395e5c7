import { campaignWords } from '../../domain/brief/words.ts'
import { endWords } from '../../domain/growth/words.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { formatCount } from '../../domain/text/numbers.ts'
import { token } from '../../domain/text/tokens.ts'
import { describeSchedule } from '../../domain/time/schedule.ts'

/** Lines in the channel itself: that a campaign runs, and that it is over. The card far above only shows where it stands. */

/** "Spring win-back is live for 42 610 people, Ana. Digest weekdays 09:00, Europe/Berlin." */
export function liveLine({ campaign }: CampaignState): string {
  const { key, owner, digest, brief } = campaign
  const size = brief.audience?.size ?? null
  const reach = size === null ? '' : ` for ${formatCount(size)} people`
  const digests = digest
    ? `Digest ${describeSchedule(digest.schedule)}.`
    : `No digest is set yet: \`/campaign digest ${key} weekdays 09:00\``
  return `${campaignWords(campaign)} is live${reach}, ${token.person(owner)}. ${digests}`
}

/** "Spring win-back is concluded, Ana. Goal: reached. Growth: grew." Its thread says what was learned. */
export function concludedLine({ campaign }: CampaignState): string {
  const { conclusion, owner } = campaign
  const end = conclusion ? ` ${endWords(conclusion)}` : ''
  return `${campaignWords(campaign)} is concluded, ${token.person(owner)}.${end} What was learned stands under its card.`
}
