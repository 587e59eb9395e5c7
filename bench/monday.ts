/** `npm run monday -- [--postgres --processes N] [--digests 10000 --channels 500 --rate 30 --workspace N]`: Monday, 9:00. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import knex from 'knex'
import { botToken } from '../sandbox/workspace/workspace.ts'
import { launchPostgres } from '../tests/support/postgres.ts'
import { makeCampaigns, STAIRWAY_YAML } from './campaign.ts'
import { SIGNING_SECRET, type Type, typist } from './commands.ts'
import { type Found, report } from './monday/report.ts'
import { digestNonces, dueAt, seedCampaigns } from './monday/seed.ts'
import { type LoopbackSlack, startLoopback } from './monday/slack.ts'
import { type BenchServer, pinLoad, startServer } from './servers.ts'

const { values } = parseArgs({
  options: {
    postgres: { type: 'boolean', default: false },
    processes: { type: 'string', default: '1' },
    digests: { type: 'string', default: '10000' },
    channels: { type: 'string', default: '500' },
    rate: { type: 'string', default: '30' },
    /** Posts a minute over all channels; without it only what Slack's documents name a number for. */
    workspace: { type: 'string' },
    /** A folder for processor profiles. */
    profile: { type: 'string' },
  },
})
const [digests, channels, processes, rate] = [
  Number(values.digests),
  Number(values.channels),
  Number(values.processes),
  Number(values.rate),
]
const ACTED_ON = 20
const MINUTE_MS = 60_000
/** So long nothing more was posted: what is missing by then is missing. */
const PATIENCE_MS = 3 * MINUTE_MS
const SETTLED_MS = 10_000

async function main(): Promise<void> {
  pinLoad()
  const folder = await mkdtemp(join(tmpdir(), 'stairway-monday-'))
  const slack = await startLoopback(values.workspace ? Number(values.workspace) : null)
  const database = values.postgres
    ? await launchPostgres([])
    : { url: `sqlite:${join(folder, 'stairway.db')}`, stop: async () => undefined }
  const servers: BenchServer[] = []
  try {
    report(await monday(folder, slack, database.url, servers), {
      ...{ digests, channels, processes, rate, workspace: values.workspace ?? null },
      database: values.postgres ? 'PostgreSQL' : 'SQLite',
    })
  } finally {
    await Promise.all(servers.map((each) => each.end('SIGKILL')))
    await slack.close()
    await database.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function monday(
  folder: string,
  slack: LoopbackSlack,
  url: string,
  servers: BenchServer[],
): Promise<Found> {
  const env = await environment(folder, slack, url)
  const logFile = join(folder, 'stairway.log')
  // What people act on first, so that its ids are known.
  const first = await startServer({ file: 'bin/start.js', env, logFile })
  servers.push(first)
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const type = typist(agent, [first.port], slack.responseUrl)
  for (let n = 0; n < 5; n++) await type('list') // what is loaded at the first one
  await makeCampaigns(patient(type), ACTED_ON)
  agent.destroy()
  await first.end('SIGTERM')
  servers.length = 0
  await seedCampaigns(url, env, { count: digests, channels })
  const at = new Date(Math.ceil((Date.now() + 40_000) / MINUTE_MS) * MINUTE_MS)
  await dueAt(url, at)
  const nodeOptions = values.profile ? ['--cpu-prof', '--cpu-prof-dir', values.profile] : []
  while (servers.length < processes)
    servers.push(await startServer({ file: 'bin/start.js', env, logFile, nodeOptions }))
  const until = (ms: number) => sleep(Math.max(0, at.getTime() - Date.now() - ms))
  await until(20_000)
  const early = actOn(slack, servers)
  await until(5_000)
  const before = await early.end()
  const person = actOn(slack, servers)
  await until(0)
  const since = performance.now()
  await untilPosted(slack, 2 * digests, since)
  const seconds = (slack.told.lastAt - since) / 1_000
  const times = await person.end()
  const peakMb = servers.map((each) => each.peakMb())
  const busySeconds = servers.reduce((sum, each) => sum + each.busyMs(), 0) / 1_000
  // A profile needs an orderly end.
  await Promise.all(servers.map((each) => each.end(values.profile ? 'SIGTERM' : 'SIGKILL')))
  const written = await digestNonces(url)
  return { slack, seconds, before, times, peakMb, busySeconds, written, log: await readFile(logFile, 'utf8') }
}

/** On a busy machine an answer may come later than Slack waits for it. */
function patient(type: Type): Type {
  return async (line) => {
    const answer = await type(line)
    if (!answer.body.includes('Working on it')) return answer
    await sleep(3_000)
    return { ...answer, body: line }
  }
}

async function untilPosted(slack: LoopbackSlack, wanted: number, since: number): Promise<void> {
  const { told } = slack
  const quietMs = () => performance.now() - Math.max(told.lastAt, since + MINUTE_MS / 4)
  let said = since
  // A while longer than it takes: what comes twice has to come too.
  while (quietMs() < (told.digests < wanted ? PATIENCE_MS : SETTLED_MS)) {
    await sleep(500)
    if (performance.now() - said < 20_000) continue
    said = performance.now()
    console.error(`${Math.round((said - since) / 1_000)} s: ${told.digests} of ${wanted} posts`)
  }
}

function actOn(slack: LoopbackSlack, servers: readonly BenchServer[]) {
  const script = fileURLToPath(new URL('monday/person.ts', import.meta.url))
  const args = [slack.responseUrl, String(rate), String(ACTED_ON), ...servers.map(({ port }) => String(port))]
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const said = child.stdout ? text(child.stdout) : Promise.resolve('[]')
  return {
    async end(): Promise<number[]> {
      child.stdin?.end()
      return JSON.parse((await said) || '[]')
    },
  }
}

async function environment(folder: string, slack: LoopbackSlack, url: string): Promise<NodeJS.ProcessEnv> {
  const yaml = join(folder, 'stairway.yaml')
  // The same people are in each campaign.
  await writeFile(yaml, STAIRWAY_YAML.replace(' where campaign = :campaign', ''))
  await fillShop(join(folder, 'shop.db'))
  return {
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: url,
    STAIRWAY_CONFIG: yaml,
  }
}

/** A cheap warehouse: the same few people for every campaign, so that each question is answered at once. */
async function fillShop(file: string): Promise<void> {
  const db = knex({ client: 'sqlite3', useNullAsDefault: true, connection: { filename: file } })
  // Up to now, or each digest would say that its data is late. Too few for a picture.
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 60 * MINUTE_MS).toISOString()
  const people = Array.from({ length: 12 }, (_, i) => ({ unit: `customer-${i}`, at: hoursAgo(i * 4 + 0.1) }))
  await db.raw('create table sends (unit text, arm text, at text)')
  for (const table of ['purchases', 'unsubscribes'])
    await db.raw(`create table ${table} (unit text, at text)`)
  await db('sends').insert(people.map((each, i) => ({ ...each, arm: i % 2 ? 'mail' : 'control' })))
  await db('purchases').insert(people.slice(0, 3))
  await db.destroy()
}

await main()
