import { expect, test } from 'vitest'
import { createMemory } from '../../../src/slack/people/memory.ts'

const MOMENT = 5
const FRESH = 60_000
const KEPT = 10 * FRESH

/** A memory whose look-ups are answered by the test, and whose clock it moves. */
function aMemory() {
  const clock = { at: 0 }
  const asked: { id: string; answer: (value: string) => void; fail: (error: unknown) => void }[] = []
  const told: unknown[] = []
  const memory = createMemory<string>({
    freshMs: FRESH,
    keptMs: KEPT,
    now: () => new Date(clock.at),
    lookUp: (id) => new Promise((answer, fail) => asked.push({ id, answer, fail })),
    tell: (id, failure) => told.push([id, failure]),
  })
  const learn = async (id: string, value: string) => {
    const answer = memory.ask(id, Number.POSITIVE_INFINITY)
    asked.at(-1)?.answer(value)
    return answer
  }
  return { memory, clock, asked, told, learn }
}

test('several who ask at the same time are one look-up, and what is fresh is none', async () => {
  const { memory, asked, learn } = aMemory()
  const first = memory.ask('a', Number.POSITIVE_INFINITY)
  expect(await Promise.all([first, learn('a', 'Ana')])).toEqual(['Ana', 'Ana'])
  expect(await memory.ask('a', MOMENT)).toBe('Ana')
  expect(asked).toHaveLength(1)
})

test('what is old serves while a new one is looked up, and ends to serve some time', async () => {
  const { memory, clock, asked, learn } = aMemory()
  await learn('a', 'Ana')
  clock.at = FRESH
  expect(memory.known('a')).toBe('Ana')
  expect(asked).toHaveLength(2)
  expect(await memory.ask('a', MOMENT)).toBe('Ana')
  clock.at = KEPT
  expect(memory.known('a')).toBeUndefined()
  asked[1]?.answer('Anna')
  expect(await memory.ask('a', Number.POSITIVE_INFINITY)).toBe('Anna')
})

test('while one look-up hangs nobody waits for another, and its answer is taken when it comes', async () => {
  const { memory, asked } = aMemory()
  expect(await memory.ask('a', MOMENT)).toBeUndefined()
  expect(await memory.ask('b', 2 ** 30)).toBeUndefined()
  const patient = memory.ask('a', Number.POSITIVE_INFINITY)
  asked[0]?.answer('Ana')
  expect(await patient).toBe('Ana')
  expect(asked.map(({ id }) => id)).toEqual(['a', 'b'])
})

test('a failure is asked again after half a minute, is told once, and so is its end', async () => {
  const { memory, clock, asked, told, learn } = aMemory()
  const failed = async () => {
    const answer = memory.ask('a', Number.POSITIVE_INFINITY)
    asked.at(-1)?.fail(new Error('away'))
    return answer
  }
  expect(await failed()).toBeUndefined()
  expect(await memory.ask('a', MOMENT)).toBeUndefined()
  expect(asked).toHaveLength(1)
  clock.at = 30_000
  await failed()
  expect(memory.failure('a')).toEqual(new Error('away'))
  clock.at = 60_000
  expect(await learn('a', 'Ana')).toBe('Ana')
  expect([memory.failure('a'), told]).toEqual([
    undefined,
    [
      ['a', new Error('away')],
      ['a', undefined],
    ],
  ])
})

test('a rate limit holds for everybody who is looked up', async () => {
  const { memory, clock, asked, learn } = aMemory()
  const limited = memory.ask('a', Number.POSITIVE_INFINITY)
  asked[0]?.fail(Object.assign(new Error('429'), { retryAfter: 90 }))
  await limited
  clock.at = 89_000
  expect(await memory.ask('b', MOMENT)).toBeUndefined()
  expect(asked).toHaveLength(1)
  clock.at = 90_000
  expect(await learn('b', 'Ben')).toBe('Ben')
})

test('what is forgotten serves no more, nor does an answer that was under way', async () => {
  const { memory, asked, learn } = aMemory()
  await learn('a', 'Ana')
  memory.forget('a')
  const before = memory.ask('a', Number.POSITIVE_INFINITY)
  memory.forget('a')
  asked[1]?.answer('Ana of before')
  await before
  expect(memory.known('a')).toBeUndefined()
  memory.learn('a', 'Anna')
  expect(await memory.ask('a', MOMENT)).toBe('Anna')
})
