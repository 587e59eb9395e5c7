import { expect, onTestFinished } from 'vitest'
import type { Delivery, Kind, Payload, SlackClient, Surface } from '../../sandbox/workspace/client.ts'
import { createClient } from '../../sandbox/workspace/client.ts'
import { encode, signature } from '../../sandbox/workspace/http.ts'
import { team } from '../../sandbox/workspace/workspace.ts'
import { migratedDatabase } from '../store/open.ts'
import { freeJobsOfTheKilled } from '../support/killed.ts'
import type { TestDatabase } from '../support/postgres.ts'
import { begin } from './beginnings.ts'
import { createReceiver, type Receiver, SECRET } from './receiver.ts'
import { openShop, type Shop, shopYaml } from './shop.ts'
import { readAloud, SIGNING_SECRET, type Stand, type StandOptions, standUp, TEAMS } from './stand.ts'

/** A stand with a warehouse and a tool that launches call. */
export interface Story extends Stand {
  readonly shop: Shop
  readonly receiver: Receiver
  /** Told as most are, with nothing changed. */
  readonly usual: boolean
  /**
   * Kills Stairway and starts it anew on the same database, with stairway.yaml changed as told; or on the one that `meanwhile`
   * gives, which is done while nothing runs.
   */
  restart(changed?: Told, meanwhile?: () => Promise<string>): Promise<Story>
}

export interface Told
  extends Pick<StandOptions, 'socket' | 'log' | 'env' | 'links' | 'played' | 'targets' | 'lookMs'> {
  /** `teams:` of stairway.yaml. */
  readonly teams?: string
  readonly policies?: string
  /** More templates, indented. */
  readonly templates?: string
  /** More metrics of the shop, indented. */
  readonly metrics?: string
  /** More of stairway.yaml, for example its freezes. */
  readonly more?: string
}

export const POLICIES = `
policies:
  default: { requires: { growth: 1, data: 1 }, expires: 72h }
`

const TEMPLATES = `
templates:
  short:
    tasks:
      - { title: Events seen for a test user, step: collect, team: data, due: 2d }
      - { title: Proof reads well on mobile, step: collect, team: growth, due: 1d }
      - { title: Support knows about it, step: collect, team: growth, optional: true }
`

/** Stands everything up, and takes it down with the test. */
export async function tell(told: Told = {}, given?: TestDatabase): Promise<Story> {
  const [shop, receiver] = [await openShop(), await createReceiver()]
  const database = given ?? (await migratedDatabase())
  const ground = { shop, receiver, told }
  const first = await standUp({ ...standing(ground), databaseUrl: database.url })
  const story = telling(ground, first)
  onTestFinished(async () => {
    await story.latest().close()
    await receiver.close()
    await shop.close()
    await database.drop()
  })
  return story.of(first)
}

interface GroundOf {
  readonly shop: Shop
  readonly receiver: Receiver
  readonly told: Told
}

function standing({ shop, receiver, told }: GroundOf): StandOptions {
  const {
    teams = TEAMS,
    policies = POLICIES,
    templates = '',
    metrics = '',
    more = '',
    env = {},
    ...rest
  } = told
  const targets = `
targets:
  sender: { title: Start the send, url: "${receiver.url}", secret: env:SENDER_SECRET }
`
  const yaml = [teams, policies, TEMPLATES, templates, shopYaml(shop), metrics, targets, more].join('')
  return { ...rest, yaml, env: { ...env, SENDER_SECRET: SECRET } }
}

function telling(ground: GroundOf, first: Stand) {
  let latest = first
  const of = (stand: Stand): Story => ({
    ...stand,
    shop: ground.shop,
    receiver: ground.receiver,
    usual: Object.keys(ground.told).length === 0,
    async restart(changed = {}, meanwhile = async () => stand.databaseUrl) {
      await stand.kill()
      const { slack, clock } = stand
      const databaseUrl = await meanwhile()
      const told = { ...ground.told, ...changed }
      latest = await standUp({ ...standing({ ...ground, told }), slack, clock, databaseUrl })
      await freeJobsOfTheKilled(latest.stairway.db) // as the engine does when it starts
      return of(latest)
    },
  })
  return { of, latest: () => latest }
}

export const ANA = 'U0ANA'
export const RAJ = 'U0RAJ'
export const MEI = 'U0MEI'
export const TOM = 'U0TOM'
export const ZOE = 'U0ZOE'

export const PEOPLE = [ANA, RAJ, MEI, TOM, ZOE]

const SENT_BY_WEBHOOK = 'webhook sender Start the send'

/** Types each line, and expects none to be refused: what was done is said with the campaign's name or key. */
export async function typed(story: Stand, user: string, lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const reply = await story.say(user, line)
    const refused =
      /^(There is no|I can't|Only |Say |Which |"|That did not work)|can't be|not possible|must approve|already/.exec(
        reply.text,
      )
    if (refused) throw new Error(`/campaign ${line}\n${reply.text}`)
    await sayYes(story, user, reply.text)
  }
}

/** A launch that was typed asks first. */
async function sayYes(story: Stand, user: string, asked: string): Promise<void> {
  if (!/^Launch .* now.*\?/.test(asked)) return
  const question = story.slack.ephemerals(user).at(-1)
  if (question) await story.client.clickButton(user, question, 'Launch')
}

export interface Planned {
  readonly key?: string
  readonly plan?: string
  /** Fields of the brief, as typed, in place of those below or beside them. */
  readonly brief?: readonly string[]
}

/** A campaign of Ana's with a whole brief, and with every required task done. */
export async function ready(story: Story, planned: Planned = {}): Promise<void> {
  await brought(story, 'ready', planned, () => prepare(story, planned))
}

export async function submitted(story: Story, planned: Planned = {}): Promise<void> {
  await brought(story, 'submitted', planned, async () => {
    await ready(story, planned)
    await typed(story, ANA, [`submit ${planned.key ?? 'winback'}`])
  })
}

export async function approved(story: Story, planned: Planned = {}): Promise<void> {
  await brought(story, 'approved', planned, async () => {
    await submitted(story, planned)
    for (const approver of [TOM, RAJ]) await typed(story, approver, [`approve ${planned.key ?? 'winback'}`])
  })
}

export async function live(story: Story, planned: Planned = {}): Promise<void> {
  await brought(story, 'live', planned, async () => {
    await approved(story, planned)
    await typed(story, ANA, [`launch ${planned.key ?? 'winback'}`])
  })
}

/** In the usual story a campaign is brought there once, and then begun with. */
async function brought(
  story: Story,
  stage: string,
  planned: Planned,
  bring: () => Promise<void>,
): Promise<void> {
  const tell = async () => {
    await bring()
    await story.settle()
  }
  if (story.usual) await begin(story, `${stage} ${JSON.stringify(planned)}`, tell)
  else await tell()
}

async function prepare(story: Story, { key = 'winback', plan, brief = [] }: Planned): Promise<void> {
  const fields = [
    'partner <@U0RAJ|raj>',
    'hypothesis A reminder brings lapsed customers back',
    'outcome purchase up 8%',
    'audience Lapsed 90 days, EU size:42610',
    'arms control, mail',
    'horizon 14 days',
    'exposures mailed',
    `plan ${plan ?? SENT_BY_WEBHOOK}`,
    ...brief,
  ]
  await typed(story, ANA, [
    `new Spring win-back key:${key} template:short`,
    ...fields.map((field) => `brief ${key} ${field}`),
    `task ${key} 1 done seen for test user 7`,
    `task ${key} 2 done tried on three phones`,
  ])
}

/** Clicks a button, and runs what follows from it. */
export async function press(
  story: Stand,
  user: string,
  on: Surface,
  label: string,
  beside?: string,
): Promise<Delivery> {
  const clicked = await story.client.clickButton(user, on, label, beside)
  expect(clicked.status, label).toBe(200)
  await story.settle()
  return clicked
}

/** Clicks a button that answers the person alone, and gives what it said. */
export async function pressed(
  story: Stand,
  user: string,
  on: Surface,
  label: string,
  beside?: string,
): Promise<string> {
  const clicked = await story.client.clickButton(user, on, label, beside)
  const said = readAloud(await clicked.answer())
  await story.settle()
  return said
}

/** People whose every payload reaches Stairway twice: the second as it was, right behind the first or beside it. */
export function twice(story: Story, how: 'behind' | 'beside'): SlackClient {
  const send = async (kind: Kind, payload: Payload) => {
    const [type, body] = encode(kind, payload)
    const headers = { 'content-type': type, ...signature(body, SIGNING_SECRET) }
    const response = await fetch(`${story.url}/slack/events`, { method: 'POST', headers, body })
    const said = await response.text()
    const json = response.headers.get('content-type')?.includes('json')
    return { status: response.status, body: said === '' ? undefined : json ? JSON.parse(said) : said }
  }
  const deliver = async (kind: Kind, payload: Payload) => {
    const first = send(kind, payload)
    if (how === 'behind') await first
    const second = send(kind, payload)
    return (await Promise.all([first, second]))[0]
  }
  return createClient({ deliver }, story.slack.platform, team.id)
}

export { DAY, HOUR, MINUTE, readAloud, SIGNING_SECRET } from './stand.ts'
