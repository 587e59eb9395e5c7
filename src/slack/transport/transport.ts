import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Receiver } from '@slack/bolt'

/** A way that Slack reaches us. */
export interface Transport {
  readonly receiver: Receiver
  /** Resolves to the port that is listened on. */
  start(listen: Listen): Promise<number>
  /** For who is sent to as long as it is there: goes once all is acked (`quiet`), before nothing more is taken. */
  readonly hangUp?: (quiet: Promise<void>) => Promise<void>
  /** Lets nothing more in, and closes when what was let in has finished. */
  stop(finished: Promise<number>): Promise<void>
}

/** Port 0 takes a free one; without a host, on every address of the machine. */
export interface Listen {
  readonly port: number
  readonly host?: string
}

type Route = (request: IncomingMessage, response: ServerResponse) => void

/** What is asked beside Slack's payloads, over either transport. */
export interface Own {
  /** What answers `GET` by path. */
  readonly health: Readonly<Record<string, Route>>
  /** What answers everything below `/hooks/`. */
  readonly hooks: Route
}

/** Who answers a request that is not Slack's; undefined where nobody does. */
export function routeOf({ health, hooks }: Own, { method, url = '' }: IncomingMessage): Route | undefined {
  const path = url.split('?')[0] ?? ''
  if (path.startsWith('/hooks/')) return hooks
  return method === 'GET' && Object.hasOwn(health, path) ? health[path] : undefined
}

export function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
