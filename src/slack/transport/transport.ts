import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Receiver } from '@slack/bolt'

/** A way that Slack reaches us. */
export interface Transport {
  readonly receiver: Receiver
  /** Resolves to the port that is listened on. */
  start(listen: Listen): Promise<number>
  /** Lets nothing more in, and closes when what was let in has finished. */
  stop(finished: Promise<number>): Promise<void>
}

/** Port 0 takes a free one; without a host, on every address of the machine. */
export interface Listen {
  readonly port: number
  readonly host?: string
}

export type Route = (request: IncomingMessage, response: ServerResponse) => void
/** What answers `GET` by path. */
export type Health = Readonly<Record<string, Route>>

export function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
