/**
 * Which runs go together: any, but one that may be what ends the process goes alone. `mayAlone` says whether nothing else
 * is due or on its way; it is asked until it is so.
 */
export interface Company {
  /** Resolves when a run may begin, to what is called when it has ended. */
  enter(suspect: boolean): Promise<() => void>
  readonly size: number
}

export function createCompany(mayAlone: () => Promise<boolean>, pause: () => Promise<unknown>): Company {
  let size = 0
  let alone = false
  const enter = async (suspect: boolean) => {
    for (;;) {
      const free = suspect ? (await mayAlone()) && size === 0 && !alone : !alone
      if (free) break
      await pause()
    }
    size += 1
    alone = suspect
    return () => {
      size -= 1
      if (suspect) alone = false
    }
  }
  return {
    enter,
    get size() {
      return size
    },
  }
}
