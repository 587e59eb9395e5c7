import { WarehouseError } from './error.ts'

// An interrupt that arrives before the statement runs is lost, so it is repeated until the work has ended.
const AGAIN_MS = 100
const CLOSING = 'Stairway is closing'

/**
 * Runs `work`; after `seconds`, or when `closing` fires, calls `interrupt` until the work has ended.
 * Throws a WarehouseError with fault `timeout` if it ended because of that, else whatever the work threw.
 */
export async function withDeadline<T>(
  { seconds, closing, interrupt }: { seconds: number; closing: AbortSignal; interrupt: () => void },
  work: () => Promise<T>,
): Promise<T> {
  if (closing.aborted) throw new WarehouseError('timeout', CLOSING)
  let stopped: string | undefined
  let again: NodeJS.Timeout | undefined
  const stop = (why: string) => {
    stopped ??= why
    interrupt()
    again ??= setInterval(interrupt, AGAIN_MS)
  }
  const close = () => stop(CLOSING)
  const timer = setTimeout(stop, seconds * 1000, `no answer within ${seconds} s`)
  closing.addEventListener('abort', close)
  try {
    return await work()
  } catch (error) {
    throw stopped === undefined ? error : new WarehouseError('timeout', stopped)
  } finally {
    clearTimeout(timer)
    clearInterval(again)
    closing.removeEventListener('abort', close)
  }
}

/** For what a server does elsewhere: at the deadline `cancel` tells it to stop, and nobody waits whether it did. */
export function withRemoteDeadline<T>(
  { cancel, ...limits }: { seconds: number; closing: AbortSignal; cancel: () => void },
  work: () => Promise<T>,
): Promise<T> {
  let leave = (_: Error) => {}
  const left = new Promise<never>((_, reject) => {
    leave = reject
  })
  const interrupt = () => {
    cancel()
    leave(new Error(CLOSING))
  }
  return withDeadline({ ...limits, interrupt }, () => Promise.race([work(), left]))
}
