import { readMessages } from './conversations.ts'
import { type SlackEmulator, startEmulator } from './emulator.ts'
import type { Fault, Faults, Hold } from './faults.ts'
import { createFiles, type KeptFile } from './files.ts'
import type { Ground } from './ground.ts'
import { createPipeline } from './pipeline.ts'
import { createPlatform, type Platform } from './platform.ts'
import { createReplies } from './replies.ts'
import { startServer } from './server.ts'
import { createTraffic, type Traffic } from './traffic.ts'
import type { Message, View, Violation } from './types.ts'
import { asText, type Call, type Check, type Ephemeral, isRecord } from './types.ts'
import { createViews } from './views.ts'
import { channels, defaultScopes, dmOf, people, userGroups } from './workspace.ts'

export interface SlackOptions {
  /** Slack's limits: what it finds is refused, and kept in `violations`. Without it everything passes. */
  readonly check?: Check
  /** The bot's scopes, as its manifest asks for them. */
  readonly scopes?: readonly string[]
  /** The clock that stamps messages; the machine's by default. */
  readonly now?: () => Date
  /** Milliseconds that a trigger id serves; 3 s by default. */
  readonly patience?: number
}

/** Slack on loopback: the Web API of one workspace, what people see in it, and faults on demand. */
export interface FakeSlack {
  /** For `slackApiUrl`, with its closing slash. */
  readonly apiUrl: string
  readonly calls: readonly Call[]
  readonly violations: readonly Violation[]
  /** The first answered call of a method that is `wanted`: one that was, or one to come. */
  until(method: string, wanted?: (call: Call) => boolean): Promise<Call>
  messages(channel: string): Promise<Message[]>
  /** The direct messages between the bot and `user`. */
  dms(user: string): Promise<Message[]>
  /** The private lines that `user` sees, the oldest first. */
  ephemerals(user: string): Ephemeral[]
  /** The open modals, the oldest first. */
  readonly views: readonly View[]
  /** The Home tab of `user` as published so far, the newest last. */
  homes(user: string): View[]
  failNext(method: string, fault: Fault): void
  /** Every call of a method from now on, until the end that it returns. */
  readonly failEach: Faults['failEach']
  /** Carries the next call out, and holds its answer until released. */
  holdNext(method: string): Hold
  /** Somebody invites the bot, removes it, archives the channel, or a person leaves the company. */
  invite(channel: string): Promise<void>
  remove(channel: string): Promise<void>
  archive(channel: string): Promise<void>
  deactivate(user: string): void
  /** Fields of an account are other ones from now on, of whatever type. */
  alter(user: string, fields: Readonly<Record<string, unknown>>): void
  /** A user group has these members from now on; with null there is none. */
  regroup(group: string, users: readonly string[] | null): void
  /** The channel is the same under another id, and not known by the old one any more. */
  convert(channel: string, to: string): void
  /** A person writes a plain message; throws what Slack says where they can't. */
  write(user: string, channel: string, text: string, threadTs?: string): Promise<void>
  /** Which channels there are, and whether the bot is in each. */
  channels(): Promise<ChannelNow[]>
  /** Every message that somebody wrote, and the same put back into a new Slack. */
  kept(): Promise<Message[]>
  restore(messages: readonly Message[]): Promise<void>
  /** Every file that was uploaded, and the same put back. */
  readonly files: {
    read(id: string): KeptFile | undefined
    kept(): KeptFile[]
    restore(files: readonly KeptFile[]): void
  }
  /** Private lines and what was kept of requests are gone, as when Slack is loaded anew. */
  reload(): void
  /** Who has left the company. */
  readonly deactivated: ReadonlySet<string>
  /** The newest requests and answers. */
  readonly traffic: Traffic
  /** Slack's side of what people do, for the clients that play them. */
  readonly platform: Platform
  /** Ends it. Throws what went wrong inside this Slack itself. */
  close(): Promise<void>
}

export interface ChannelNow {
  readonly id: string
  readonly name: string
  readonly archived: boolean
  readonly botIsMember: boolean
}

/** Starts a Slack of its own on a free loopback port. */
export async function startSlack(options: SlackOptions = {}): Promise<FakeSlack> {
  const now = options.now ?? (() => new Date())
  const emulator = await startEmulator(now)
  const ground = createGround(emulator, now, options.patience)
  const pipeline = createPipeline(ground, options.scopes ?? defaultScopes, options.check)
  const server = await startServer(pipeline)
  ground.url = server.url
  return {
    ...sights(ground),
    ...changes(ground),
    ...remembering(ground),
    files: ground.files,
    deactivated: ground.deactivated,
    traffic: ground.traffic,
    get views() {
      return ground.views.modals()
    },
    apiUrl: `${server.url}/api/`,
    calls: pipeline.calls.entries,
    violations: pipeline.violations,
    until: (method, wanted = () => true) =>
      pipeline.calls.until((call) => call.method === method && wanted(call)),
    failNext: pipeline.faults.failNext,
    failEach: pipeline.faults.failEach,
    holdNext: pipeline.faults.holdNext,
    platform: createPlatform(ground, server.url, pipeline),
    close: async () => {
      pipeline.faults.releaseAll()
      await server.close()
      await emulator.close()
    },
  }
}

function createGround(emulator: SlackEmulator, now: () => Date, patience?: number): Ground {
  return {
    emulator,
    replies: createReplies(emulator, now),
    views: createViews(now, patience),
    files: createFiles(),
    traffic: createTraffic(now),
    url: '',
    deactivated: new Set(),
    accounts: new Map(),
    groups: new Map(Object.entries(userGroups).map(([id, { users }]) => [id, users])),
    socketUrl: undefined,
  }
}

function sights({ emulator, replies, views }: Ground) {
  return {
    messages: (channel: string) => readMessages(emulator, channel),
    dms: (user: string) => readMessages(emulator, dmOf(user)),
    ephemerals: (user: string) => replies.ephemerals.filter((line) => line.user === user),
    homes: views.homes,
  }
}

function changes({ emulator, deactivated, accounts, groups }: Ground) {
  const change = (method: string) => async (channel: string) => {
    const answer = await emulator.call(method, { channel })
    if (!answer.ok) throw new Error(`${method} of ${channel}: ${answer.error}`)
  }
  return {
    invite: change('conversations.join'),
    remove: change('conversations.leave'),
    archive: change('conversations.archive'),
    deactivate: (user: string) => void deactivated.add(user),
    alter: (user: string, fields: Readonly<Record<string, unknown>>) => void accounts.set(user, fields),
    regroup: (group: string, users: readonly string[] | null) =>
      void (users ? groups.set(group, users) : groups.delete(group)),
    convert: emulator.rename,
    write: async (user: string, channel: string, text: string, threadTs?: string) => {
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs }
      const answer = await emulator.call('chat.postMessage', { channel, text, ...thread }, user)
      if (!answer.ok) throw new Error(`${channel}: ${answer.error}`)
    },
  }
}

function remembering({ emulator, replies, traffic }: Ground) {
  const places = [...Object.keys(channels), ...Object.keys(people).map(dmOf)]
  return {
    channels: () => Promise.all(Object.keys(channels).map((id) => channelNow(emulator, id))),
    kept: async () => {
      const all = await Promise.all(places.map((place) => readMessages(emulator, place)))
      const written = all.flat().filter(({ subtype }) => subtype === undefined)
      return written.flatMap(({ replies, ...message }) => [{ ...message, replies: [] }, ...replies])
    },
    restore: emulator.restore,
    reload: () => {
      replies.ephemerals.length = 0
      traffic.clear()
    },
  }
}

async function channelNow(emulator: SlackEmulator, id: string): Promise<ChannelNow> {
  const { channel } = await emulator.call('conversations.info', { channel: id })
  const { name, is_archived, is_member } = isRecord(channel) ? channel : {}
  return { id, name: asText(name), archived: is_archived === true, botIsMember: is_member === true }
}
