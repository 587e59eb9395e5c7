import { afterEach, beforeEach, expect, test } from 'vitest'
import { inTransaction } from '../../src/store/kit/database.ts'
import { ensureMessage, saveDelivery } from '../../src/store/messages.ts'
import { takeEditTurn, takeTurn } from '../../src/store/turns.ts'
import { type OpenTestDatabase, openTestDatabase } from './open.ts'

const NOW = new Date('2026-03-02T08:00:00Z')
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000)

let opened: OpenTestDatabase
beforeEach(async () => {
  opened = await openTestDatabase()
})
afterEach(() => opened.close())

let made = 0
async function message(target: string) {
  const what = {
    teamId: 'T1',
    campaignId: null,
    kind: 'notice',
    subject: `n:${++made}` as never,
    target,
  } as const
  const id = await inTransaction(opened.db, (tx) => ensureMessage(tx, what, NOW))
  return { teamId: 'T1', target, id }
}

/** Seconds until each may go, in order. */
async function turns(target: string, count: number, now = NOW): Promise<number[]> {
  const all: number[] = []
  for (let n = 0; n < count; n++) all.push(+(await takeTurn(opened.db, await message(target), now)) - +now)
  return all.map((ms) => ms / 1_000)
}

test('a channel takes a few at once, and one a second from then on', async () => {
  expect(await turns('C1', 8)).toEqual([0, 0, 0, 0, 1.1, 2.2, 3.3, 4.4])
  // One that was calm for a while takes a few at once again.
  expect(await turns('C1', 6, after(60))).toEqual([0, 0, 0, 0, 1.1, 2.2])
})

test('one with many waiting holds back no other', async () => {
  await turns('C1', 50)
  expect(await turns('C2', 3)).toEqual([0, 0, 0])
})

test('a message keeps its turn, whoever asks and when', async () => {
  await turns('C1', 5)
  const mine = await message('C1')
  expect(await takeTurn(opened.db, mine, NOW)).toEqual(after(2.2))
  expect(await takeTurn(opened.another(), mine, after(1))).toEqual(after(2.2))
  expect(await takeTurn(opened.db, mine, after(9))).toEqual(after(9))
})

test('those that ask at once get turns of their own', async () => {
  const all = await Promise.all(Array.from({ length: 12 }, () => message('C1')))
  const doors = [opened.db, opened.db, opened.db]
  const at = await Promise.all(all.map((one, n) => takeTurn(doors[n % 3] ?? opened.db, one, NOW)))
  const seconds = at.map((date) => (+date - +NOW) / 1_000).sort((a, b) => a - b)
  expect(seconds).toEqual([0, 0, 0, 0, 1.1, 2.2, 3.3, 4.4, 5.5, 6.6, 7.7, 8.8])
})

test('a clock that was ahead leaves no turn that others would wait behind', async () => {
  const mine = await message('C1')
  await takeTurn(opened.db, mine, after(86_400))
  await saveDelivery(opened.db, mine.id, { state: 'sent', ts: '1.1' })
  expect(await turns('C1', 2)).toEqual([0, 0])
})

test('one that was ahead by days, and whose message has not gone out, holds up neither that nor others', async () => {
  const mine = await message('C1')
  await takeTurn(opened.db, mine, after(3 * 86_400))
  expect(await turns('C1', 2)).toEqual([0, 0])
  expect(await takeTurn(opened.db, mine, NOW)).toEqual(NOW)
})

test('cards that nobody changed are edited at a pace that leaves room for people', async () => {
  const card = async () => {
    const mine = await message('C1')
    await opened.db('messages').where({ id: mine.id }).update({ kind: 'card', ts: '1.1' })
    return mine
  }
  const all = await Promise.all(Array.from({ length: 13 }, card))
  const edited = (n: number) =>
    inTransaction(opened.db, (tx) => takeEditTurn(tx, all[n] ?? { id: 0, teamId: 'T1' }, NOW))
  const seconds: number[] = []
  for (const n of all.keys()) seconds.push((+(await edited(n)) - +NOW) / 1_000)
  expect(seconds).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4, 6])
  // Its channel waits for none of it.
  expect(await turns('C1', 2)).toEqual([0, 0])
})
