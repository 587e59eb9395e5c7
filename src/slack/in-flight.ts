/** Counts what runs, so that a shutdown can wait for it. */
export interface InFlight {
  /** Runs `work` and is done when it is. */
  track<T>(work: () => Promise<T>): Promise<T>
  /** Whether new work is taken. */
  readonly open: boolean
  /** Resolves when nothing runs, after `ms` at most; new work is taken meanwhile. */
  quiet(ms: number): Promise<void>
  /** Takes no new work, and waits for what runs, `graceMs` at most. Resolves to how many are still running. */
  close(graceMs: number): Promise<number>
}

export function createInFlight(): InFlight {
  const running = new Set<Promise<unknown>>()
  let open = true
  return {
    get open() {
      return open
    },
    track(work) {
      const done = work()
      running.add(done)
      const forget = () => running.delete(done)
      done.then(forget, forget)
      return done
    },
    async quiet(ms) {
      const late = elapsed(ms).then(() => true)
      while (running.size > 0)
        if (await Promise.race([Promise.allSettled(running).then(() => false), late])) return
    },
    async close(graceMs) {
      open = false
      await Promise.race([Promise.allSettled(running), elapsed(graceMs)])
      return running.size
    },
  }
}

function elapsed(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
