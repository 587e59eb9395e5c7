import { expect, test } from 'vitest'
import { createTurns } from '../../../src/slack/delivery/turns.ts'

const at = (seconds: number) => new Date(seconds * 1_000)

test('nobody waits where Slack has not asked to', () => {
  const turns = createTurns()
  for (const message of [1, 2, 3]) expect(turns.next('C1', message, at(0))).toBeNull()
})

test('who was asked to wait is first, and the others follow in the order in which they ask', () => {
  const turns = createTurns()
  turns.limited('C1', 1, at(30))
  expect([2, 3, 1].map((message) => turns.next('C1', message, at(1)))).toEqual([at(31.1), at(32.2), at(30)])
  expect(turns.next('C2', 4, at(1))).toBeNull()
  // Asked before its turn again, it keeps it; at its turn it goes, and then another of it waits behind the others.
  expect(turns.next('C1', 3, at(20))).toEqual(at(32.2))
  expect([1, 2].map((message) => turns.next('C1', message, at(31.1)))).toEqual([null, null])
  expect(turns.next('C1', 1, at(31.2))).toEqual(at(33.3))
})

test('a second limit moves all turns behind it, in their order', () => {
  const turns = createTurns()
  turns.limited('C1', 1, at(10))
  for (const message of [2, 3]) turns.next('C1', message, at(0))
  expect(turns.next('C1', 1, at(10))).toBeNull()
  turns.limited('C1', 1, at(20))
  expect(turns.next('C1', 4, at(10))).toEqual(at(23.3))
  expect([3, 2, 1].map((message) => turns.next('C1', message, at(11)))).toEqual([at(22.2), at(21.1), at(20)])
})

test('a channel is as it was once a minute has passed without a turn', () => {
  const turns = createTurns()
  turns.limited('C1', 1, at(10))
  expect(turns.next('C1', 1, at(10))).toBeNull()
  expect(turns.next('C1', 2, at(10.5))).toEqual(at(11.1))
  expect(turns.next('C1', 2, at(11.1))).toBeNull()
  for (const message of [3, 4, 5]) expect(turns.next('C1', message, at(80))).toBeNull()
})
