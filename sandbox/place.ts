import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { bundlePage } from './page/bundle.ts'
import { createChanges } from './server/changes.ts'
import type { ByTheClock, Clock } from './server/clock.ts'
import { createKeeper, type Kept } from './server/keep.ts'
import type { Connected, Room } from './server/room.ts'
import { createSender, type Launched } from './server/sender.ts'
import { startPageServer } from './server/server.ts'
import { PRESENT } from './story/campaigns.ts'
import { FLAGS, launchOf, SYNCS } from './story/syncs.ts'
import { instantOf } from './story/teller.ts'
import { openStoryWarehouse } from './story/warehouse.ts'
import type { Launch } from './story/world.ts'
import { ROLES } from './story/yaml.ts'
import { openTools } from './tools/tools.ts'
import * as limits from './workspace/block-limits.ts'
import type { SlackClient } from './workspace/client.ts'
import { slackClient } from './workspace/http.ts'
import { deferred } from './workspace/log.ts'
import { readManifest } from './workspace/manifest.ts'
import { startSocketMode } from './workspace/socket-mode.ts'
import { type FakeSlack, startSlack } from './workspace/web-api.ts'
import { appToken, botToken, team } from './workspace/workspace.ts'

export interface PlaceOptions {
  /** Everything that is kept lies in it. */
  readonly folder: string
  /** Stairway is called over signed HTTP instead of Socket Mode. */
  readonly http: boolean
  /** Slack waits as long as it takes, instead of 3 s. */
  readonly patient: boolean
  /** The page's; the next free one where it is taken. */
  readonly port: number
}

/** Slack, its people, their page and the sender of their launches, on loopback. */
export interface Place {
  readonly slack: FakeSlack
  readonly client: SlackClient
  /** In which Stairway connects to it. */
  readonly env: Readonly<Record<string, string>>
  readonly logFile: string
  readonly url: string
  /** What was launched so far. */
  readonly launches: readonly Launch[]
  /** Lets happen what follows from a launch. */
  launch(launch: Launch): Promise<void>
  /** What is done whenever the clock was moved, once the world has gone on too. */
  onMoved(does: ByTheClock): void
  /** Lets people in. */
  open(connected: Connected): void
  close(): Promise<void>
}

const PATIENCE_MS = 3_000

/** Starts it with what there is from before. */
export async function openPlace(
  options: PlaceOptions,
  before: Pick<Kept, 'messages' | 'files' | 'tools'>,
  clock: Clock,
): Promise<Place> {
  const file = (name: string) => join(options.folder, name)
  const installed = await readManifest()
  const patience = options.patient ? { patience: Number.POSITIVE_INFINITY } : {}
  const slack = await startSlack({ now: clock.now, check: limits, scopes: installed.scopes, ...patience })
  slack.files.restore(before.files)
  await slack.restore(before.messages)
  const connection = await connect(options, slack)
  const { client } = connection
  const { sender, secret, ...world } = await openSender(file('warehouse.db'), slack, clock)
  const tools = await openTools({
    ...{ flags: FLAGS, syncs: SYNCS, before: before.tools, traffic: slack.traffic, now: clock.now },
    onChange: () => changes.bump(),
    onSync: (sync) => world.launch(launchOf(sync, clock.now())),
  })
  const keeper = createKeeper(file('workspace.json'), { slack, clock, tools })
  const changes = createChanges(keeper.saveSoon)
  clock.onStop(changes.move)
  const room = deferred<Room>()
  const { port } = options
  const server = await startPageServer({ port, page: bundlePage(), room: room.promise, changes, sender })
  const place = { clock, installed, roles: ROLES, present: instantOf(PRESENT) }
  return {
    slack,
    client,
    url: server.url,
    logFile: file('stairway.log'),
    env: {
      ...connection.env,
      STAIRWAY_HOST: '127.0.0.1',
      SLACK_BOT_TOKEN: botToken,
      SLACK_API_URL: slack.apiUrl,
      DATABASE_URL: `sqlite:${file('stairway.db')}`,
      STAIRWAY_CONFIG: file('stairway.yaml'),
      STORY_SENDER_URL: `${server.url}/sender`,
      STORY_SENDER_SECRET: secret,
      STORY_TOOLS_URL: tools.url,
      STORY_TOOLS_TOKEN: tools.token,
    },
    launches: world.launches,
    launch: world.launch,
    onMoved: (does) =>
      clock.onMoved({
        ...does,
        catchUp: async () => {
          await world.pass()
          return does.catchUp()
        },
      }),
    open(connected) {
      world.asks(connected)
      slack.traffic.onAdd(changes.bump)
      changes.bump()
      room.resolve({ slack, client, connected, tools, harm: world.harm, ...place })
    },
    async close() {
      await keeper.close()
      for (const end of [server.close, tools.close, connection.close, slack.close, world.close]) await end()
    },
  }
}

/** The tool that launches are sent to, and the world that follows from them. */
async function openSender(file: string, { traffic }: FakeSlack, clock: Clock) {
  const warehouse = await openStoryWarehouse(file)
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const launches: Launch[] = []
  let stops: Connected['stops'] = async () => []
  const pass = async () => warehouse.pass(clock.now(), await stops(team.id))
  const asks = (connected: Connected) => {
    stops = connected.stops
  }
  const launch = async (launch: Launch) => {
    await warehouse.take(launch)
    launches.push(launch)
    await pass()
  }
  const send = ({ key, arms, audience }: Launched) =>
    launch({ key, arms, size: audience?.size ?? null, at: clock.now() })
  const harm = (key: string, arms: readonly string[]) => warehouse.harm(key, arms, clock.now())
  const { close } = warehouse
  const sender = createSender({ secret, traffic, send })
  return { sender, secret, launches, launch, pass, asks, harm, close }
}

interface Connection {
  readonly client: SlackClient
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

async function connect({ http, patient }: PlaceOptions, slack: FakeSlack): Promise<Connection> {
  const patience = patient ? undefined : PATIENCE_MS
  if (http) {
    const [port, signingSecret] = [await freePort(), randomBytes(16).toString('hex')]
    const url = `http://127.0.0.1:${port}/slack/events`
    return {
      client: slackClient({ url, signingSecret, slack, patience }),
      env: { SLACK_SIGNING_SECRET: signingSecret, PORT: String(port) },
      close: async () => undefined,
    }
  }
  const socket = await startSocketMode(slack, patience)
  return { client: socket.client, env: { SLACK_APP_TOKEN: appToken, PORT: '0' }, close: socket.close }
}
