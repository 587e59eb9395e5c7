import type { CheckAnswer } from '../domain/readiness/checks.ts'
import type { Reported } from '../domain/readiness/reports.ts'
import type { Campaign } from '../domain/state/campaign.ts'

/**
 * What a machine is asked about the readiness of a campaign. What it could not find out is an answer too (`error`,
 * `unknown`); what is thrown is a mistake of ours. Words are kept and shown: no body of another's answer, no secret.
 */
export interface Check {
  ask(about: Question): Promise<CheckAnswer>
  /**
   * What a document says of it that a pipeline sent; null where its run still goes. Absent where nothing is reported.
   * Throws Unread, with where it can't be read and what was seen there.
   */
  readonly take?: (document: unknown, receivedAt: Date) => Taken | null
}

/** What a pipeline says; of all campaigns unless it names the key of one. */
export interface Taken {
  readonly report: Reported
  readonly campaign: string | null
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

/** What a check may use of Stairway to find its answer; each throws Unread where it could not be had. */
export interface Means {
  /** The column `value` of the one row of a query on a declared warehouse, which only reads; `:campaign` is bound to the campaign's key. */
  readonly value: (q: Asked) => Promise<SingleValue>
  /** How many people the campaign's exposure query returns now. */
  readonly exposed: () => Promise<number>
  /** How many of its people are in other campaigns, and how often they were contacted. */
  readonly shared: (q: PeopleAsked) => Promise<SharedPeople>
  /** What was reported of this check from outside last; null where nothing was yet. */
  readonly reported: () => Promise<CheckAnswer | null>
}

export interface Asked {
  readonly warehouse: string
  readonly sql: string
  /** A time comes as milliseconds since 1970. */
  readonly as: 'number' | 'time' | 'text'
}

export interface PeopleAsked {
  /** A query that gives the units of its people, in place of its exposure query. */
  readonly people: { readonly warehouse: string; readonly sql: string } | null
  /** Exposures of so many days are contacts, of campaigns that have ended too; null: whoever is in another one now. */
  readonly days: number | null
  /** Contacts a person, this campaign counted. */
  readonly atMost: number
}

export interface SharedPeople {
  readonly people: number
  /** Those in any other campaign. */
  readonly any: number
  /** The most contacts that anybody has, this campaign counted. */
  readonly most: number
  /** Those with more than `atMost`. */
  readonly tooMany: number
  readonly with: readonly { readonly key: string; readonly n: number }[]
  /** Those that could not be counted, and why. */
  readonly not: readonly { readonly key: string; readonly why: string }[]
}

/** Null where the row has none; `unread`: the text of one that can't be read so. */
export type SingleValue = { readonly value: number | string | null } | { readonly unread: string }
