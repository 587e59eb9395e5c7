import { expect, it } from 'vitest'
import { parseAudience } from '../../../src/domain/brief/audience-values.ts'
import { parseGuardrails } from '../../../src/domain/brief/guardrail-values.ts'
import { parseOutcome } from '../../../src/domain/brief/metric-values.ts'

const METRICS = [
  { name: 'purchase', label: 'Purchase', kind: 'proportion' },
  { name: 'revenue', label: 'Revenue per person', kind: 'mean', unit: 'EUR' },
  { name: 'unsubscribe', label: 'Unsubscribe', kind: 'proportion' },
] as const

it.each([
  'purchases up by 8 percent',
  'purchase up by 8%',
  'purchase up 8 percent',
  'purchase up 8',
  'Purchase UP 8%',
  'increase purchase by 8%',
  'Increase the purchases by 8 per cent',
  'purchase +8%',
])('an outcome as people write it: %s', (typed) => {
  expect(parseOutcome(typed, METRICS)).toEqual({
    metric: 'purchase',
    direction: 'up',
    minimumEffect: 0.08,
    secondary: [],
  })
})

it('a metric by its label, also beside the goal', () => {
  expect(parseOutcome('Revenue per person up 5% also Purchases', METRICS)).toMatchObject({
    metric: 'revenue',
    secondary: ['purchase'],
  })
  expect(parseOutcome('reduce unsubscribes by 5%', METRICS)).toMatchObject({
    metric: 'unsubscribe',
    direction: 'down',
    minimumEffect: 0.05,
  })
})

it.each(['purchase up 0.08', 'purchase up 0,5 points', 'purchase up 8 EUR', 'purchase 8'])(
  'what has no one reading is none: %s',
  (typed) => {
    expect(() => parseOutcome(typed, METRICS)).toThrow(/^I can't read/)
  },
)

it.each([
  'Unsubscribe 0.2 points',
  'unsubscribe max 0.2 points',
  'unsubscribes at most 0,2 points',
  'unsubscribe by 0.2 pp',
])('a guardrail as people write it: %s', (typed) => {
  expect(parseGuardrails(typed, METRICS)).toEqual([
    { metric: 'unsubscribe', margin: { amount: 0.002, unit: 'absolute' } },
  ])
})

it('the people behind a comma at the end of an audience', () => {
  expect(parseAudience('EU customers, 12.000 people')).toEqual({ words: 'EU customers', size: 12_000 })
  expect(parseAudience('Lapsed, EU, 12k users')).toEqual({ words: 'Lapsed, EU', size: 12_000 })
  expect(parseAudience('People who bought for 100 EUR, all 3 people')).toMatchObject({ size: null })
})
