import { expect, test } from 'vitest'
import { deferred } from '../../../sandbox/workspace/log.ts'
import { remembered } from '../../../sandbox/workspace/remembered.ts'

const HISTORY = ['conversations.history', { channel: 'C1' }] as const
const INFO = ['conversations.info', { channel: 'C1' }] as const
const PEOPLE = ['users.list', { limit: 10 }] as const

/** Answers each call with how many there were before it. */
function counting() {
  let asked = 0
  return remembered(async () => ({ ok: true, n: asked++ }))
}

test.each([
  ['a message', 'chat.postMessage', [true, false, false]],
  ['a channel', 'conversations.join', [true, true, false]],
])('what %s may change is read anew after it, and nothing else', async (_, method, anew) => {
  const { call } = counting()
  const all = () => Promise.all([HISTORY, INFO, PEOPLE].map(([method, args]) => call(method, args)))
  const first = await all()
  expect(await all()).toEqual(first)
  await call(method, { channel: 'C1' })
  const after = await all()
  expect(after.map(({ n }, index) => n !== first[index]?.n)).toEqual(anew)
})

test('what is read while something is written is read again', async () => {
  const written = deferred<void>()
  let says = 'before'
  const { call } = remembered(async (method) => {
    if (method === 'chat.update') await written.promise
    return { ok: true, says }
  })
  const writing = call('chat.update', {})
  expect((await call(...HISTORY)).says).toBe('before')
  says = 'after'
  written.resolve(undefined)
  await writing
  expect((await call(...HISTORY)).says).toBe('after')
})

test('others are asked for themselves, and all is forgotten where it changed without a call', async () => {
  const { call, forget } = counting()
  expect((await call(...PEOPLE)).n).toBe(0)
  expect((await call('users.list', { limit: 20 })).n).toBe(1)
  expect((await call(...PEOPLE, 'U0ANA')).n).toBe(2)
  forget()
  expect((await call(...PEOPLE)).n).toBe(3)
})
