import { arrived } from './arrived.ts'

type Ask<Key, Value> = (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>

const MOST_TOGETHER = 16

/**
 * Asks once for all who have arrived: who comes while one question runs is part of the next. What is answered is never older
 * than who asked for it, since nobody joins a question that has begun.
 */
export function together<Key, Value>(ask: Ask<Key, Value>): (key: Key) => Promise<Value | undefined> {
  let last: Promise<unknown> = Promise.resolve()
  let next: { readonly keys: Set<Key>; readonly answers: ReturnType<Ask<Key, Value>> } | null = null

  const begin = () => {
    const keys = new Set<Key>()
    const answers = last.then(arrived).then(() => {
      if (next?.keys === keys) next = null
      return ask([...keys])
    })
    last = answers.catch(() => undefined) // each who asked hears of it
    return { keys, answers }
  }
  return async (key) => {
    if (!next || next.keys.size >= MOST_TOGETHER) next = begin()
    next.keys.add(key)
    return (await next.answers).get(key)
  }
}
