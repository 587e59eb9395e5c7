import { describe, expect, test } from 'vitest'
import { ageOf, type CheckAnswer } from '../../src/domain/readiness/checks.ts'

const NOW = new Date('2026-03-02T08:00:00Z')
const ANSWER: CheckAnswer = {
  status: 'pass',
  figure: '26 min',
  wanted: 'within 2 h',
  where: 'orders on dwh',
  at: new Date('2026-03-02T07:34:00Z'),
  words: null,
}

describe('the age of an answer', () => {
  test.each<[string | null, number | null]>([
    ['2026-03-02T07:34:00Z', 26 * 60_000],
    ['2026-03-02T08:00:00Z', 0],
    ['2026-03-02T08:01:00Z', -60_000],
    [null, null],
  ])('that was so at %s is %s', (at, age) => {
    expect(ageOf({ ...ANSWER, at: at === null ? null : new Date(at) }, NOW)).toBe(age)
  })
})
