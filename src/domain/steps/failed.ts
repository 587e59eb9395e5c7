/** What a person does about a step that has failed. */
import { Refusal } from '../../refusal.ts'
import type { UserId } from '../people.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import { hasRun, isUnsure, type LaunchStep } from '../state/steps.ts'
import { token } from '../text/tokens.ts'
import { isBlank } from '../text/visible.ts'
import { currentStep, finishStep, settled, stepChanged, stepOf, stillArrived } from './steps.ts'

export function failedStep(state: CampaignState): LaunchStep | null {
  const step = currentStep(state)
  return step?.state === 'failed' ? step : null
}

/**
 * Sends a failed step once more: under the same id unless it was refused, so that what may have arrived is looked for
 * first. `anew`: whoever looked says that the first one did not count, or wants a second one of what ran.
 */
export function retryStep(state: CampaignState, n: number, now: Date, anew = false): CampaignEvent {
  const step = failedOrRefused(state, n, 'another try')
  refuseTakenBack(state)
  if (!anew && hasRun(step)) throw ranAlready(state, step)
  const tries = step.tries + 1
  const again = { state: 'waiting', outcome: null, at: now, tries } as const
  if (!anew && !isNewSend(step)) return stepChanged(step, again)
  return stepChanged(step, {
    ...again,
    firstTry: tries,
    sentAt: null,
    handle: null,
    arrived: stillArrived(step, 'no'),
  })
}

function ranAlready({ campaign: { key } }: CampaignState, { n, outcome }: LaunchStep): Refusal {
  return new Refusal(
    'conflict',
    `Step ${n} of ${key} ran and may have reached people: ${outcome ?? ''}. Sending it again starts a second one: \`/campaign send-again ${key} ${n} new\``,
  )
}

/** Whether a failed step was refused or ended, so that another try is another send. */
function isNewSend({ tries, firstTry }: LaunchStep): boolean {
  return firstTry > tries
}

/** Whoever looked says that a step arrived of which its target can't tell: it counts as done. */
export function stepArrived(state: CampaignState, n: number, by: UserId, now: Date): CampaignEvent[] {
  const step = stepOf(state, n)
  const { key } = state.campaign
  if (step?.state === 'done')
    throw new Refusal('conflict', `Step ${n} of ${key} is done already: ${step.outcome ?? ''}`)
  refuseTakenBack(state)
  if (!isUnsure(failedOrRefused(state, n, 'an answer')))
    throw new Refusal(
      'conflict',
      `Step ${n} of ${key} did not arrive: ${step?.outcome ?? ''}. Send it again, or skip it: \`/campaign skip ${key} ${n} <reason>\``,
    )
  return finishStep(state, n, `confirmed by ${token.person(by)}`, now)
}

/** The launch goes on without a step that failed. */
export function skipStep(state: CampaignState, n: number, why: string, now: Date): CampaignEvent[] {
  const step = failedOrRefused(state, n, 'being skipped')
  refuseTakenBack(state)
  if (isBlank(why))
    throw new Refusal(
      'invalid',
      `Say why, so that the others need not ask: \`/campaign skip ${state.campaign.key} ${n} <reason>\``,
    )
  return settled(state, step, { state: 'skipped', outcome: why, at: now })
}

/** A click on what was offered for one try says nothing of a later one. Typed words name no try. */
export function refuseOtherTry(state: CampaignState, n: number, tries: number | undefined): void {
  const step = stepOf(state, n)
  if (!step || tries === undefined || step.tries === tries) return
  const { key } = state.campaign
  throw new Refusal(
    'conflict',
    `Step ${n} of ${key} was sent again since, and what you clicked is about an earlier try. \`/campaign show ${key}\` shows where the launch is.`,
  )
}

function failedOrRefused(state: CampaignState, n: number, wanted: string): LaunchStep {
  const step = failedStep(state)
  if (step?.n === n) return step
  throw new Refusal(
    'conflict',
    `Step ${n} of ${state.campaign.key} does not wait for ${wanted}. \`/campaign show ${state.campaign.key}\` shows where the launch is.`,
  )
}

/** What goes on would rest on steps that are no more. */
function refuseTakenBack({ campaign: { key }, steps }: CampaignState): void {
  const back = steps.find(({ undo }) => undo !== null)
  if (!back) return
  throw new Refusal(
    'conflict',
    `What ran of ${key} was taken back, so its launch can't go on. \`/campaign stop ${key} <reason>\` ends it.`,
  )
}
