/** What a chaos happens to: Slack, a warehouse, a receiver, a flag and a sync on loopback, and a database. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTools, type Tools } from '../../sandbox/tools/tools.ts'
import * as limits from '../../sandbox/workspace/block-limits.ts'
import { createTraffic } from '../../sandbox/workspace/traffic.ts'
import { type FakeSlack, startSlack } from '../../sandbox/workspace/web-api.ts'
import { botToken } from '../../sandbox/workspace/workspace.ts'
import { manifestScopes } from '../../tests/conversations/manifest-scopes.ts'
import { createReceiver, type Receiver, SECRET } from '../../tests/conversations/receiver.ts'
import { openShop, type Shop, shopYaml } from '../../tests/conversations/shop.ts'
import type { Routes } from './gate.ts'

export const SIGNING_SECRET = 'chaos-secret'

/** Where runs of the sync and changes of the flag are counted. */
export interface Counted {
  syncs: number
  /** What the flag was set to, in order. */
  readonly flags: string[]
}

export interface Place {
  readonly slack: FakeSlack
  readonly shop: Shop
  readonly receiver: Receiver
  readonly tools: Tools
  readonly counted: Counted
  readonly routes: Routes
  /** The environment of a process that calls all of it through a gate. */
  env(gateUrl: string, databaseUrl: string): Promise<Record<string, string>>
  close(): Promise<void>
}

const RULES = `
teams:
  growth: { kind: growth, members: [U0ANA, U0TOM], lead: U0TOM }
  data: { kind: data, members: [U0RAJ, U0MEI], lead: U0RAJ }
policies:
  default: { requires: { growth: 1, data: 1 }, expires: 72h }
templates:
  short:
    tasks:
      - { title: Events seen for a test user, step: collect, team: data, due: 2d }
      - { title: Proof reads well on mobile, step: collect, team: growth, due: 1d }
targets:
  sender: { title: Start the send, url: "env:SENDER_URL", secret: env:SENDER_SECRET }
  flags: { kind: unleash, title: Flag, base: "env:TOOLS_URL", token: "env:TOOLS_TOKEN", environment: production }
  syncs: { kind: hightouch, title: Sync, base: "env:TOOLS_URL", token: "env:TOOLS_TOKEN" }
`

export async function openPlace(now: () => Date): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-chaos-'))
  const slack = await startSlack({ now, check: limits, scopes: await manifestScopes() })
  const [shop, receiver] = [await openShop(), await createReceiver()]
  const counted: Counted = { syncs: 0, flags: [] }
  const tools = await openCounted(now, counted)
  const yaml = join(folder, 'stairway.yaml')
  await writeFile(yaml, RULES + shopYaml(shop))
  const slackUrl = new URL(slack.apiUrl).origin
  return {
    ...{ slack, shop, receiver, tools, counted },
    routes: { slack: slackUrl, sender: receiver.url, tools: tools.url },
    env: async (gateUrl, databaseUrl) => ({
      SLACK_BOT_TOKEN: botToken,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: `${gateUrl}/slack/api/`,
      DATABASE_URL: databaseUrl,
      STAIRWAY_CONFIG: yaml,
      SENDER_URL: `${gateUrl}/sender`,
      SENDER_SECRET: SECRET,
      TOOLS_URL: `${gateUrl}/tools`,
      TOOLS_TOKEN: tools.token,
    }),
    close: async () => {
      await slack.close()
      await Promise.all([shop.close(), receiver.close(), tools.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** As the flags and syncs of the workspace, whose effects are counted. */
async function openCounted(now: () => Date, counted: Counted): Promise<Tools> {
  const flagSays = () => tools.shown().find(({ kind }) => kind === 'flag')?.says ?? ''
  const tools: Tools = await openTools({
    flags: ['offer-banner'],
    syncs: [{ id: 371, slug: 'loyalty-members', rows: 42_000 }],
    before: undefined,
    traffic: createTraffic(now),
    now,
    onChange: () => {
      counted.syncs = tools.kept().runs.length
      if (counted.flags.at(-1) !== flagSays()) counted.flags.push(flagSays())
    },
    onSync: async () => undefined,
  })
  return tools
}
