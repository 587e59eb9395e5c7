import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../sandbox/free-port.ts'
import { startSocketMode } from '../sandbox/workspace/socket-mode.ts'
import { type FakeSlack, startSlack } from '../sandbox/workspace/web-api.ts'
import { appToken, botToken } from '../sandbox/workspace/workspace.ts'

/** How long `npm start` takes, from its spawn: `npm run bench:start`, about half a minute. */
const ROUNDS = 5
const PARTS = ['bin', 'commands', 'migrations', 'sandbox', 'src', 'manifest.yaml', 'package.json']

/** Milliseconds. */
interface Opened {
  readonly said: number
  readonly line: number
  readonly page: number
  readonly state: number
}

async function main(): Promise<void> {
  console.log(
    `Node ${process.version}, load ${loadavg()
      .map((each) => each.toFixed(1))
      .join(' ')}`,
  )
  const copy = await aCopy()
  try {
    const first: Opened[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      await rm(join(copy, '.bundle'), { recursive: true, force: true })
      first.push(await openedIn(copy, '--fresh'))
    }
    report('the first one: nothing is bundled yet', first)
    report('begun anew (--fresh)', await rounds(() => openedIn(copy, '--fresh')))
    report('gone on with', await rounds(() => openedIn(copy)))
    await withTokens(copy)
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

async function rounds<T>(run: () => Promise<T>): Promise<T[]> {
  const all: T[] = []
  for (let round = 0; round < ROUNDS; round += 1) all.push(await run())
  return all
}

/** Of the sources, so that nobody's bundle or workspace is touched. */
async function aCopy(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'stairway-start-'))
  for (const part of PARTS) await cp(resolve(part), join(copy, part), { recursive: true })
  await symlink(resolve('node_modules'), join(copy, 'node_modules'))
  return copy
}

function npmStart(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { PATH = '', HOME = '' } = process.env
  const options = { cwd, env: { PATH, HOME, ...env }, detached: true } as const // npm is ended with what it started
  return spawn('npm', ['start', '--silent', '--', ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  process.kill(-Number(child.pid), 'SIGINT')
  await exit
}

async function openedIn(copy: string, ...args: readonly string[]): Promise<Opened> {
  const from = performance.now()
  const passed = () => performance.now() - from
  const child = npmStart(copy, args)
  const [said, [line, url]] = await Promise.all([
    lineOf(child.stderr, /is starting/).then(passed),
    lineOf(child.stdout, /is open at (\S+)/).then((address) => [passed(), address] as const),
  ])
  await (await fetch(url)).text()
  const page = passed()
  await (await fetch(`${url}/api/state`)).text()
  const state = passed()
  await ended(child)
  return { said, line, page, state }
}

/** Resolves to what the pattern's group found. */
function lineOf(stream: NodeJS.ReadableStream, wanted: RegExp): Promise<string> {
  return new Promise((found, failed) => {
    const lines = createInterface({ input: stream })
    lines.on('line', (line) => {
      const match = wanted.exec(line)
      if (match) found(match[1] ?? '')
    })
    lines.on('close', () => failed(new Error(`It ended without ${wanted}`)))
  })
}

/** Over Socket Mode with a Slack on loopback. */
async function withTokens(copy: string): Promise<void> {
  const slack = await startSlack()
  const socket = await startSocketMode(slack)
  const all = await rounds(() => readyIn(copy, slack))
  console.log(`with tokens: ready after ${all.map(inMs).join(', ')} ms, median ${inMs(medianOf(all))} ms`)
  await socket.close()
  await slack.close()
}

async function readyIn(copy: string, slack: FakeSlack): Promise<number> {
  const port = await freePort()
  const from = performance.now()
  const tokens = { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: slack.apiUrl }
  const child = npmStart(copy, [], { ...tokens, PORT: String(port), LOG_LEVEL: 'silent' })
  while (!(await isReady(port))) await sleep(5)
  const passed = performance.now() - from
  await ended(child)
  return passed
}

function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )
}

function report(name: string, all: readonly Opened[]): void {
  const median = (part: keyof Opened) => inMs(medianOf(all.map((each) => each[part])))
  console.log(
    `${name}: first words after ${median('said')} ms, its address ${median('line')}, the page ${median('page')}, what it shows ${median('state')}`,
  )
}

function medianOf(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN
}

function inMs(milliseconds: number): string {
  return milliseconds.toFixed(0)
}

await main()
