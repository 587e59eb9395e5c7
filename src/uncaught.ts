import type { Logger } from './log.ts'

/**
 * The last to hear of what nobody caught. A promise that nobody waited for is said, and all else goes on: our facts change
 * in transactions, so it left nothing half done. After an exception out of a callback nobody knows what state anything is
 * in: `end` is called, once, to close and have the supervisor start anew.
 */
export function hearUncaught(log: Logger, end: () => void): void {
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'A promise failed that nobody waited for; everything else goes on')
  })
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'An exception that nobody caught; Stairway closes, to be started anew')
    end()
  })
}
