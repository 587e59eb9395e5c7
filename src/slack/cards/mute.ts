import type { Campaign } from '../../domain/state/campaign.ts'
import { isMutedBy } from '../../domain/state/reminder-events.ts'
import type { WaitsOn } from '../../usecases/reads/waiting.ts'
import { buttonValue } from '../buttons.ts'
import { type KitBlock, overflow, section } from '../kit/blocks.ts'
import { joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { CLICK } from './buttons.ts'
import type { Look } from './look.ts'
import { keyLink } from './parts.ts'

/** The value of an option that leaves a campaign out of the daily message, or takes it in again. */
export interface OfMute {
  readonly c: number
  readonly do: 'mute' | 'unmute'
  /** Stands on the private list, which does not change by itself. */
  readonly at?: 'waiting'
}

/** Slack takes five in a menu. */
const MENU_ROWS = 5

/** What can be taken into the daily message again, and what can be left out of it. */
export function muteMenu(
  muted: readonly Campaign[],
  campaigns: readonly Campaign[],
  at?: 'waiting',
): { readonly accessory?: ReturnType<typeof overflow> } {
  const option = (what: OfMute['do'], { id, key }: Campaign) => ({
    text: what === 'mute' ? `Leave ${key} out of this` : `Take ${key} in again`,
    value: buttonValue({ do: what, c: id, ...(at ? { at } : {}) } satisfies OfMute),
  })
  const choices = [
    ...muted.map((campaign) => option('unmute', campaign)),
    ...campaigns.map((campaign) => option('mute', campaign)),
  ].slice(0, MENU_ROWS)
  return choices.length > 0 ? { accessory: overflow({ actionId: CLICK.muteMenu, choices }) } : {}
}

export function mutedWords(muted: readonly Campaign[], look: Look): Mrkdwn {
  const keys = muted.slice(0, 10).map(({ key }) => keyLink(key, look))
  return md`Left out of your daily message: ${joinMd(keys, ', ')}`
}

/** Where the list is whole: what is left out elsewhere, with the way back; null where nothing is. */
export function mutedPart(
  waiting: WaitsOn['waiting'],
  campaigns: WaitsOn['campaigns'],
  look: Look,
): KitBlock | null {
  const all = [...waiting.map(({ campaign }) => campaign), ...campaigns]
  const theirs = all.filter((campaign) => look.reader !== null && isMutedBy(campaign, look.reader))
  const muted = [...new Map(theirs.map((each) => [each.id, each])).values()]
  return muted.length > 0 ? section(mutedWords(muted, look), muteMenu(muted, [], 'waiting')) : null
}
