import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FakeSlack, startSlack } from '../sandbox/workspace/web-api.ts'
import { botToken } from '../sandbox/workspace/workspace.ts'
import { openDatabase } from '../src/store/kit/database.ts'
import { STAIRWAY_YAML } from './campaign.ts'
import { CHANNEL, OWNER, SIGNING_SECRET, type Type, typist } from './commands.ts'
import { type BenchServer, startServer } from './servers.ts'

/** Throws unless the database file holds an event for each payload whose change was acked, and for no other. */
export async function checkDurable(file: string, acked: readonly string[]): Promise<void> {
  const db = openDatabase({ client: 'sqlite', file })
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

/** A server and somebody who types at it. */
export interface Served {
  readonly type: Type
  readonly server: BenchServer
}

/** Both servers on one core, and the Slack that they call, in this process on the other. */
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
export async function standUp(connections: number, profile?: string): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-bench-'))
  const slack = await startSlack()
  const env = await environment(folder, slack)
  const logFile = join(folder, 'stairway.log')
  const bare = await startServer({ file: 'bench/bare.ts', env, logFile: join(folder, 'bare.log') })
  const nodeOptions = profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : []
  const stairway = await startServer({ file: 'src/main.ts', env, logFile, nodeOptions })
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const responseUrl = slack.platform.responseUrl({ user: OWNER, channel: CHANNEL })
  return {
    slack,
    bare: { type: typist(agent, bare.port, responseUrl), server: bare },
    stairway: { type: typist(agent, stairway.port, responseUrl), server: stairway },
    hangUp: () => agent.destroy(),
    async verify(acked) {
      agent.destroy()
      // Killed: nothing can be written any more that was acked before. A profile needs an orderly end.
      await stairway.end(profile ? 'SIGTERM' : 'SIGKILL')
      await checkDurable(join(folder, 'stairway.db'), acked)
      await refuseErrors(logFile)
    },
    async close() {
      agent.destroy()
      await Promise.all([bare.end('SIGKILL'), stairway.end('SIGKILL')])
      await slack.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function environment(folder: string, slack: FakeSlack): Promise<NodeJS.ProcessEnv> {
  const yaml = join(folder, 'stairway.yaml')
  await writeFile(yaml, STAIRWAY_YAML)
  return {
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: `sqlite:${join(folder, 'stairway.db')}`,
    STAIRWAY_CONFIG: yaml,
  }
}

const WARN = 40

/** A line that is no JSON is a crash. */
async function refuseErrors(logFile: string): Promise<void> {
  const lines = (await readFile(logFile, 'utf8')).trim().split('\n')
  const bad = lines.find((line) => !line.startsWith('{') || JSON.parse(line).level >= WARN)
  if (bad) throw new Error(`Stairway had trouble during the bench: ${bad}`)
}
