import { Refusal } from '../../refusal.ts'

export const STAGES = [
  'preparing',
  'in_review',
  'approved',
  'launching',
  'live',
  'paused',
  'concluded',
  'cancelled',
  'stopped',
] as const
export type Stage = (typeof STAGES)[number]

/** People are in it: it was launched, and has not ended. */
export function isRunning({ stage }: { readonly stage: Stage }): boolean {
  return stage === 'live' || stage === 'paused'
}

export const STAGE_VERBS = [
  'submit',
  'approve',
  'decline',
  'withdraw',
  'expire',
  'launch',
  'go_live',
  'pause',
  'resume',
  'stop',
  'cancel',
  'conclude',
] as const
export type StageVerb = (typeof STAGE_VERBS)[number]

/** The one table of transitions: what each stage allows, and where it leads. */
const TRANSITIONS: Readonly<Record<Stage, Partial<Record<StageVerb, Stage>>>> = {
  preparing: { submit: 'in_review', cancel: 'cancelled' },
  in_review: {
    submit: 'in_review',
    approve: 'approved',
    decline: 'preparing',
    withdraw: 'preparing',
    expire: 'preparing',
    cancel: 'cancelled',
  },
  approved: { submit: 'in_review', withdraw: 'preparing', launch: 'launching', cancel: 'cancelled' },
  launching: { go_live: 'live', stop: 'stopped', cancel: 'cancelled' },
  live: { pause: 'paused', stop: 'stopped', conclude: 'concluded' },
  paused: { resume: 'live', stop: 'stopped', conclude: 'concluded' },
  stopped: { conclude: 'concluded' },
  concluded: {},
  cancelled: {},
}

const WORDS: Readonly<Record<Stage, string>> = {
  preparing: 'preparing',
  in_review: 'in review',
  approved: 'approved',
  launching: 'launching',
  live: 'live',
  paused: 'paused',
  concluded: 'concluded',
  cancelled: 'cancelled',
  stopped: 'stopped',
}

const COMMAND: Readonly<Partial<Record<StageVerb, string>>> = {
  submit: 'submit',
  approve: 'approve',
  decline: 'decline',
  withdraw: 'withdraw',
  launch: 'launch',
  pause: 'pause',
  resume: 'resume',
  stop: 'stop',
  cancel: 'cancel',
  conclude: 'conclude',
}

/** The stage as people read it. */
export function stageWords(stage: Stage): string {
  return WORDS[stage]
}

/** Whether nothing of it has been launched and it may still be. */
export function isBeforeLaunch(stage: Stage): boolean {
  return stage === 'preparing' || stage === 'in_review' || stage === 'approved'
}

/** Where `action` leads from `stage`. Throws a Refusal that says what can be done instead. */
export function transition(stage: Stage, action: StageVerb, key: string): Stage {
  const next = TRANSITIONS[stage][action]
  if (next) return next
  throw new Refusal(
    'conflict',
    `${key} is ${WORDS[stage]}: ${action.replace('_', ' ')} is not possible now. ${instead(stage, key)}`,
  )
}

function instead(stage: Stage, key: string): string {
  const possible = STAGE_VERBS.filter((action) => TRANSITIONS[stage][action] && COMMAND[action])
  const commands = possible.map((action) => `\`/campaign ${COMMAND[action]} ${key}\``)
  if (commands.length === 0) return `It has ended; \`/campaign history ${key}\` shows how.`
  return `What can be done: ${commands.join(', ')}.`
}

export type Flight = 'pre-activation' | 'activation' | 'post-activation'

/** Which flight of the stairs a campaign is on; none once it is cancelled. */
export function flight(stage: Stage): Flight | null {
  if (stage === 'preparing') return 'pre-activation'
  if (stage === 'in_review' || stage === 'approved' || stage === 'launching') return 'activation'
  return stage === 'cancelled' ? null : 'post-activation'
}
