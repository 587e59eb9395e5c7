/** What the warehouse brings of a simulated campaign at one look. */
import type { MetricInput, MetricRole, ReadoutInput, RecentSums } from '../../src/domain/readout/input.ts'
import { armSums, type Ledger, sumsOf } from './ledger.ts'
import { dayOf, kindOf, type MetricSetting, type Setting, slotsADay } from './setting.ts'
import { N } from './values.ts'

/** At the end of a slot, counted from zero; of the metrics of these roles. */
export function inputAt(
  setting: Setting,
  ledger: Ledger,
  now: number,
  roles: readonly MetricRole[] = ['goal', 'guardrail', 'secondary'],
): ReadoutInput {
  const { arms, horizon, registered, minimumEffect } = setting
  const at = new Date(Date.UTC(2026, 0, 1) + ((now + 1) * DAY_MS) / slotsADay(setting))
  const metrics = setting.metrics.flatMap((metric, i) =>
    roles.includes(metric.role) ? [metricAt(setting, ledger, metric, i, now)] : [],
  )
  return {
    arms: arms.map((weight, arm) => ({ name: armName(arm), weight })),
    users: [...ledger.users],
    metrics,
    duplicates: 0,
    day: dayOf(setting, now),
    horizonDays: horizon,
    asOf: at,
    newestData: at,
    minimumEffect,
    ...(registered === null ? {} : { plannedUnits: registered }),
  }
}

const DAY_MS = 86_400_000

export function armName(arm: number): string {
  return String.fromCharCode(65 + arm)
}

function metricAt(
  setting: Setting,
  { columns }: Ledger,
  metric: MetricSetting,
  index: number,
  now: number,
): MetricInput {
  const { name, role, direction, margin, windowDays } = metric
  const own = columns[index] ?? []
  const end = now + 1 - (windowDays ?? 0) * slotsADay(setting)
  const between = (first: number, until: number) =>
    own.map((column) => armSums(sumsOf(column, first, until, now), metric))
  const waiting = () => own.map((column) => sumsOf(column, end, now + 1, now)[N] ?? 0)
  const days = role === 'goal' ? recentDays(Math.floor(end / slotsADay(setting))) : 0
  const recent: RecentSums | null =
    days > 0 ? { days, sums: between(end - days * slotsADay(setting), end) } : null
  return {
    name,
    label: name,
    kind: kindOf(metric),
    direction,
    role,
    sums: between(0, end),
    ...(margin ? { margin } : {}),
    ...(windowDays === undefined ? {} : { windowDays, waiting: waiting() }),
    ...(recent ? { recent } : {}),
  }
}

/** A week, or half of the days that there are: of so many days on which people came who count. */
function recentDays(days: number): number {
  if (days < 2) return 0
  return days >= 14 ? 7 : Math.ceil(days / 2)
}
