import { expect, test } from 'vitest'
import { originName, originReadings, readTypedOrigin } from '../../src/domain/origin.ts'

test.each([
  ['winback-3', { name: 'winback-3', idea: null }],
  ['Winback-3.2', { name: 'winback-3', idea: 2 }],
  ['winback', { name: 'winback', idea: null }],
  ['winback-3.0', null],
  ['win back', null],
  ['', null],
])('%s is read', (typed, wanted) => expect(readTypedOrigin(typed)).toEqual(wanted))

test('a name with a number is a follow-up first, then a key', () => {
  expect(originReadings({ name: 'spring-2-12', idea: null })).toEqual([
    { key: 'spring-2', n: 12 },
    { key: 'spring-2-12', n: null },
  ])
  expect(originReadings({ name: 'spring', idea: null })).toEqual([{ key: 'spring', n: null }])
  expect(originName({ kind: 'follow_up', key: 'spring', n: 2 })).toBe('spring-2')
  expect(originName({ kind: 'conclusion', key: 'spring-2' })).toBe('spring-2')
})
