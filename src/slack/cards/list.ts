import type { Campaign } from '../../domain/campaign.ts'
import { stageWords } from '../../domain/stage.ts'
import { note, section } from '../kit/blocks.ts'
import { fitList } from '../kit/fit.ts'
import { bold, code, dateToken, type Inline, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import type { Look } from './look.ts'
import { campaignTitle, packed, person } from './parts.ts'

/** Campaigns, one a line; `title` says which. */
export function listMessage(campaigns: readonly Campaign[], title: Inline, look: Look): Message {
  if (campaigns.length === 0)
    return message({ text: md`${title}: none. Start one: ${code('/campaign new <name>')}` })
  const all = campaigns.map((campaign) => campaignLine(campaign, look))
  return message({
    text: lines(md`${title}: ${campaigns.length}`, ...all),
    blocks: fitList({
      head: [section(md`${bold(title)}: ${campaigns.length}`)],
      items: packed(all, 1_000).map((text) => [section(text)]),
      more: () => note(md`There are more: ${code('/campaign list <stage>')} shows fewer at once.`),
    }),
  })
}

/** *Spring win-back*  `winback` · live since Tue 3 Mar · owner Ana */
export function campaignLine(campaign: Campaign, look: Look): Mrkdwn {
  const { stage, launchAt, liveAt, owner, brief } = campaign
  const when =
    stage === 'approved' && launchAt
      ? md`, launches ${dateToken(launchAt)}`
      : stage === 'live' && liveAt
        ? md` since ${dateToken(liveAt, '{date_short_pretty}')}`
        : ''
  const who = [md`owner ${person(owner, look)}`, brief.partner && md`data ${person(brief.partner, look)}`]
  return joinMd([campaignTitle(campaign), md`${stageWords(stage)}${when}`, ...who], ' · ')
}
