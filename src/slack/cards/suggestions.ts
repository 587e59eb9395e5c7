import type { Button } from '@slack/types'
import type { Digest, KeptSuggestion } from '../../domain/digest/digest.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { buttonValue } from '../buttons.ts'
import { actions, button, type KitBlock, type Maybe, note, section } from '../kit/blocks.ts'
import { fitList } from '../kit/fit.ts'
import { bold, code, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { askedBefore, seenAgain } from './asked.ts'
import { CLICK } from './buttons.ts'
import { type Look, offers } from './look.ts'
import { campaignLink, count, short } from './parts.ts'

/** The value of a suggestion's buttons. */
export interface OfSuggestion {
  readonly d: number
  /** Its place among the digest's suggestions. */
  readonly i: number
}

/** `/campaign suggestion`: what the newest digest suggests, by the number that each is called by. */
export function suggestionsMessage(digest: Digest | null, state: CampaignState, look: Look): Message {
  const { campaign } = state
  if (!digest || digest.suggestions.length === 0)
    return message({ text: md`Nothing is suggested for ${campaignLink(campaign, look)}.` })
  const title = md`Worth asking about ${campaignLink(campaign, look)}, by its newest digest. ${code(`/campaign suggestion ${campaign.key} 1 ask`)} asks the first one.`
  const said = suggestionTexts(digest, state, look).map((line, i) => md`${i + 1}  ${line}`)
  return message({
    text: lines(title, ...said),
    blocks: fitList({
      head: [section(title)],
      items: suggestionRows(digest, state, look),
      more: (hidden) => note(md`${count(hidden, 'more suggestion')} did not fit here.`),
    }),
  })
}

/** Each suggestion as it is read aloud. */
export function suggestionTexts(digest: Digest, state: CampaignState, look: Look): Mrkdwn[] {
  return digest.suggestions.map((each) => {
    const before = askedBefore(digest, each, state)
    return before ? seenAgain(each, before, state, look) : suggestionLine(each)
  })
}

function suggestionLine({ seen, why, question, step }: KeptSuggestion): Mrkdwn {
  const matters = why ? md`${short(why, 300)} ` : ''
  return md`${bold('Worth asking')}  ${short(seen, 400)} ${matters}${short(question, 400)} (${step})`
}

/** In one line, for a channel: the question, or whom to ask it. */
export function suggestionShort(
  { question, code, step }: KeptSuggestion,
  { campaign }: CampaignState,
  look: Look,
): Mrkdwn {
  const { partner } = campaign.brief
  const said =
    step === 'model' && code.startsWith('inconclusive')
      ? md`It may end undecided. Ask ${partner ? short(look.names(partner), 40) : 'somebody'} whether a model of usual buyers helps.`
      : short(question, 140)
  return md`${bold('Worth asking')}  ${said}`
}

/** Its buttons, while nobody has decided on it. */
export function suggestionButtons(
  { id, suggestions }: Digest,
  suggestion: KeptSuggestion,
  state: CampaignState,
  look: Look,
): Maybe<Button>[] {
  if (suggestion.state !== 'open') return []
  const { partner } = state.campaign.brief
  const ask = partner ? `Ask ${look.names(partner)}` : 'Ask'
  const value = buttonValue({ d: id, i: suggestions.indexOf(suggestion) } satisfies OfSuggestion)
  const { question } = suggestion
  return [
    offers(look, 'take_up_suggestion', state) &&
      button({ text: ask, actionId: CLICK.acceptSuggestion, value, readAs: `${ask}: ${question}` }),
    offers(look, 'dismiss_suggestion', state) &&
      button({
        text: 'Not needed',
        actionId: CLICK.dismissSuggestion,
        value,
        readAs: `Not needed: ${question}`,
      }),
  ]
}

/** "Asked as `winback-1`.", or null while nobody has decided. */
export function suggestionOutcome(
  { state, followUpN }: KeptSuggestion,
  { campaign }: CampaignState,
): Mrkdwn | null {
  if (state === 'asked') return md`Asked as ${code(`${campaign.key}-${followUpN ?? ''}`)}.`
  return state === 'dismissed' ? md`Not needed.` : null
}

/** Each suggestion with its buttons, or what became of it. */
export function suggestionRows(digest: Digest, state: CampaignState, look: Look): KitBlock[][] {
  return digest.suggestions.map((suggestion) => {
    const asked = askedBefore(digest, suggestion, state)
    if (asked) return [section(seenAgain(suggestion, asked, state, look))]
    const line = section(suggestionLine(suggestion))
    const outcome = suggestionOutcome(suggestion, state)
    if (outcome) return [line, note(outcome)]
    const row = actions(suggestionButtons(digest, suggestion, state, look))
    return row ? [line, row] : [line]
  })
}
