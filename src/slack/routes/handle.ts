import type { Logger } from 'pino'
import { newCorrelationId, withCorrelation } from '../../log.ts'
import type { InFlight } from '../in-flight.ts'

/** Runs one act under a correlation id of its own; counted, logged, and never rejecting. */
export type Handle = (what: string, work: () => Promise<void>) => Promise<void>

export function createHandle(log: Logger, inFlight: InFlight): Handle {
  return (what, work) =>
    inFlight.track(() =>
      withCorrelation(newCorrelationId(), async () => {
        try {
          await work()
          log.info({ what }, 'Done')
        } catch (error) {
          // The act itself is answered by its route; what arrives here is that the answer could not be given.
          log.error({ err: error, what }, 'The answer could not be given')
        }
      }),
    )
}
