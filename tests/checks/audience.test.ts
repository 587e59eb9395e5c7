import { expect, test } from 'vitest'
import type { CheckStatus } from '../../src/domain/readiness/checks.ts'
import { answer, wrong } from './opened.ts'

test.each<[number, number | null, string, CheckStatus, string | null]>([
  [42_610, 40_000, '', 'pass', '40\u202f000 ± 10 %'],
  [44_000, 40_000, '', 'pass', '40\u202f000 ± 10 %'],
  [44_001, 40_000, '', 'fail', '40\u202f000 ± 10 %'],
  [35_999, 40_000, '', 'fail', '40\u202f000 ± 10 %'],
  [44_001, 40_000, ', within: 25%', 'pass', '40\u202f000 ± 25 %'],
  [0, 40_000, '', 'fail', '40\u202f000 ± 10 %'],
  [42_610, null, '', 'unknown', null],
])('%i people against a brief of %s%s', async (people, size, more, status, wanted) => {
  const found = await answer(`kind: audience${more}`, { exposed: async () => people }, { size })
  expect(found).toMatchObject({ status, wanted, where: 'the exposure query' })
  expect(found.figure?.replaceAll('\u202f', '')).toBe(`${people} people`)
})

test('a query of its own is asked instead, and what is no count is no answer', async () => {
  const own = 'kind: audience, warehouse: dwh, sql: select count(*) as value from lapsed'
  const of = (value: number | null) => answer(own, { value: async () => ({ value }) }, { size: 100 })
  expect(await of(101)).toMatchObject({ status: 'pass', figure: '101 people', where: 'dwh' })
  for (const value of [null, -1, 1.5])
    expect(await of(value)).toMatchObject({ status: 'unknown', words: `“${value}” is no number of people` })
})

test('a query without its warehouse is a mistake', () => {
  expect(Object.values(wrong('kind: audience, sql: select 1 as value'))).toEqual([
    expect.stringContaining('both or neither of warehouse and sql'),
  ])
})
