import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bot, people, team } from '../../sandbox/workspace/workspace.ts'

/** Calls a minute of a workspace, by method: tiers 3 and 4 of Slack's documents; what is not here is not counted. */
const PER_MINUTE: Readonly<Record<string, number>> = {
  'chat.update': 50,
  'conversations.info': 50,
  'conversations.open': 50,
  'conversations.history': 50,
  'conversations.replies': 50,
  'users.info': 100,
  'chat.postEphemeral': 100,
}
/** A channel takes a post a second, and a few at once after a calm. */
const CHANNEL = { perSecond: 1, atOnce: 4 }

/** How the ids of the channels begin that digests go to. */
export const DIGESTS_IN = 'C9'

const ON_ITS_WAY_MS = 500

/** What a limit takes: so many at once, and `perSecond` from then on. */
interface Bucket {
  tokens: number
  at: number
  /** When it was told to wait, and until when. */
  toldAt: number
  closedUntil: number
}

export interface LoopbackSlack {
  readonly apiUrl: string
  readonly responseUrl: string
  /** How often each post that it took was made, by the id that its metadata hold. */
  readonly posts: ReadonlyMap<string, number>
  readonly calls: ReadonlyMap<string, number>
  /** `digests`: posts in the channels of the digests; `lastAt`: when the last of them came. */
  readonly told: { limited: number; tooEarly: number; digests: number; lastAt: number }
  close(): Promise<void>
}

/** A Slack that answers what Stairway calls and keeps to its limits; `perMinute`: posts over all channels. */
export async function startLoopback(perMinute: number | null): Promise<LoopbackSlack> {
  const posts = new Map<string, number>()
  const calls = new Map<string, number>()
  const told = { limited: 0, tooEarly: 0, digests: 0, lastAt: 0 }
  const limits = createLimits(perMinute, told)
  const server = createServer(async (request, response) => {
    const method = request.url?.split('/').at(-1) ?? ''
    const args = new URLSearchParams(await bodyOf(request))
    calls.set(method, (calls.get(method) ?? 0) + 1)
    const seconds = limits(method, args.get('channel') ?? '')
    if (seconds !== null) return limited(response, seconds)
    if (method === 'chat.postMessage') {
      const id = nonceOf(args)
      posts.set(id, (posts.get(id) ?? 0) + 1)
      if (args.get('channel')?.startsWith(DIGESTS_IN)) {
        told.digests += 1
        told.lastAt = performance.now()
      }
    }
    say(response, answerTo(method, args))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    apiUrl: `${url}/api/`,
    responseUrl: `${url}/respond`,
    posts,
    calls,
    told,
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function createLimits(perMinute: number | null, told: LoopbackSlack['told']) {
  const buckets = new Map<string, Bucket>()
  /** Seconds to wait; null where it may go. */
  const take = (name: string, atOnce: number, perSecond: number): number | null => {
    const now = performance.now()
    const bucket = buckets.get(name) ?? { tokens: atOnce, at: now, toldAt: 0, closedUntil: 0 }
    buckets.set(name, bucket)
    // What was on its way when it was told counts for nothing, nor does what the clocks differ by.
    if (now < bucket.closedUntil - 5 && now > bucket.toldAt + ON_ITS_WAY_MS) told.tooEarly += 1
    bucket.tokens = Math.min(atOnce, bucket.tokens + ((now - bucket.at) / 1_000) * perSecond)
    bucket.at = now
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1
      return null
    }
    const seconds = Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond))
    if (now >= bucket.closedUntil) bucket.toldAt = now
    bucket.closedUntil = Math.max(bucket.closedUntil, now + seconds * 1_000)
    told.limited += 1
    return seconds
  }
  return (method: string, channel: string): number | null => {
    if (method === 'chat.postMessage') {
      const inChannel = take(`posts in ${channel}`, CHANNEL.atOnce, CHANNEL.perSecond)
      return inChannel ?? (perMinute === null ? null : take('posts', perMinute / 4, perMinute / 60))
    }
    const most = PER_MINUTE[method]
    return most === undefined ? null : take(method, most, most / 60)
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

function nonceOf(args: URLSearchParams): string {
  return JSON.parse(args.get('metadata') ?? '{}').event_payload?.id ?? 'a post without an id'
}

function limited(response: ServerResponse, seconds: number): void {
  response.writeHead(429, { 'retry-after': String(seconds), 'content-type': 'application/json' })
  response.end('{"ok":false,"error":"ratelimited"}')
}

function say(response: ServerResponse, answer: object): void {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ ok: true, ...answer }))
}

let made = 0

function answerTo(method: string, args: URLSearchParams): object {
  const channel = args.get('channel') ?? ''
  switch (method) {
    case 'auth.test':
      return { team_id: team.id, team: team.name, user_id: bot.user, user: bot.name, bot_id: bot.id, url: '' }
    case 'chat.postMessage':
      return { channel, ts: `${Math.floor(Date.now() / 1_000)}.${String(++made).padStart(6, '0')}` }
    case 'chat.update':
      return { channel, ts: args.get('ts') }
    case 'chat.getPermalink':
      return { permalink: `https://stairway.slack.com/archives/${channel}/p1` }
    case 'conversations.open':
      return { channel: { id: `D${args.get('users')}` } }
    case 'users.info': {
      const id = args.get('user') ?? ''
      return {
        user: { id, name: people[id]?.name ?? id, tz: people[id]?.tz ?? 'Europe/Berlin', team_id: team.id },
      }
    }
    default:
      return { channel: { id: channel, is_member: true }, messages: [], users: [] }
  }
}
