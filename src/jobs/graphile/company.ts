/**
 * Which runs go together: any, but one that may be what ends the process goes alone. `mayAlone` says whether nothing else
 * is on its way; it is asked until it is so. While one waits, others go on for a while, and then none is begun for a while:
 * so neither waits for ever, whatever the others' number or length.
 */
export interface Company {
  /** Resolves when a run may begin, to what is called when it has ended. */
  enter(suspect: boolean): Promise<() => void>
  /** Whether no further job is to be looked for. */
  readonly isClosing: boolean
}

interface CompanyDeps {
  readonly mayAlone: () => boolean
  readonly pause: () => Promise<unknown>
  /** Milliseconds of a clock that only goes on. */
  readonly clock: () => number
  /** How long others go on while one waits that goes alone, and how long none is begun then, in milliseconds, again and again. */
  readonly patience: Patience
}

export interface Patience {
  readonly openMs: number
  readonly closedMs: number
}

export function createCompany({ mayAlone, pause, clock, patience }: CompanyDeps): Company {
  const { openMs, closedMs } = patience
  let size = 0
  let alone = false
  let waiting = 0
  let waitsSince = 0
  return {
    enter: async (suspect) => {
      if (suspect && ++waiting === 1) waitsSince = clock()
      while (alone || (suspect && (size > 0 || !mayAlone()))) await pause()
      size += 1
      alone = suspect
      if (suspect) {
        waiting -= 1
        waitsSince = clock()
      }
      return () => {
        size -= 1
        if (suspect) alone = false
      }
    },
    get isClosing() {
      return waiting > 0 && (clock() - waitsSince) % (openMs + closedMs) >= openMs
    },
  }
}
