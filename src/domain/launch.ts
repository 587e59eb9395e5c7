import { Refusal } from '../refusal.ts'
import { changedSinceSubmit, refuseChanged } from './approval/changes.ts'
import { holdingLaunch, redChecks } from './approval/exceptions.ts'
import type { Freeze } from './catalog/catalog.ts'
import { refuseFrozen } from './freezes.ts'
import { movedLine } from './readiness/words.ts'
import type { CampaignState } from './state/campaign.ts'
import type { CampaignEvent } from './state/events.ts'
import { missingApprovals } from './state/requests.ts'
import { isBeforeLaunch, transition } from './state/stage.ts'
import type { Task } from './state/tasks.ts'
import { holdingLine } from './tasks/readiness.ts'
import { token } from './text/tokens.ts'

/** Refuses unless approval, readiness and freezes allow a launch at `at`. */
export function checkLaunch(state: CampaignState, freezes: readonly Freeze[], at: Date, now: Date): void {
  transition(state.campaign.stage, 'launch', state.campaign.key)
  refuseUnready(state, now)
  refuseChanged(state)
  refuseEarly(state, at)
  refuseFrozen(state, freezes, at)
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
    refuseFrozen(state, freezes, at)
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
