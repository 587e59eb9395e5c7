import type { CampaignState } from '../../domain/campaign.ts'
import type { Readout } from '../../domain/readout/readout.ts'
import { divider, note, section } from '../kit/blocks.ts'
import { dateToken, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { figures } from './figures.ts'
import type { Look } from './look.ts'
import { campaignTitle, short, shortRich } from './parts.ts'

/** `/campaign results`: what the warehouse says at this moment, or why it says nothing. */
export function resultsMessage(
  readout: Readout | null,
  headline: string,
  { campaign }: CampaignState,
  look: Look,
): Message {
  if (!readout) {
    const said = [campaignTitle(campaign), shortRich(headline, 1_500, look)]
    return message({ text: lines(...said) })
  }
  const title = readoutTitle(campaign, readout, new Date(readout.asOf))
  const line = short(headline, 1_500)
  const shown = figures(readout)
  return message({
    text: lines(title, line, shown.text),
    blocks: [section(lines(title, line)), ...shown.blocks, divider(), note(groundLine(readout))],
  })
}

/** *Spring win-back*  `winback`, day 6 of 14, Mon 9 Mar 09:00 */
export function readoutTitle(campaign: CampaignState['campaign'], readout: Readout, at: Date): Mrkdwn {
  return md`${campaignTitle(campaign)}, day ${readout.day} of ${readout.horizonDays}, ${dateToken(at)}`
}

/** What the numbers rest on. */
export function groundLine({ newestData }: Readout): Mrkdwn {
  const newest = newestData ? md`Newest data ${dateToken(new Date(newestData))}.` : md`No data yet.`
  return md`${newest} Lifts are against the first arm, with fixed 95 % intervals: what one look shows.`
}
