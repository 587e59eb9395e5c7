import type { Button } from '@slack/types'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { hasRun, isToUndo, isUnsure, type LaunchStep } from '../../domain/state/steps.ts'
import { buttonValue } from '../buttons.ts'
import { button, type Maybe } from '../kit/blocks.ts'
import { md } from '../kit/mrkdwn.ts'
import { CLICK, itemButton, type OfItem, stopButton } from './buttons.ts'
import { type Look, offers } from './look.ts'

/** Sends a step that failed once more; of what ran only after a question. */
export function sendAgainButton(step: LaunchStep, value: OfItem): Button {
  if (!hasRun(step)) return itemButton('Send again', CLICK.retryStep, value, `step ${value.n}`)
  return button({
    text: 'Send again',
    actionId: CLICK.sendAnew,
    value: buttonValue(value),
    readAs: `Send step ${value.n} again, as a second one`,
    confirm: {
      title: `Send step ${value.n} a second time?`,
      text: md`It ran and may have reached people; sending again starts a second one. Look there first.`,
      confirm: 'Send a second one',
      deny: 'Not yet',
    },
  })
}

/** What can be done about a step that failed. What ran of its launch is undone once, and then nothing goes on. */
export function failedButtons(state: CampaignState, step: LaunchStep, look: Look): Maybe<Button>[] {
  const value: OfItem = { c: state.campaign.id, n: step.n, tries: step.tries }
  const retry = offers(look, 'retry_step', state)
  const over = state.steps.some(({ undo }) => undo !== null)
  const stop = offers(look, 'stop', state) && stopButton(state, look)
  if (over) return [stop]
  return [
    retry && isUnsure(step) && itemButton('It arrived', CLICK.stepArrived, value, `step ${step.n}`),
    retry && isUnsure(step) && sendAnewButton(value),
    retry && sendAgainButton(step, value),
    offers(look, 'skip_step', state) && itemButton('Skip…', CLICK.skipStep, value, `step ${step.n}`),
    state.steps.some(isToUndo) && offers(look, 'undo_steps', state) && undoRanButton(state, value),
    stop,
  ]
}

function sendAnewButton(value: OfItem): Button {
  return button({
    text: 'It did not: send again',
    actionId: CLICK.sendAnew,
    value: buttonValue(value),
    readAs: `It did not arrive: send step ${value.n} again`,
    confirm: {
      title: `Send step ${value.n} as a new one?`,
      text: md`If the one before arrived after all, people get it twice. Look there first.`,
      confirm: 'It did not: send again',
      deny: 'Not yet',
    },
  })
}

function undoRanButton({ campaign, steps }: CampaignState, value: OfItem): Button {
  const ran = steps.filter(isToUndo).map(({ n }) => n)
  return button({
    text: 'Undo what ran',
    actionId: CLICK.undoRan,
    value: buttonValue(value),
    readAs: `Undo what ran of ${campaign.key}`,
    confirm: {
      title: `Undo what ran of ${campaign.key}?`,
      text: md`Taken back where its tool or person can, the last one first: ${ran.length === 1 ? 'step' : 'steps'} ${ran.toReversed().join(', ')}. Its launch can't go on after that.`,
      confirm: 'Undo what ran',
      deny: 'Keep it',
      style: 'danger',
    },
  })
}
