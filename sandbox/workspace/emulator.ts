import { createEmulator } from 'emulate'
import { post, rereading } from './post.ts'
import { type CallMethod, onlyReads, remembered } from './remembered.ts'
import { type Answer, type Args, asList, asText, isRecord, type Message } from './types.ts'
import { bot, channels, dmOf, isPerson, people, team } from './workspace.ts'

/** The stateful part of Slack: people, conversations, messages and views, held by `emulate`. */
export interface SlackEmulator {
  /** Calls a method with every scope, as the bot or as a person; ids and times are those of this workspace. */
  readonly call: CallMethod
  /** Posts messages of an earlier workspace again, under their own times; any order. */
  restore(messages: readonly Message[]): Promise<void>
  /** Something has another id from now on, and is not known by the old one. */
  rename(from: string, to: string): void
  close(): Promise<void>
}

const EMULATED_TEAM = 'T000000001'
const TOKENS = Array.from({ length: 50 }, (_, index) => `xoxb-${index}`) // emulate allows each 5,000 calls
const TS = /^(?!0{10})\d{10}\.\d{6}$/
const EMULATED_ID = /\b(?:[UCD][0-9A-F]{9}|T000000001)\b/g
const OUR_ID = /\b[UCDT]0[A-Z]+\b/g

const personToken = (user: string) => `xoxp-${user}`

/** Starts `emulate` with the test workspace. Message times are `now()`, not the machine's clock. */
export async function startEmulator(now: () => Date): Promise<SlackEmulator> {
  const emulator = await createEmulator({ service: 'slack', port: 0, seed: { slack: seed } })
  const names = createNames(now)
  let calls = 0
  const ask = (method: string, args: Args, as: string) => {
    const token = isPerson(as) ? personToken(as) : TOKENS[calls++ % TOKENS.length]
    return askEmulate(
      `${emulator.url}/api/${method}`,
      `Bearer ${token}`,
      names.outward(args),
      onlyReads(method),
    )
  }
  const answered: CallMethod = async (method, args, as = '') =>
    names.inward(await ask(method, args, as)) as Answer
  await nameThePeople(answered, names)
  await arrangeChannels(answered, names)
  await openDirectMessages(ask, names)
  const { call, forget } = remembered(answered)
  return {
    call,
    rename: (from, to) => {
      names.rename(from, to)
      forget()
    },
    restore: async (messages) => {
      const inOrder = messages.toSorted((a, b) => Number(a.ts) - Number(b.ts))
      for (const message of inOrder) await postAgain(ask, names, message)
      forget()
    },
    close: () => emulator.close(),
  }
}

const seed = {
  team: { name: team.name, domain: team.domain },
  users: Object.values(people).map(({ name, realName }) => ({
    name,
    real_name: realName,
    profile: { display_name: realName },
  })),
  channels: Object.values(channels).map(({ name }) => ({ name })),
  oauth_apps: [
    {
      app_id: bot.app,
      client_id: 'client',
      client_secret: 'secret',
      name: bot.name,
      redirect_uris: [],
      bot_id: bot.id,
      bot_user_id: bot.user,
      bot_name: bot.name,
    },
  ],
  tokens: [
    ...Object.entries(people).map(([id, { name }]) => ({
      token: personToken(id),
      type: 'user',
      user_id: name,
    })),
    ...TOKENS.map((token) => ({
      token,
      type: 'bot',
      user_id: bot.user,
      bot_id: bot.id,
      bot_user_id: bot.user,
      app_id: bot.app,
    })),
  ],
}

async function askEmulate(
  url: string,
  authorization: string,
  args: unknown,
  again: boolean,
): Promise<unknown> {
  const headers = { authorization, 'content-type': 'application/json' }
  const ask = () => post(url, headers, JSON.stringify(args))
  const { status, body } = await (again ? rereading(ask) : ask())
  if (status === 200) return JSON.parse(body)
  throw new Error(`emulate answered ${status} to ${url}: ${body}`)
}

async function nameThePeople(call: CallMethod, names: Names): Promise<void> {
  names.pair(EMULATED_TEAM, team.id)
  const found = asList((await call('users.list', {})).members).filter(isRecord)
  for (const [id, { name }] of Object.entries(people)) {
    names.pair(asText(found.find((user) => user.name === name)?.id), id)
  }
}

async function arrangeChannels(call: CallMethod, names: Names): Promise<void> {
  const found = asList((await call('conversations.list', {})).channels).filter(isRecord)
  for (const [id, { name, botIsMember, archived }] of Object.entries(channels)) {
    names.pair(asText(found.find((channel) => channel.name === name)?.id), id)
    if (botIsMember) await call('conversations.join', { channel: id })
    if (archived) await call('conversations.archive', { channel: id })
  }
}

type Ask = (method: string, args: Args, as: string) => Promise<unknown>

/** Every person has a direct message with the bot, under an id of ours that outlives the process. */
async function openDirectMessages(ask: Ask, names: Names): Promise<void> {
  for (const user of Object.keys(people)) {
    const opened = await ask('conversations.open', { users: user }, bot.user)
    const channel = isRecord(opened) ? opened.channel : undefined
    names.pair(isRecord(channel) ? asText(channel.id) : '', dmOf(user))
  }
}

async function postAgain(ask: Ask, names: Names, message: Message): Promise<void> {
  const { channel, user, text, blocks, metadata, thread_ts, edited } = message
  const content = {
    channel,
    text,
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(metadata ? { metadata } : {}),
  }
  const thread = thread_ts && thread_ts !== message.ts ? { thread_ts } : {}
  const posted = await ask('chat.postMessage', { ...content, ...thread }, user)
  if (!isRecord(posted) || !posted.ok) throw new Error(`Not posted again: ${JSON.stringify(posted)}`)
  names.pair(asText(posted.ts), message.ts)
  if (!edited) return
  const again = await ask('chat.update', { ...content, ts: message.ts }, user)
  const mended = isRecord(again) && isRecord(again.message) ? again.message.edited : undefined
  if (isRecord(mended)) names.pair(asText(mended.ts), edited.ts)
}

interface Names {
  pair(emulated: string, ours: string): void
  rename(from: string, to: string): void
  inward(value: unknown): unknown
  outward(args: Args): unknown
}

/**
 * `emulate` makes up the ids of people and channels and stamps messages by the machine's clock. This
 * swaps them for ours in every answer, and back in every argument.
 */
function createNames(now: () => Date): Names {
  const ours = new Map<string, string>()
  const emulated = new Map<string, string>()
  const pair = (theirs: string, mine: string) => {
    ours.set(theirs, mine)
    emulated.set(mine, theirs)
  }
  const stamp = (ts: string) => {
    const mine = `${Math.floor(now().getTime() / 1000)}${ts.slice(10)}` // its fraction is a counter: unique
    if (!ours.has(ts)) pair(ts, mine)
    return ours.get(ts) ?? mine
  }
  return {
    pair,
    rename(from, to) {
      pair(emulated.get(from) ?? '', to)
      emulated.delete(from)
    },
    inward: (value) =>
      mapStrings(value, (text) =>
        TS.test(text) ? stamp(text) : text.replace(EMULATED_ID, (id) => ours.get(id) ?? id),
      ),
    outward: (args) =>
      mapStrings(args, (text) => emulated.get(text) ?? text.replace(OUR_ID, (id) => emulated.get(id) ?? id)),
  }
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, change)]))
}
