/** How what has gone out of a launch is taken back. */
import { Refusal } from '../../refusal.ts'
import type { Membership, UserId } from '../people.ts'
import { refuseUnless } from '../permission/permission.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { CampaignEvent, RecordedEvent } from '../state/events.ts'
import { hasRun, isToUndo, type LaunchStep, type StepUndo, stepNow, undoBegun } from '../state/steps.ts'
import { token } from '../text/tokens.ts'
import { failedStep } from './failed.ts'
import { ABANDONED, stepChanged, stepOf } from './steps.ts'

/** Takes back what ran of a launch that holds at a failed step. */
export function undoRan(state: CampaignState): CampaignEvent[] {
  const { key } = state.campaign
  if (!failedStep(state))
    throw new Refusal(
      'conflict',
      `No step of ${key} has failed, so nothing is taken back. \`/campaign stop ${key} <reason>\` stops it and takes back what can be.`,
    )
  if (!state.steps.some(isToUndo)) throw nothingOut(state)
  return [{ kind: 'undo_begun' }]
}

function nothingOut({ campaign: { key }, steps }: CampaignState): Refusal {
  const words = steps.some(({ undo }) => undo !== null)
    ? `What ran of ${key} is being taken back, or was. \`/campaign show ${key}\` shows each step.`
    : `Nothing of ${key} has gone out, so there is nothing to take back.`
  return new Refusal('conflict', words)
}

/** Steps that are to be taken back, the last one first. */
export function toTakeBack({ steps }: Pick<CampaignState, 'steps'>): readonly LaunchStep[] {
  return steps.filter(({ undo }) => undo?.state === 'undoing').toReversed()
}

/** The earlier sends of a step that ran and were followed by another one, newest first, each as it was sent. */
export function ranBefore(
  history: readonly RecordedEvent[],
  { n, tries }: LaunchStep,
): readonly LaunchStep[] {
  const ran = history.flatMap(({ event }) => {
    if (event.kind !== 'step_changed' || event.after.n !== n) return []
    const [before, after] = [stepNow(event.before), stepNow(event.after)]
    const isOne = before.state === 'sending' && hasRun(after) && after.tries < tries
    return isOne ? [{ ...after, firstTry: before.firstTry }] : []
  })
  return ran.toReversed()
}

/** What came of taking a step back. One that was still on its way is ended by that. */
export function endUndo(
  state: CampaignState,
  n: number,
  end: Pick<StepUndo, 'state' | 'outcome' | 'partly'>,
  now: Date,
): CampaignEvent[] {
  const step = stepOf(state, n)
  if (step?.undo?.state !== 'undoing') return []
  const undo = { ...step.undo, ...end, at: now }
  const ended = step.state === 'sending' ? ({ state: 'failed', outcome: ABANDONED, at: now } as const) : {}
  return [stepChanged(step, { ...ended, undo })]
}

/** Tries once more to take a step back. */
export function retryUndo(state: CampaignState, n: number, by: UserId, now: Date): CampaignEvent {
  const step = stepOf(state, n)
  if (step?.undo?.state === 'failed') return stepChanged(step, { undo: undoBegun(step, by, now) })
  const { key } = state.campaign
  throw new Refusal(
    'conflict',
    `Step ${n} of ${key} does not wait to be taken back once more. \`/campaign show ${key}\` shows each step.`,
  )
}

/** What a person says of a step that they were asked to take back; `gone`: that it is. */
export interface TakenBack {
  readonly n: number
  readonly by: UserId
  readonly gone: boolean
}

/** The person of a manual step says what became of it. Throws a Refusal for anybody else, or where nobody asks. */
export function confirmUndo(
  state: CampaignState,
  { n, by, gone }: TakenBack,
  members: Membership,
  now: Date,
): CampaignEvent[] {
  const step = stepOf(state, n)
  const { key } = state.campaign
  if (step?.plan.kind !== 'human') throw new Refusal('unknown', `${key} has no manual step ${n}.`)
  if (step.undo?.state !== 'undoing')
    throw new Refusal(
      'conflict',
      step.undo
        ? `Step ${n} of ${key} was answered already: ${step.undo.outcome ?? ''}`
        : `Nobody asks to take step ${n} of ${key} back.`,
    )
  refuseUnless('confirm_undo', by, { ...state, step }, members)
  const outcome = gone ? `confirmed by ${token.person(by)}` : `says ${token.person(by)}`
  return endUndo(state, n, { state: gone ? 'undone' : 'impossible', outcome }, now)
}
