/** What one campaign comes to, held against what is true. */
import type { ArmComparison, Readout } from '../../src/domain/readout/readout.ts'
import type { Figures } from './figures.ts'
import { armName } from './input.ts'
import { type End, type Sightings, STILL_RUNNING, shipped, shownInterval, shownLift } from './outcome.ts'
import type { MetricSetting, Setting } from './setting.ts'
import { meanOf } from './values.ts'

interface Account {
  /** The last digest. */
  readonly earlier: Readout | null
  readonly seen: Sightings
  /** Null where it runs on. */
  readonly end: End | null
}

export function accountOf(setting: Setting, { earlier, seen, end }: Account): Figures {
  const { ways, day } = end ?? { ways: STILL_RUNNING, day: setting.days }
  const told = ways.futile + ways.harmed + ways.redesign
  const guarded = setting.metrics.some(({ role }) => role === 'guardrail')
  return {
    found: Number(seen.better || seen.worse),
    better: Number(seen.better),
    worse: Number(seen.worse),
    harm: Number(seen.harm),
    split: Number(seen.split),
    ...(guarded ? { within: Number(seen.within) } : {}),
    ...ways,
    'told to stop': told,
    day,
    ...(earlier ? coverage(setting, earlier) : {}),
    ...(end?.ways.shipped === 1 ? shipping(setting, end.at) : {}),
    ...(setting.arms.length > 2 ? amongArms(setting, end?.at ?? null) : {}),
  }
}

function coverage(setting: Setting, last: Readout): Pick<Figures, 'absolute' | 'relative'> {
  const [absolute, relative] = (['absolute', 'relative'] as const).map((scale) =>
    share(comparisons(setting, last).flatMap(({ metric, at }) => holds(metric, at, scale) ?? [])),
  )
  return { ...(absolute === undefined ? {} : { absolute }), ...(relative === undefined ? {} : { relative }) }
}

interface Compared {
  readonly metric: MetricSetting
  readonly at: ArmComparison
}

function comparisons(setting: Setting, readout: Readout): Compared[] {
  return setting.metrics.flatMap((metric) => {
    const shown = readout.metrics.find(({ name }) => name === metric.name)
    return shown?.measured ? shown.comparisons.map((at) => ({ metric, at })) : []
  })
}

/** Whether the shown interval holds the truth; null where none is shown, or the truth is no number. */
function holds(metric: MetricSetting, at: ArmComparison, scale: 'absolute' | 'relative'): boolean | null {
  const interval = shownInterval(at, scale)
  const truth = truthOf(metric, at.arm, scale)
  if (!interval || !Number.isFinite(truth)) return null
  return interval.low <= truth && truth <= interval.high
}

function truthOf({ values }: MetricSetting, arm: string, scale: 'absolute' | 'relative'): number {
  const [control, treatment] = [values[0], values[armIndex(arm)]]
  if (!control || !treatment) return Number.NaN
  const lift = meanOf(treatment) - meanOf(control)
  return scale === 'absolute' ? lift : lift / Math.abs(meanOf(control))
}

function armIndex(arm: string): number {
  return arm.charCodeAt(0) - armName(0).charCodeAt(0)
}

/** What was shown of the goal in the arm that shipped. */
function shipping(setting: Setting, at: Readout): Pick<Figures, 'lift' | 'holds'> {
  const { arm } = shipped(at) ?? {}
  const goal = comparisons(setting, at).find((each) => each.metric.role === 'goal' && each.at.arm === arm)
  if (!goal) return {}
  const lift = shownLift(goal.at)
  const held = holds(goal.metric, goal.at, 'relative')
  return { ...(lift === null ? {} : { lift }), ...(held === null ? {} : { holds: Number(held) }) }
}

/** Among several treatments: one was shipped while others ran on, and one that is not the best of them. */
function amongArms(setting: Setting, at: Readout | null): Pick<Figures, 'others running' | 'not the best'> {
  const [goal] = setting.metrics
  const one = at && shipped(at)
  const means = (goal?.values ?? []).map(meanOf)
  const best = Math.max(...means.slice(1))
  return {
    'others running': Number(one?.alone === true && one.others > 0),
    'not the best': Number(one?.alone === true && (means[armIndex(one.arm)] ?? best) < best),
  }
}

function share(held: readonly boolean[]): number | undefined {
  return held.length > 0 ? held.filter(Boolean).length / held.length : undefined
}
