import type { TargetSays } from '../domain/state/arrivals.ts'
import type { Bound } from '../domain/state/brief.ts'
import type { Campaign } from '../domain/state/campaign.ts'
import type { ReachedOf } from '../domain/state/steps.ts'
import type { Thing } from '../domain/state/things.ts'

/**
 * What a launch step is asked of where it goes. A target answers with what it knows and never with a guess: what it
 * can't say is null, what it can't do is a method it does not have. A fault of the network or a limit is an answer too;
 * what is thrown is a mistake of ours. Words are kept and shown: a status, a code and a request id, no body, no secret.
 */
export interface Target {
  /** What would come of a step, or what is left of one that was sent. Changes nothing. */
  look(step: Step, asked: Asked): Promise<Look | Unseen>
}

/** A target that a machine answers for. Stages of a launch are steps with words of their own. */
export interface Sender extends Target {
  /** Of its address only this is shown: the rest may hold what is not for everybody. */
  readonly host: string
  /** What follows its name in a plan, for help and forms: `<flag> on`. */
  readonly form: string
  /** What it can't read of a step's words, as a clause without a full stop; null where it can. */
  unread(words: string): string | null
  /** What a step's words name that another step could name too; without it nothing of it is shared. */
  thing?(words: string): Pick<Thing, 'name' | 'isSet'> | null
  /** How long a step is tried until its outcome is known, in milliseconds; where nothing is said an hour, and six while it runs. */
  readonly patienceMs?: number
  /** The same of what it has taken and is not through with, where that may take longer than a try. */
  readonly runPatienceMs?: number
  /** What `reached` counts; missing where it is not said, or nothing is counted. */
  readonly counts?: ReachedOf
  /** People get mail by it; so they do where it counts sends. */
  readonly mails?: true
  /** It reaches only those of a step's people that `Step.people` says; without it no such step is sent. */
  readonly bounds?: true
  /** The same id twice has one effect: what may have arrived can be sent again without a look. */
  readonly repeats?: 'safe by id'
  send(step: Step, asked: Asked): Promise<Sent>
  /**
   * What became of a step that went out: by its handle, by its id, by what was begun since, or by the state that was
   * set. Asked where a try may have arrived, before anything is sent again. Without it a person is asked, unless it
   * `repeats` safely.
   */
  readBack?(step: SentStep, asked: Asked): Promise<Found>
  /**
   * Takes a step back as far as `look` says; without it, it can't be. Asked again after a lost answer, so it has to
   * stand that: what is off, cancelled or over already is done. One that was never sent is done too.
   */
  undo?(step: SentStep, asked: Asked): Promise<Sent>
  /**
   * Whom a step still reaches after a stop, by its own count of those since a moment and by the state that it is in. Changes
   * nothing. Without it only the exposures say so.
   */
  count?(step: SentStep, asked: Counting): Promise<Counted | Unseen>
}

/** The declared ones by their names. */
export type Targets = ReadonlyMap<string, Sender>

export interface Step {
  /** The same for every try that the outcome of one send needs, and for no other: the idempotency key. */
  readonly id: string
  /** Its place in the plan, from 1. */
  readonly n: number
  /** As stairway.yaml calls it. */
  readonly target: string
  /** What follows the target in the plan; what a target can't read of it, it refuses, when it is looked at too. */
  readonly words: string
  /** Which of its people it reaches; missing where that is all. */
  readonly people?: Bound
  readonly campaign: Pick<Campaign, 'key' | 'owner' | 'brief' | 'launchAt'>
  /** Null before its first try. */
  readonly sent: Sending | null
}

export interface Sending {
  /** When its first try went out that may have arrived, by our clock. */
  readonly since: Date
  /** What the target calls it (a run, a schedule, a dispatch), where it has said so. */
  readonly handle: string | null
}

export interface SentStep extends Step {
  readonly sent: Sending
}

export interface Asked {
  readonly now: Date
  /** Aborts when the process can wait no longer. */
  readonly signal: AbortSignal
}

/** A moment after which nobody should be reached: of an hour or a day that began before it nothing is counted. */
export interface Counting extends Asked {
  readonly since: Date
}

export interface Counted {
  readonly is: 'counted'
  readonly says: TargetSays
}

export interface Look {
  readonly is: 'seen'
  /** Whether what the words name is there. */
  readonly exists: boolean | null
  /** What state it is in, in the target's own word. */
  readonly state: string | null
  /** What of its own would refuse us: an approval, a checklist, a freeze, a pending change, words it can't read. */
  readonly gates: readonly Gate[]
  /** How many people it would reach. */
  readonly people: number | null
  readonly undo: Undo
  /** The request as it would go out without its secrets, or what a dry run says would come of it. */
  readonly would: string | null
}

/** It could not be asked; `why` without a full stop. */
export interface Unseen {
  readonly is: 'unseen'
  readonly why: string
}

export interface Gate {
  readonly words: string
  /** Where it is opened. */
  readonly link: string | null
  /** A step whose undo is refused is no kill switch. */
  readonly refuses: readonly ('send' | 'undo')[]
}

/** How far a step can be taken back; `until` is null where the start of it is not known yet. */
export type Undo =
  | { readonly is: 'full' | 'stops the rest' | 'none' }
  | { readonly is: 'until it starts'; readonly until: Date | null }

export interface Done {
  readonly is: 'done'
  readonly outcome: string
  /** How many came through, by the target's own count of what it `counts`. */
  readonly reached?: number
  /** Of an undo: it stopped the rest, and what had gone out before stays. */
  readonly partly?: true
}

/** Nothing came of this try, and it may be asked the same again, not before `notBefore`. */
export interface Again {
  readonly is: 'again'
  readonly outcome: string
  readonly notBefore: Date | null
}

/**
 * It has it and is not through: `outcome` is its state in its own word. Also where it has given a handle and nothing was
 * sent yet: read back, it is `absent` then, and is sent with its handle.
 */
export interface Running {
  readonly is: 'running'
  readonly outcome: string
  readonly handle: string | null
  readonly notBefore: Date | null
  /** Only the handle was made: nothing of the send has gone out. */
  readonly unsent?: true
}

/** How a request ended. `refused`: the target's no. */
export type Sent = Done | Again | Running | Unknown | { readonly is: 'refused'; readonly outcome: string }

/** It may have arrived, so it is read back first; not before `notBefore`, where that is said. */
export interface Unknown {
  readonly is: 'unknown'
  readonly outcome: string
  readonly notBefore?: Date | null
}

/**
 * What became of a step. `failed`: also where more went wrong than its limit allows, or its deadline has passed.
 * `absent`: it never arrived, so it may be sent. `unknown`: the target can't tell, so a person must.
 */
export type Found =
  | Done
  | Again
  | Running
  | { readonly is: 'failed'; readonly outcome: string }
  | { readonly is: 'unknown'; readonly outcome: string }
  | { readonly is: 'absent' }

/** What an undo answers where it can't tell what it would take back: nobody hears it better by asking again, so a person is told at once. */
export function untold(found: Again | { readonly is: 'unknown'; readonly outcome: string }): Sent {
  return found.is === 'again' ? found : { is: 'refused', outcome: found.outcome }
}

/** What a target says that can't be looked at. */
export const NOT_SEEN: Look = {
  is: 'seen',
  exists: null,
  state: null,
  gates: [],
  people: null,
  undo: { is: 'none' },
  would: null,
}

/** What is called by the first of its words: `campaign 7f3a…`. Each step of it is a send or a run of its own. */
export function namedFirst(noun: string): NonNullable<Sender['thing']> {
  return (words) => ({ name: `${noun} ${words.split(' ')[0] ?? ''}`, isSet: false })
}
