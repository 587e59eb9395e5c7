import { awaitsConclusion } from '../../domain/choice/choice.ts'
import type { Digest } from '../../domain/digest/digest.ts'
import { changesSince } from '../../domain/readout/changes.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Choice } from '../../domain/state/choices.ts'
import { actions, type KitBlock, note, section } from '../kit/blocks.ts'
import { fitParts, MESSAGE, type Part } from '../kit/fit.ts'
import { bold, dateToken, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { askedLines } from './asked.ts'
import { CLICK, campaignButton } from './buttons.ts'
import { choiceLine } from './choice.ts'
import { choiceButtons, concludeButton } from './choice-buttons.ts'
import { type Figures, figures } from './figures.ts'
import { faultLines, harmLines } from './incidents.ts'
import { type Look, offers } from './look.ts'
import { isBrief, overDigest, overLine } from './over.ts'
import { campaignTitle, count, packed, short } from './parts.ts'
import { groundLine, readoutTitle, verdictLine } from './results.ts'
import { suggestionRows, suggestionTexts } from './suggestions.ts'

/** A digest of the campaign from its snapshot; the previous one with a readout is what "since the last one" speaks of. */
export function digestCard(
  digest: Digest,
  previous: Digest | null,
  state: CampaignState,
  look: Look,
): Message {
  if (isBrief(digest, state, look)) return overDigest(digest, state, look)
  const title = digestTitle(digest, state)
  const headline = headlineOf(digest)
  const shown: Figures = digest.readout
    ? figures(digest.readout, digest.pictures)
    : { blocks: [], text: md`` }
  const since = sinceLine(digest, previous)
  const found = [...harmLines(state, digest.madeAt), ...faultLines(state, digest, previous, look)]
  const decided = choiceLine(state, choiceOf(digest, previous, state), look)
  const over = overLine(state, { ...look, now: digest.madeAt ?? look.now })
  const ends = over !== null || awaitsConclusion(state.campaign)
  const asked = askedLines(state, previous, look)
  const ground = digest.readout ? groundLine(digest.readout) : null
  const worth = suggestionTexts(digest, state, look)
  const parts: Part[] = [
    section(lines(title, headline)),
    (decided || over) && section(lines(over, decided)),
    (decided || over) && actions([...choiceButtons(state, look), ends && concludeButton(state, look)]),
    found.length > 0 && section(lines(...found)),
    ...shown.blocks,
    ground && note(ground),
    since && section(since),
    { items: packed(asked, 1_500).map((text) => [section(text)]), more: moreAsked },
    { items: suggestionRows(digest, state, look), more: moreAsked },
    offers(look, 'ask', state) && actions([campaignButton('Ask something else…', CLICK.ask, state)]),
  ]
  return message({
    text: lines(
      title,
      headline,
      over,
      decided,
      ...found,
      since,
      shown.text.source ? shown.text : null,
      ...asked,
      ...worth,
    ),
    blocks: fitParts(parts, MESSAGE),
  })
}

/** What its verdict asks for, or an earlier one still does; keep running is said once more, then no longer. */
function choiceOf({ id }: Digest, previous: Digest | null, { campaign }: CampaignState): Choice | null {
  const last = campaign.choices.findLast(({ verdict }) => verdict.digestId <= id)
  if (!last || last.verdict.digestId === id || last.made?.chosen !== 'keep') return last ?? null
  return previous && last.made.at <= (previous.madeAt ?? previous.slot) ? null : last
}

const moreAsked = (hidden: number): KitBlock => note(md`${count(hidden, 'more part')} did not fit here.`)

function digestTitle({ readout, madeAt, slot }: Digest, { campaign }: CampaignState): Mrkdwn {
  const at = madeAt ?? slot
  return readout
    ? readoutTitle(campaign, readout, at)
    : md`${campaignTitle(campaign)}, digest of ${dateToken(at)}`
}

/** One line of meaning; where the warehouse gave nothing, what failed, and no number. */
function headlineOf({ readout, headline, failure, madeAt }: Digest): Mrkdwn {
  if (!madeAt) return md`This digest is being made.`
  if (readout) return verdictLine(readout, headline)
  const why = failure && !headline?.includes(failure) ? md` ${short(failure, 600)}` : ''
  return md`${bold(short(headline ?? 'Nothing can be read out', 900))}${why}\nNo number is shown, since the last ones would be stale.`
}

function sinceLine({ readout }: Digest, previous: Digest | null): Mrkdwn | null {
  if (!readout || !previous?.readout) return null
  const changes = changesSince(previous.readout, readout)
  const at = previous.madeAt ?? previous.slot
  const shown = changes.slice(0, 6).map((change) => short(change, 160))
  const more = changes.length > 6 ? [md`and ${changes.length - 6} more`] : []
  const said = changes.length === 0 ? md`nothing moved` : joinMd([...shown, ...more], ', ')
  return md`${bold('Since the last one')} (${dateToken(at)})  ${said}`
}
