import { expect, test } from 'vitest'
import { createTurns } from '../../../src/slack/delivery/turns.ts'

const at = (seconds: number) => new Date(seconds * 1_000)

test('nobody waits where Slack has not asked to', () => {
  const turns = createTurns()
  for (const message of [1, 2, 3]) expect(turns.next('C1', message, at(0))).toBeNull()
})

test('who was asked to wait is first, and the others follow in the order in which they ask', () => {
  const turns = createTurns()
  turns.limited('C1', 1, at(30), at(0))
  expect([2, 3, 1].map((message) => turns.next('C1', message, at(1)))).toEqual([at(31.1), at(32.2), at(30)])
  expect(turns.next('C2', 4, at(1))).toBeNull()
  // Asked before its turn again, it keeps it; at its turn it goes, and then another of it waits behind the others.
  expect(turns.next('C1', 3, at(20))).toEqual(at(32.2))
  expect([1, 2].map((message) => turns.next('C1', message, at(31.1)))).toEqual([null, null])
  expect(turns.next('C1', 1, at(31.2))).toEqual(at(33.3))
})

test('a second limit moves all turns behind it, in their order', () => {
  const turns = createTurns()
  turns.limited('C1', 1, at(10), at(0))
  for (const message of [2, 3]) turns.next('C1', message, at(0))
  expect(turns.next('C1', 1, at(10))).toBeNull()
  turns.limited('C1', 1, at(20), at(10))
  expect(turns.next('C1', 4, at(10))).toEqual(at(23.3))
  expect([3, 2, 1].map((message) => turns.next('C1', message, at(11)))).toEqual([at(22.2), at(21.1), at(20)])
})

test('a channel is as it was once a minute has passed without a turn', () => {
  const turns = createTurns()
  turns.limited('C1', 1, at(10), at(0))
  expect(turns.next('C1', 1, at(10))).toBeNull()
  expect(turns.next('C1', 2, at(10.5))).toEqual(at(11.1))
  expect(turns.next('C1', 2, at(11.1))).toBeNull()
  for (const message of [3, 4, 5]) expect(turns.next('C1', message, at(80))).toBeNull()
})

test('many channels that are asked to wait are the workspace: what nobody waits for goes one by one', () => {
  const turns = createTurns()
  for (const n of [1, 2, 3, 4]) turns.limited(`C${n}`, n, at(31), at(1))
  expect(turns.nextOfAll(9, at(1))).toBeNull()
  turns.limited('C5', 5, at(31), at(1))
  expect([9, 10, 11, 9].map((message) => turns.nextOfAll(message, at(2)))).toEqual(
    [31.2, 31.4, 31.6, 31.2].map(at),
  )
  expect([5, 9, 10].map((message) => turns.nextOfAll(message, at(31.5)))).toEqual([null, null, null])
  // A minute without any, and it is as before.
  expect(turns.nextOfAll(12, at(99))).toBeNull()
})

test('one channel that is asked to wait again and again holds back no other', () => {
  const turns = createTurns()
  for (const second of [0, 1, 2, 3, 4, 5]) turns.limited('C1', 1, at(second + 1), at(second))
  expect(turns.nextOfAll(9, at(5))).toBeNull()
  expect(turns.next('C2', 9, at(5))).toBeNull()
})
