import type { Logger } from '../log.ts'
import type { Db, Tx } from '../store/kit/database.ts'

/**
 * What every job engine promises to those who enqueue and to those who write kinds; `tests/jobs/contract.ts` holds it.
 *
 * - *job*: work that was promised in a transaction. No commit, no job; committed, it runs at least once.
 * - *kind*: what is done with a job's payload, and how: attempts, key and lane. One object a kind.
 * - *attempt*: a run that was begun and counts. After the last one the job is dead. A run that the end of the process cut
 *   short does not count; but a job during which the process ended twice runs while nothing else does, and after five times
 *   without a run that ended by itself it is dead.
 * - *key*: while a job of the same team, kind and key waits, a new one is made one with it: the newer payload, at the
 *   earlier of both times. What is enqueued while it runs, runs again afterwards.
 * - *lane*: jobs of one team and lane (and of one key) run one at a time, in order of time and then of arrival.
 * - *urgent*: a kind that people wait for. Of what is due, urgent jobs go first, and all others together take no more than
 *   half of what runs at once (one at least): what is made by the clock, or hangs, never holds up who waits.
 * - *dead*: given up for good; its kind says so to people, in the transaction that buries it.
 *
 * Key, lane and attempts are taken from the kind when a job is enqueued, and stay with it; whether it is urgent is asked
 * when it is due.
 */

/** What a job is about: JSON, with the Slack team that it belongs to. */
export interface JobPayload {
  readonly teamId: string
}

/** Kinds by their payloads: `interface Kinds { watch: { teamId: string; campaignId: number } }`. */
export type KindMap<Kinds> = { [K in keyof Kinds]: JobPayload }

export interface EnqueueOptions {
  /** Not before; now by default. */
  readonly runAt?: Date
}

/** Promises a job in the caller's transaction. The kind says the rest. */
export type Enqueue<Kinds extends KindMap<Kinds>> = <K extends keyof Kinds & string>(
  tx: Tx,
  kind: K,
  payload: Kinds[K],
  options?: EnqueueOptions,
) => Promise<void>

/** What a run knows of itself. `attempt` counts from 1; `since` is when the job was promised. `signal` aborts when the process can wait no longer. */
export interface JobContext {
  readonly attempt: number
  readonly maxAttempts: number
  readonly now: Date
  readonly since: Date
  readonly correlationId: string
  readonly signal: AbortSignal
}

/** A job that was given up: after how many attempts, and why, in words without secrets. */
export interface DeadJob<Payload> {
  readonly payload: Payload
  readonly attempts: number
  readonly why: string
}

/** Everything that is to know about one kind. Jobs of the version before are run by it too, with the payload of then. */
export interface JobKind<Payload> {
  /** How many runs may fail: with a pause that doubles from a second to 15 minutes, 12 are about half an hour, 20 two and a half. */
  readonly attempts: number
  readonly key?: (payload: Payload) => string | null
  readonly lane?: (payload: Payload) => string | null
  /** Whether people wait for it. Of one lane the order stays as it is. */
  readonly urgent?: true
  /** Returning ends the job; throwing RetryAt, GiveUp or anything else is its outcome. It must stand being run twice. */
  readonly run: (payload: Payload, context: JobContext) => Promise<void>
  /** What a dead job leaves for people to see, in the transaction that buries it; when it throws, the job is not dead yet. */
  readonly whenDead: (tx: Tx, job: DeadJob<Payload>) => Promise<unknown>
}

/** One entry a kind: the compiler asks for each. */
export type JobTable<Kinds extends KindMap<Kinds>> = {
  readonly [K in keyof Kinds & string]: JobKind<Kinds[K]>
}

/** Thrown by a run: again at `at` (a rate limit); this run does not count as an attempt. */
export class RetryAt extends Error {
  override readonly name = 'RetryAt'
  readonly at: Date

  constructor(at: Date, reason: string) {
    super(reason)
    if (Number.isNaN(+at)) throw new RangeError(`RetryAt needs a valid date: ${reason}`)
    this.at = at
  }
}

/** Thrown by a run: no further attempt can succeed, the job is dead at once. */
export class GiveUp extends Error {
  override readonly name = 'GiveUp'
}

export interface EngineDeps<Kinds extends KindMap<Kinds>> {
  readonly db: Db
  readonly log: Logger
  readonly now: () => Date
  readonly kinds: JobTable<Kinds>
  /** In [0, 1), for the jitter of the pauses; Math.random by default. */
  readonly random?: () => number
  /** How many jobs run at once, urgent or not; 8 by default. */
  readonly concurrency?: number
}

export interface Engine<Kinds extends KindMap<Kinds>> {
  readonly enqueue: Enqueue<Kinds>
  /** Resolves when others took this process for dead, and have its work: it can only end. */
  readonly lost: Promise<void>
  /** Frees what a killed process left running, then runs jobs as they fall due. */
  start(): Promise<void>
  /** Claims nothing new and waits `graceMs` at most for what runs; the rest is aborted and left to the next start. */
  stop(graceMs: number): Promise<void>
  /** Runs everything due at `now()`, and what that enqueues, to its end, whether started or not; returns how many runs. */
  runDue(): Promise<number>
}

export type CreateEngine = <Kinds extends KindMap<Kinds>>(deps: EngineDeps<Kinds>) => Engine<Kinds>
