import { redChecks } from '../../domain/approval/exceptions.ts'
import { Refusal } from '../../refusal.ts'
import { approveAndLaunch, decide } from '../../usecases/approvals.ts'
import { readAlike, readState, readTicks } from '../../usecases/reads/campaigns.ts'
import { loadBaselines } from '../../usecases/reads/digests.ts'
import { type Answer, type AnyButton, type Click, onClick } from '../buttons.ts'
import { CLICK, type OfItem } from '../cards/buttons.ts'
import { detailsMessage } from '../cards/details.ts'
import { launchingWords } from '../modals/done-words.ts'
import { openApprove } from '../modals/small/approve.ts'
import { openAgainst } from '../modals/small/decide.ts'
import { openGlass } from '../modals/small/glass.ts'
import { openTakeBack } from '../modals/small/take-back.ts'
import { rehearsalNow } from '../replies/rehearsals.ts'
import { drawn, said } from '../replies/said.ts'
import { listAgain } from './again.ts'
import { opening } from './opening.ts'
import { ofItem } from './values.ts'

export const REQUEST_BUTTONS: readonly AnyButton[] = [
  onClick({
    actionId: CLICK.approve,
    value: ofItem,
    run: async (of, click) => {
      const { deps, actor } = click
      const state = await readState(deps, actor, { id: of.c })
      // Drawn before a check turned red: it asks for the reason then.
      if (redChecks(state, deps.now()).length > 0) return opening(openApprove)(of, click)
      await decide(deps, actor, { id: of.c }, { verdict: 'approve', words: null, requestN: of.n })
      return listAgain(click, of)
    },
  }),
  onClick({
    actionId: CLICK.approveLaunch,
    value: ofItem,
    run: async ({ c, n }, click) => {
      const { after } = await approveAndLaunch(
        click.deps,
        click.actor,
        { id: c },
        { words: null, requestN: n },
      )
      return said(click, launchingWords(after), after)
    },
  }),
  onClick({ actionId: CLICK.changes, value: ofItem, run: opening(openAgainst('changes')) }),
  onClick({ actionId: CLICK.breakGlass, value: ofItem, run: opening(openGlass) }),
  onClick({ actionId: CLICK.approveWith, value: ofItem, run: opening(openApprove) }),
  onClick({ actionId: CLICK.takeBack, value: ofItem, run: opening(openTakeBack) }),
  onClick({ actionId: CLICK.decline, value: ofItem, run: opening(openAgainst('decline')) }),
  onClick({ actionId: CLICK.details, value: ofItem, run: details }),
  onClick({ actionId: CLICK.steps, value: ofItem, run: steps }),
]

async function details({ c, n }: OfItem, click: Click): Promise<Answer> {
  const state = await readState(click.deps, click.actor, { id: c })
  if (state.request?.n !== n)
    throw new Refusal('conflict', `Request ${n} of ${state.campaign.key} was replaced by a newer one.`)
  const known = await loadBaselines(click.deps, state.campaign.teamId, state.request.brief)
  const past = await readAlike(click.deps, state.campaign.teamId, state.request.brief)
  const about = { known, ticks: await readTicks(click.deps, c), past }
  return drawn(click, [state, about], (look) => detailsMessage(state, look, about))
}

function steps({ c }: OfItem, click: Click): Promise<Answer> {
  return rehearsalNow(click, { id: c }, null)
}
