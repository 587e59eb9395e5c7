import type { CampaignState } from '../../domain/campaign.ts'
import type { Digest, KeptSuggestion } from '../../domain/digest.ts'
import { changesSince } from '../../domain/readout/changes.ts'
import { buttonValue } from '../buttons.ts'
import { actions, button, type KitBlock, note, section } from '../kit/blocks.ts'
import { fitParts, MESSAGE, type Part } from '../kit/fit.ts'
import { bold, code, dateToken, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { askedBefore, askedLines, seenAgain } from './asked.ts'
import { CLICK, campaignButton } from './buttons.ts'
import { type Figures, figures } from './figures.ts'
import { faultLines, harmLines } from './findings.ts'
import type { Look } from './look.ts'
import { campaignTitle, count, packed, short } from './parts.ts'
import { groundLine, readoutTitle, verdictLine } from './results.ts'

/** The value of a suggestion's buttons. */
export interface OfSuggestion {
  readonly d: number
  /** Its place among the digest's suggestions. */
  readonly i: number
}

/** A digest of the campaign from its snapshot; the previous one with a readout is what "since the last one" speaks of. */
export function digestCard(
  digest: Digest,
  previous: Digest | null,
  state: CampaignState,
  look: Look,
): Message {
  const title = digestTitle(digest, state)
  const headline = headlineOf(digest)
  const shown: Figures = digest.readout
    ? figures(digest.readout, digest.pictures)
    : { blocks: [], text: md`` }
  const since = sinceLine(digest, previous)
  const found = [...harmLines(state, digest.madeAt), ...faultLines(state, digest, previous, look)]
  const asked = askedLines(state, previous, look)
  const ground = digest.readout ? groundLine(digest.readout) : null
  const worth = digest.suggestions.map((each) => {
    const before = askedBefore(digest, each, state)
    return before ? seenAgain(each, before, state, look) : suggestionLine(each)
  })
  const parts: Part[] = [
    section(lines(title, headline)),
    found.length > 0 && section(lines(...found)),
    ...shown.blocks,
    ground && note(ground),
    since && section(since),
    { items: packed(asked, 1_500).map((text) => [section(text)]), more: moreAsked },
    { items: suggestionRows(digest, state, look), more: moreAsked },
    actions([campaignButton('Ask something else…', CLICK.ask, state)]),
  ]
  return message({
    text: lines(title, headline, ...found, since, shown.text.source ? shown.text : null, ...asked, ...worth),
    blocks: fitParts(parts, MESSAGE),
  })
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

function suggestionLine({ seen, why, question, step }: KeptSuggestion): Mrkdwn {
  const matters = why ? md`${short(why, 300)} ` : ''
  return md`${bold('Worth asking')}  ${short(seen, 400)} ${matters}${short(question, 400)} (${step})`
}

function suggestionRows(digest: Digest, state: CampaignState, look: Look): KitBlock[][] {
  const { id, suggestions } = digest
  return suggestions.map((suggestion, i) => {
    const asked = askedBefore(digest, suggestion, state)
    if (asked) return [section(seenAgain(suggestion, asked, state, look))]
    const line = section(suggestionLine(suggestion))
    if (suggestion.state === 'asked')
      return [line, note(md`Asked as ${code(`${state.campaign.key}-${suggestion.followUpN ?? ''}`)}.`)]
    if (suggestion.state === 'dismissed') return [line, note('Not needed.')]
    const { partner } = state.campaign.brief
    const ask = partner ? `Ask ${look.names(partner)}` : 'Ask'
    const value = buttonValue({ d: id, i } satisfies OfSuggestion)
    const row = actions([
      button({
        text: ask,
        actionId: CLICK.acceptSuggestion,
        value,
        readAs: `${ask}: ${suggestion.question}`,
      }),
      button({
        text: 'Not needed',
        actionId: CLICK.dismissSuggestion,
        value,
        readAs: `Not needed: ${suggestion.question}`,
      }),
    ])
    return row ? [line, row] : [line]
  })
}
