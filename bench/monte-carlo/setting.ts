/** What a simulated campaign is: who comes, what they do, how it is looked at, and what is asked of the decisions. */

import type { MetricRole } from '../../src/domain/readout/input.ts'
import type { Margin } from '../../src/domain/readout/margin.ts'
import type { Direction } from '../../src/domain/statistics/direction.ts'
import type { MetricKind } from '../../src/domain/terms.ts'
import type { Aim } from './aims.ts'
import type { Values } from './values.ts'

export interface MetricSetting {
  readonly name: string
  readonly role: MetricRole
  readonly direction: Direction
  /** In the order of the arms. */
  readonly values: readonly Values[]
  readonly margin?: Margin
  /** As declared: then only people whose window has passed count. */
  readonly windowDays?: number
}

/** weekdays: none on the sixth and seventh day of a week, but on the horizon. hourly: the watch, between daily looks. */
type Looks = 'daily' | 'weekdays' | 'hourly'

export interface Setting {
  /** Unique; the random numbers of its campaigns depend on it. */
  readonly name: string
  /** Weights; the first is the control. */
  readonly arms: readonly number[]
  /** All who come, in all arms. */
  readonly people: number
  /** How many come on a day, in any unit. */
  readonly arriving: (day: number) => number
  /** The last day on which anyone comes. */
  readonly arrivalDays: number
  /** The size that was registered; null for none. */
  readonly registered: number | null
  readonly horizon: number | null
  /** The day of the last look. */
  readonly days: number
  readonly looks: Looks
  readonly metrics: readonly MetricSetting[]
  readonly minimumEffect: number
  /** Of the runs that are asked for, where a campaign is long or large. */
  readonly runs: number
  readonly aims: readonly Aim[]
}

const KINDS: Readonly<Record<Values['kind'], MetricKind>> = {
  rate: 'proportion',
  lognormal: 'mean',
  exponential: 'mean',
  normal: 'mean',
  clicks: 'ratio',
  orders: 'ratio',
}

export function kindOf({ values: [control] }: MetricSetting): MetricKind {
  return control ? KINDS[control.kind] : 'proportion'
}

/** Looks of a day: the unit of time in which people come. */
export function slotsADay({ looks }: Setting): number {
  return looks === 'hourly' ? 24 : 1
}

/** The first day is 1. */
export function dayOf(setting: Setting, slot: number): number {
  return Math.floor(slot / slotsADay(setting)) + 1
}
