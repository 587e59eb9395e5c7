import { CHOICES } from '../../domain/state/choices.ts'
import { Refusal } from '../../refusal.ts'
import { acceptFollowUp, acceptSuggestion, dismissSuggestion } from '../../usecases/follow-ups.ts'
import { readState } from '../../usecases/reads/campaigns.ts'
import { loadDigestFacts } from '../../usecases/reads/digests.ts'
import { readOrigin } from '../../usecases/reads/origins.ts'
import { type AnyButton, type Click, onClick } from '../buttons.ts'
import { allFigures } from '../cards/all-figures.ts'
import { CLICK } from '../cards/buttons.ts'
import { CHOICE_BUTTONS } from '../cards/choice-buttons.ts'
import type { OfSuggestion } from '../cards/suggestions.ts'
import { openNew } from '../modals/new.ts'
import { openAnswer } from '../modals/small/answer.ts'
import { openAsk } from '../modals/small/ask.ts'
import { openChoose } from '../modals/small/choose.ts'
import { openDeclineFollowUp } from '../modals/small/decline-follow-up.ts'
import { openPredict } from '../modals/small/predict.ts'
import { openReassign } from '../modals/small/reassign.ts'
import { growthNow, ledgerSoon } from '../replies/readings.ts'
import { drawn } from '../replies/said.ts'
import { listAgain } from './again.ts'
import { opening } from './opening.ts'
import { REQUEST_BUTTONS } from './requests.ts'
import { STEP_BUTTONS } from './steps.ts'
import { TASK_BUTTONS } from './tasks.ts'
import { ofCampaign, ofDigest, ofIdea, ofItem, ofQuarter, ofSuggestion } from './values.ts'

const QUESTION_BUTTONS: readonly AnyButton[] = [
  ...CHOICES.map((chosen) =>
    onClick({ actionId: CHOICE_BUTTONS[chosen][1], value: ofItem, run: opening(openChoose(chosen)) }),
  ),
  onClick({
    actionId: CLICK.sendLedger,
    value: ofQuarter,
    run: async (quarter, click) => {
      const coming = await ledgerSoon(click, quarter)
      return growthNow(click, quarter, coming)
    },
  }),
  onClick({
    actionId: CLICK.predict,
    value: ofCampaign,
    run: async ({ c }, click) => {
      await openPredict(click, { id: c })
      return null
    },
  }),
  onClick({ actionId: CLICK.answer, value: ofItem, run: opening(openAnswer) }),
  onClick({
    actionId: CLICK.acceptFollowUp,
    value: ofItem,
    run: async (of, click) => {
      await acceptFollowUp(click.deps, click.actor, { id: of.c }, of.n)
      return listAgain(click, of)
    },
  }),
  onClick({ actionId: CLICK.reassignFollowUp, value: ofItem, run: opening(openReassign) }),
  onClick({ actionId: CLICK.declineFollowUp, value: ofItem, run: opening(openDeclineFollowUp) }),
  onClick({
    actionId: CLICK.startDraft,
    value: ofIdea,
    run: async ({ c, n, i }, click) => {
      const from = await readOrigin(click.deps, click.actor, {
        campaignId: c,
        n: n ?? null,
        idea: i ?? null,
      })
      await openNew(click, { from })
      return null
    },
  }),
  onClick({
    actionId: CLICK.ask,
    value: ofCampaign,
    run: async ({ c }, click) => {
      await openAsk(click, c)
      return null
    },
  }),
  onClick({
    actionId: CLICK.acceptSuggestion,
    value: ofSuggestion,
    run: async (of, click) => {
      await acceptSuggestion(click.deps, click.actor, of.d, await codeOf(of, click))
      return null
    },
  }),
  onClick({
    actionId: CLICK.dismissSuggestion,
    value: ofSuggestion,
    run: async (of, click) => {
      await dismissSuggestion(click.deps, click.actor, of.d, await codeOf(of, click))
      return null
    },
  }),
]

/** What a digest rests on, to the person alone. */
const FIGURES_BUTTON: AnyButton = onClick({
  actionId: CLICK.allFigures,
  value: ofDigest,
  run: async ({ d }, click) => {
    const facts = await loadDigestFacts(click.deps, click.actor, d)
    if (!facts) throw new Refusal('unknown', 'That digest is not there any more.')
    const state = await readState(click.deps, click.actor, { id: facts.digest.campaignId })
    return drawn(click, [state, facts], (look) => allFigures(facts.digest, facts.previous, state, look))
  },
})

/** The code holds names that may be long; a button carries the suggestion's place instead. */
async function codeOf({ d, i }: OfSuggestion, { deps, actor }: Click): Promise<string> {
  const suggestion = (await loadDigestFacts(deps, actor, d))?.digest.suggestions[i]
  if (suggestion) return suggestion.code
  throw new Refusal('unknown', 'That suggestion is not there any more.')
}

export const ITEM_BUTTONS: readonly AnyButton[] = [
  ...TASK_BUTTONS,
  ...REQUEST_BUTTONS,
  ...STEP_BUTTONS,
  ...QUESTION_BUTTONS,
  FIGURES_BUTTON,
]
