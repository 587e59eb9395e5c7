import type { Button } from '@slack/types'
import { awaitsConclusion, CHOICE_WORDS, openChoice } from '../../domain/choice/choice.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Chosen } from '../../domain/state/choices.ts'
import { CLICK, campaignButton, itemButton, type OfItem } from './buttons.ts'
import { type Look, offers } from './look.ts'

/** In the order of their buttons: what each says, and its action. */
export const CHOICE_BUTTONS = {
  ship: ['Ship it…', CLICK.ship],
  keep: ['Keep running…', CLICK.keep],
  stop: ['Stop…', CLICK.stopChoice],
} as const satisfies Readonly<Record<Chosen, readonly [text: string, actionId: string]>>

type OfOne = Pick<CampaignState, 'campaign'>

/** What who looks can decide; the one that the verdict recommends stands out. */
export function choiceButtons(state: OfOne, look: Look, at: Pick<OfItem, 'at' | 'page'> = {}): Button[] {
  const { campaign } = state
  const choice = openChoice(campaign)
  if (!choice || !offers(look, 'choose', state)) return []
  const value: OfItem = { c: campaign.id, n: choice.n, ...at }
  return (['ship', 'keep', 'stop'] as const).map((chosen) => {
    const [text, actionId] = CHOICE_BUTTONS[chosen]
    const one = itemButton(text, actionId, value, `${CHOICE_WORDS[chosen]} ${campaign.key}`)
    return chosen === choice.verdict.recommends ? { ...one, style: 'primary' as const } : one
  })
}

/** Stands out where nothing else is left to do. */
export function concludeButton(state: OfOne, look: Look): Button | false {
  if (!offers(look, 'conclude', state)) return false
  const button = campaignButton('Conclude…', CLICK.conclude, state)
  return awaitsConclusion(state.campaign) ? { ...button, style: 'primary' } : button
}
