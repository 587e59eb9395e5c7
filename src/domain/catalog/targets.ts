import type { Thing } from '../state/things.ts'

/** Where a step of a launch is sent; what else its entry holds is between its kind and itself (src/targets). */
export interface TargetDefinition {
  readonly name: string
  readonly kind: string
  readonly title: string
  /** What is shown of its address. */
  readonly host: string
  /** What follows its name in a plan, for help and forms: `<flag> on`. */
  readonly form?: string
  /** What it can't read of a step's words, as a clause without a full stop; null where it can. */
  readonly unread?: (words: string) => string | null
  /** What a step's words name there that another step could name too: `flag checkout`, of one state or not; null where that is nothing. */
  readonly thing?: (words: string) => Pick<Thing, 'name' | 'isSet'> | null
  /** People get mail or messages by it: what went can't come back. */
  readonly mails?: true
  /** It can take a step back. */
  readonly undoable?: boolean
  /** It can be told to reach the first so many of its people, or those after them. */
  readonly bounds?: true
}
