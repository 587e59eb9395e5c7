import type { Button } from '@slack/types'
import type { Frozen } from '../../domain/freezes.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { FreezeOverride } from '../../domain/state/freezes.ts'
import { buttonValue } from '../buttons.ts'
import { actions, button, section } from '../kit/blocks.ts'
import { dateToken, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK } from './buttons.ts'
import type { Look } from './look.ts'
import { person, short, shortRich } from './parts.ts'

/** "Mei launches it despite a freeze (Black Friday), Fri 27 Nov 16:00: …", for each time that somebody did. */
export function overrideLines({ campaign }: CampaignState, look: Look): Mrkdwn[] {
  return (campaign.overrides ?? []).map((override) => {
    const said = md`${person(override.by, look)} ${overriddenWords(override, look)}`
    return isAtOnce(override) ? said : md`${said}, ${dateToken(override.at)}`
  })
}

/** Then its time is that of the launch, and stands there once. */
function isAtOnce({ at, launchAt }: FreezeOverride): boolean {
  return Math.abs(at.getTime() - launchAt.getTime()) < 60_000
}

/** To follow a name. */
export function overriddenWords({ words, freezes, launchAt }: FreezeOverride, look: Look): Mrkdwn {
  const why = [...new Set(freezes.map(({ reason }) => reason))].join('; ')
  return md`launches it ${dateToken(launchAt)} despite a freeze (${short(why, 120)}): ${shortRich(words, 300, look)}`
}

/** The value of the button that asks why a freeze is overridden: of which launch, in milliseconds. */
export interface OfFrozen {
  readonly c: number
  readonly t: number
}

/** What who is refused by a freeze is told, and offered where they may override it. */
export function frozenMessage(text: Mrkdwn, frozen: Pick<Frozen, 'campaignId' | 'at' | 'offered'>): Message {
  return frozen.offered
    ? message({ text, blocks: [section(text), actions([despiteButton(frozen)])] })
    : message({ text })
}

const despiteButton = ({ campaignId, at }: Pick<Frozen, 'campaignId' | 'at'>): Button =>
  button({
    text: 'Launch despite the freeze…',
    actionId: CLICK.launchDespite,
    value: buttonValue({ c: campaignId, t: at.getTime() } satisfies OfFrozen),
  })
