import type { Click } from '../buttons.ts'
import type { OfItem } from '../cards/buttons.ts'

/** What a click does that opens a form: the form is the answer. */
export function opening(open: (click: Click, of: OfItem) => Promise<void>) {
  return async (of: OfItem, click: Click): Promise<null> => {
    await open(click, of)
    return null
  }
}
