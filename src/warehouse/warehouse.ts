import type { ExposureDefinition, MetricDefinition } from '../domain/catalog/catalog.ts'
import type { ArmSums } from '../domain/readout/arm-sums.ts'
import type { Cap } from '../domain/readout/input.ts'
import type { Join } from '../domain/readout/join.ts'
import type { Refusal } from '../refusal.ts'
import type { WarehouseError } from './error.ts'
import type { Reading, SingleValue } from './single-value.ts'

/**
 * What the units of an arm did; `n` is all that count, and those without a value count as 0. Of a metric with a window
 * those count whose window has passed.
 */
export interface MetricSums extends ArmSums {
  readonly arm: string
}

export interface ArmUnits {
  readonly arm: string
  readonly n: number
}

/**
 * Whom a segment is of: `value` of `column` at a unit's first exposure, null where the query gave none. The 20 values
 * with most units stand by themselves (cut after 60 characters); `rest` marks all others together, called "other".
 */
export interface Segment {
  readonly column: string
  readonly value: string | null
  readonly rest?: true
}

export interface Exposures {
  /** Sorted by arm: the planned ones, and the largest others, 100 together. */
  readonly perArm: readonly ArmUnits[]
  /** So many more arms than those, with their units. */
  readonly otherArms?: { readonly arms: number; readonly n: number }
  /** Units seen in several arms: counted here and left out everywhere. */
  readonly duplicates: number
  /** The first exposure of anybody, of those that their units count from. */
  readonly oldest: Date | null
  /** The newest exposure, of any unit with an arm. */
  readonly newest: Date | null
  /** In the order of the declared columns; the largest value first, the rest and NULL last. */
  readonly segments: readonly (Segment & { readonly perArm: readonly ArmUnits[] })[]
}

/** Whom the values since the first exposure of anybody are of. */
export interface Reach {
  /** Exposed units with such a value, those of several arms too. */
  readonly exposed: number
  /** Such values, not units, of units that were never exposed. */
  readonly others: number
  /** Looked into where hardly any value is of somebody who was exposed. */
  readonly join?: Join
}

interface CountedSums {
  /** Sorted by arm. */
  readonly sums: readonly MetricSums[]
  /** Of a metric with a window: the same, without the largest, of all units, those still inside it too. */
  readonly everybody?: readonly MetricSums[]
}

export interface MetricAggregates extends CountedSums {
  /** Of a metric with a window: units that are still inside it, sorted by arm. */
  readonly waiting?: readonly ArmUnits[]
  /** Where it was asked for: the same sums, without the largest, of the units that came on the last `days`. */
  readonly recent?: { readonly days: number; readonly sums: readonly MetricSums[] }
  /** Of a metric with a cap, where any value of those who count is not 0. */
  readonly cap?: Cap
  /** The newest value of anyone, exposed or not: how fresh the data is. */
  readonly newest: Date | null
  readonly reach: Reach
  readonly segments: readonly (Segment & CountedSums)[]
}

/** A metric whose query failed, is of another warehouse, or gave what can't be read. */
export interface MetricFailure {
  readonly error: WarehouseError | Refusal
}

export interface CampaignAggregates {
  readonly exposures: Exposures
  /** In the order in which they were asked for. */
  readonly metrics: readonly (MetricAggregates | MetricFailure)[]
}

export interface CampaignQuery {
  readonly campaignKey: string
  readonly exposures: ExposureDefinition
  readonly metrics: readonly MetricDefinition[]
  /** Names of the planned arms, which stand by themselves however many others there are. */
  readonly arms?: readonly string[]
  /** Exposures and values after it do not count. */
  readonly until: Date
  /** Exposures before it are left out; all count without it. */
  readonly since?: Date
  /** By the name of a metric: also the sums of those of its units that were exposed so many days before `until`, or before its window. */
  readonly recentDays?: ReadonlyMap<string, number>
}

/** Runs the declared queries inside the warehouse and brings back one row an arm, for each metric and segment. */
export interface Warehouse {
  /**
   * One pass over the exposures, whatever the number of metrics, and one more for each metric whose units hardly match
   * those that were exposed. A metric whose query fails is left
   * out, which costs a second pass, or a few where only reading its rows shows which it is (`faults.ts`). Throws a
   * WarehouseError where the exposures fail or nothing answers, a Refusal where they belong to another warehouse.
   */
  read(q: CampaignQuery): Promise<CampaignAggregates>
  /** What `read` runs first, its values written where it binds them. Throws as it does for queries that can't be put together. */
  script(q: CampaignQuery): string
  /**
   * The column `value` of the one row of a declared query, `title` for people. Throws a WarehouseError where it fails, or gives
   * no row or several.
   */
  value(q: ValueQuery): Promise<SingleValue>
  /** Whether exposures still come. Throws as `read` does where the exposures fail, nothing answers or they are elsewhere. */
  arrivals(q: ArrivalQuery): Promise<Arrivals>
  /**
   * How many people of a campaign are in others too, and how often each was contacted. Throws as `value` does; a Refusal
   * where a query is of another warehouse.
   */
  shared(q: SharedQuery): Promise<Shared>
  /**
   * Whether a declared query runs and returns its columns: as with `limit 0`, none of its rows is read. Throws as `value` does.
   */
  tryOut(q: TriedQuery): Promise<void>
  /** Stops what still runs. */
  close(): Promise<void>
}

export interface TriedQuery {
  readonly campaignKey: string
  readonly query: ExposureDefinition | MetricDefinition
}

/** What is asked of the exposures of one campaign: whether they still come. */
export interface ArrivalQuery {
  readonly campaignKey: string
  readonly exposures: ExposureDefinition
  /** Exposures at it or before it are not counted. */
  readonly since: Date
  /** Now: what is dated later can't have happened. */
  readonly until: Date
}

/** Exposures, not people: who is exposed twice counts twice. */
export interface Arrivals {
  /** Dated after `since`, up to `until`. */
  readonly after: number
  /** Of these, those of the hour that ends with the newest. */
  readonly lastHour: number
  /** The newest up to `until`, be it before `since`; null where there is none. */
  readonly newest: Date | null
  /** Dated after `until`. */
  readonly ahead: number
}

/** Another campaign, whose people are compared. */
export interface Beside {
  readonly campaignKey: string
  readonly exposures: ExposureDefinition
  /** Whom it does not contact; null where it has no control. */
  readonly control: string | null
}

export interface SharedQuery {
  readonly campaignKey: string
  readonly exposures: ExposureDefinition
  /** A declared query with the column `unit`, in place of the people of the exposures. */
  readonly people?: string
  /** Never empty. */
  readonly beside: readonly Beside[]
  /** Exposures of others after it, up to `until`, are contacts: one for each campaign. */
  readonly since: Date
  readonly until: Date
  /** Contacts a person, this campaign counted. */
  readonly atMost: number
}

export interface Shared {
  readonly people: number
  /** Those of any other. */
  readonly any: number
  /** The most contacts that anybody has, this campaign counted; 0 without people. */
  readonly most: number
  /** Those with more than `atMost`. */
  readonly tooMany: number
  /** In the order of `beside`. */
  readonly each: readonly number[]
}

export interface ValueQuery {
  readonly title: string
  readonly sql: string
  readonly campaignKey: string
  readonly as: Reading
}

export interface Warehouses {
  /** Throws a Refusal if no warehouse has this name. */
  get(name: string): Warehouse
  close(): Promise<void>
}
