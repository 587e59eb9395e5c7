import { Refusal } from '../../refusal.ts'
import { type Membership, type TeamMembers, unreadOf, withStandIns } from '../people.ts'
import type { Person } from '../state/actor.ts'
import type { CampaignState } from '../state/campaign.ts'
import {
  analyst,
  anybody,
  anybodyUnasked,
  approver,
  asker,
  dataPartner,
  decider,
  freezeBreaker,
  glassBreaker,
  named,
  type OnCampaign,
  type OnFollowUp,
  type OnFreeze,
  type OnHeld,
  type OnRequest,
  type OnStep,
  type OnTask,
  owner,
  type Role,
  releaser,
  stairway,
  stepPerson,
  taskHolder,
  teamMember,
  waiver,
} from './roles.ts'
import {
  analystWords,
  approversWords,
  decidersWords,
  freezeWords,
  glassWords,
  goOnWords,
  insideWords,
  membersWords,
  predictorsWords,
  runnersWords,
  stepPersonWords,
  undoPersonWords,
  type Words,
  waiversWords,
} from './words.ts'

/** Everything that a person can do, by command, button or form. */
export const ACTIONS = [
  'create',
  'search',
  'read_growth',
  'delegate',
  'plan_portfolio',
  'keep_report_addresses',
  'view',
  'read_results',
  'change_brief',
  'add_task',
  'change_task',
  'waive_check',
  'remove_task',
  'assign_task',
  'submit',
  'tick_point',
  'predict',
  'decide',
  'take_back',
  'break_glass',
  'withdraw',
  'launch',
  'launch_despite',
  'confirm_step',
  'retry_step',
  'skip_step',
  'go_on',
  'undo_steps',
  'confirm_undo',
  'pause',
  'resume',
  'stop',
  'cancel',
  'conclude',
  'choose',
  'plan_digest',
  'make_digest',
  'take_up_suggestion',
  'dismiss_suggestion',
  'ask',
  'answer',
  'accept_follow_up',
  'reassign_follow_up',
  'decline_follow_up',
  'mute',
] as const
export type Action = (typeof ACTIONS)[number]

/** What an action is done to, where it is not a campaign as a whole; null: the workspace. */
interface Things {
  readonly create: null
  readonly search: null
  readonly read_growth: null
  readonly delegate: null
  readonly plan_portfolio: null
  readonly keep_report_addresses: null
  readonly view: CampaignState
  readonly read_results: CampaignState
  readonly ask: CampaignState
  readonly mute: CampaignState
  readonly change_task: OnTask
  readonly waive_check: OnTask
  readonly assign_task: OnTask
  readonly decide: OnRequest
  readonly take_back: OnRequest
  readonly break_glass: OnRequest
  readonly launch_despite: OnFreeze
  readonly confirm_step: OnStep
  readonly go_on: OnHeld
  readonly confirm_undo: OnStep
  readonly answer: OnFollowUp
  readonly accept_follow_up: OnFollowUp
  readonly reassign_follow_up: OnFollowUp
  readonly decline_follow_up: OnFollowUp
}
export type On<A extends Action> = A extends keyof Things ? Things[A] : OnCampaign

/** Who may, and what everybody else is told. */
interface Permission<T> {
  readonly who: readonly Role<T>[]
  readonly otherwise: Words<T>
}

const RUNNERS = [owner, dataPartner, teamMember, stairway]
const THEIRS = { who: RUNNERS, otherwise: runnersWords }
/** Anybody of the workspace; nobody of outside. */
const INSIDE = { who: [anybody], otherwise: insideWords }

/** The one table of who may do what; when something is possible stands in TRANSITIONS and with each noun. */
const PERMISSIONS: { readonly [A in Action]: Permission<On<A>> } = {
  create: INSIDE,
  search: INSIDE,
  read_growth: INSIDE,
  delegate: INSIDE,
  plan_portfolio: { who: [teamMember], otherwise: membersWords('change digests of many campaigns') },
  keep_report_addresses: { who: [teamMember], otherwise: membersWords('say who may report a check') },
  view: { who: [anybody, named], otherwise: insideWords },
  read_results: { who: [anybody, named], otherwise: insideWords },
  change_brief: THEIRS,
  add_task: THEIRS,
  remove_task: THEIRS,
  change_task: { who: [taskHolder, ...RUNNERS], otherwise: runnersWords },
  waive_check: { who: [waiver], otherwise: waiversWords },
  assign_task: { who: [taskHolder, ...RUNNERS], otherwise: runnersWords },
  submit: THEIRS,
  tick_point: THEIRS,
  predict: { who: [owner, dataPartner], otherwise: predictorsWords },
  decide: { who: [approver], otherwise: approversWords },
  take_back: { who: [decider], otherwise: decidersWords },
  break_glass: { who: [glassBreaker], otherwise: glassWords },
  withdraw: THEIRS,
  launch: THEIRS,
  launch_despite: { who: [freezeBreaker], otherwise: freezeWords },
  confirm_step: { who: [stepPerson], otherwise: stepPersonWords },
  retry_step: THEIRS,
  skip_step: THEIRS,
  go_on: { who: [releaser], otherwise: goOnWords },
  undo_steps: THEIRS,
  confirm_undo: { who: [stepPerson], otherwise: undoPersonWords },
  pause: THEIRS,
  resume: THEIRS,
  stop: THEIRS,
  cancel: THEIRS,
  conclude: THEIRS,
  choose: THEIRS,
  plan_digest: THEIRS,
  make_digest: THEIRS,
  take_up_suggestion: { who: [anybody, ...RUNNERS], otherwise: insideWords },
  dismiss_suggestion: { who: [anybody, ...RUNNERS], otherwise: insideWords },
  ask: { who: [anybody, named], otherwise: insideWords },
  answer: { who: [anybody, analyst, asker, ...RUNNERS], otherwise: runnersWords },
  accept_follow_up: { who: [analyst, anybodyUnasked], otherwise: analystWords },
  reassign_follow_up: { who: [analyst, asker, ...RUNNERS], otherwise: runnersWords },
  decline_follow_up: { who: [analyst, asker, ...RUNNERS], otherwise: runnersWords },
  mute: { who: [anybody, named], otherwise: insideWords },
}

/** Whether this person may do it, at whatever stage it is possible. */
export function may<A extends Action>(action: A, person: Person, on: On<A>, members: Membership): boolean {
  const { userId, outside } = typeof person === 'string' ? { userId: person, outside: undefined } : person
  const permission: Permission<On<A>> = PERMISSIONS[action]
  return permission.who.some((role) => {
    const people = role(on, members)
    return people === 'anybody' ? !outside : people.includes(userId)
  })
}

/** Whether there is anybody who may, as far as can be told. */
export function somebodyMay<A extends Action>(action: A, on: On<A>, members: Membership): boolean {
  const permission: Permission<On<A>> = PERMISSIONS[action]
  const known = permission.who.some((role) => role(on, members).length > 0)
  return known || mayPerhaps(action, '?', on, members)
}

/** Whether this person may, or is of a team that might decide it, if only its user group could be read. */
export function mayPerhaps<A extends Action>(
  action: A,
  person: Person,
  on: On<A>,
  members: Membership,
): boolean {
  const userId = typeof person === 'string' ? person : person.userId
  const perhaps = new Map<string, TeamMembers>(members)
  for (const team of unreadOf(members)) perhaps.set(team, new Set([...(members.get(team) ?? []), userId]))
  return may(action, person, on, withStandIns(perhaps, members))
}

/** Throws a Refusal that says who may, unless this person does. */
export function refuseUnless<A extends Action>(
  action: A,
  person: Person,
  on: On<A>,
  members: Membership,
): void {
  if (may(action, person, on, members)) return
  const permission: Permission<On<A>> = PERMISSIONS[action]
  const userId = typeof person === 'string' ? person : person.userId
  throw new Refusal('forbidden', permission.otherwise(on, members, userId))
}
