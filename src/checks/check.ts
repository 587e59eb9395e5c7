import type { Campaign } from '../domain/state/campaign.ts'

/**
 * What a machine is asked about the readiness of a campaign. What it could not find out is an answer too (`error`,
 * `unknown`); what is thrown is a mistake of ours. Words are kept and shown: no body of another's answer, no secret.
 */
export interface Check {
  ask(about: Question): Promise<CheckAnswer>
}

/** The declared ones by their names. */
export type Checks = ReadonlyMap<string, Check>

export interface Question {
  readonly campaign: Campaign
  readonly now: Date
  /** Aborts when the process can wait no longer. */
  readonly signal: AbortSignal
  readonly means: Means
}

/** What a check may use of Stairway to find its answer; each throws where it could not be had. */
export interface Means {
  /** The first row of a query on a declared warehouse, which only reads; `:campaign` is bound to the campaign's key. */
  readonly row: (warehouse: string, sql: string) => Promise<Readonly<Record<string, unknown>> | null>
  /** How many people the campaign's exposure query returns now. */
  readonly exposed: () => Promise<number>
  /** What was reported of this check from outside last; null where nothing was yet. */
  readonly reported: () => Promise<CheckAnswer | null>
}

/** `error`: it could not be asked. `skip`: it was not meant to be. `unknown`: asked, without a clear answer. */
export const CHECK_STATUSES = ['pass', 'warn', 'fail', 'error', 'skip', 'unknown'] as const

export type CheckStatus = (typeof CHECK_STATUSES)[number]

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
}

/** How old an answer is, in milliseconds: below 0 where that clock is ahead of ours, null where it does not say when. */
export function ageOf({ at }: CheckAnswer, now: Date): number | null {
  return at && now.getTime() - at.getTime()
}
