import type { ChannelId, UserId } from '../people.ts'

/** What must move: the goal metric, which way, and the least relative change worth having (0.08 = 8 %). */
export interface Outcome {
  readonly metric: string
  readonly direction: 'up' | 'down'
  readonly minimumEffect: number | null
  /** Of a proportion: the share of people that do so without anything new, as the owner says it (0.05 = 5 %). */
  readonly baseline?: number
  /** Metrics watched beside the goal; they decide nothing. */
  readonly secondary: readonly string[]
  /** The digest says beside its figures how likely each arm is the better one; that decides nothing either. */
  readonly bayesian?: true
}

/** A metric that must not get worse by more than the margin (relative 0.02 = 2 %, absolute in the metric's own unit). */
export interface Guardrail {
  readonly metric: string
  readonly margin: {
    readonly amount: number
    readonly unit: 'relative' | 'absolute'
    /** What an absolute margin of a mean is counted in, for example "USD"; a proportion's is in points. */
    readonly measure?: string
  }
  /** Approved with it, the campaign stops by itself once harm beyond the margin is found. */
  readonly stopOnHarm?: true
}

export interface Audience {
  readonly words: string
  readonly size: number | null
}

/** The first arm is the control. */
export interface Arm {
  readonly name: string
  readonly weight: number
}

/** What a step waits for once the one before it is done. */
export type Until =
  | { readonly is: 'time'; readonly count: number; readonly unit: 'min' | 'h' | 'd' | 'w' }
  /** So many people exposed in all, by the exposure query of the brief. */
  | { readonly is: 'people'; readonly people: number }
  /** One of the approvers of its request says so. */
  | { readonly is: 'approved' }
  | { readonly is: 'person'; readonly person: UserId }

export interface Wait {
  readonly until: Until
  /** Where its figures speak against going on the launch is taken back; else it pauses. */
  readonly takesBack?: true
}

/** Which of its people a step reaches, in the order of its target. */
export type Bound = { readonly first: number } | { readonly beyond: number }

interface Staged {
  /** Missing where it leaves as soon as the one before it is done. */
  readonly after?: Wait
  /** Missing where it reaches everybody. */
  readonly people?: Bound
}

/** A step that a person does, or one that is sent to a target of stairway.yaml. */
export type PlannedStep = Staged &
  (
    | { readonly kind: 'sent'; readonly target: string; readonly words: string }
    | { readonly kind: 'human'; readonly person: UserId; readonly words: string }
  )

export interface Brief {
  readonly name: string
  readonly kind: 'campaign' | 'experiment'
  readonly partner: UserId | null
  readonly channel: ChannelId
  readonly hypothesis: string | null
  readonly outcome: Outcome | null
  readonly guardrails: readonly Guardrail[]
  readonly audience: Audience | null
  readonly exposures: string | null
  readonly arms: readonly Arm[]
  readonly horizonDays: number | null
  readonly plan: readonly PlannedStep[]
}
