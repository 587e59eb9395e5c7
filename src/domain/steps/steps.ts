/** How the steps of a launch go out, one after another. */
import { Refusal } from '../../refusal.ts'
import type { Membership, UserId } from '../people.ts'
import { refuseUnless } from '../permission/permission.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import { stageWords } from '../state/stage.ts'
import { type Arrived, isHeld, isSettled, type LaunchStep, type StepReached } from '../state/steps.ts'
import { token } from '../text/tokens.ts'

/** The step whose turn it is; none when all are settled. */
export function currentStep(state: CampaignState): LaunchStep | null {
  if (state.campaign.stage !== 'launching') return null
  return state.steps.find((step) => !isSettled(step)) ?? null
}

export function stepOf({ steps }: Pick<CampaignState, 'steps'>, n: number): LaunchStep | null {
  return steps.find((step) => step.n === n) ?? null
}

/**
 * What marks that a step is about to leave: nothing where it is on its way already and is looked for, null when it
 * must not leave (stopped, failed or settled meanwhile). `at` stays that of the first try since somebody asked for it.
 * `open`: an earlier try of this send may have arrived; else `sentAt` is that of this one.
 */
export function beginStep(state: CampaignState, n: number, now: Date, open: boolean): CampaignEvent[] | null {
  const step = currentStep(state)
  if (step?.n !== n || step.state === 'failed' || isHeld(step) || step.plan.kind !== 'sent') return null
  const sentAt = (open && step.sentAt) || now
  if (step.state === 'sending')
    return sentAt.getTime() === step.sentAt?.getTime() ? [] : [stepChanged(step, { sentAt })]
  return [stepChanged(step, { state: 'sending', at: now, sentAt, arrived: stillArrived(step, 'perhaps') })]
}

/** What an earlier send has brought there is not undone by how a later one ends. */
export function stillArrived(step: LaunchStep, arrived: Arrived): Arrived {
  return step.arrived === 'yes' ? 'yes' : arrived
}

/** Keeps what a target calls a step that it has begun. */
export function keepHandle(state: CampaignState, n: number, handle: string | null): CampaignEvent[] {
  const step = stepOf(state, n)
  if (step?.state !== 'sending' || handle === null || step.handle === handle) return []
  return [stepChanged(step, { handle })]
}

/** Ends a step that was still being tried when the launch was stopped: it is not sent again. One that is taken back is ended by that. */
export function abandonStep(state: CampaignState, n: number, now: Date): CampaignEvent[] {
  const step = stepOf(state, n)
  if (state.campaign.stage === 'launching' || step?.state !== 'sending' || step.undo) return []
  return failStep(state, n, { outcome: ABANDONED }, now)
}

export const ABANDONED = 'no answer before the launch was stopped'

/** The events that follow from a finished step: the last one puts the campaign live. */
export function finishStep(
  state: CampaignState,
  n: number,
  outcome: string,
  now: Date,
  reached?: Omit<StepReached, 'at'>,
): CampaignEvent[] {
  const step = stepOf(state, n)
  if (!step || isSettled(step)) return []
  const counted = reached ? { reached: { ...reached, at: now } } : {}
  return settled(state, step, { state: 'done', outcome, at: now, arrived: 'yes', ...counted })
}

/** A step that nothing waits for any more, and what follows: the next one is held where it waits for something, and the last one puts the campaign live. */
export function settled(state: CampaignState, step: LaunchStep, patch: Settling): CampaignEvent[] {
  const event = stepChanged(step, patch)
  if (state.campaign.stage !== 'launching') return [event]
  const next = state.steps.find((each) => each.n !== step.n && !isSettled(each))
  if (!next) return [event, { kind: 'went_live' }]
  const isNext = next.n > step.n && next.state === 'waiting' && next.plan.after !== undefined
  return isNext ? [event, stepChanged(next, { state: 'held', at: patch.at })] : [event]
}

type Settling = Partial<LaunchStep> & { readonly at: Date }

/** `refused`: the target has said no, or how it ended. Else what is sent again is the same send. */
export interface StepFailure {
  readonly outcome: string
  readonly refused?: boolean
  readonly arrived?: Arrived
}

export function failStep(
  state: CampaignState,
  n: number,
  { outcome, refused = false, arrived = refused ? 'no' : 'perhaps' }: StepFailure,
  now: Date,
): CampaignEvent[] {
  const step = stepOf(state, n)
  if (!step || isSettled(step) || step.state === 'failed') return []
  const firstTry = refused ? step.tries + 1 : step.firstTry
  const still = stillArrived(step, arrived)
  return [stepChanged(step, { state: 'failed', outcome, at: now, firstTry, arrived: still })]
}

/** A named person confirms a manual step. Throws a Refusal for anybody else, or when it isn't its turn. */
export function confirmStep(
  state: CampaignState,
  n: number,
  by: UserId,
  members: Membership,
  now: Date,
): CampaignEvent[] {
  const step = stepOf(state, n)
  if (step?.plan.kind !== 'human')
    throw new Refusal('unknown', `${state.campaign.key} has no manual step ${n}.`)
  if (step.state === 'done')
    throw new Refusal('conflict', `Step ${n} was confirmed already: ${step.outcome ?? ''}`)
  refuseOutOfTurn(state, n)
  refuseUnless('confirm_step', by, { ...state, step }, members)
  return finishStep(state, n, `confirmed by ${token.person(by)}`, now)
}

function refuseOutOfTurn(state: CampaignState, n: number): void {
  const turn = currentStep(state)
  if (turn?.n === n && !isHeld(turn)) return
  throw new Refusal('conflict', outOfTurnWords(state, n, turn))
}

function outOfTurnWords({ campaign }: CampaignState, n: number, turn: LaunchStep | null): string {
  const { key, stage } = campaign
  if (!turn) return `${key} is ${stageWords(stage)}: nothing is left to confirm.`
  const shows = `\`/campaign show ${key}\` shows where the launch is.`
  if (turn.n === n) return `Step ${n} of ${key} is held, so nothing is to be done yet. ${shows}`
  return `It is not the turn of step ${n} of ${key} yet: it waits for step ${turn.n}. ${shows}`
}

export function stepChanged(before: LaunchStep, patch: Partial<LaunchStep>): CampaignEvent {
  return { kind: 'step_changed', before, after: { ...before, ...patch } }
}
