import type { Digest } from '../../domain/digest/digest.ts'
import { isNewVerdict } from '../../domain/digest/same.ts'
import { changesSince } from '../../domain/readout/changes.ts'
import type { Readout } from '../../domain/readout/readout.ts'
import { liftsHidden } from '../../domain/readout/validity.ts'
import { dayWords } from '../../domain/readout/words.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { formatNumber } from '../../domain/text/numbers.ts'
import { listed } from '../../domain/text/words.ts'
import { actions, note, section } from '../kit/blocks.ts'
import { fitParts, MESSAGE, type Part } from '../kit/fit.ts'
import { bold, dateToken, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { askedLines } from './asked.ts'
import { CLICK, campaignButton } from './buttons.ts'
import { figures } from './figures.ts'
import { headlines } from './headlines.ts'
import { fallenHarmLines } from './incidents.ts'
import { type Look, offers } from './look.ts'
import { campaignTitle, count, packed, short } from './parts.ts'
import { peopleOf } from './reconciliation.ts'
import { suggestionRows, suggestionTexts } from './suggestions.ts'

const CHANGES = 6

/** All that a digest rests on: the first reply of its thread, and what its button shows. */
export function allFigures(
  digest: Digest,
  previous: Digest | null,
  state: CampaignState,
  look: Look,
): Message {
  const { readout, madeAt, slot, pictures = [] } = digest
  if (!readout)
    return message({
      text: md`${campaignTitle(state.campaign)}: nothing could be read, so there are no figures.`,
    })
  const title = md`${bold('All figures')}  ${campaignTitle(state.campaign)}, ${dayWords(readout)}, ${dateToken(madeAt ?? slot)}`
  // What stands in the channel above is not shown a second time in its thread.
  const above = look.reader === null && isNewVerdict(digest, previous)
  const here = pictures.filter(({ name }) => name === 'course' || !above)
  const shown = figures(readout, pictures, here)
  const line = headlines(readout, digest.headline)
  const since = sinceLine(digest, previous)
  const reached = peopleOf(digest, state, look)
  const fallen = fallenHarmLines(state, readout, madeAt ?? slot)
  const asked = askedLines(state, previous, look)
  const parts: Part[] = [
    section(lines(title, line)),
    ...shown.blocks,
    note(methodLine(readout)),
    reached.length > 0 && section(lines(...reached)),
    since && section(since),
    fallen.length > 0 && section(lines(...fallen)),
    { items: packed(asked, 1_500).map((text) => [section(text)]), more: moreBelow },
    { items: suggestionRows(digest, state, look), more: moreBelow },
    offers(look, 'ask', state) && actions([campaignButton('Ask something else…', CLICK.ask, state)]),
  ]
  const worth = suggestionTexts(digest, state, look)
  return message({
    text: lines(
      title,
      line,
      shown.text,
      methodLine(readout),
      ...reached,
      since,
      ...fallen,
      ...asked,
      ...worth,
    ),
    blocks: fitParts(parts, MESSAGE),
  })
}

/** How new the data are, what the intervals are, and the rules of docs/statistics.md that the verdict comes from. */
export function methodLine(readout: Readout): Mrkdwn {
  const newest = newestLine(readout)
  const rules = [...new Set(readout.verdicts.map(({ rule }) => String(rule)))]
  const ruled = rules.length > 0 ? ` Verdict by rule ${listed(rules)}.` : ''
  if (liftsHidden(readout))
    return md`${newest} While the data have this fault, no value and no lift is shown.${ruled}`
  const asks = readout.boundary
    ? ` A goal needed ${formatNumber(readout.boundary, 2)} standard errors today.`
    : ''
  return md`${newest} Lifts are against the first arm; the interval beside each decides. ${METHOD}${asks}${ruled}`
}

const METHOD =
  'Method: goals and guardrails by looks that share 5 % (group-sequential), the rest at any number of looks (always-valid).'

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

function sinceLine({ readout }: Digest, previous: Digest | null): Mrkdwn | null {
  if (!readout || !previous?.readout) return null
  const changes = changesSince(previous.readout, readout)
  const at = previous.madeAt ?? previous.slot
  const shown = changes.slice(0, CHANGES).map((change) => short(change, 160))
  const more = changes.length > CHANGES ? [md`and ${changes.length - CHANGES} more`] : []
  const said = changes.length === 0 ? md`nothing moved` : joinMd([...shown, ...more], ', ')
  return md`${bold('Since the last one')} (${dateToken(at)})  ${said}`
}

const moreBelow = (hidden: number) => note(md`${count(hidden, 'more part')} did not fit here.`)
