import { expect, test } from 'vitest'
import type { SharedPeople } from '../../src/checks/check.ts'
import { answer, wrong } from './opened.ts'

const found: SharedPeople = {
  ...{ people: 1_000, any: 100, most: 4, tooMany: 10 },
  with: [
    { key: 'autumn', n: 40 },
    { key: 'spring', n: 0 },
    { key: 'lapsed', n: 60 },
  ],
  not: [],
}
const of = (entry: string, more: Partial<SharedPeople> = {}) =>
  answer(entry, { shared: async () => ({ ...found, ...more }) })

test.each([
  ['kind: overlap', {}, 'pass'],
  ['kind: overlap', { any: 101 }, 'fail'],
  ['kind: overlap, at_most: 20%', { any: 200 }, 'pass'],
  ['kind: overlap, at_most: 0%', { any: 0, with: [] }, 'pass'],
  ['kind: overlap', { people: 0, any: 0 }, 'unknown'],
  ['kind: contacts', {}, 'fail'],
  ['kind: contacts', { tooMany: 0 }, 'pass'],
  ['kind: contacts, but_for: 1%', {}, 'pass'],
  ['kind: contacts, but_for: 1%', { tooMany: 11 }, 'fail'],
  ['kind: contacts', { people: 0, tooMany: 0, most: 0 }, 'unknown'],
])('%s with %j: %s', async (entry, more, status) => {
  expect((await of(entry, more)).status).toBe(status)
})

test('the figure names with whom, the most first, and what could not be counted', async () => {
  const not = [{ key: 'vault', why: 'in lake' }]
  const { figure, wanted } = await of('kind: overlap', { not })
  expect(figure?.replaceAll(/\s/g, ' ')).toBe(
    '10 %, 100 of 1 000 people (lapsed 60, autumn 40); not counted: vault (in lake)',
  )
  expect(wanted?.replaceAll(/\s/g, ' ')).toBe('≤ 10 % in other campaigns')
})

test('mistakes of an entry are said', () => {
  expect(wrong('kind: contacts, at_most: 0')).toEqual({
    at_most: expect.stringContaining('a whole number from 1'),
  })
  expect(Object.values(wrong('kind: overlap, warehouse: dwh'))).toEqual([
    expect.stringContaining('both or neither of warehouse and sql'),
  ])
})
