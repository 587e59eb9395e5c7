import type { ArmComparison, MeasuredMetric, MetricReadout } from '../../src/domain/readout/readout.ts'
import type { Look } from '../../src/pictures/of-readout.ts'

/** A lift with its interval in percent, or why there is none. */
export type Told = readonly [lift: number, low: number, high: number] | string

export interface ToldMetric {
  readonly label: string
  readonly role?: MetricReadout['role']
  readonly direction?: 'up' | 'down'
  readonly margin?: MetricReadout['margin']
  readonly guardrail?: ArmComparison['guardrail']
  /** An arm each; a metric without them was not measured. */
  readonly lifts?: readonly Told[]
}

const CONTROL_VALUE = 0.1

/** A look as a readout has it, from what a table tells. */
export function look(
  arms: readonly string[],
  metrics: readonly ToldMetric[],
  day = 6,
  minimumEffect: number | null = 0.08,
): Look {
  return {
    day,
    horizonDays: 14,
    arms: arms.map((name) => ({ name, weight: 1, users: 21_306 })),
    minimumEffect,
    metrics: metrics.map((metric) => metricOf(metric, arms)),
  }
}

function metricOf(
  { label, role = 'goal', direction = 'up', margin = null, guardrail = null, lifts }: ToldMetric,
  arms: readonly string[],
): MetricReadout {
  const head = { name: label, label, kind: 'proportion', direction, role, unit: null, margin } as const
  if (!lifts) return { ...head, measured: false, failure: 'the query failed', guardrail: null }
  const values = arms.map((arm) => ({ arm, n: 21_306, sum: 2_130, sumSquares: 2_130, value: CONTROL_VALUE }))
  return {
    ...head,
    measured: true,
    values,
    comparisons: lifts.map((told, i) => comparison(arms[i + 1] ?? '', told, direction, guardrail)),
  } satisfies MeasuredMetric
}

function comparison(
  arm: string,
  told: Told,
  direction: 'up' | 'down',
  guardrail: ArmComparison['guardrail'],
): ArmComparison {
  if (typeof told === 'string') {
    const none = { computable: false, problem: 'zero mean', reason: told } as const
    return { arm, relative: none, absolute: none, finding: 'not computable', guardrail }
  }
  const [lift, low, high] = told.map((percent) => percent / 100) as [number, number, number]
  const quarter = (high - low) / 4
  const relative = {
    computable: true,
    lift,
    low: low + quarter / 2,
    high: high - quarter / 2,
    decides: { low, high },
    se: quarter,
    df: 1_000,
    p: 0.04,
  } as const
  const absolute = {
    ...relative,
    lift: lift * CONTROL_VALUE,
    low: relative.low * CONTROL_VALUE,
    high: relative.high * CONTROL_VALUE,
    decides: { low: low * CONTROL_VALUE, high: high * CONTROL_VALUE },
  }
  const [least, most] = direction === 'up' ? [low, high] : [-high, -low]
  const finding = least > 0 ? 'better' : most < 0 ? 'worse' : 'unclear'
  return { arm, relative, absolute, finding, guardrail }
}

const CONTROL = 'No E-Mail'

export const ONE = look([CONTROL, 'Mens E-Mail'], [{ label: 'Purchase', lifts: [[118.8, 78.0, 159.7]] }])

export const MANY = look(
  [CONTROL, 'Mens E-Mail', 'Womens E-Mail', 'Both, on alternating days'],
  [
    {
      label: 'Purchase',
      lifts: [
        [11.8, 7.8, 15.9],
        [5.4, -1.2, 12.0],
        [-8.0, -13.1, -2.9],
      ],
    },
    {
      label: 'Visit within fourteen days of the first exposure, counted once a person',
      role: 'secondary',
      lifts: [
        [7.2, 4.9, 9.5],
        [4.3, 2.0, 6.6],
        [1.0, -1.3, 3.3],
      ],
    },
    {
      label: 'Spend',
      role: 'secondary',
      lifts: [
        [17.9, -4.3, 40.1],
        [6.5, -14, 27],
        [2, -19, 23],
      ],
    },
    {
      label: 'Refunds',
      role: 'secondary',
      direction: 'down',
      lifts: [[-9, -15, -3], 'nobody did it in No E-Mail', [4, -6, 14]],
    },
    {
      label: 'Unsubscribe',
      role: 'guardrail',
      direction: 'down',
      margin: { amount: 0.005, unit: 'absolute' },
      guardrail: 'within margin',
      lifts: [
        [0.4, -1.8, 2.6],
        [1.1, -0.9, 3.1],
        [2.2, 0.1, 4.3],
      ],
    },
    { label: 'Deliveries on time', role: 'guardrail', margin: { amount: 0.02, unit: 'relative' } },
  ],
)

export const NOTHING = look(
  [CONTROL, 'Mens E-Mail'],
  [
    { label: 'Purchase', lifts: ['nobody did it in No E-Mail'] },
    { label: 'Spend', role: 'secondary' },
  ],
)

export const HUGE = look(
  [CONTROL, 'Mens E-Mail'],
  [
    { label: 'Purchase', lifts: [[4.8, 1.0, 8.6]] },
    { label: 'Visit', role: 'secondary', lifts: [[2.2, -0.9, 5.3]] },
    { label: 'Gift cards', role: 'secondary', lifts: [[310, -420, 1040]] },
    { label: 'Returns', role: 'secondary', direction: 'down', lifts: [[900, 640, 1160]] },
  ],
)

export const SCRIPTS = look(
  ['ביקורת', '🎁 Gift', 'رسالة بريد', '控制组'],
  [
    {
      label: 'רכישה בתוך 14 יום',
      lifts: [
        [4.8, 1.0, 8.6],
        [2.2, -0.9, 5.3],
        [-2, -6, 2],
      ],
    },
    {
      label: '🛒 Warenkorb größer 20 €',
      role: 'secondary',
      lifts: [
        [4.8, 1.0, 8.6],
        [2.2, -0.9, 5.3],
        [-2, -6, 2],
      ],
    },
    {
      label: '購入',
      role: 'secondary',
      lifts: [
        [4.8, 1.0, 8.6],
        [2.2, -0.9, 5.3],
        [-2, -6, 2],
      ],
    },
    {
      label: '<b>{a|x}</b> & "quoted"',
      role: 'secondary',
      lifts: [
        [4.8, 1.0, 8.6],
        [2.2, -0.9, 5.3],
        [-2, -6, 2],
      ],
    },
  ],
)

/** Looks over the days of a campaign, narrowing. */
export const DAYS: readonly Look[] = [1, 2, 3, 4, 5, 6].map((day) =>
  look(
    [CONTROL, 'Mens E-Mail', 'Womens E-Mail'],
    [
      {
        label: 'Purchase',
        lifts: [around(12 + 14 / day, 60 / day ** 0.8), around(2 - 9 / day, 60 / day ** 0.8)],
      },
    ],
    day,
  ),
)

function around(lift: number, half: number): Told {
  return [lift, lift - half, lift + half]
}
