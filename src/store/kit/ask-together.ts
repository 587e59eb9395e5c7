import { setImmediate as turn } from 'node:timers/promises'
import type { Knex } from 'knex'
import { writesOf } from './writes.ts'

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
/** The slowest question of a database that is well takes a small part of it. */
const PATIENCE_MS = 2_000

/**
 * Asks once for all who have arrived: who comes while one question runs is part of the next. What is answered is never older
 * than who asked for it, since nobody joins a question that has begun. One that has no answer in `patienceMs` holds up
 * nobody any more: the next is asked beside it.
 */
export function together<Key, Value>(
  ask: Ask<Key, Value>,
  patienceMs = PATIENCE_MS,
): (key: Key) => Promise<Value | undefined> {
  let last: Promise<unknown> = Promise.resolve()
  let next: { readonly keys: Set<Key>; readonly answers: ReturnType<Ask<Key, Value>> } | null = null

  const begin = () => {
    const keys = new Set<Key>()
    const answers = last.then(arrived).then(() => {
      if (next?.keys === keys) next = null
      return ask([...keys])
    })
    last = last.then(() => atMost(answers, patienceMs))
    return { keys, answers }
  }
  return async (key) => {
    if (!next || next.keys.size >= MOST_TOGETHER) next = begin()
    next.keys.add(key)
    return (await next.answers).get(key)
  }
}

/** Resolves with its end, but no later; each who asked hears of an error by itself. */
async function atMost(answers: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([answers, late]).catch(() => undefined)
  clearTimeout(timer)
}

type Asker<Key, Value> = (key: Key) => Promise<Value | undefined>

/**
 * The same question to any database: those who ask the same one ask together, and nobody asks again while none of the
 * `tables` that it reads was written, where that can be told.
 */
export function askedTogether<Key, Value>(
  tables: readonly string[],
  ask: (db: Knex, keys: readonly Key[]) => ReturnType<Ask<Key, Value>>,
): (db: Knex, key: Key) => Promise<Value | undefined> {
  const askers = new WeakMap<Knex, Asker<Key, Value>>()
  return (db, key) => {
    const known = askers.get(db)
    if (known) return known(key)
    const asker = unlessUnwritten(
      () => writesOf(db, tables),
      together((keys: readonly Key[]) => ask(db, keys)),
    )
    askers.set(db, asker)
    return asker(key)
  }
}

const MOST_KEPT = 1_000

/** `written` is taken before the question, so that what is written while it is asked makes its answer old. */
function unlessUnwritten<Key, Value>(
  written: () => number | null,
  ask: Asker<Key, Value>,
): Asker<Key, Value> {
  const kept = new Map<Key, { readonly at: number; readonly value: Value | undefined }>()
  return async (key) => {
    const at = written()
    if (at === null) return ask(key)
    const known = kept.get(key)
    if (known?.at === at) return known.value
    const value = await ask(key)
    kept.delete(key)
    kept.set(key, { at, value })
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as Key)
    return value
  }
}
