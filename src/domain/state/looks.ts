import type { PlannedStep } from './brief.ts'

/** What a target says of a step before it is sent: whether it can go, whom it reaches, and how far it can be taken back. */
export type StepLook = SeenLook | UnseenLook

interface SeenLook extends Seen {
  /** The request as it would go out, without its secrets; not kept. */
  readonly would: string | null
}

interface Seen {
  readonly is: 'seen'
  /** Whether what its words name is there; null where that can't be told. */
  readonly exists: boolean | null
  /** In the target's own word. */
  readonly state: string | null
  readonly gates: readonly Gate[]
  /** By the target's own count. */
  readonly people: number | null
  readonly undo: 'full' | 'stops the rest' | 'until it starts' | 'none'
  /** Until when it can be stopped, where that is known. */
  readonly untilAt: Date | null
}

/** It could not be asked; `why` without a full stop. */
interface UnseenLook {
  readonly is: 'unseen'
  readonly why: string
}

/** A plan, and what was seen of its steps just now; of a step by hand nothing is. */
export interface PlanLooks {
  readonly plan: readonly PlannedStep[]
  readonly looks: readonly (StepLook & { readonly n: number })[]
}

/** What of the target's own would refuse us. */
export interface Gate {
  readonly words: string
  /** Where it is opened. */
  readonly link: string | null
  readonly refuses: readonly ('send' | 'undo')[]
}

/** What was seen of the n-th step of a plan, as a request keeps it. */
export type SeenStep = (Seen | UnseenLook) & { readonly n: number }
