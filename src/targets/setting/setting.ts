import type { TargetCount } from '../../domain/state/arrivals.ts'
import type { Answered, Api, Lost, Request } from '../api.ts'
import type { Asked, Counting, Gate, Unseen } from '../target.ts'
import type { Goal, Speech, Wish } from './wish.ts'

/**
 * A vendor whose flags and experiments have a state that is set, as far as such vendors differ. Setting a state twice
 * is setting it once, so what became of a request is what the state is now; `sender.ts` makes a target of it.
 */
export interface Setting {
  readonly api: Api
  readonly speech: Speech
  /** How long a state that was asked for may take to come, in milliseconds. */
  readonly patienceMs: number
  /** What it can't read of words that others could; a clause without a full stop. */
  unread?(wish: Wish): string | null
  read(wish: Wish, asked: Asked): Promise<Reading>
  /** What a refusal means, as a clause for behind its status; null where that says it all. */
  refusal?(answer: Answered, wish: Wish): string | null
}

export type Reading = Seen | Missing | Unread

/** "There is no flag checkout in web/production." */
export interface Missing {
  readonly is: 'missing'
  /** Where it was looked for. */
  readonly where: string
}

/** No answer that can be read as what was asked for. */
export interface Unread {
  readonly is: 'unread'
  readonly answer: Answered | Lost
}

/** A flag or an experiment as it is. */
export interface Seen {
  readonly is: 'seen'
  /** In the vendor's own word. */
  readonly state: string
  /** Of what its state is, where there are several: an environment. */
  readonly where?: string
  /** Nobody is reached by it. */
  readonly idle: boolean
  /** How many percent it is for while it is on; missing where that can't be said. */
  readonly share?: number | null
  /** What of its own gates it says by itself. */
  readonly gates?: readonly Gate[]
  isSo(goal: Goal): boolean
  /** What sets it so, in this order, each safe to repeat; a clause where that can't be done. */
  towards(goal: Goal): readonly Request[] | string
  /** What of its gates has to be asked for by itself; `would` where a dry run says it. Changes nothing. */
  foresee?(asked: Asked): Promise<Foresight | Unseen>
  /** How often it was served since a moment; why it can't be said, without a full stop; null where it counts nobody. Changes nothing. */
  count?(asked: Counting): Promise<TargetCount | { readonly why: string } | null>
}

export interface Foresight {
  readonly gates: readonly Gate[]
  readonly would?: string | undefined
}
