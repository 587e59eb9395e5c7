import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FakeSlack, startSlack } from '../sandbox/workspace/web-api.ts'
import { botToken } from '../sandbox/workspace/workspace.ts'
import { openUrl } from '../tests/store/open.ts'
import { launchPostgres } from '../tests/support/postgres.ts'
import { STAIRWAY_YAML } from './campaign.ts'
import { CHANNEL, OWNER, SIGNING_SECRET, type Type, typist } from './commands.ts'
import { type BenchServer, startServer } from './servers.ts'

/** Throws unless the database file holds an event for each payload whose change was acked, and for no other. */
async function checkDurable(url: string, acked: readonly string[]): Promise<void> {
  const db = openUrl(url)
  try {
    const rows: { delivery: string }[] = await db('events').whereNotNull('delivery').select('delivery')
    const held = new Set(rows.map((row) => row.delivery))
    const lost = acked.filter((delivery) => !held.has(delivery)).length
    if (lost > 0) throw new Error(`${lost} of ${acked.length} acked changes are not in the database`)
    if (held.size > acked.length)
      throw new Error(`${held.size - acked.length} changes were made that nobody acked`)
  } finally {
    await db.destroy()
  }
}

/** Servers and somebody who types at them. */
export interface Served {
  readonly type: Type
  /** Their processor time so far in milliseconds. */
  readonly busyMs: () => number
}

/** All servers on one core, and the Slack that they call, in this process on the other. */
export interface Stand {
  readonly slack: FakeSlack
  readonly bare: Served
  readonly stairway: Served
  /** Closes every connection: a server closes those that are idle for 5 s, maybe just when a request is under way. */
  hangUp(): void
  /** Ends Stairway, and throws unless the database holds what was acked, nothing else, and its log no errors. */
  verify(acked: readonly string[]): Promise<void>
  close(): Promise<void>
}

/** `profile`: a folder for a processor profile of Stairway. */
export interface StandOptions {
  readonly connections: number
  readonly postgres: boolean
  readonly processes: number
  readonly profile?: string | undefined
}

export async function standUp(options: StandOptions): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-bench-'))
  const slack = await startSlack()
  const database = options.postgres
    ? await launchPostgres([])
    : { url: `sqlite:${join(folder, 'stairway.db')}`, stop: async () => undefined }
  const env = await environment(folder, slack, database.url)
  const logFile = join(folder, 'stairway.log')
  const bare = await startServer({ file: 'bench/bare.ts', env, logFile: join(folder, 'bare.log') })
  const all = await startAll(options, env, logFile)
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections })
  const served = servedBy(agent, slack.platform.responseUrl({ user: OWNER, channel: CHANNEL }))
  return {
    slack,
    bare: served([bare]),
    stairway: served(all),
    hangUp: () => agent.destroy(),
    async verify(acked) {
      agent.destroy()
      // Killed: nothing can be written any more that was acked before. A profile needs an orderly end.
      await Promise.all(all.map((each) => each.end(options.profile ? 'SIGTERM' : 'SIGKILL')))
      await checkDurable(database.url, acked)
      await refuseErrors(logFile)
    },
    async close() {
      agent.destroy()
      await Promise.all([bare, ...all].map((each) => each.end('SIGKILL')))
      await slack.close()
      await database.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** One after another: the first one makes the tables. */
async function startAll(
  { processes, profile }: StandOptions,
  env: NodeJS.ProcessEnv,
  logFile: string,
): Promise<BenchServer[]> {
  const nodeOptions = profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : []
  const all: BenchServer[] = []
  while (all.length < processes)
    all.push(await startServer({ file: 'bin/start.js', env, logFile, nodeOptions }))
  return all
}

function servedBy(agent: Agent, responseUrl: string) {
  return (servers: readonly BenchServer[]): Served => ({
    type: typist(
      agent,
      servers.map(({ port }) => port),
      responseUrl,
    ),
    busyMs: () => servers.reduce((sum, server) => sum + server.busyMs(), 0),
  })
}

async function environment(
  folder: string,
  slack: FakeSlack,
  databaseUrl: string,
): Promise<NodeJS.ProcessEnv> {
  const yaml = join(folder, 'stairway.yaml')
  await writeFile(yaml, STAIRWAY_YAML)
  return {
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: databaseUrl,
    STAIRWAY_CONFIG: yaml,
  }
}

const WARN = 40

const STARTS = 'Stairway is starting…'

/** A line that is no JSON is a crash. */
async function refuseErrors(logFile: string): Promise<void> {
  const lines = (await readFile(logFile, 'utf8')).trim().split('\n')
  const logged = lines.filter((line) => line !== STARTS)
  const bad = logged.find((line) => !line.startsWith('{') || JSON.parse(line).level >= WARN)
  if (bad) throw new Error(`Stairway had trouble during the bench: ${bad}`)
}
