import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { createClient, type Kind, type Payload, type Retry, type SlackClient } from './client.ts'
import { createLog, deferred } from './log.ts'
import { isRecord } from './types.ts'
import type { FakeSlack } from './web-api.ts'
import { bot, team } from './workspace.ts'

/** Slack's end of Socket Mode, on loopback. */
export interface SocketMode {
  /** People whose Slack reaches the bot over the socket. */
  readonly client: SlackClient
  /** How many connections have been opened so far. */
  readonly opened: number
  /** Of each envelope that was acked the connection that it was acked by, counted from 1 as they were opened. */
  readonly ackedBy: readonly number[]
  /** Resolves once `count` connections have been opened, counted from the start. */
  connected(count?: number): Promise<void>
  /** Cuts every connection. An envelope that was not acked is sent again on another one, a command too: harder than Slack. */
  drop(): void
  /** Asks the bot to connect anew, as Slack does when it moves a connection. */
  refresh(): void
  /** Sends what Slack would not, as it is. */
  send(frame: string | Buffer): void
  close(): Promise<void>
}

interface Waiting {
  readonly envelope: Record<string, unknown>
  readonly resolve: (ack: { status: number; body: unknown }) => void
  attempts: number
  /** Where it was sent last. */
  to: WebSocket | null
}

/** Starts the server and gives its address to apps.connections.open of `slack`. `patience`: milliseconds that an ack may take. */
export async function startSocketMode(slack: FakeSlack, patience?: number): Promise<SocketMode> {
  const line = createLine()
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 }).on('connection', line.join)
  await once(server, 'listening')
  slack.platform.serveSocketMode(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/link`)
  return {
    client: createClient({ deliver: line.deliver }, slack.platform, team.id, patience),
    get opened() {
      return line.opened.entries.length
    },
    ackedBy: line.ackedBy,
    connected: async (count = 1) => void (await line.opened.until((number) => number >= count)),
    drop: () => line.each((peer) => peer.terminate()),
    refresh: line.refresh,
    send: (frame) => line.each((peer) => peer.send(frame)),
    close: async () => {
      line.each((peer) => peer.terminate())
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** With several connections each envelope goes to one of them; Slack chooses any, here they take turns. */
function createLine() {
  const peers = new Set<WebSocket>()
  const leaving = new WeakSet<WebSocket>()
  const opened = createLog<number>()
  const ackedBy: number[] = []
  const waiting = new Map<string, Waiting>()
  let turn = 0
  const send = (one: Waiting) => {
    const staying = [...peers].filter((peer) => !leaving.has(peer))
    const peer = staying[turn++ % staying.length] ?? null
    one.to = peer
    if (!peer) return
    const again = one.attempts > 0 ? { retry_attempt: one.attempts, retry_reason: 'timeout' } : {}
    one.attempts += 1
    peer.send(JSON.stringify({ ...one.envelope, ...again }))
  }
  const sendAgain = (from: WebSocket | null) => {
    for (const one of waiting.values()) if (one.to === from) send(one)
  }
  return {
    opened,
    ackedBy,
    each: (act: (peer: WebSocket) => void) => {
      for (const peer of peers) act(peer)
    },
    refresh(): void {
      for (const peer of peers) {
        leaving.add(peer)
        peer.send('{"type":"disconnect","reason":"refresh_requested"}')
      }
    },
    join(peer: WebSocket): void {
      const number = opened.entries.length + 1
      peers.add(peer)
      peer.on('message', (message) => {
        if (settle(waiting, JSON.parse(message.toString()))) ackedBy.push(number)
      })
      peer.on('error', () => peer.terminate()) // a cut connection is an end like any other here
      peer.on('close', () => {
        peers.delete(peer)
        sendAgain(peer)
      })
      peer.send(hello(peers.size))
      opened.add(number)
      sendAgain(null)
    },
    deliver(kind: Kind, payload: Payload, retry?: Retry) {
      const envelope_id = randomUUID()
      const envelope = { envelope_id, type: kind, accepts_response_payload: kind !== 'events_api', payload }
      const { promise, resolve } = deferred<{ status: number; body: unknown }>()
      const one: Waiting = { envelope, resolve, attempts: retry?.num ?? 0, to: null }
      waiting.set(envelope_id, one)
      send(one)
      return promise
    },
  }
}

/** Whether it is the first ack of one that waits. */
function settle(waiting: Map<string, Waiting>, ack: unknown): boolean {
  if (!isRecord(ack)) return false
  const id = String(ack.envelope_id)
  const said = isRecord(ack.payload) && Object.keys(ack.payload).length > 0
  waiting.get(id)?.resolve({ status: 200, body: said ? ack.payload : undefined })
  return waiting.delete(id)
}

function hello(connections: number): string {
  const debug_info = { host: 'loopback', build_number: 1, approximate_connection_time: 18_060 }
  const connection_info = { app_id: bot.app }
  return JSON.stringify({ type: 'hello', num_connections: connections, debug_info, connection_info })
}
