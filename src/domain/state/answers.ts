/** `error`: it could not be asked. `skip`: it was not meant to be. `unknown`: asked, without a clear answer. */
export type CheckStatus = 'pass' | 'warn' | 'fail' | 'error' | 'skip' | 'unknown'

/** What was skipped or can't be told is no pass, and no finding against it either. */
export const RED: ReadonlySet<CheckStatus> = new Set(['fail', 'warn'])

/** What was found, in words where it is shown: "26 min", "42 610 people". */
export interface CheckAnswer {
  readonly status: CheckStatus
  /** Null where there is none, as for most errors. */
  readonly figure: string | null
  readonly wanted: string | null
  /** Where it was seen: a table, a file, an address without its secrets. */
  readonly where: string
  /** When what it says was so, by the clock of where it was seen; null where that is not said. */
  readonly at: Date | null
  /** Why, where the status alone does not say it. */
  readonly words: string | null
  /** How many people there are, where that is what it counts. */
  readonly people?: number
}

/** What a check said of a task last, as it is kept with the task. */
export interface KeptAnswer {
  readonly newest: CheckAnswer
  /** Whether the newest is as good as a pass: a warning may be. */
  readonly counts: boolean
  /** Whether that last pass stands, as it does where the newest is one, or could only not be asked. */
  readonly stands: boolean
  readonly askedAt: Date
  /** Since when its status is that. */
  readonly sinceAt: Date
  /** The last one that was as good as a pass, and from when on that is too old. */
  readonly good: { readonly answer: CheckAnswer; readonly askedAt: Date; readonly staleAt: Date } | null
}

/** Checks of a campaign answered. One that `renews` says what the one before said: it is applied, and not written. */
export interface AnsweredEvent {
  readonly kind: 'check_answered'
  readonly answers: readonly Answered[]
  readonly renews?: true
}

export interface Answered {
  /** The task. */
  readonly n: number
  readonly before: KeptAnswer | null
  readonly after: KeptAnswer
}

/** Whether it makes its task ready: what could not be asked takes nothing from an earlier pass while that is not too old. */
export function isGood({ stands, good }: KeptAnswer, now: Date): boolean {
  return stands && good !== null && now < good.staleAt
}
