import type { Readout } from '../../domain/readout/readout.ts'
import { dayWords } from '../../domain/readout/words.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { note, section } from '../kit/blocks.ts'
import { dateToken, lines, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { methodLine } from './all-figures.ts'
import { figures } from './figures.ts'
import { headlines } from './headlines.ts'
import type { Look } from './look.ts'
import { campaignTitle, shortRich } from './parts.ts'

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
  const title = md`${campaignTitle(campaign)}, ${dayWords(readout)}, ${dateToken(new Date(readout.asOf))}`
  const line = headlines(readout, headline)
  const shown = figures(readout)
  return message({
    text: lines(line, title, shown.text),
    blocks: [section(lines(line, title)), ...shown.blocks, note(methodLine(readout))],
  })
}
