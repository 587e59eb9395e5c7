import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import * as limits from '../../sandbox/workspace/block-limits.ts'
import type { Delivery, SlackClient } from '../../sandbox/workspace/client.ts'
import { slackClient } from '../../sandbox/workspace/http.ts'
import type { Reply } from '../../sandbox/workspace/replies.ts'
import { type SocketMode, startSocketMode } from '../../sandbox/workspace/socket-mode.ts'
import type { Message } from '../../sandbox/workspace/types.ts'
import { type FakeSlack, startSlack } from '../../sandbox/workspace/web-api.ts'
import { appToken, botToken } from '../../sandbox/workspace/workspace.ts'
import { compose, type Stairway } from '../../src/compose.ts'
import { titleFromName } from '../../src/config/rules.ts'
import { type Config, loadConfig } from '../../src/config.ts'
import { runSchedules } from '../../src/jobs/schedules.ts'
import { createLogger } from '../../src/log.ts'
import { createPainter } from '../../src/pictures/painter.ts'
import type { Sender, Targets } from '../../src/targets/target.ts'
import { faultOf } from '../../src/warehouse/declared.ts'
import { migratedDatabase } from '../store/open.ts'
import { engineOfTests } from '../support/engines.ts'
import { manifestScopes } from './manifest-scopes.ts'

export const SIGNING_SECRET = 'conversation-secret'
const MONDAY = new Date('2026-03-02T08:00:00Z')

/** Ana owns campaigns, Raj is of the data team, Mei of both, Tom of growth, Zoe of none. */
export const TEAMS = `
teams:
  growth: { kind: growth, members: [U0ANA, U0TOM], lead: U0TOM }
  data: { kind: data, members: [U0RAJ, U0MEI], lead: U0RAJ }
`

export interface StandOptions {
  /** stairway.yaml. */
  readonly yaml?: string
  readonly env?: Readonly<Record<string, string>>
  /** Slack says what leads to messages, so that names are links. Without it they stand alone, as where it does not say. */
  readonly links?: boolean
  /** Over Socket Mode instead of signed HTTP. */
  readonly socket?: boolean
  /** A database to go on with, for example after a kill. */
  readonly databaseUrl?: string
  readonly slack?: FakeSlack
  readonly clock?: Clock
  /** Targets that play a vendor, by their names, beside those of stairway.yaml. */
  readonly played?: Readonly<Record<string, Sender>>
  /** How long a look at a step is waited for, in milliseconds. */
  readonly lookMs?: number
  /** What targets of stairway.yaml are opened to instead. */
  readonly targets?: Targets
  /** Takes what is logged, at `LOG_LEVEL` of `env`. */
  readonly log?: { write(line: string): void }
}

export interface Clock {
  at: number
}

/** Stairway as main composes it, people at their Slack, and a clock that only the test moves. */
export interface Stand {
  readonly slack: FakeSlack
  readonly client: SlackClient
  readonly stairway: Stairway
  readonly socket: SocketMode | null
  readonly databaseUrl: string
  readonly url: string
  readonly clock: Clock
  now(): Date
  /** Moves the clock, runs each schedule once, and every job that is due, until none is left. */
  pass(ms: number): Promise<void>
  /** Runs what follows from what was just done. */
  settle(): Promise<void>
  /** Types `/campaign <text>` and gives the private answer. */
  say(user: string, text: string, channel?: string): Promise<Reply>
  /** Types `/campaign <text>`. */
  type(user: string, text: string, channel?: string): Promise<Delivery>
  /** The card of the only campaign, or of one whose key stands on it. */
  card(key?: string, channel?: string): Promise<Message>
  /** The newest direct message of a person that says `words`. */
  dm(user: string, words: string): Promise<Message>
  /** Ends it as a kill would: nothing is finished, the database stays. */
  kill(): Promise<void>
  close(): Promise<void>
}

/** One thread for all tests: a stand ends, its painter does not. */
const PAINTER = createPainter()

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export async function standUp(options: StandOptions = {}): Promise<Stand> {
  const clock = options.clock ?? { at: MONDAY.getTime() }
  const now = () => new Date(clock.at)
  const slack = options.slack ?? (await startSlack({ now, check: limits, scopes: await manifestScopes() }))
  if (!options.links) slack.failEach('chat.getPermalink', () => ({ error: 'internal_error' }))
  const socket = options.socket ? await startSocketMode(slack) : null
  const folder = await mkdtemp(join(tmpdir(), 'stairway-stand-'))
  const fresh = options.databaseUrl ? null : await migratedDatabase()
  const databaseUrl = options.databaseUrl ?? fresh?.url ?? ''
  await writeFile(join(folder, 'stairway.yaml'), options.yaml ?? TEAMS)
  const env = {
    SLACK_BOT_TOKEN: botToken,
    ...(socket ? { SLACK_APP_TOKEN: appToken } : { SLACK_SIGNING_SECRET: SIGNING_SECRET }),
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: databaseUrl,
    STAIRWAY_CONFIG: join(folder, 'stairway.yaml'),
    PORT: '1',
    LOG_LEVEL: 'silent',
    ...options.env,
  }
  const config = withPlayed(loadConfig(env, faultOf), options.played)
  const log = createLogger(config.logLevel, options.log)
  const targets = new Map([...config.targets, ...(options.targets ?? [])])
  const stairway = compose(
    { ...config, targets, port: 0 },
    log,
    now,
    PAINTER,
    8,
    options.lookMs,
    engineOfTests(),
  )
  const url = `http://127.0.0.1:${await stairway.bot.start()}`
  const client =
    socket?.client ?? slackClient({ url: `${url}/slack/events`, signingSecret: SIGNING_SECRET, slack })
  const stand = talking({ slack, client, stairway, clock })
  return {
    ...stand,
    slack,
    client,
    stairway,
    socket,
    databaseUrl,
    url,
    clock,
    now,
    kill: () => end(stairway, folder),
    close: async () => {
      await end(stairway, folder)
      await socket?.close()
      if (slack.violations.length > 0)
        throw new Error(`Slack would refuse: ${JSON.stringify(slack.violations[0])}`)
      await slack.close()
      await fresh?.drop()
    },
  }
}

/** As though each stood in stairway.yaml, its name being its kind. */
function withPlayed(config: Config, played: StandOptions['played'] = {}): Config {
  const more = Object.entries(played)
  const entries = more.map(([name, { host, form, unread, thing, undo }]) => ({
    ...{ name, kind: name, title: titleFromName(name), host, form, unread },
    ...(undo ? { undoable: true } : {}),
    ...(thing ? { thing } : {}),
  }))
  return {
    ...config,
    catalog: { ...config.catalog, targets: [...config.catalog.targets, ...entries] },
    targets: new Map([...config.targets, ...more]),
  }
}

async function end({ bot, engine, warehouses, db }: Stairway, folder: string): Promise<void> {
  await Promise.all([bot.stop(0), engine.stop(0)])
  await warehouses.close()
  await db.destroy()
  await rm(folder, { recursive: true, force: true })
}

interface Talk {
  readonly slack: FakeSlack
  readonly client: SlackClient
  readonly stairway: Stairway
  readonly clock: Clock
}

function talking({ slack, client, stairway, clock }: Talk) {
  const pass = async (ms: number) => {
    clock.at += ms
    await runSchedules(stairway.deps)
    while ((await stairway.engine.runDue()) > 0) clock.at += 2_000
  }
  const type = (user: string, text: string, channel = 'C0GROWTH') =>
    client.command(user, '/campaign', text, { channel })
  return {
    pass,
    type,
    settle: () => pass(2_000),
    say: async (user: string, text: string, channel?: string) => whole(await type(user, text, channel)),
    card: async (key = '', channel = 'C0GROWTH') => only(await slack.messages(channel), key, `a card ${key}`),
    dm: async (user: string, words: string) =>
      only((await slack.dms(user)).reverse(), words, `a message "${words}"`),
  }
}

/** On a busy machine an answer may be told to come later. */
async function whole(delivery: Delivery): Promise<Reply> {
  const first = await delivery.answer()
  if (!first.text.startsWith('Working on it')) return first
  return vi.waitFor(() => delivery.replies()[0] ?? Promise.reject(new Error('It has not come yet')), 60_000)
}

function only(messages: readonly Message[], words: string, what: string): Message {
  const found = messages.find((message) => readAloud(message).includes(words))
  if (found) return found
  throw new Error(`There is no ${what}; there are:\n${messages.map(readAloud).join('\n---\n')}`)
}

/** Everything that a message says, in order: its text and the words of its blocks; of links what stands there to be read. */
export function readAloud(message: { readonly text: string; readonly blocks: readonly unknown[] }): string {
  return [message.text, ...wordsIn(message.blocks)]
    .join('\n')
    .replaceAll('\u00a0', ' ')
    .replace(/<https:[^|>]*\|([^>]*)>/g, '$1')
}

function wordsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : wordsIn(inner),
  )
}
