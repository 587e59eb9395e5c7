/** Which people a fault is of: the segment that an off split rests on, and segments where nothing happens at all. */

import { sampleRatio, sampleRatioDistance } from '../statistics/sample-ratio.ts'
import type { ArmSums } from './arm-sums.ts'
import type { MetricInput, ReadoutInput, SegmentInput } from './input.ts'
import type { SegmentName, Silence, SplitCause } from './pieces.ts'

/** Beyond its share of the people: what a segment must take of the χ² with it to be named. */
const TELLING = 0.2

/** Nothing among so many expected happens by chance once in 160 000 times. */
const EXPECTED = 12

const MOST_SILENCES = 3

/**
 * Leave-one-out: how much smaller the χ² is without the segment, beyond the share of people that go with it. Null
 * where no segment tells more than any other.
 */
export function splitCause(
  { segments = [] }: ReadoutInput,
  users: readonly number[],
  weights: readonly number[],
): SplitCause | null {
  const whole = sampleRatioDistance(users, weights)
  const scored = segments.map((segment) => {
    const rest = users.map((n, i) => n - (segment.users[i] ?? 0))
    const without = sampleRatioDistance(rest, weights)
    const share = 1 - without.users / whole.users
    const pWithout = without.users > 0 ? sampleRatio(rest, weights).p : 1
    return { segment, pWithout, score: 1 - without.distance / whole.distance - share }
  })
  const [first] = scored.filter(({ score }) => score > TELLING).sort((a, b) => b.score - a.score)
  return first ? { ...nameOf(first.segment), users: first.segment.users, pWithout: first.pWithout } : null
}

/**
 * Metrics without a single event in a segment and arm where the arm's other people let at least twelve be expected;
 * those still inside a window are looked at too.
 */
export function silences({ segments = [], metrics, arms }: ReadoutInput): Silence[] {
  const found = metrics.flatMap((metric) =>
    'failure' in metric ? [] : segments.flatMap((segment) => silencesOf(metric, segment, arms)),
  )
  return found.sort((a, b) => b.expected - a.expected).slice(0, MOST_SILENCES)
}

function silencesOf(
  metric: MetricInput & Sums,
  segment: SegmentInput,
  arms: ReadoutInput['arms'],
): Silence[] {
  const own = segment.metrics.find(({ name }) => name === metric.name)
  if (!own) return []
  const silent = arms.flatMap(({ name }, i) => {
    const [part, all] = [sumsOf(own)[i], sumsOf(metric)[i]]
    if (!part || !all || part.sum !== 0 || part.sumSquares !== 0) return []
    const expected = (events(all) * part.n) / (all.n - part.n)
    return expected >= EXPECTED ? [{ arm: name, people: part.n, expected }] : []
  })
  const head = { ...nameOf(segment), metric: metric.name, label: metric.label }
  if (silent.length < arms.length) return silent.map((each) => ({ ...head, ...each }))
  const total = (of: (each: (typeof silent)[number]) => number) =>
    silent.reduce((sum, each) => sum + of(each), 0)
  return [
    { ...head, arm: null, people: total(({ people }) => people), expected: total((each) => each.expected) },
  ]
}

interface Sums {
  readonly sums: readonly ArmSums[]
  readonly everybody?: readonly ArmSums[]
}

function sumsOf({ sums, everybody = sums }: Sums): readonly ArmSums[] {
  return everybody
}

/** (Σx)²/Σx²: the number of events behind a sum, as many as it is of equal ones (Kish's effective size). */
function events({ sum, sumSquares }: ArmSums): number {
  return sumSquares > 0 ? sum ** 2 / sumSquares : 0
}

function nameOf({ column, value, rest }: SegmentInput): SegmentName {
  return { column, value: rest ? 'other' : (value ?? 'none') }
}
