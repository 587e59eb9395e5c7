import { randomBytes } from 'node:crypto'
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { bundlePage } from './page/bundle.ts'
import { createChanges } from './server/changes.ts'
import { type Clock, createClock } from './server/clock.ts'
import { createKeeper, readKept } from './server/keep.ts'
import type { Connected, Room } from './server/room.ts'
import { createSender, type Launched } from './server/sender.ts'
import { startPageServer } from './server/server.ts'
import { CHANNEL, PRESENT, tellStory } from './story/campaigns.ts'
import { createTeller, instantOf } from './story/teller.ts'
import { openStoryWarehouse } from './story/warehouse.ts'
import { ROLES, STORY_YAML } from './story/yaml.ts'
import * as limits from './workspace/block-limits.ts'
import type { SlackClient } from './workspace/client.ts'
import { slackClient } from './workspace/http.ts'
import { deferred } from './workspace/log.ts'
import { readManifest } from './workspace/manifest.ts'
import { startSocketMode } from './workspace/socket-mode.ts'
import { type FakeSlack, startSlack } from './workspace/web-api.ts'
import { appToken, botToken } from './workspace/workspace.ts'

export type { Connected } from './server/room.ts'

export interface WorkspaceOptions {
  /** Everything that is kept lies in it. */
  readonly folder: string
  /** Forgets an earlier start. */
  readonly fresh: boolean
  /** Stairway is called over signed HTTP instead of Socket Mode. */
  readonly http: boolean
  /** The page's; the next free one where it is taken. */
  readonly port: number
}

/** A local Slack with a page, and the environment in which Stairway connects to it. */
export interface Workspace {
  readonly env: Readonly<Record<string, string>>
  readonly logFile: string
  readonly url: string
  now(): Date
  /** Called whenever the clock was moved: does what is due, and says how much that was. */
  onMoved(listener: () => Promise<number>): void
  /** Stairway is connected and its jobs are not started yet: tells the story at the first start, then opens the page. */
  opened(connected: Connected): Promise<void>
  close(): Promise<void>
}

const PATIENCE_MS = 3_000
/** Before anything of the story. */
const BEGINNING = '2026-02-02 09:00:00'
const FILES = ['stairway.db', 'stairway.db-wal', 'stairway.db-shm', 'warehouse.db', 'workspace.json']

/** Starts the workspace on loopback. Without a workspace.json from an earlier start everything in its folder begins anew. */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const file = (name: string) => join(options.folder, name)
  const kept = options.fresh ? null : await readKept(file('workspace.json'))
  await prepareFolder(options, kept === null)
  const clock = createClock(kept?.now ?? instantOf(BEGINNING))
  const installed = await readManifest()
  const slack = await startSlack({ now: clock.now, check: limits, scopes: installed.scopes })
  if (kept) slack.files.restore(kept.files)
  if (kept) await slack.restore(kept.messages)
  const connection = await connect(options, slack)
  const { client } = connection
  const { sender, secret, close: closeSender } = await openSender(file('warehouse.db'), slack, clock)
  const keeper = createKeeper(file('workspace.json'), slack, clock)
  const changes = createChanges(keeper.saveSoon)
  const room = deferred<Room>()
  const { port } = options
  const server = await startPageServer({ port, page: bundlePage(), room: room.promise, changes, sender })
  const place = { clock, installed, roles: ROLES, present: instantOf(PRESENT) }
  return {
    url: server.url,
    logFile: file('stairway.log'),
    env: {
      ...connection.env,
      SLACK_BOT_TOKEN: botToken,
      SLACK_API_URL: slack.apiUrl,
      DATABASE_URL: `sqlite:${file('stairway.db')}`,
      STAIRWAY_CONFIG: file('stairway.yaml'),
      STORY_SENDER_URL: `${server.url}/sender`,
      STORY_SENDER_SECRET: secret,
    },
    now: clock.now,
    onMoved: clock.onMoved,
    async opened(connected) {
      if (!kept) await tell(slack, client, clock)
      slack.traffic.onAdd(changes.bump)
      changes.bump()
      room.resolve({ slack, client, connected, ...place })
    },
    async close() {
      await keeper.close()
      for (const end of [server.close, connection.close, slack.close, closeSender]) await end()
    },
  }
}

/** The tool that launches are sent to, and the world that follows from them. */
async function openSender(file: string, { traffic }: FakeSlack, clock: Clock) {
  const warehouse = await openStoryWarehouse(file)
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const send = ({ key, arms, audience }: Launched) =>
    warehouse.write({ key, arms, size: audience?.size ?? null, at: clock.now() })
  return { sender: createSender({ secret, traffic, send }), secret, close: warehouse.close }
}

/** The yaml is the newcomer's once it is written: only `--fresh` writes it again. */
async function prepareFolder({ folder, fresh }: WorkspaceOptions, anew: boolean): Promise<void> {
  await mkdir(folder, { recursive: true })
  const yaml = join(folder, 'stairway.yaml')
  if (anew) for (const name of FILES) await rm(join(folder, name), { force: true })
  const written = await stat(yaml).catch(() => null)
  if (fresh || !written) await writeFile(yaml, STORY_YAML)
}

interface Connection {
  readonly client: SlackClient
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

async function connect({ http }: WorkspaceOptions, slack: FakeSlack): Promise<Connection> {
  if (http) {
    const [port, signingSecret] = [await freePort(), randomBytes(16).toString('hex')]
    const url = `http://127.0.0.1:${port}/slack/events`
    return {
      client: slackClient({ url, signingSecret, slack, patience: PATIENCE_MS }),
      env: { SLACK_SIGNING_SECRET: signingSecret, PORT: String(port) },
      close: async () => undefined,
    }
  }
  const socket = await startSocketMode(slack, PATIENCE_MS)
  return { client: socket.client, env: { SLACK_APP_TOKEN: appToken, PORT: '0' }, close: socket.close }
}

async function tell(slack: FakeSlack, client: SlackClient, clock: Clock): Promise<void> {
  await tellStory(createTeller({ slack, client, clock }, CHANNEL))
  await clock.settle()
  clock.set(instantOf(PRESENT))
  slack.reload()
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
