import { setImmediate as turn } from 'node:timers/promises'

/**
 * Waits until what has arrived by now is read and begun: those who are done send their next request while the answers
 * to the others are still being written. The first turn ends the event loop's present round, the second its next, which
 * looks at the network.
 */
export async function arrived(): Promise<void> {
  await turn()
  await turn()
}

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
