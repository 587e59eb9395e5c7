import type { AnyButton } from '../buttons.ts'
import { CAMPAIGN_BUTTONS } from './campaign.ts'
import { DELEGATION_BUTTONS } from './delegations.ts'
import { ITEM_BUTTONS } from './items.ts'
import { MENU_BUTTONS } from './menu.ts'

/** Every button that a card or Home shows. */
export const ALL_BUTTONS: readonly AnyButton[] = [
  ...CAMPAIGN_BUTTONS,
  ...ITEM_BUTTONS,
  ...MENU_BUTTONS,
  ...DELEGATION_BUTTONS,
]
