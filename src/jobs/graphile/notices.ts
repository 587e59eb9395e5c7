import { setTimeout as sleep } from 'node:timers/promises'

/** Word to the workers of other processes that there is something to do. */
export interface Notices {
  /** After a commit: nothing waits for it, and where it is lost, workers look by themselves within half a second. */
  send(): void
}

/** So many commits share one word: it is a commit of its own, and each process looks for jobs after it. */
const PAUSE_MS = 20

/** `tell` is called at once, and then no more than once a pause, with how many came meanwhile. */
export function createNotices(tell: (count: number) => Promise<unknown>): Notices {
  let telling = false
  let count = 0
  const drain = async () => {
    telling = true
    while (count > 0) {
      const now = count
      count = 0
      await tell(now).catch(() => undefined) // the heartbeat goes the same way, and says what is wrong with it
      await sleep(PAUSE_MS, undefined, { ref: false })
    }
    telling = false
  }
  return {
    send: () => {
      count += 1
      if (!telling) void drain()
    },
  }
}
