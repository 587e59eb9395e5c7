import { describe, expect, test } from 'vitest'
import type { Asked, SingleValue } from '../../src/checks/check.ts'
import { Unread } from '../../src/checks/unread.ts'
import type { CheckStatus } from '../../src/domain/readiness/checks.ts'
import { answer, NOW, wrong } from './opened.ts'

const QUERY = 'kind: sql, warehouse: dwh, sql: "select max(at) as value from orders"'
const of = (wanted: string, found: SingleValue) => answer(`${QUERY}, ${wanted}`, { value: async () => found })

describe('one value', () => {
  test.each<
    [
      string,
      SingleValue['value' & keyof SingleValue] | number | string | null,
      CheckStatus,
      string | null,
      string,
    ]
  >([
    ['at_least: 30000', 42_610, 'pass', '42\u202f610', '≥ 30\u202f000'],
    ['at_least: 30000', 30_000, 'pass', '30\u202f000', '≥ 30\u202f000'],
    ['at_least: 30000', 29_999, 'fail', '29\u202f999', '≥ 30\u202f000'],
    ['at_most: 0', 0, 'pass', '0', '≤ 0'],
    ['at_most: 0', 0.5, 'fail', '0.5', '≤ 0'],
    ['between: [1, 2]', 2, 'pass', '2', '1 … 2'],
    ['between: [1, 2]', 2.1, 'fail', '2.1', '1 … 2'],
    ['equals: 3', 3, 'pass', '3', '= 3'],
    ['equals: ok', 'ok', 'pass', 'ok', '= ok'],
    ['equals: ok', 'OK', 'fail', 'OK', '= ok'],
    ['equals: true', 't', 'pass', 'true', '= true'],
    ['equals: true', '0', 'fail', 'false', '= true'],
    ['fresher_than: 2h', NOW.getTime() - 26 * 60_000, 'pass', '26 minutes old', '≤ 2 hours'],
    ['fresher_than: 2h', NOW.getTime() - 120 * 60_000, 'pass', '2 hours old', '≤ 2 hours'],
    ['fresher_than: 2h', NOW.getTime() - 121 * 60_000, 'fail', '2 hours old', '≤ 2 hours'],
    ['fresher_than: 2h', NOW.getTime() + 60_000, 'pass', 'less than a minute old', '≤ 2 hours'],
    ['at_least: 1', null, 'unknown', null, '≥ 1'],
  ])('that must be %s and is %s', async (wanted, value, status, figure, words) => {
    expect(await of(wanted, { value })).toMatchObject({
      status,
      figure,
      wanted: words,
      where: 'dwh',
      at: NOW,
    })
  })

  test('of tomorrow is no freshness: it says what may be wrong', async () => {
    const found = await of('fresher_than: 2h', { value: NOW.getTime() + 5 * 3_600_000 })
    expect(found).toMatchObject({
      status: 'unknown',
      words: 'it is 5 hours in the future: a zone that is taken wrong?',
    })
  })

  test.each([
    ['at_least: 1', '“abc” is no number'],
    ['fresher_than: 2h', '“abc” is no time'],
  ])('that is no such thing where it must be %s is not known', async (wanted, words) => {
    expect(await of(wanted, { unread: 'abc' })).toMatchObject({ status: 'unknown', figure: null, words })
  })
})

test('is asked as what it has to be', async () => {
  const asked: Asked[] = []
  const value = async (q: Asked) => {
    asked.push(q)
    return { value: null }
  }
  for (const wanted of ['at_least: 1', 'fresher_than: 1h', 'equals: ok', 'equals: true', 'equals: 1'])
    await answer(`${QUERY}, ${wanted}`, { value })
  expect(asked.map(({ as }) => as)).toEqual(['number', 'time', 'text', 'text', 'number'])
  expect(asked[0]).toMatchObject({ warehouse: 'dwh', sql: 'select max(at) as value from orders' })
})

test('a warehouse that does not answer is an error and no failure', async () => {
  const value = async () => Promise.reject(new Unread('no connection'))
  expect(await answer(`${QUERY}, at_least: 1`, { value })).toEqual({
    status: 'error',
    figure: null,
    wanted: null,
    where: 'dwh',
    at: null,
    words: 'no connection',
  })
})

test.each([
  [QUERY, { c: expect.stringContaining('exactly one of at_least, at_most, between, equals, fresher_than') }],
  [`${QUERY}, at_least: 1, at_most: 2`, { c: expect.stringContaining('exactly one of') }],
  [`${QUERY}, between: [2, 1]`, { between: 'expected two numbers, the smaller one first' }],
  [`${QUERY}, fresher_than: soon`, { fresher_than: expect.stringContaining('a duration such as 2h') }],
  [
    'kind: sql, warehouse: dhw, sql: select 1 as value, at_least: 1',
    { warehouse: expect.stringContaining('Did you mean dwh?') },
  ],
  [
    'kind: sql, warehouse: dwh, sql: "select 1; drop table a", at_least: 1',
    { sql: expect.stringContaining('several statements') },
  ],
])('%s is a mistake', (entry, mistakes) => {
  const found = wrong(entry)
  expect(
    Object.fromEntries(Object.entries(found).map(([path, say]) => [path.replace('checks.c', 'c'), say])),
  ).toMatchObject(mistakes)
})
