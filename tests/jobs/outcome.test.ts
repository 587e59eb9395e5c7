import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GiveUp, RetryAt } from '../../src/jobs/contract.ts'
import { backoff, judge } from '../../src/jobs/outcome.ts'

describe('backoff', () => {
  it.each([
    [1, 0, 1000],
    [1, 0.5, 750],
    [2, 0, 2000],
    [5, 0, 16_000],
    [10, 0, 512_000],
    [11, 0, 900_000],
    [20, 0.5, 675_000],
  ])('after attempt %i with random %d is %i ms', (attempt, random, ms) => {
    expect(backoff(attempt, random)).toBe(ms)
  })

  it('is never under half a second nor over 15 minutes, and never shrinks for the same luck', () => {
    const luck = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), luck, (attempt, random) => {
        const ms = backoff(attempt, random)
        expect(ms).toBeGreaterThanOrEqual(500)
        expect(ms).toBeLessThanOrEqual(900_000)
        expect(backoff(attempt + 1, random)).toBeGreaterThanOrEqual(ms)
      }),
    )
  })
})

describe('judge', () => {
  const now = new Date('2026-03-02T09:00:00Z')
  const inMs = (ms: number) => new Date(+now + ms)
  const failed = new Error('no')

  it.each([
    ['a failure', failed, 1, { is: 'retry', at: inMs(1000), counted: true, reason: 'no' }],
    ['a later failure', failed, 4, { is: 'retry', at: inMs(8000), counted: true, reason: 'no' }],
    ['the last failure', failed, 5, { is: 'dead', reason: 'no' }],
    [
      'what a database refused',
      new Error('insert into `events` (`at`)\nvalues (?) - SQLITE_FULL: database or disk is full'),
      1,
      { is: 'retry', at: inMs(1000), counted: true, reason: 'SQLITE_FULL: database or disk is full' },
    ],
    ['what is no Error', 'odd', 1, { is: 'retry', at: inMs(1000), counted: true, reason: 'odd' }],
    ['giving up', new GiveUp('gone'), 1, { is: 'dead', reason: 'gone' }],
    [
      'a set time',
      new RetryAt(inMs(30_000), 'slow'),
      5,
      { is: 'retry', at: inMs(30_000), counted: false, reason: 'slow' },
    ],
    [
      'a time gone by',
      new RetryAt(inMs(-5), 'slow'),
      1,
      { is: 'retry', at: inMs(1000), counted: false, reason: 'slow' },
    ],
  ] as const)('%s', (_, error, attempt, outcome) => {
    expect(judge(error, { attempt, maxAttempts: 5 }, now, 0)).toEqual(outcome)
  })

  it('refuses a time that is none', () => {
    expect(() => new RetryAt(new Date(Number.NaN), 'retry-after: soon')).toThrow(RangeError)
  })
})
