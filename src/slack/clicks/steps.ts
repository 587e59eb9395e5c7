import type { Actor } from '../../domain/state/actor.ts'
import type { CampaignRef } from '../../domain/state/campaign.ts'
import type { Changed } from '../../usecases/change.ts'
import type { Deps } from '../../usecases/deps.ts'
import { letGoOn } from '../../usecases/stages.ts'
import { confirmArrived, confirmManual, retrySend } from '../../usecases/steps.ts'
import { confirmTakenBack, undoAgain, undoLaunched } from '../../usecases/undo.ts'
import { type AnyButton, onClick } from '../buttons.ts'
import { CLICK } from '../cards/buttons.ts'
import { openGoOn } from '../modals/small/go-on.ts'
import { openSkip } from '../modals/small/skip.ts'
import { listAgain } from './again.ts'
import { opening } from './opening.ts'
import { ofItem } from './values.ts'

type Verb = (deps: Deps, actor: Actor, ref: CampaignRef, n: number, tries?: number) => Promise<Changed>

/** What is done about a step with one click. */
const VERBS: readonly (readonly [actionId: string, verb: Verb])[] = [
  [CLICK.confirmStep, confirmManual],
  [CLICK.retryStep, (deps, actor, ref, n, tries) => retrySend(deps, actor, ref, n, false, tries)],
  [CLICK.sendAnew, (deps, actor, ref, n, tries) => retrySend(deps, actor, ref, n, true, tries)],
  [CLICK.stepArrived, confirmArrived],
  [CLICK.goOn, (deps, actor, ref, n) => letGoOn(deps, actor, ref, n, '')],
  [CLICK.undoRan, (deps, actor, ref, n, tries) => undoLaunched(deps, actor, ref, { n, tries })],
  [CLICK.undoAgain, undoAgain],
  [CLICK.takenBack, (deps, actor, ref, n) => confirmTakenBack(deps, actor, ref, n, true)],
  [CLICK.notTakenBack, (deps, actor, ref, n) => confirmTakenBack(deps, actor, ref, n, false)],
]

export const STEP_BUTTONS: readonly AnyButton[] = [
  ...VERBS.map(([actionId, verb]) =>
    onClick({
      actionId,
      value: ofItem,
      run: async (of, click) => {
        await verb(click.deps, click.actor, { id: of.c }, of.n, of.tries)
        return listAgain(click, of)
      },
    }),
  ),
  onClick({ actionId: CLICK.goOnDespite, value: ofItem, run: opening(openGoOn) }),
  onClick({ actionId: CLICK.skipStep, value: ofItem, run: opening(openSkip) }),
]
