/** Campaigns without an effect. */
import { NO_EFFECT } from '../aims.ts'
import type { Setting } from '../setting.ts'
import type { Values } from '../values.ts'
import {
  appetite,
  CLICKS,
  EXPONENTIAL,
  growing,
  lifted,
  metric,
  orders,
  PEOPLE,
  rate,
  revenue,
  setting,
  weekly,
} from './base.ts'

const HOLDOUT_10 = [1, 9]
const TREATED_10 = [9, 1]
const TENTH = rate(0.1)

/** One goal that is the same in all arms. */
function same(name: string, values: Values, differing: Partial<Omit<Setting, 'name' | 'metrics'>> = {}) {
  const treatments = (differing.arms ?? [1, 1]).slice(1).map(() => 0)
  return setting(name, [metric(lifted(values, ...treatments))], { aims: NO_EFFECT, ...differing })
}

/** All who come do so at once, or later than the first days. */
const EVENLY: readonly Setting[] = [
  same('base: 10 % convert, 31 248 people', TENTH),
  same('weekly seasonality of traffic and rate', rate(0.1, { onDay: appetite }), { arriving: weekly }),
  same('traffic +20 % a day, size known', TENTH, { arriving: growing }),
  same('traffic +20 % a day, no size', TENTH, { arriving: growing, registered: null }),
  same('nine tenths come in the second week', TENTH, { arriving: (day) => (day <= 7 ? 1 : 9) }),
  same('audience 10 times the registered', TENTH, { people: PEOPLE * 10, registered: PEOPLE }),
  same('audience 1 % of the registered', TENTH, { people: 312, registered: PEOPLE }),
  same('weekends skipped', TENTH, { looks: 'weekdays' }),
  same('365 daily looks', TENTH, { horizon: 365, runs: 0.1 }),
  same('no horizon, 56 looks', TENTH, {
    people: PEOPLE * 4,
    registered: null,
    horizon: null,
    days: 56,
    runs: 0.25,
  }),
  same('4 arms', TENTH, { arms: [1, 1, 1, 1], people: PEOPLE * 2 }),
]

const FEW: readonly Setting[] = [
  same('50 an arm, 5 %', rate(0.05), { people: 100 }),
  same('50 an arm, 10 %', TENTH, { people: 100 }),
  same('50 an arm, 30 %', rate(0.3), { people: 100 }),
  same('50 an arm, 50 %', rate(0.5), { people: 100 }),
  same('12 an arm, 50 %', rate(0.5), { people: 24 }),
  same('50 an arm, exponential', EXPONENTIAL, { people: 100 }),
  same('50 an arm, lognormal σ 2', revenue(1), { people: 100 }),
  same('5 an arm, normal', { kind: 'normal', mean: 10, spread: 3 }, { people: 10 }),
  same(
    '5 an arm of 10 000, normal',
    { kind: 'normal', mean: 10, spread: 3 },
    { people: 10, registered: 20_000 },
  ),
]

const UNEVEN: readonly Setting[] = [
  same('treatment 10 %, 1000 people, 5 %', rate(0.05), { arms: TREATED_10, people: 1000 }),
  same('treatment 10 %, 31 000 people, 10 %', TENTH, { arms: TREATED_10 }),
  same('treatment 10 %, 31 000 people, 0.5 %', rate(0.005), { arms: TREATED_10 }),
  same('control 10 %, 31 000 people, 10 %', TENTH, { arms: HOLDOUT_10 }),
  same('control 10 %, 31 000 people, 0.5 %', rate(0.005), { arms: HOLDOUT_10 }),
  same('treatment 1 %, 31 000 people, 10 %', TENTH, { arms: [99, 1] }),
  same('control 1 %, 31 000 people, 10 %', TENTH, { arms: [1, 99] }),
  same('control 10 %, 1000 people, exponential', EXPONENTIAL, { arms: HOLDOUT_10, people: 1000 }),
]

const REVENUE: readonly Setting[] = [
  same('revenue σ 2, 1 % pay', revenue(0.01)),
  same('revenue σ 2, 10 % pay', revenue(0.1)),
  same('revenue σ 2, all pay, 8000 people', revenue(1), { people: 8000 }),
  same('revenue σ 2, 10 % pay, treatment 10 %', revenue(0.1), { arms: TREATED_10 }),
  same('revenue σ 2, 10 % pay, control 10 %', revenue(0.1), { arms: HOLDOUT_10 }),
  same('revenue σ 2, 10 % pay, control 20 %', revenue(0.1), { arms: [1, 4] }),
  same('revenue σ 2, 10 % pay, control 10 %, 312 000 people', revenue(0.1), {
    arms: HOLDOUT_10,
    people: 312_480,
    runs: 0.25,
  }),
  same('clicks a session, 7000 people', CLICKS, { people: 7000 }),
  same('order value, 10 % order', orders(0.1)),
  same('order value, 0.3 % order', orders(0.003)),
  same('order value, 0.1 % order', orders(0.001)),
]

const BEFORE: readonly Setting[] = [
  same('CUPED, ρ 0.9', { kind: 'normal', mean: 10, spread: 10, before: 0.9 }, { people: 2800 }),
  same('CUPED, ρ 0', { kind: 'normal', mean: 10, spread: 10, before: 0 }, { people: 2800 }),
  same('CUPED, binary, ρ 0.9', rate(0.1, { before: 0.9 })),
  same('CUPED, ρ 0.9, 28 people', { kind: 'normal', mean: 10, spread: 3, before: 0.9 }, { people: 28 }),
]

const WEEK = rate(0.1, { acting: { from: 0, to: 7 } })
const FORTNIGHT = rate(0.1, { acting: { from: 0, to: 14 } })
const LATE = rate(0.1, { acting: { from: 10, to: 14 } })
const AFTER_8 = rate(0.1, { acting: { from: 8, to: 11 } })

/** They act some days after they came; first without a declared window, then with one. */
const DELAYED: readonly Setting[] = [
  same('act within 7 days, no window', WEEK),
  same('act within 14 days, no window', FORTNIGHT),
  same('act after 10 to 14 days, no window', LATE),
  same('all in 3 days, act after 8 to 11, no window', AFTER_8, { arrivalDays: 3 }),
  same('all at once, act evenly, no window', FORTNIGHT, { arrivalDays: 1 }),
  windowed('act within 7 days, window of 7', WEEK, 7),
  windowed('act within 14 days, window of 14', FORTNIGHT, 14),
  windowed('act after 10 to 14 days, window of 14', LATE, 14),
  windowed('all in 3 days, act after 8 to 11, window of 11', AFTER_8, 11, { arrivalDays: 3 }),
]

function windowed(
  name: string,
  values: Values,
  windowDays: number,
  differing: Partial<Omit<Setting, 'name' | 'metrics'>> = {},
) {
  return setting(name, [metric(lifted(values, 0), { windowDays })], {
    aims: NO_EFFECT,
    arrivalDays: 14,
    ...differing,
  })
}

export const WITHOUT: readonly Setting[] = [...EVENLY, ...FEW, ...UNEVEN, ...REVENUE, ...BEFORE, ...DELAYED]
