import { Refusal } from '../refusal.ts'
import { changedSinceSubmit, refuseChanged } from './approval/changes.ts'
import { holdingLaunch, redChecks } from './approval/exceptions.ts'
import type { Freeze } from './catalog/catalog.ts'
import type { Membership, UserId } from './people.ts'
import { refuseUnless } from './permission/permission.ts'
import { movedLine } from './readiness/words.ts'
import type { CampaignState } from './state/campaign.ts'
import type { CampaignEvent } from './state/events.ts'
import { missingApprovals } from './state/requests.ts'
import { isBeforeLaunch, stageWords, transition } from './state/stage.ts'
import type { LaunchStep } from './state/steps.ts'
import type { Task } from './state/tasks.ts'
import { holdingLine } from './tasks/readiness.ts'
import { token } from './text/tokens.ts'

/** Refuses unless approval, readiness and freezes allow a launch at `at`. */
export function checkLaunch(state: CampaignState, freezes: readonly Freeze[], at: Date, now: Date): void {
  transition(state.campaign.stage, 'launch', state.campaign.key)
  refuseUnready(state, now)
  refuseChanged(state)
  refuseEarly(state, at)
  refuseFrozen(state.campaign.key, freezes, at)
}

/** What was approved for a time does not launch before. */
function refuseEarly({ campaign: { key }, request }: CampaignState, at: Date): void {
  const approvedFor = request?.terms?.launchAt
  if (!approvedFor || at >= approvedFor) return
  throw new Refusal(
    'conflict',
    `${key} is approved for ${token.day(approvedFor)}, and launches then. For another time set it and submit again: \`/campaign launch ${key} at:<when>\``,
  )
}

function refuseUnready(state: CampaignState, now: Date): void {
  const { key } = state.campaign
  const holding = holdingLaunch(state, now)
  if (holding.length === 0) return
  const [checked, others] = [holding.filter(isChecked), holding.filter((task) => !isChecked(task))]
  const said = [
    checked.length > 0 && `${checkedWords(checked, now)}\n${mendWords(key, checked)}`,
    others.length > 0 && openWords(others, now),
  ].filter((words) => words !== false)
  throw new Refusal('conflict', `${key} is not ready any more: ${said.join('\nAlso ')}`)
}

function checkedWords(checked: readonly Task[], now: Date): string {
  const what = checked.length === 1 ? 'a check does' : `${checked.length} checks do`
  return [`${what} not pass.`, ...checked.slice(0, 10).map((task) => movedLine(task, now))].join('\n')
}

function mendWords(key: string, [first]: readonly Task[]): string {
  return `Ask again once that is mended: \`/campaign check ${key}\` Or somebody else than who has it waives it: \`/campaign task ${key} ${first?.n} waive <reason>\``
}

function openWords(open: readonly Task[], now: Date): string {
  const what = open.length === 1 ? 'a required task was' : `${open.length} required tasks were`
  return [
    `${what} reopened or added since.`,
    ...open.slice(0, 10).map((task) => holdingLine(task, now)),
  ].join('\n')
}

const isChecked = ({ check }: Task) => check !== null

/** The numbers of the required tasks whose checks hold a launch. */
export function checksInTheWay(state: CampaignState, now: Date): number[] {
  return redChecks(state, now).map(({ n }) => n)
}

/** Refuses a launch at a time at which nothing launches. */
export function refuseFrozen(key: string, freezes: readonly Freeze[], at: Date): void {
  const freeze = freezes.find(
    (each) => each.from.getTime() <= at.getTime() && at.getTime() < each.to.getTime(),
  )
  if (freeze)
    throw new Refusal(
      'conflict',
      `Nothing launches until ${token.time(freeze.to)}: ${freeze.reason}. Schedule it after that: \`/campaign launch ${key} at:<when>\``,
    )
}

/** Refuses at its time what nobody has approved by then, with what it waits for. */
export function refuseUnapproved({ campaign, request }: CampaignState): void {
  if (campaign.stage === 'approved' || !isBeforeLaunch(campaign.stage)) return
  const why =
    campaign.stage === 'in_review' && request
      ? `${moreHave(missingApprovals(request))} to approve it. Once it is approved you are asked to launch it or to set a new time.`
      : request?.state === 'expired'
        ? 'its request has expired. Submit it again, with a new time.'
        : 'it is preparing. Submit it, with a new time.'
  throw new Refusal('conflict', `${campaign.key} was not approved by then: ${why}`)
}

function moreHave(count: number): string {
  return count === 1 ? '1 more has' : `${count} more have`
}

export function startLaunch(state: CampaignState, freezes: readonly Freeze[], now: Date): CampaignEvent[] {
  checkLaunch(state, freezes, now, now)
  return [{ kind: 'launch_started', plan: state.campaign.brief.plan }]
}

/**
 * The time can be set before the approval, so that the decision is about it too: everything else is checked then. Where
 * the decision was about a time, another one has to be submitted again.
 */
export function scheduleLaunch(
  state: CampaignState,
  at: Date,
  freezes: readonly Freeze[],
  now: Date,
): CampaignEvent[] {
  const { stage, key } = state.campaign
  if (isBeforeLaunch(stage)) {
    if (stage === 'approved') refuseUnlaunchable(state, now)
    refuseFrozen(key, freezes, at)
  } else transition(stage, 'launch', key)
  if (at.getTime() < now.getTime())
    throw new Refusal(
      'invalid',
      `${token.time(at)} has passed. Launch now, or name a later time: \`/campaign launch ${state.campaign.key} at:<when>\``,
    )
  return [{ kind: 'launch_scheduled', launchAt: at }]
}

/** Whatever the time is. */
function refuseUnlaunchable(state: CampaignState, now: Date): void {
  refuseUnready(state, now)
  refuseChanged(
    state,
    changedSinceSubmit(state).filter(({ kind }) => kind !== 'launchAt'),
  )
}

/** The step whose turn it is; none when all are done or one has failed. */
export function currentStep(state: CampaignState): LaunchStep | null {
  if (state.campaign.stage !== 'launching') return null
  return state.steps.find((step) => step.state !== 'done') ?? null
}

export function failedStep(state: CampaignState): LaunchStep | null {
  const step = currentStep(state)
  return step?.state === 'failed' ? step : null
}

/**
 * What marks that a step is about to leave: nothing where it is on its way already and is tried again, null when it
 * must not leave (stopped, failed or done meanwhile). The step's `at` stays that of the first try.
 */
export function beginStep(state: CampaignState, n: number, now: Date): CampaignEvent[] | null {
  const step = currentStep(state)
  if (!step || step.n !== n || step.state === 'failed' || step.plan.kind !== 'sent') return null
  return step.state === 'sending' ? [] : [changed(step, { state: 'sending', at: now })]
}

/** Keeps what a target calls a step that it has begun. */
export function keepHandle(state: CampaignState, n: number, handle: string | null): CampaignEvent[] {
  const step = state.steps.find((each) => each.n === n)
  if (step?.state !== 'sending' || handle === null || step.handle === handle) return []
  return [changed(step, { handle })]
}

/** Ends a step that was still being tried when the launch was stopped: it is not sent again. */
export function abandonStep(state: CampaignState, n: number, now: Date): CampaignEvent[] {
  if (state.campaign.stage === 'launching') return []
  const sending = state.steps.find((step) => step.n === n)?.state === 'sending'
  return sending ? failStep(state, n, 'no answer before the launch was stopped', now) : []
}

/** The events that follow from a finished step: the last one puts the campaign live. */
export function finishStep(state: CampaignState, n: number, outcome: string, now: Date): CampaignEvent[] {
  const step = state.steps.find((each) => each.n === n)
  if (!step || step.state === 'done') return []
  const done = changed(step, { state: 'done', outcome, at: now })
  const last = state.steps.every((each) => each.n === n || each.state === 'done')
  return last && state.campaign.stage === 'launching' ? [done, { kind: 'went_live' }] : [done]
}

/** `refused`: the target has said no. Else it may have arrived, and what is sent again is the same send. */
export function failStep(
  state: CampaignState,
  n: number,
  why: string,
  now: Date,
  refused = false,
): CampaignEvent[] {
  const step = state.steps.find((each) => each.n === n)
  if (!step || step.state === 'done' || step.state === 'failed') return []
  const firstTry = refused ? step.tries + 1 : step.firstTry
  return [changed(step, { state: 'failed', outcome: why, at: now, firstTry })]
}

/** A person asks to send a failed step once more. */
export function retryStep(state: CampaignState, n: number, now: Date): CampaignEvent {
  const step = failedStep(state)
  if (step?.n === n) {
    const [tries, handle] = [step.tries + 1, isNewSend(step) ? null : step.handle]
    return changed(step, { state: 'waiting', outcome: null, at: now, tries, handle })
  }
  throw new Refusal(
    'conflict',
    `Step ${n} of ${state.campaign.key} does not wait for another try. \`/campaign show ${state.campaign.key}\` shows where the launch is.`,
  )
}

/** Whether a failed step was refused, so that nothing of it is left with its target. */
function isNewSend({ tries, firstTry }: LaunchStep): boolean {
  return firstTry > tries
}

/** A named person confirms a manual step. Throws a Refusal for anybody else, or when it isn't its turn. */
export function confirmStep(
  state: CampaignState,
  n: number,
  by: UserId,
  members: Membership,
  now: Date,
): CampaignEvent[] {
  const step = state.steps.find((each) => each.n === n)
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
  if (turn?.n === n) return
  const { key, stage } = state.campaign
  throw new Refusal(
    'conflict',
    turn
      ? `It is not the turn of step ${n} of ${key} yet: it waits for step ${turn.n}. \`/campaign show ${key}\` shows where the launch is.`
      : `${key} is ${stageWords(stage)}: nothing is left to confirm.`,
  )
}

function changed(before: LaunchStep, patch: Partial<LaunchStep>): CampaignEvent {
  return { kind: 'step_changed', before, after: { ...before, ...patch } }
}
