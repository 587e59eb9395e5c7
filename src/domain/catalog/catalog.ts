import type { Brief } from '../state/brief.ts'
import type { MetricKind, Step, TeamKind } from '../terms.ts'
import type { Lead } from '../time/lead-time.ts'
import type { Schedule } from '../time/schedule.ts'
import type { DropLimits } from './drops.ts'
import type { TargetDefinition } from './targets.ts'

/** What stairway.yaml declares: reviewed like code, never typed into Slack. Slack ids are U…, usergroup ids S…. */

export interface Team {
  readonly name: string
  readonly kind: TeamKind
  /** Slack user ids. */
  readonly members: readonly string[]
  /** A Slack user group whose members belong too. */
  readonly usergroup?: string
  /** Slack user id that overdue work of the team escalates to. */
  readonly lead?: string
}

export interface ApprovalPolicy {
  readonly name: string
  /** How many different members of each team must approve. Never empty. */
  readonly requires: readonly { readonly team: string; readonly count: number }[]
  /** Hours until a request expires. */
  readonly expiresAfterHours: number
  /** What is decided by this policy, whatever its template names. */
  readonly when?: PolicyRule
  /** One decline does not end a request that others can still approve. */
  readonly declinesCount?: true
  /** For teams of one: who owns it, asked for it or changed it may approve it too. */
  readonly selfApproval?: true
  /** Hours after which whoever has not decided is reminded; without them at half of its time and shortly before its end. */
  readonly remindAfterHours?: readonly number[]
  /** Whom a request goes to that still waits after so many hours; they may decide for each team. */
  readonly escalate?: { readonly afterHours: number; readonly to: readonly string[] }
  /** Who may approve alone in an emergency. */
  readonly breakGlass?: readonly string[]
}

/** All that it names must hold. */
export interface PolicyRule {
  /** Of the audience, people. */
  readonly atLeast?: number
  readonly atMost?: number
  /** Kinds of targets: one of the steps goes to one of them. */
  readonly targets?: readonly string[]
  /** Kinds of targets: every step goes to one of them. */
  readonly onlyTargets?: readonly string[]
  readonly templates?: readonly string[]
}

export interface TaskTemplate {
  readonly title: string
  readonly step: Step
  readonly team: TeamKind
  readonly required: boolean
  /** Working days after creation by which it is due. */
  readonly dueInDays?: number
  /** In place of it: how long before go-live. */
  readonly lead?: Lead
  /** Numbers of the template's tasks that it waits for, counted from 1. */
  readonly after?: readonly number[]
  /** What has to be shown before it is done. */
  readonly asks?: string
  /** Name of a declared check that answers for it. */
  readonly check?: string
}

/** What a campaign of a template begins with; its name, people and channel are the campaign's own. */
export type TemplateBrief = Partial<Omit<Brief, 'name' | 'kind' | 'partner' | 'channel'>>

export interface CampaignTemplate {
  readonly name: string
  readonly title: string
  readonly kind: 'campaign' | 'experiment'
  /** Name of an approval policy. */
  readonly policy: string
  readonly tasks: readonly TaskTemplate[]
  readonly brief?: TemplateBrief
  /** When digests are posted to the campaign's channel, unless somebody plans them otherwise. */
  readonly digest?: Schedule
}

export interface BigQueryDefinition {
  readonly name: string
  readonly type: 'bigquery'
  /** The project that the queries run in and are billed to. */
  readonly project: string
  /** A credential as JSON text (of a service account, or external); without it, what the machine is given. */
  readonly credentials?: string
  /** Where the data is, for example "EU". */
  readonly location?: string
  /** Another address of the API. */
  readonly endpoint?: string
  /** A query that would be billed for more is not run. */
  readonly maximumBytesBilled?: number
  readonly timeoutSeconds: number
}

export interface SnowflakeDefinition {
  readonly name: string
  readonly type: 'snowflake'
  readonly account: string
  readonly user: string
  /** Exactly one of these: a private key as PEM text, a programmatic access token, or a password. */
  readonly privateKey?: string
  readonly token?: string
  readonly password?: string
  /** The virtual warehouse that computes. */
  readonly warehouse?: string
  readonly database?: string
  readonly schema?: string
  readonly role?: string
  /** Another address of the API. */
  readonly endpoint?: string
  readonly timeoutSeconds: number
}

export interface FilesDefinition {
  readonly name: string
  readonly type: 'files'
  /** Each table is a view over CSV or Parquet files (paths or globs), read by DuckDB. */
  readonly tables: Readonly<Record<string, string>>
  /** Which of 03/02 is the month, in dates of CSV files that do not begin with the year. */
  readonly dates?: 'dmy' | 'mdy'
  /** Bytes that a read may take; 1 GB unless given. What needs more goes to the disk. */
  readonly memory?: number
  readonly timeoutSeconds: number
}

export type WarehouseDefinition =
  | {
      readonly name: string
      readonly type: 'postgres'
      readonly url: string
      readonly timeoutSeconds: number
    }
  | { readonly name: string; readonly type: 'sqlite'; readonly file: string; readonly timeoutSeconds: number }
  | FilesDefinition
  | BigQueryDefinition
  | SnowflakeDefinition

/** A query that returns `unit, arm, exposed_at` and its segments; `:campaign` is bound to the campaign's key. */
export interface ExposureDefinition {
  readonly name: string
  /** Up to three more columns of the query, by which people are told apart where something is off. */
  readonly segments?: readonly string[]
  /** So many hours after somebody was exposed their row is there at the latest; 24 unless given. */
  readonly delayHours?: number
  /** Of campaigns that name it, where these are others than those of all. */
  readonly drops?: Partial<DropLimits>
  readonly warehouse: string
  readonly sql: string
}

/** A query that returns `unit, at, value`, and `denominator` of a ratio; `:campaign` is bound to the campaign's key. */
export interface MetricDefinition {
  readonly name: string
  /** As people read it in a digest, for example "Purchase". */
  readonly label: string
  readonly kind: MetricKind
  /** Which way is better. */
  readonly direction: 'up' | 'down'
  /**
   * Values count from exposure until this many days after it, and a unit once they have passed; without it, values
   * until the run, and everybody.
   */
  readonly windowDays?: number
  /** Values of so many days before exposure take away the spread that the campaign can't have caused (CUPED). */
  readonly preDays?: number
  /**
   * Of a mean or a ratio (its numerator): values of single units are cut at this share of all that are not 0, for
   * example 0.999, whatever their arm; to five digits.
   */
  readonly cap?: number
  /** Unit of a mean as printed, for example "USD". */
  readonly unit?: string
  readonly warehouse: string
  readonly sql: string
}

/** What a machine can be asked about the readiness of a campaign (src/checks). */
export interface CheckDefinition {
  readonly name: string
  readonly kind: string
  readonly title: string
  /** A pass that is older counts no more. */
  readonly maxAgeMinutes: number
  /** How often it is asked before a launch. */
  readonly everyMinutes: number
  /** A warning is good enough. */
  readonly warnPasses?: true
  /** How long it may fail before an approval lapses by it. */
  readonly graceMinutes: number
  /** Slack user id of who is told when its answer moves; whoever has the task unless given. */
  readonly owner?: string
}

/** No launch may start in it. */
export type Freeze = DatedFreeze | WeeklyFreeze

interface FreezeTerms {
  readonly reason: string
  /** Slack user ids of those who may launch all the same, with a reason; nobody unless given. */
  readonly override?: readonly string[]
}

export interface DatedFreeze extends FreezeTerms {
  readonly from: Date
  readonly to: Date
}

/** Each week anew, by the clocks of a zone; up to the end of the same week or of the next. */
export interface WeeklyFreeze extends FreezeTerms {
  readonly weekly: { readonly from: WeekTime; readonly to: WeekTime }
  readonly zone: string
}

export interface WeekTime {
  /** Monday is 1, Sunday 7. */
  readonly day: number
  /** `09:00` */
  readonly time: string
}

export interface Catalog {
  readonly teams: readonly Team[]
  readonly policies: readonly ApprovalPolicy[]
  readonly templates: readonly CampaignTemplate[]
  readonly warehouses: readonly WarehouseDefinition[]
  readonly exposures: readonly ExposureDefinition[]
  readonly metrics: readonly MetricDefinition[]
  readonly targets: readonly TargetDefinition[]
  readonly checks: readonly CheckDefinition[]
  readonly freezes: readonly Freeze[]
  /** As is usual where nothing is said. */
  readonly drops?: Partial<DropLimits>
}
