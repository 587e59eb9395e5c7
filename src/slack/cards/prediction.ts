import type { Button } from '@slack/types'
import {
  currentPredictions,
  isMeasurable,
  isPredictable,
  predictors,
} from '../../domain/growth/prediction.ts'
import { scoresOf } from '../../domain/growth/score.ts'
import { predictionWords, scoreWords } from '../../domain/growth/words.ts'
import { may } from '../../domain/permission/permission.ts'
import type { Campaign, CampaignState } from '../../domain/state/campaign.ts'
import { actions, section } from '../kit/blocks.ts'
import { bold, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK, campaignButton } from './buttons.ts'
import type { Look } from './look.ts'
import { campaignLink, longRich, outcomeLine, people, person, short } from './parts.ts'

export const predictButton = (campaign: Campaign): Button =>
  campaignButton('Predict…', CLICK.predict, { campaign })

/** Asks one person, by direct message, for the lift they expect; afterwards what they said, and how it came out. */
export function predictionCard({ campaign }: CampaignState, reader: string, look: Look): Message {
  const mine = currentPredictions(campaign).find(({ by }) => by === reader)
  const asked = isMeasurable(campaign.brief) && may('predict', reader, { campaign }, look.members)
  const said = mine ? md`You predicted ${predictionWords(mine)} on ${short(mine.metric, 80)}.` : null
  if (!isPredictable(campaign) || !asked)
    return message({ text: lines(closed(campaign, reader, look), said) })
  const goal = campaign.brief.outcome && outcomeLine(campaign.brief.outcome, look)
  const asks = mine
    ? md`Your prediction for ${campaignLink(campaign, look)} is sealed until the conclusion`
    : md`What lift do you expect of ${campaignLink(campaign, look)}?`
  const rest = mine ? md`You can change it until the launch.` : md`Nobody sees it until the end.`
  const facts = lines(said, goal && md`${bold('Desired')}  ${goal}`, rest)
  return message({
    text: lines(asks, facts),
    blocks: [section(lines(asks, facts)), actions([predictButton(campaign)])],
  })
}

/** Nothing can be said any more. */
function closed(campaign: Campaign, reader: string, look: Look): Mrkdwn {
  const title = campaignLink(campaign, look)
  const score = scoresOf(campaign).find(({ prediction }) => prediction.by === reader)
  if (score) return md`The campaign ${title} is concluded.  ${longRich(scoreWords(score), 400, look)}`
  if (isPredictable(campaign)) return md`No prediction of yours is needed for ${title} any more.`
  return md`Predictions for ${title} are closed.`
}

/** "Ana and Raj have predicted": who, never what. Null before the first one. */
export function predictedInShort(campaign: Campaign, look: Look): Mrkdwn | null {
  const by = currentPredictions(campaign).map((each) => each.by)
  if (by.length === 0) return null
  return md`${people(by, look, 'and')} ${by.length === 1 ? 'has' : 'have'} predicted`
}

/** "Predicted  by Ana, not by Raj yet; sealed until the conclusion": who, never what. Nothing before the first one. */
export function predictedLine(campaign: Campaign, look: Look): Mrkdwn[] {
  const made = currentPredictions(campaign)
  if (made.length === 0) return []
  const by = made.map((each) => each.by)
  const waiting = predictors(campaign).filter(({ team }) => !made.some((each) => each.team === team))
  const open = isPredictable(campaign) && waiting.length > 0
  const missing =
    open &&
    md`not by ${joinMd(
      waiting.map((each) => person(each.person, look)),
      ', ',
    )} yet`
  return [
    md`${bold('Predicted')}  ${joinMd([md`by ${people(by, look, 'and')}`, missing], ', ')}; sealed until the conclusion`,
  ]
}
