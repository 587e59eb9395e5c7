import { describe, expect, test } from 'vitest'
import { CHECK_KINDS } from '../../src/checks/all.ts'
import {
  ageOf,
  type Check,
  type CheckAnswer,
  type CheckStatus,
  type Means,
  type Question,
} from '../../src/checks/check.ts'
import { aState } from '../domain/build.ts'

const NOW = new Date('2026-03-02T08:00:00Z')
const ANSWER: CheckAnswer = {
  status: 'pass',
  figure: '26 min',
  wanted: 'within 2 h',
  where: 'orders on dwh',
  at: new Date('2026-03-02T07:34:00Z'),
  words: null,
}

/** What a check of rows would be: its query and what it wants are its entry. */
const rowsAtLeast = (sql: string, least: number): Check => ({
  ask: async ({ means }) => {
    const wanted = `at least ${least}`
    try {
      const row = await means.row('dwh', sql)
      const n = row === null ? null : Number(row.n)
      const status = n === null ? 'unknown' : n >= least ? 'pass' : 'fail'
      return { ...ANSWER, status, figure: n === null ? null : String(n), wanted, at: null }
    } catch (error) {
      return { ...ANSWER, status: 'error', figure: null, wanted, at: null, words: String(error) }
    }
  },
})

/** What a check of reports would be: it only hands on what a pipeline said. */
const reported: Check = {
  ask: async ({ means }) =>
    (await means.reported()) ?? {
      ...ANSWER,
      status: 'unknown',
      figure: null,
      at: null,
      words: 'nothing yet',
    },
}

const question = (means: Partial<Means>): Question => ({
  campaign: aState().campaign,
  now: NOW,
  signal: new AbortController().signal,
  means: { row: async () => null, exposed: async () => 0, reported: async () => null, ...means },
})

test('no kind can be declared yet', () => {
  expect(CHECK_KINDS).toEqual([])
})

describe('a check', () => {
  const check = rowsAtLeast('select count(*) as n from orders', 100)

  test.each<[string, Means['row'], CheckStatus, string | null]>([
    ['a row', async () => ({ n: 120 }), 'pass', '120'],
    ['too few', async () => ({ n: 3 }), 'fail', '3'],
    ['none', async () => null, 'unknown', null],
    ['a fault', async () => Promise.reject(new Error('no connection')), 'error', null],
  ])('answers of %s', async (_case, row, status, figure) => {
    expect(await check.ask(question({ row }))).toMatchObject({ status, figure, wanted: 'at least 100' })
  })

  test('asks by what it is handed, and hands on what was said of it', async () => {
    const asked: string[][] = []
    const row: Means['row'] = async (...each) => {
      asked.push([...each])
      return { n: 1 }
    }
    await check.ask(question({ row }))
    expect(asked).toEqual([['dwh', 'select count(*) as n from orders']])
    expect(await reported.ask(question({ reported: async () => ANSWER }))).toEqual(ANSWER)
    expect((await reported.ask(question({}))).status).toBe('unknown')
  })
})

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
