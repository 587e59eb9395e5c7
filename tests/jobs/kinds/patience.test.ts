import { expect, test } from 'vitest'
import { isOver, patienceOf, tooLongWords } from '../../../src/jobs/kinds/steps.ts'
import type { Sender } from '../../../src/targets/target.ts'
import { played } from '../../targets/played.ts'

const MIN = 60_000
const SINCE = new Date('2026-03-02T08:00:00Z')

const patience = (is: 'running' | 'again' | 'unknown', own: Partial<Sender>) =>
  patienceOf({ ...played([]), ...own }, { is }, SINCE).ms / MIN

test.each<[Partial<Sender>, tries: number, runs: number]>([
  [{}, 60, 360],
  [{ patienceMs: 20 * MIN }, 20, 20],
  [{ runPatienceMs: 120 * MIN }, 60, 120],
  [{ patienceMs: 20 * MIN, runPatienceMs: 120 * MIN }, 20, 120],
])('with %o a step is tried for %i minutes and may run for %i', (own, tries, runs) => {
  expect(patience('again', own)).toBe(tries)
  expect(patience('unknown', own)).toBe(tries)
  expect(patience('running', own)).toBe(runs)
})

test('what was tried for too long says how long', () => {
  const two = { since: SINCE, ms: 120 * MIN }
  expect(isOver(two, new Date('2026-03-02T09:59:59Z'))).toBe(false)
  expect(isOver(two, new Date('2026-03-02T10:00:00Z'))).toBe(true)
  expect(tooLongWords({ is: 'running', outcome: 'querying' }, two)).toBe('querying, for 2 h')
})
