import { expect, it, vi } from 'vitest'
import { together } from '../../../src/store/kit/ask-together.ts'
import { deferred } from '../../jobs/bench.ts'

/** Answers each key with how many questions were asked so far, once it is let go. */
function asking(patienceMs?: number) {
  const asked: { keys: readonly number[]; end: (error?: Error) => void }[] = []
  const ask = together(async (keys: readonly number[]) => {
    const gate = deferred<Error | undefined>()
    const nth = asked.push({ keys, end: gate.resolve })
    const error = await gate.promise
    if (error) throw error
    return new Map(keys.map((key) => [key, nth]))
  }, patienceMs)
  return { ask, asked }
}

/** More turns of the loop than a question waits for before it begins. */
async function turn(): Promise<void> {
  for (let n = 0; n < 5; n++) await new Promise((resolve) => setImmediate(resolve))
}

it('asks once for all who come while a question runs, and never joins one that has begun', async () => {
  const { ask, asked } = asking()
  const first = ask(1)
  await turn()
  const others = [ask(1), ask(2), ask(1)]
  await turn()
  expect(asked.map(({ keys }) => keys)).toEqual([[1]])
  asked[0]?.end()
  expect(await first).toBe(1)
  await turn()
  expect(asked.map(({ keys }) => keys)).toEqual([[1], [1, 2]])
  asked[1]?.end()
  expect(await Promise.all(others)).toEqual([2, 2, 2])
})

it('tells those who asked of a failure, and asks anew for those who come after', async () => {
  const { ask, asked } = asking()
  const both = Promise.allSettled([ask(1), ask(2)])
  await turn()
  const next = ask(1)
  asked[0]?.end(new Error('gone away'))
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await turn()
  asked[1]?.end()
  expect(await next).toBe(2)
})

it('asks of many in several questions', async () => {
  const { ask, asked } = asking()
  const all = Promise.all(Array.from({ length: 40 }, (_, key) => ask(key)))
  for (let n = 0; n < 3; n++) {
    await turn()
    asked[n]?.end()
  }
  await all
  expect(asked.map(({ keys }) => keys.length)).toEqual([16, 16, 8])
})

it('asks beside a question that hangs: those who come later wait for none of its kind', async () => {
  const { ask, asked } = asking(20)
  const hung = ask(1)
  await turn()
  const later = ask(2)
  await vi.waitUntil(() => asked.length === 2)
  const last = ask(3)
  asked[1]?.end()
  expect(await later).toBe(2)
  await vi.waitUntil(() => asked.length === 3)
  asked[2]?.end()
  expect(await last).toBe(3)
  asked[0]?.end()
  expect(await hung).toBe(1)
})
