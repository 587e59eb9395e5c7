import { z } from 'zod'
import { type Answer, type AnyButton, type Click, onClick } from '../buttons.ts'
import { CLICK } from '../cards/buttons.ts'
import type { OfDelegation } from '../cards/delegations.ts'
import { openAway } from '../modals/small/away.ts'
import { undelegated } from '../replies/delegations.ts'
import { ofDelegation } from './values.ts'

/** Home changes by itself. */
async function ended({ id }: OfDelegation, click: Click): Promise<Answer> {
  const said = await undelegated(click, id)
  return click.actor.surface === 'home' ? null : said
}

export const DELEGATION_BUTTONS: readonly AnyButton[] = [
  onClick({
    actionId: CLICK.away,
    value: z.null(),
    run: async (_, click) => {
      await openAway(click)
      return null
    },
  }),
  onClick({ actionId: CLICK.endDelegation, value: ofDelegation, run: ended }),
]
