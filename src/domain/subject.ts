import type { Reminder } from './approval/expiry.ts'
import { NUDGES, type Nudge } from './follow-up/nudges.ts'
import type { FirstData, Proof } from './state/arrivals.ts'
import type { FollowUp } from './state/follow-ups.ts'
import type { Fault } from './state/incidents.ts'
import type { RequestState } from './state/requests.ts'

/**
 * What a message of the outbox is about: with its campaign, kind and target it is unique, so a message is posted once.
 * Stored as words between colons, `step:2:failed:1`, which this file alone writes and reads.
 */
export type Subject = string & { readonly [WRITTEN_HERE]: true }
declare const WRITTEN_HERE: unique symbol

/** What each kind of subject says, in its order. Databases hold them: kinds are added, and not changed. */
interface Subjects extends Record<Moment, [at: Date]> {
  campaign: [id: number]
  request: [
    n: number,
    became?: RequestState | 'unclosed' | 'taken_back' | 'in_stead' | 'glass' | 'lapsed' | Reminder,
    at?: Date,
  ]
  prediction: []
  step:
    | [n: number, is: 'confirm' | HeldFor]
    | [n: number, is: 'failed' | 'undo' | 'not_undone', tries: number]
  live: []
  concluded: [where?: 'channel']
  harm: [n: number, of?: 'evidence']
  fault: [problem: Fault['problem'], foundAt: Date]
  proof: [is: Proof['is'], stoppedAt: Date]
  first_data: [is: FirstData['is'], liveAt: Date]
  unwatched: [day: Date]
  /** Of several campaigns, of an hour. */
  alarms: [hour: Date]
  unasked: [day: Date]
  checks: [at: Date, first: number]
  follow_up:
    | [n: number, ...turn: [number] | [], ...sentFor: [Nudge | 'answered'] | []]
    | [n: number, said: 'asked' | 'declined']
    | [n: number, said: 'reassigned', turn: number]
  choice: [n: number, sentFor?: Nudge]
  over: []
  digest: [id: number, failed?: 'failed']
  figures: [digestId: number]
  portfolio: [id: number, failed?: 'failed']
  late_tasks: [day: string]
  waiting: [day: string]
  freed: [task: number, at?: Date]
  go_live: [launchAt: Date]
  ledger: [quarter: string, asked: string | Date] | [messageId: number, failed: 'failed']
  sql: [asked: string | Date] | [messageId: number, failed: 'failed']
  /** What another campaign had too was taken back with it, by the first of its steps that have that. */
  taken_from: [campaignId: number, step: number]
  undeliverable: [what: string, day: Date]
  unread: [what: string, day?: Date]
  audit: [hour: Date]
  delegation: [id: number, what: 'set' | 'begun' | 'ended']
}

/** A step that is held is told of: to whom it waits for, where it can't leave though its time has come, and where its figures speak against it. */
export type HeldFor = 'held' | 'stuck' | 'paused'

/** What may happen again and again, and is told each time. */
export type Moment =
  | 'scheduled'
  | 'launch_refused'
  | 'launch_missed'
  | 'freeze_overridden'
  | 'paused'
  | 'resumed'
  | 'stopped'
  | 'undo'
  | 'cancelled'
  | 'digest_muted'
  | 'digest_unmuted'
  | 'chosen'

/** What is told once a day (UTC). */
const DAILY: ReadonlySet<keyof Subjects> = new Set(['unwatched', 'unasked', 'undeliverable', 'unread'])

export function subjectOf<Kind extends keyof Subjects>(kind: Kind, ...parts: Subjects[Kind]): Subject {
  const all: readonly (string | number | Date | undefined)[] = parts
  const written = all.map((part) => {
    if (!(part instanceof Date)) return part
    return DAILY.has(kind) ? part.toISOString().slice(0, 10) : part.getTime()
  })
  return [kind, ...written].join(':') as Subject
}

/** What a message about a follow-up was sent for. A subject is sent once to each person, so each that it is handed to has its own. */
export function followUpSubject(
  { n, reassigned }: Pick<FollowUp, 'n' | 'reassigned'>,
  sentFor: Nudge | 'answered' | null = null,
): Subject {
  const turn: [number] | [] = reassigned.length > 0 ? [reassigned.length] : []
  return sentFor ? subjectOf('follow_up', n, ...turn, sentFor) : subjectOf('follow_up', n, ...turn)
}

/** How all begins that is about a subject and something of it: `follow_up:3:due` with `follow_up:3`. */
export function beginningOf(subject: Subject | keyof Subjects): string {
  return `${subject}:`
}

/** The number that a subject names first: of a request, a step, a harm, a follow-up; the id of a digest. */
export function numberIn(subject: Subject): number {
  return Number(subject.split(':')[1])
}

/**
 * What a message about a launch step is for: a person to confirm it, that it is held, a failed try and what to do about it, a person to
 * take it back, or that it could not be taken back.
 */
export type StepSubject =
  | { readonly is: 'confirm' | HeldFor }
  | { readonly is: 'failed' | 'undo' | 'not_undone'; readonly tries: number }

export function stepIn(subject: Subject): StepSubject {
  const [, , is, tries] = subject.split(':')
  if (is === 'held' || is === 'stuck' || is === 'paused') return { is }
  return is === 'failed' || is === 'undo' || is === 'not_undone'
    ? { is, tries: Number(tries) }
    : { is: 'confirm' }
}

/** The reminder that a message about a request is; null for the request itself. */
export function reminderIn(subject: Subject): Reminder | null {
  return (/:(half|last|after\d+)$/.exec(subject)?.[1] as Reminder | undefined) ?? null
}

/** Whether it says in a channel that a follow-up was asked. */
export function isQuestionSaid(subject: Subject): boolean {
  return subject.startsWith('follow_up:') && subject.endsWith(':asked')
}

/** The nudge that a message about a follow-up is; null for the question itself, and for its answer. */
export function nudgeIn(subject: Subject): Nudge | null {
  return NUDGES.find((nudge) => subject.endsWith(`:${nudge}`)) ?? null
}
