import { measurableWays, unmeasurableWords } from '../../domain/brief/measurable.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { bold, lines, type Mrkdwn } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { longRich, short } from './parts.ts'

const ROOM = 300

/** "*No exposure query: this can't be measured.*", with how it is set unless it is said `briefly`; null where it can, or the campaign has ended. */
export function unmeasurableLine(
  { campaign }: Pick<CampaignState, 'campaign'>,
  look: Look,
  briefly?: 'briefly',
): Mrkdwn | null {
  const words = campaign.endedAt === null ? unmeasurableWords(campaign.brief, look.catalog) : null
  if (words === null) return null
  const said = bold(short(`${words}.`, ROOM))
  if (briefly) return said
  return lines(said, longRich(measurableWays(campaign, look.catalog), 3 * ROOM, look))
}
