import { verdictWords } from '../../domain/readout/headline.ts'
import type { Readout } from '../../domain/readout/readout.ts'
import { liftsHidden } from '../../domain/readout/validity.ts'
import { dayWords } from '../../domain/readout/words.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { divider, note, section } from '../kit/blocks.ts'
import { bold, dateToken, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
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
  const line = verdictLine(readout, headline)
  const shown = figures(readout)
  return message({
    text: lines(title, line, shown.text),
    blocks: [
      section(lines(title, line)),
      ...shown.blocks,
      divider(),
      note(md`${groundLine(readout)} ${ASKING}`),
    ],
  })
}

/** *Spring win-back*  `winback`, day 6 of 14, Mon 9 Mar 09:00 */
export function readoutTitle(campaign: CampaignState['campaign'], readout: Readout, at: Date): Mrkdwn {
  return md`${campaignTitle(campaign)}, ${dayWords(readout)}, ${dateToken(at)}`
}

/** The verdict stands out, with its reasons and their rules behind it. Old snapshots have their headline alone. */
export function verdictLine(readout: Readout, headline: string | null): Mrkdwn {
  if (readout.verdicts.length === 0) return bold(short(headline ?? '', 800))
  const { verdict, reasons, alongside } = verdictWords(readout)
  const said = reasons.map(({ text, rule }) => md`${short(text, 350)}  _rule ${rule}_`)
  const beside = alongside.slice(0, 6).map((line) => short(line, 130))
  return joinMd([bold(short(verdict, 300)), ...said, ...beside], ' ')
}

const ASKING = 'Digests alone can find something new, so that asking often changes nothing.'

/** What the numbers rest on. */
export function groundLine(readout: Readout): Mrkdwn {
  const newest = newestLine(readout)
  if (liftsHidden(readout)) return md`${newest} Lifts are hidden, since nothing should be decided by them.`
  return md`${newest} ${readout.verdicts.length > 0 ? RESTS : 'Each 95 % interval is fixed: what one look shows.'}`
}

const RESTS = 'Lifts are against the first arm; their intervals hold at any number of looks.'

/** Of each goal by itself: fresh exposures say nothing of purchases. */
function newestLine({ newestData, metrics }: Readout): Mrkdwn {
  if (!newestData) return md`No data yet.`
  const goals = metrics.flatMap((metric) =>
    metric.measured && metric.role === 'goal' && metric.newest
      ? [md`${short(metric.label, 60)} ${dateToken(new Date(metric.newest))}`]
      : [],
  )
  const named = goals.length > 0 ? md` (${joinMd(goals.slice(0, 4), ', ')})` : md``
  return md`Newest data ${dateToken(new Date(newestData))}${named}.`
}
