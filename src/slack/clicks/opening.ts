import type { Click } from '../buttons.ts'
import type { OfItem } from '../cards/buttons.ts'

/** What a button does that opens a form about one thing of a campaign. */
export function opening(open: (click: Click, of: OfItem) => Promise<void>) {
  return async (of: OfItem, click: Click): Promise<null> => {
    await open(click, of)
    return null
  }
}
