import { describe, expect, it } from 'vitest'
import type { ArmSums } from '../../../src/domain/readout/arm-sums.ts'
import { compare } from '../../../src/domain/readout/comparison.ts'
import { isHarmed } from '../../../src/domain/readout/harmed.ts'
import type { MetricInput } from '../../../src/domain/readout/input.ts'
import type { Margin } from '../../../src/domain/readout/margin.ts'
import type { Direction } from '../../../src/domain/statistics/direction.ts'
import { SPEND } from './fixtures.ts'

const N = 10_000
const events = (sum: number, n = N): ArmSums => ({ n, sum, sumSquares: sum })
const absolute = (amount: number): Margin => ({ amount, unit: 'absolute' })
const relative = (amount: number): Margin => ({ amount, unit: 'relative' })

interface Case {
  readonly kind?: MetricInput['kind']
  readonly weights?: readonly [number, number]
  readonly alpha?: number
}

function harmed(
  direction: Direction,
  control: ArmSums,
  treatment: ArmSums,
  margin: Margin | null = null,
  { kind = 'proportion', weights = [1, 1], alpha = 0.05 }: Case = {},
): boolean {
  const metric = { ...SPEND, kind, sums: [control, treatment] }
  const registered = { horizonDays: 14, units: 2 * N, windowDays: 0 }
  const rows = [control, treatment].map((sums, i) => ({ arm: 'AB'[i] ?? '', weight: weights[i] ?? 1, sums }))
  const [a, b] = rows
  if (!a || !b) throw new Error('two arms')
  return isHarmed(compare(metric, a, b, registered, weights), direction, margin, alpha)
}

describe('harm by a rate', () => {
  it.each<[string, Direction, number, number, Margin | null, boolean]>([
    ['a rise in unsubscribes', 'down', 200, 300, null, true],
    ['within an absolute margin', 'down', 200, 300, absolute(0.01), false],
    ['beyond it', 'down', 200, 450, absolute(0.01), true],
    ['within a relative margin', 'down', 200, 300, relative(0.5), false],
    ['beyond it, relative', 'down', 200, 450, relative(0.5), true],
    ['a fall in unsubscribes', 'down', 300, 200, null, false],
    ['a fall in purchases', 'up', 1200, 1000, null, true],
    ['a small fall', 'up', 1020, 1000, null, false],
    ['nobody in the treatment buys', 'up', 600, 0, null, true],
    ['nobody in the control complains', 'down', 0, 120, null, true],
    ['nobody in the control complains, beyond an absolute margin', 'down', 0, 120, absolute(0.002), true],
    ['nobody in the control complains, within it', 'down', 0, 120, absolute(0.02), false],
    ['nobody in the control complains, whatever is relative to it', 'down', 0, 120, relative(0.5), true],
    ['everybody in the control is spared a crash', 'up', N, N - 200, null, true],
    ['everybody in the treatment is spared', 'up', N - 200, N, null, false],
    ['everybody in the control, within a margin', 'up', N, N - 200, absolute(0.04), false],
    ['nobody in either', 'down', 0, 0, null, false],
    ['everybody in both', 'up', N, N, null, false],
  ])('%s', (_, direction, control, treatment, margin, wanted) => {
    expect(harmed(direction, events(control), events(treatment), margin)).toBe(wanted)
  })

  it.each<[string, Direction, ArmSums, ArmSums, Margin | null, boolean]>([
    ['0 against 11 events', 'down', events(0), events(11), null, false],
    ['0 against 12 events', 'down', events(0), events(12), null, true],
    ['12 against 0 purchases', 'up', events(12), events(0), null, true],
    ['12 crashes among all but 12', 'up', events(N), events(N - 12), null, true],
    ['all but a few, the better way', 'up', events(N - 12), events(N), null, false],
    ['few, within an absolute margin', 'down', events(0), events(12), absolute(0.01), false],
    ['few, beyond it', 'down', events(0, 200), events(29, 200), absolute(0.01), true],
  ])('with few events, exactly: %s', (_, direction, control, treatment, margin, wanted) => {
    expect(harmed(direction, control, treatment, margin)).toBe(wanted)
  })

  it('by the planned shares, not by who came: a holdout of a tenth with 2 of 72 is none', () => {
    const sizes = [events(2, 1_561), events(70, 14_063)] as const
    expect(harmed('down', ...sizes, null, { weights: [1, 9] })).toBe(false)
    expect(harmed('down', events(0, 1_561), events(130, 14_063), null, { weights: [1, 9] })).toBe(true)
  })

  it('asks for more where alpha is shared by many tests', () => {
    const at = (alpha: number) => harmed('down', events(200), events(275), null, { alpha })
    expect([at(0.05), at(0.05 / 15)]).toEqual([true, false])
  })
})

describe('harm by a mean', () => {
  const spent = (mean: number, square: number, n = N): ArmSums => ({
    n,
    sum: mean * n,
    sumSquares: square * n,
  })
  const of = (direction: Direction, control: ArmSums, treatment: ArmSums, margin: Margin | null = null) =>
    harmed(direction, control, treatment, margin, { kind: 'mean' })

  it.each<[string, Direction, ArmSums, ArmSums, Margin | null, boolean]>([
    ['a fall in spend', 'up', spent(10, 200), spent(9, 180), null, true],
    ['a rise', 'up', spent(9, 180), spent(10, 200), null, false],
    ['a rise in costs', 'down', spent(9, 180), spent(10, 200), null, true],
    ['within a relative margin', 'up', spent(10, 200), spent(9, 180), relative(0.2), false],
    ['nobody in the treatment spends anything', 'up', spent(10, 200), spent(0, 0), null, true],
    ['nobody in the control has a cost', 'down', spent(0, 0), spent(1, 3), null, true],
    ['everybody spends the same', 'up', spent(10, 100), spent(10, 100), null, false],
    ['it rests on too few people', 'up', spent(10, 200, 40), spent(0, 0, 40), null, false],
    ['one person is all of it', 'up', { n: N, sum: 1e6, sumSquares: 1e12 }, spent(0, 0), null, false],
  ])('%s', (_, direction, control, treatment, margin, wanted) => {
    expect(of(direction, control, treatment, margin)).toBe(wanted)
  })

  it('is not claimed of what is not computable', () => {
    const none = { n: N, sum: Number.NaN, sumSquares: 1 }
    expect(of('up', none, spent(10, 200))).toBe(false)
    const unexposed = { n: N, sum: 5, sumSquares: 5, denominator: { sum: 0, sumSquares: 0, products: 0 } }
    expect(harmed('up', unexposed, unexposed, null, { kind: 'ratio' })).toBe(false)
  })
})
