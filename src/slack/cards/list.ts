import type { Campaign } from '../../domain/state/campaign.ts'
import { type Stage, stageWords } from '../../domain/state/stage.ts'
import { buttonValue } from '../buttons.ts'
import { note, section } from '../kit/blocks.ts'
import { bold, code, dateToken, type Inline, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { pageButtons, page as pageOf } from '../kit/paging.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK } from './buttons.ts'
import type { Look } from './look.ts'
import { campaignLink, packed, person } from './parts.ts'

/** Lines a page. */
const PAGE = 20

/** The value of the buttons that turn a page of campaigns. */
export interface OfCampaignPage {
  readonly which: 'mine' | 'all' | Stage
  readonly page: number
}

/** Campaigns, one a line; `title` says which, `page` counts from 1. */
export function listMessage(
  campaigns: readonly Campaign[],
  { title, which, page }: OfCampaignPage & { readonly title: Inline },
  look: Look,
): Message {
  if (campaigns.length === 0)
    return message({ text: md`${title}: none. Start one: ${code('/campaign new <name>')}` })
  const shown = pageOf(campaigns, page, PAGE)
  const rows = shown.items.map((campaign) => campaignLine(campaign, look))
  const place = shown.pages > 1 ? md`Campaigns ${shown.from} to ${shown.to} of ${shown.total}` : null
  return message({
    text: lines(md`${title}: ${campaigns.length}`, ...rows, place),
    blocks: [
      section(md`${bold(title)}: ${campaigns.length}`),
      ...packed(rows, 1_000).map((text) => section(text)),
      place && note(place),
      pageButtons(shown, {
        actionId: CLICK.campaignsPage,
        value: (number) => buttonValue({ which, page: number } satisfies OfCampaignPage),
      }),
    ],
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
  return joinMd([campaignLink(campaign, look), md`${stageWords(stage)}${when}`, ...who], ' · ')
}
