/** The campaign that all others are told apart from: two weeks, two arms, people enough for 80 % power at the horizon. */
import { least } from '../aims.ts'
import type { MetricSetting, Setting } from '../setting.ts'
import { times, type Values } from '../values.ts'

export const EFFECT = 0.1
/** 1116 a day in each arm. */
export const PEOPLE = 31_248
const DAYS = 14

const even = () => 1

/** What is left out is as in the base. `people` also sets the size that is registered, `horizon` the days. */
export function setting(
  name: string,
  metrics: readonly MetricSetting[],
  differing: Partial<Omit<Setting, 'name' | 'metrics'>>,
): Setting {
  const { people = PEOPLE, horizon = DAYS } = differing
  const wait = Math.max(0, ...metrics.map(({ windowDays }) => windowDays ?? 0))
  const lasting = horizon ?? DAYS
  return {
    name,
    arms: [1, 1],
    people,
    arriving: even,
    arrivalDays: differing.days ?? lasting,
    registered: people,
    horizon,
    days: lasting + wait,
    looks: 'daily',
    metrics,
    minimumEffect: EFFECT,
    runs: 1,
    aims: [],
    ...differing,
  }
}

type Beside = Partial<Pick<MetricSetting, 'name' | 'role' | 'direction' | 'margin' | 'windowDays'>>

/** A goal with these values in each arm, or what else it is said to be. */
export function metric(values: readonly Values[], beside: Beside = {}): MetricSetting {
  return { name: 'goal', role: 'goal', direction: 'up', values, ...beside }
}

/** The control's values, and as many treatments as there are effects. */
export function lifted(control: Values, ...effects: readonly number[]): Values[] {
  return [control, ...effects.map((effect) => times(control, 1 + effect))]
}

export function rate(share: number, more: Partial<Extract<Values, { kind: 'rate' }>> = {}): Values {
  return { kind: 'rate', rate: share, ...more }
}

/** Revenue: spread over the decades (σ 2), paid by a share of the people. */
export function revenue(payers: number): Values {
  return { kind: 'lognormal', mean: 20, sigma: 2, payers }
}

export const EXPONENTIAL: Values = { kind: 'exponential', mean: 10 }
/** One session and two more on average, one in twelve with a click. */
export const CLICKS: Values = { kind: 'clicks', rate: 1 / 12, moreSessions: 2 }

export const orders = (share: number): Values => ({
  kind: 'orders',
  mean: 30,
  sigma: 1,
  share,
  moreOrders: 0.5,
})

/** Weekends have fewer people, who act more. */
const TRAFFIC = [1.2, 1.2, 1.1, 1.1, 1, 0.7, 0.7]
const APPETITE = [0.95, 0.95, 0.95, 1, 1, 1.1, 1.15]
export const weekly = (day: number): number => TRAFFIC[(day - 1) % 7] ?? 1
export const appetite = (day: number): number => APPETITE[(day - 1) % 7] ?? 1
export const growing = (day: number): number => 1.2 ** day

export const ships = (share: number) => least('shipped', share)
