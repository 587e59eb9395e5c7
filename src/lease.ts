import { AsyncLocalStorage } from 'node:async_hooks'
import { Agent, DecoratorHandler, Dispatcher, getGlobalDispatcher, setGlobalDispatcher } from 'undici'

/**
 * Until when others leave the work of this process to it. They count from its last word by the clock of the database; it
 * counts from before it said it, so it is never later. Two clocks, since either may stand still: the one that only goes
 * on does so while a process is stopped, but not while its machine sleeps; the other may be set back.
 */
export interface Lease {
  /** Whether nobody can have taken this process for dead yet. */
  readonly holds: boolean
  /** Counts from the beginning of `say`, once it is said. */
  renewedBy(say: () => Promise<void>): Promise<void>
}

/** Both in milliseconds. */
export interface Moment {
  readonly monotonic: number
  readonly wall: number
}

/** The rest is for the way of a call from here to where it goes. */
const SHARE = 0.9

export function createLease(leaseMs: number, now: () => Moment = moment): Lease {
  let since = now()
  return {
    get holds() {
      const { monotonic, wall } = now()
      return Math.max(monotonic - since.monotonic, wall - since.wall) < leaseMs * SHARE
    },
    renewedBy: async (say) => {
      const begun = now()
      await say()
      since = begun
    },
  }
}

const moment = (): Moment => ({ monotonic: performance.now(), wall: Date.now() })

const leases = new AsyncLocalStorage<Lease>()

/** What `work` asks of the outside, now or after an await, leaves only while `lease` holds. */
export function underLease<T>(lease: Lease, work: () => T): T {
  return leases.run(lease, work)
}

/** A request that did not leave: others may have the work that it belongs to. Its `code` is that of a fault of the network. */
export class LeaseOver extends Error {
  override readonly name = 'LeaseOver'
  readonly code = 'STAIRWAY_LEASE'

  constructor() {
    super('not sent, since Stairway had lost its database for a moment') // people read it as why a step waits
  }
}

/** From now on every request of this process by `fetch` is held to its lease, at the last moment before it is written to its connection. */
export function holdRequests(): void {
  const inner = getGlobalDispatcher()
  const agent = inner instanceof Dispatcher ? inner : new Agent() // Node's own has another interface
  setGlobalDispatcher(
    agent.compose((dispatch) => (options, handler) => {
      const lease = leases.getStore()
      return dispatch(options, lease ? held(lease, handler) : handler)
    }),
  )
}

function held(lease: Lease, handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  const onRequestStart: Dispatcher.DispatchHandler['onRequestStart'] = (controller, context) => {
    if (lease.holds) handler.onRequestStart?.(controller, context)
    else controller.abort(new LeaseOver())
  }
  return Object.assign(new DecoratorHandler(handler), { onRequestStart })
}
