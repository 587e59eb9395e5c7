/** `npm run attack`: a bounded, seeded attack on a Stairway of its own, on this machine alone. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startSocketMode } from '../sandbox/workspace/socket-mode.ts'
import { startSlack } from '../sandbox/workspace/web-api.ts'
import { appToken, botToken } from '../sandbox/workspace/workspace.ts'
import { attack, type Fault, framesOf, type Report } from './attack/fuzz.ts'
import { FAMILIES } from './attack/payloads.ts'
import { KNOWN, twoWorkspaces } from './attack/place.ts'
import { STAIRWAY_YAML } from './campaign.ts'
import { SIGNING_SECRET } from './commands.ts'
import { startServer } from './servers.ts'

const OPTIONS = {
  seed: { type: 'string', default: '1' },
  count: { type: 'string', default: '10000' },
  minutes: { type: 'string', default: '30' },
} as const
const PATIENCE_MS = 3_000
const SHOWN = 5
const ERROR = 50

interface Asked {
  readonly seed: number
  readonly count: number
  readonly until: number
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: OPTIONS })
  const [seed, count, minutes] = [values.seed, values.count, values.minutes].map(Number)
  if (!seed || !count || !minutes) throw new Error('seed, count and minutes are numbers above 0')
  const asked = { seed, count, until: Date.now() + minutes * 60_000 }
  const [overHttp, overSocket] = [await attackHttp(asked), await attackSocket(asked)]
  return overHttp && overSocket
}

async function attackHttp(asked: Asked): Promise<boolean> {
  const { slack, url, errors, close } = await standUp({ SLACK_SIGNING_SECRET: SIGNING_SECRET })
  try {
    const target = await twoWorkspaces({ slack, url, signingSecret: SIGNING_SECRET })
    const report = await attack(target, { ...asked, patience: PATIENCE_MS })
    const alive = await isReady(url)
    console.log(inWords(report, alive, asked.seed))
    for (const error of await errors()) console.log(`in the log: ${error}`)
    return alive && report.faults.length === 0
  } finally {
    await close()
  }
}

/** What comes after all those frames is answered. */
async function attackSocket({ seed, count, until }: Asked): Promise<boolean> {
  const { slack, socket, url, close } = await standUp({ SLACK_APP_TOKEN: appToken })
  try {
    const frames = framesOf(KNOWN, { seed, count })
    let sent = 0
    while (sent < count && Date.now() < until) {
      for (const frame of frames.slice(sent, sent + 100)) socket.send(frame)
      sent += 100
      await socket.client.command('U0ANA', '/campaign', 'list')
    }
    const alive = await isReady(url)
    console.log(`${sent} frames of Socket Mode, ${slack.calls.length} calls. Ready: ${alive}.`)
    return alive
  } finally {
    await close()
  }
}

async function standUp(tokens: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-attack-'))
  const slack = await startSlack()
  const socket = await startSocketMode(slack)
  const env = { ...(await environment(folder, slack.apiUrl)), ...tokens }
  const logFile = join(folder, 'stairway.log')
  const server = await startServer({ file: 'src/main.ts', env, logFile })
  return {
    slack,
    socket,
    url: `http://127.0.0.1:${server.port}`,
    errors: () => errorsIn(logFile),
    async close() {
      await server.end('SIGTERM')
      await socket.close()
      await slack.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )
}

async function environment(folder: string, apiUrl: string): Promise<NodeJS.ProcessEnv> {
  const yaml = join(folder, 'stairway.yaml')
  await writeFile(yaml, STAIRWAY_YAML)
  return {
    SLACK_BOT_TOKEN: botToken,
    SLACK_API_URL: apiUrl,
    DATABASE_URL: `sqlite:${join(folder, 'stairway.db')}`,
    STAIRWAY_CONFIG: yaml,
    STAIRWAY_HOST: '127.0.0.1',
  }
}

function inWords({ sent, statuses, slowestMs, faults }: Report, alive: boolean, seed: number): string {
  const kinds = [...new Set(faults.map(({ what }) => what))]
  return [
    `${sent} requests of ${FAMILIES.length} families, seed ${seed}: ${JSON.stringify(statuses)}, the slowest ${Math.round(slowestMs)} ms`,
    alive ? 'The process is alive and ready.' : 'The process is not ready any more.',
    ...kinds.map((kind) =>
      faultsInWords(
        kind,
        faults.filter(({ what }) => what === kind),
      ),
    ),
  ].join('\n')
}

function faultsInWords(kind: string, faults: readonly Fault[]): string {
  const shown = faults.slice(0, SHOWN).map(({ saw, shot }) => `  saw  ${saw}\n  by   ${shot}\n`)
  return [`\n${kind}: ${faults.length}`, ...shown].join('\n')
}

/** What went wrong by itself, each once with its number: acts that failed first, which are what apologies come from. */
async function errorsIn(logFile: string): Promise<string[]> {
  const lines = (await readFile(logFile, 'utf8')).split('\n').filter((line) => line.startsWith('{'))
  const bad = lines.map((line) => JSON.parse(line)).filter(({ level }) => level >= ERROR)
  const counted = new Map<string, number>()
  for (const { msg, err } of bad) {
    const said = `${msg}: ${err?.stack ?? ''}`
    counted.set(said, (counted.get(said) ?? 0) + 1)
  }
  const isAct = ([said]: readonly [string, number]) => Number(said.startsWith('An act failed'))
  return [...counted].sort((a, b) => isAct(b) - isAct(a)).map(([said, times]) => `${times} times ${said}`)
}

process.exitCode = (await main()) ? 0 : 1
