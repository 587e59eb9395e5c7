import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foundOf, type Run, stateWord } from '../../../src/targets/runs/run.ts'

const run = (rows: Run['rows'], is: Run['is'] = 'done'): Run => ({
  ...{ id: '7', state: 'finished', is, begun: null, rows, mark: null },
})

describe('rows that failed', () => {
  test('beyond the limit fail a run, and no others do', () => {
    fc.assert(
      fc.property(
        fc.nat(1e7),
        fc.nat(1e7),
        fc.integer({ min: 0, max: 99_999 }),
        (through, failed, thousandths) => {
          const limit = thousandths / 100_000
          const found = foundOf(run({ through, failed }), limit)
          const isOver = through + failed > 0 && failed / (through + failed) > limit
          expect(found.is).toBe(isOver ? 'failed' : 'done')
        },
      ),
    )
  })

  test('are printed above the limit that they are above', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), (through, failed) => {
        const limit = Math.floor((failed / (through + failed)) * 100_000 - 0.01) / 100_000
        const found = foundOf(run({ through, failed }), limit)
        const words = found.is === 'failed' ? found.outcome.replaceAll('\u202f', '') : ''
        const [, share, most] = /, ([\d.]+) %, more than ([\d.]+) %$/.exec(words) ?? []
        expect(Number(share)).toBeGreaterThan(Number(most))
      }),
    )
  })

  test('of none are no failure', () => {
    expect(foundOf(run({ through: 0, failed: 0 }), 0)).toEqual({
      is: 'done',
      outcome: 'finished, 0 rows',
      reached: 0,
    })
  })

  test('are told of a run that failed by itself, in its own word', () => {
    expect(foundOf(run({ through: 9, failed: 1 }, 'failed'), 0.5)).toEqual({
      is: 'failed',
      outcome: 'finished, 1 of 10 rows failed',
    })
  })

  test('one row is one', () => {
    expect(foundOf(run({ through: 1, failed: 0 }), 0)).toMatchObject({ outcome: 'finished, 1 row' })
  })
})

test.each([
  ['in_progress', 'in_progress'],
  ['Up to date', 'Up to date'],
  ['<@U012AB3CD> {@U1}', 'a state that can’t be read'],
  ['x'.repeat(41), 'a state that can’t be read'],
  ['', 'a state that can’t be read'],
  [7, 'a state that can’t be read'],
])('of a state %j is shown', (state, shown) => {
  expect(stateWord(state)).toBe(shown)
})
