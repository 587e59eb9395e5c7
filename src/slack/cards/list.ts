import type { Campaign } from '../../domain/state/campaign.ts'
import { type Stage, stageWords } from '../../domain/state/stage.ts'
import { buttonValue } from '../buttons.ts'
import { note, section } from '../kit/blocks.ts'
import { bold, code, dateToken, type Inline, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Page, pageButtons } from '../kit/paging.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK } from './buttons.ts'
import type { Look } from './look.ts'
import { campaignLink, packed, person } from './parts.ts'

/** Lines a page. */
export const CAMPAIGNS_PAGE = 20

/** The value of the buttons that turn a page of campaigns. */
export interface OfCampaignPage {
  readonly which: 'mine' | 'all' | Stage
  readonly page: number
}

/** More than so many are not counted. */
const COUNTED = 500

/** A page of campaigns, one a line; `title` says which. */
export function listMessage(
  shown: Page<Campaign>,
  { title, which }: Pick<OfCampaignPage, 'which'> & { readonly title: Inline },
  look: Look,
): Message {
  if (shown.total === 0)
    return message({ text: md`${title}: none. Start one: ${code('/campaign new <name>')}` })
  const rows = shown.items.map((campaign) => campaignLine(campaign, look))
  const place = shown.pages > 1 ? md`Campaigns ${shown.from} to ${shown.to} of ${shown.total}` : null
  const all = shown.total < COUNTED ? `${shown.total}` : `the newest ${shown.total}`
  return message({
    text: lines(md`${title}: ${all}`, ...rows, place),
    blocks: [
      section(md`${bold(title)}: ${all}`),
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
