import { createServer } from 'node:http'
import { SocketModeReceiver, type SocketModeReceiverOptions } from '@slack/bolt'
import type { Logger } from '../../log.ts'
import { boltLogger } from '../bolt-logger.ts'
import { FRAME } from './payload.ts'
import { type Listen, type Own, portOf, routeOf, type Transport } from './transport.ts'

interface SocketOptions {
  readonly log: Logger
  readonly appToken: string
  readonly apiUrl?: string | undefined
  /** The proxy that its WebSocket goes through. */
  readonly dispatcher: SocketModeReceiverOptions['dispatcher']
  readonly own: Own
  /** Called where the connection is lost and can't be made again: without it nobody could reach us any more. */
  readonly lost: (error: unknown) => void
}

/** We call Slack, and it sends frames. What is no frame of Slack's never reaches its client. */
export function socketTransport({ log, appToken, apiUrl, dispatcher, own, lost }: SocketOptions): Transport {
  const host = apiUrl ? { installerOptions: { clientOptions: { slackApiUrl: apiUrl } } } : {}
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLogger(log),
    processEventErrorHandler: async ({ error }) => {
      log.warn({ err: error }, 'A frame that can not be read')
      return false
    },
    ...(dispatcher && { dispatcher }),
    ...host,
  })
  admitFrames(receiver.client, log)
  const server = ownServer(own)
  return {
    receiver,
    start: async (listen: Listen) => {
      await receiver.start()
      sayWhenLost(receiver.client, lost)
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(listen, resolve))
      return portOf(server)
    },
    // Acks leave through the socket, and Slack sends there until it is closed: what comes meanwhile is taken.
    hangUp: async (quiet) => {
      await quiet
      await receiver.client.disconnect()
    },
    stop: async (finished) => {
      await finished
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

type Client = SocketModeReceiver['client']
type OnFrame = (data: unknown, isBinary: boolean) => unknown

/** The client emits each frame to itself, and reads it in a promise that nobody has. */
function admitFrames(client: Client, log: Logger): void {
  const readers = client.listeners('ws_message') as OnFrame[]
  client.removeAllListeners('ws_message')
  client.on('ws_message', async (data: unknown, isBinary: boolean) => {
    try {
      if (isBinary || !isFrame(client, data)) return log.warn('A frame that Slack would not send is left out')
      for (const read of readers) await read(data, isBinary)
    } catch (error) {
      log.error({ err: error }, 'A frame could not be read')
    }
  })
}

function isFrame(client: Client, data: unknown): boolean {
  if (typeof data !== 'string') return false
  const read = FRAME.safeParse(parsed(data))
  if (!read.success) return false
  // It emits an event under the name that the frame gives it: one of its own ("close") would be taken for that.
  return read.data.type !== 'events_api' || client.listenerCount(read.data.payload.event.type) === 0
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined // no frame, as anything else that is none
  }
}

/** A connection that is made anew fails in a timer of the client's, where nobody hears of it. */
function sayWhenLost(client: Client, lost: (error: unknown) => void): void {
  const start = client.start.bind(client)
  client.start = async () => {
    try {
      return await start()
    } catch (error) {
      lost(error)
      throw error
    }
  }
}

function ownServer(own: Own) {
  return createServer((request, response) => {
    const route = routeOf(own, request)
    if (route) return route(request, response)
    response.writeHead(404).end()
  })
}
