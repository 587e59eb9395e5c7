import type { Button } from '@slack/types'
import { CHOICE_WORDS } from '../../domain/choice/choice.ts'
import { daysWords, hasPassed, isOver, wholeDays } from '../../domain/choice/ending.ts'
import type { Digest } from '../../domain/digest/digest.ts'
import { verdictWords } from '../../domain/readout/headline.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { stageWords } from '../../domain/state/stage.ts'
import { actions, section } from '../kit/blocks.ts'
import { bold, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { allFiguresButton, CLICK, campaignButton } from './buttons.ts'
import { choiceLine } from './choice.ts'
import { choiceButtons, concludeButton } from './choice-buttons.ts'
import type { Look } from './look.ts'
import { campaignLink, short } from './parts.ts'

/** Whether a digest of after the last day says that in two lines: it was not asked for, and its verdict is not new. */
export function isBrief(
  { id, askedBy, readout, madeAt }: Digest,
  { campaign }: CampaignState,
  look: Look,
): boolean {
  if (!readout || !madeAt || askedBy !== null) return false
  const asks = campaign.choices.some(({ verdict }) => verdict.digestId === id)
  return !asks && hasPassed(campaign, look.catalog.metrics, madeAt)
}

/** "21 days are over: ship." in a digest's place: once a week, until it is concluded. */
export function overDigest(digest: Digest, state: CampaignState, look: Look): Message {
  const verdict = digest.readout ? verdictWords(digest.readout).verdict : null
  return drawn(state, look, overWords(state, look, verdict), allFiguresButton(digest, state))
}

/** Asks the owner to conclude it. */
export function overCard(state: CampaignState, look: Look): Message {
  return drawn(state, look, overWords(state, look, null), campaignButton('All figures', CLICK.results, state))
}

/** "21 days are over: ship.", or null before they are. */
export function overLine(state: Pick<CampaignState, 'campaign'>, look: Look): Mrkdwn | null {
  const { campaign } = state
  return isOver(campaign, look.catalog.metrics, look.now) ? overWords(state, look, null) : null
}

function overWords(
  { campaign }: Pick<CampaignState, 'campaign'>,
  look: Look,
  verdict: string | null,
): Mrkdwn {
  const whole = wholeDays(campaign, look.catalog.metrics)
  const days = whole === null ? 'Its days' : daysWords(campaign, whole)
  const last = campaign.choices.at(-1)
  const seen = verdict ?? (last && !last.lapsedAt ? last.verdict.words : null)
  const made = last?.made
  const now = made && made.chosen !== 'keep' ? `${CHOICE_WORDS[made.chosen]}.` : seen
  const said = now
    ? md`: ${short(
        now.replace(/^./, (letter) => letter.toLowerCase()),
        200,
      )}`
    : '.'
  return bold(md`${days} are over${said}`)
}

function drawn(state: CampaignState, look: Look, over: Mrkdwn, figures: Button): Message {
  const { campaign } = state
  const ended = campaign.endedAt !== null
  const line = choiceLine(state, campaign.choices.at(-1), look)
  const next = ended
    ? md`The campaign is ${stageWords(campaign.stage)}.`
    : (line ?? md`It waits to be concluded.`)
  const said = lines(md`${over} ${campaignLink(campaign, look)}`, next)
  return message({
    text: said,
    blocks: [
      section(said),
      actions([...choiceButtons(state, look), !ended && concludeButton(state, look), figures]),
    ],
  })
}
