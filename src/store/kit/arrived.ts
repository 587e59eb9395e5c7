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
