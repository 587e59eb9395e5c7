import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readout } from '../../../src/domain/readout/look.ts'
import { comparison, type ToldMetric, told } from './told.ts'

/**
 * Published experiments as they were read out before another test decided: two trials of medicine (aspirin, salk), the
 * e-mail campaign of Hillstrom, a game's gate, courses and tutorials, and three splits that are off.
 */
interface Published {
  readonly name: string
  readonly users: readonly number[]
  /** p of the χ². */
  readonly split: number
  readonly metrics: readonly ToldMetric[]
  readonly found: readonly {
    readonly metric: string
    readonly arm: string
    /** By Welch: lift, 95 % interval, p. */
    readonly absolute: readonly [number, number, number, number]
    /** The same lift, with the ends that Fieller's theorem gives. */
    readonly relative: readonly [number, number, number]
  }[]
}

const FILE = new URL('published.json', import.meta.url)
const PUBLISHED = JSON.parse(readFileSync(FILE, 'utf8')) as readonly Published[]

const DIGITS = 12

/** Within rounding of the last digits that doubles have. */
function near(figures: readonly number[]) {
  return figures.map((each) => expect.closeTo(each, DIGITS - Math.ceil(Math.log10(Math.abs(each) || 1))))
}

describe.each(PUBLISHED)('the published experiment $name', ({ users, metrics, split, found }) => {
  const seen = readout(told(users, metrics))

  it('keeps its people, its values and its split', () => {
    expect([seen.sampleRatio.p]).toEqual(near([split]))
    expect(seen.sampleRatio.healthy).toBe(split >= 0.001)
    expect(seen.arms.map((arm) => arm.users)).toEqual(users)
    const values = seen.metrics.map((metric) => (metric.measured ? metric.values : []))
    const sums = metrics.map((each) => each.sums.map((row) => (typeof row === 'number' ? row : row.sum)))
    expect(values.map((rows) => rows.map(({ sum }) => sum))).toEqual(sums)
    for (const { sum, n, value } of values.flat()) expect(value).toBe((sum ?? 0) / n)
  })

  it.each(found)('$metric of $arm has the published lift, 95 % interval and p', (wanted) => {
    const { absolute, relative } = comparison(seen, wanted.metric, wanted.arm)
    if (!absolute.computable || !relative.computable) throw new Error('not computable')
    const { lift, low, high, p } = absolute
    expect([lift, low, high, p]).toEqual(near(wanted.absolute))
    expect([relative.lift, relative.low, relative.high]).toEqual(near(wanted.relative))
    expect(relative.p).toBe(p)
  })
})
