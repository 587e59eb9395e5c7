import type { CampaignState } from '../../domain/state/campaign.ts'
import type { PlanLooks } from '../../domain/state/looks.ts'
import { buttonValue } from '../buttons.ts'
import { actions, button, section } from '../kit/blocks.ts'
import { dateToken, lines, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK, campaignButton, type OfCampaign } from './buttons.ts'
import { launchWords } from './launch-words.ts'
import type { Look } from './look.ts'
import { unseenWords } from './looks.ts'
import { unmeasurableLine } from './measurable.ts'
import { campaignLink } from './parts.ts'
import { sharedLines } from './sharing.ts'

/** What the button on the card asks by its dialog, where the launch was typed. */
export function launchQuestion(state: CampaignState, { looks }: PlanLooks, look: Look): Message {
  const { campaign } = state
  const { launchAt, id, key } = campaign
  const instead = launchAt ? md` instead of ${dateToken(launchAt)}` : ''
  const asks = lines(
    unmeasurableLine(state, look, 'briefly'),
    md`Launch ${campaignLink(campaign, look)} now${instead}? ${launchWords(campaign, look)}`,
    ...sharedLines(look).map((line) => md`■ It ${line}`),
    ...looks.map((each) => each.is === 'unseen' && md`Step ${each.n} ${unseenWords(each.why)}`),
  )
  const yes = button({
    text: 'Launch',
    actionId: CLICK.launchAsked,
    value: buttonValue({ c: id } satisfies OfCampaign),
    style: 'primary',
    readAs: `Launch ${key}`,
  })
  return message({
    text: asks,
    blocks: [section(asks), actions([yes, campaignButton('Not now', CLICK.notNow, state)])],
  })
}
