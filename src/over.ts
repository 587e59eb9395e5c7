import type { Logger } from './log.ts'

/** When this process has to end. */
export interface Over {
  /** Resolves to the exit code. */
  readonly promise: Promise<number>
  /** The first one counts. */
  is(code: number): void
}

export function createOver(): Over {
  let is: Over['is'] = () => undefined
  const promise = new Promise<number>((resolve) => {
    is = resolve
  })
  return { promise, is }
}

/** Whoever hears of it too: a person at a terminal. */
export interface Listener {
  /** Whether nothing was left half done, so that everything goes on. */
  goesOn(error: Error): boolean
  /** It is over. */
  ends(error: Error): void
}

/**
 * The last to hear of what nobody caught. A promise that nobody waited for is said, and all else goes on: our facts change
 * in transactions, so it left nothing half done. After an exception out of a callback nobody knows what state anything is
 * in: it is over, in order, for a supervisor to start anew.
 */
export function hearUncaught(log: Logger, over: Over, listener?: Listener): void {
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'A promise failed that nobody waited for; everything else goes on')
  })
  process.on('uncaughtException', (error) => {
    if (listener?.goesOn(error)) return log.error({ err: error }, 'Nobody caught this; everything goes on')
    log.fatal({ err: error }, 'An exception that nobody caught; Stairway closes, to be started anew')
    listener?.ends(error)
    over.is(1)
  })
}
