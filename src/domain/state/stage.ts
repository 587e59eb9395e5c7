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

/** Something of it is or may be with people: the launch of stages lasts for days. */
export function isOut({ stage }: { readonly stage: Stage }): boolean {
  return stage === 'launching' || isRunning({ stage })
}

export const STAGE_VERBS = [
  'submit',
  'approve',
  'decline',
  'take_back',
  'withdraw',
  'expire',
  'lapse',
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
    take_back: 'in_review',
    withdraw: 'preparing',
    expire: 'preparing',
    cancel: 'cancelled',
  },
  approved: {
    submit: 'in_review',
    take_back: 'in_review',
    withdraw: 'preparing',
    lapse: 'preparing',
    launch: 'launching',
    cancel: 'cancelled',
  },
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

/** The stage as people read it. */
export function stageWords(stage: Stage): string {
  return WORDS[stage]
}

/** Where nothing of a campaign has been launched and it may still be. */
export const BEFORE_LAUNCH: readonly Stage[] = ['preparing', 'in_review', 'approved']

export function isBeforeLaunch(stage: Stage): boolean {
  return BEFORE_LAUNCH.includes(stage)
}

/** What a stage does not allow; the surface says what this person can do instead. */
export class WrongStage extends Refusal {
  readonly key: string

  constructor(key: string, message: string) {
    super('conflict', message)
    this.key = key
  }
}

/** Where `action` leads from `stage`. Throws a WrongStage where it leads nowhere. */
export function transition(stage: Stage, action: StageVerb, key: string): Stage {
  const next = TRANSITIONS[stage][action]
  if (next) return next
  const ended =
    possibleVerbs(stage).length === 0 ? ` It has ended; \`/campaign history ${key}\` shows how.` : ''
  throw new WrongStage(
    key,
    `${key} is ${WORDS[stage]}: ${action.replace('_', ' ')} is not possible now.${ended}`,
  )
}

/** What may happen to a campaign at this stage. */
export function possibleVerbs(stage: Stage): StageVerb[] {
  return STAGE_VERBS.filter((action) => TRANSITIONS[stage][action])
}

export type Flight = 'pre-activation' | 'activation' | 'post-activation'

/** Which flight of the stairs a campaign is on; none once it is cancelled. */
export function flight(stage: Stage): Flight | null {
  if (stage === 'preparing') return 'pre-activation'
  if (stage === 'in_review' || stage === 'approved' || stage === 'launching') return 'activation'
  return stage === 'cancelled' ? null : 'post-activation'
}
