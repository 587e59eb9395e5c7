/** A list that can be waited on: nothing in the tests sleeps to see whether something has happened. */
export interface Log<T> {
  readonly entries: readonly T[]
  add(entry: T): void
  /** The first entry that is wanted, of those already there or of those to come. */
  until(wanted: (entry: T) => boolean): Promise<T>
}

export function createLog<T>(): Log<T> {
  const entries: T[] = []
  const waiting = new Set<{ wanted: (entry: T) => boolean; resolve: (entry: T) => void }>()
  return {
    entries,
    add(entry) {
      entries.push(entry)
      for (const one of [...waiting].filter(({ wanted }) => wanted(entry))) {
        waiting.delete(one)
        one.resolve(entry)
      }
    },
    until(wanted) {
      const index = entries.findIndex(wanted)
      if (index >= 0) return Promise.resolve(entries[index] as T)
      return new Promise((resolve) => waiting.add({ wanted, resolve }))
    },
  }
}

/** A promise with its own resolve. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
