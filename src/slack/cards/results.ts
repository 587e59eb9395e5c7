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
  const { newestData, verdicts } = readout
  const newest = newestData ? md`Newest data ${dateToken(new Date(newestData))}.` : md`No data yet.`
  if (liftsHidden(readout)) return md`${newest} Lifts are hidden, since nothing should be decided by them.`
  const rests =
    verdicts.length > 0
      ? 'Each 95 % interval and p is of this one look, to be checked; the verdict rests on bounds that hold for looking every day.'
      : 'Each 95 % interval is fixed: what one look shows.'
  return md`${newest} Lifts are against the first arm. ${rests}`
}
