/** Guardrails, by daily looks and by the watch between them. */
import { HARMED, least, most, NO_EFFECT, STEADY } from '../aims.ts'
import type { MetricSetting, Setting } from '../setting.ts'
import type { Values } from '../values.ts'
import { EFFECT, lifted, metric, PEOPLE, rate, setting } from './base.ts'

const UNCHANGED = metric(lifted(rate(0.1), 0))
const BETTER = metric(lifted(rate(0.1), EFFECT))

type Beside = Pick<MetricSetting, 'margin'> & { readonly name?: string }

/** Complaints or the like, which must not rise by more than the margin. */
function guardrail(values: readonly Values[], { name = 'guardrail', margin }: Beside = {}): MetricSetting {
  return metric(values, { name, role: 'guardrail', direction: 'down', ...(margin ? { margin } : {}) })
}

const POINT = { amount: 0.01, unit: 'absolute' } as const
/** Exactly what the margin allows. */
const AT_MARGIN = [rate(0.05), rate(0.06)]
const EVERY_ARM = [rate(0.05), rate(0.06), rate(0.06), rate(0.06)]

function guardrails(number: number, values: readonly Values[]): MetricSetting[] {
  return Array.from({ length: number }, (_, i) =>
    guardrail(values, { name: `guardrail ${i + 1}`, margin: POINT }),
  )
}

export const AT_THEIR_MARGIN: readonly Setting[] = [
  setting('one guardrail at its margin', [UNCHANGED, ...guardrails(1, AT_MARGIN)], { aims: NO_EFFECT }),
  setting('three guardrails at their margins', [UNCHANGED, ...guardrails(3, AT_MARGIN)], { aims: NO_EFFECT }),
  setting(
    '3 treatments, 5 guardrails at their margins',
    [metric(lifted(rate(0.1), 0, 0, 0)), ...guardrails(5, EVERY_ARM)],
    { arms: [1, 1, 1, 1], people: PEOPLE * 2, runs: 0.25, aims: NO_EFFECT },
  ),
]

export const WATCHED: readonly Setting[] = [
  setting('hourly watch, 2 %, margin 0', [UNCHANGED, guardrail(lifted(rate(0.02), 0))], {
    looks: 'hourly',
    runs: 0.25,
    aims: NO_EFFECT,
  }),
  setting('hourly watch, control 10 %, 0.5 %, margin 0', [UNCHANGED, guardrail(lifted(rate(0.005), 0))], {
    looks: 'hourly',
    arms: [1, 9],
    runs: 0.25,
    aims: NO_EFFECT,
  }),
]

const HALF_POINT = { amount: 0.005, unit: 'absolute' } as const
const TWENTIETH = { amount: 0.05, unit: 'relative' } as const

export const GUARDED: readonly Setting[] = [
  setting(
    'guardrail unharmed, margin 0.5 points',
    [BETTER, guardrail(lifted(rate(0.05), 0), { margin: HALF_POINT })],
    {
      aims: STEADY,
    },
  ),
  setting(
    'guardrail unharmed, margin 5 % relative',
    [BETTER, guardrail(lifted(rate(0.05), 0), { margin: TWENTIETH })],
    {
      aims: STEADY,
    },
  ),
  setting(
    'guardrail 5 → 7 %, margin 1 point',
    [BETTER, guardrail([rate(0.05), rate(0.07)], { margin: POINT })],
    {
      aims: [...HARMED, most('shipped', 0.025)],
    },
  ),
  setting('guardrail 0 → 0.5 %', [BETTER, guardrail([rate(0), rate(0.005)])], {
    aims: [...HARMED, least('harm', 0.95)],
  }),
]
