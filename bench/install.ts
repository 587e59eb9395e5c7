import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '../sandbox/free-port.ts'
import { startSocketMode } from '../sandbox/workspace/socket-mode.ts'
import { type FakeSlack, startSlack } from '../sandbox/workspace/web-api.ts'
import { appToken, botToken } from '../sandbox/workspace/workspace.ts'

/**
 * What an install without development packages takes: its size, how long a start is until it is ready, and the memory of a
 * process that has nothing to do. `npm run bench:install`, about three minutes; npm's packages come from its memory.
 */
const ROUNDS = 3
const PARTS = ['bin', 'commands', 'migrations', 'src', 'manifest.yaml', 'package.json', 'package-lock.json']
const IDLE_MS = 5_000
const run = promisify(execFile)

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-install-'))
  try {
    const app = join(folder, 'app')
    for (const part of PARTS) await cp(resolve(part), join(app, part), { recursive: true })
    await run('npm', ['ci', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: app })
    await run('npm', ['run', 'bundle'], { cwd: app })
    for (const place of ['', 'node_modules', '.bundle'])
      console.log(`${place || 'all'}: ${await megabytes(join(app, place))} MB`)
    await starts(app, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function megabytes(folder: string): Promise<string> {
  const { stdout } = await run('du', ['-sm', folder])
  return stdout.split('\t')[0] ?? ''
}

async function starts(app: string, folder: string): Promise<void> {
  const slack = await startSlack()
  const line = await startSocketMode(slack)
  for (let round = 1; round <= ROUNDS; round += 1) {
    const load = loadavg()[0]?.toFixed(1)
    const cwd = join(folder, `data-${round}`) // with a database that is made
    await mkdir(cwd)
    console.log({ load, ...(await started(app, cwd, slack)) })
  }
  await line.close()
  await slack.close()
}

async function started(app: string, cwd: string, slack: FakeSlack) {
  const port = await freePort()
  const tokens = { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: slack.apiUrl }
  const env = { PATH: process.env.PATH, ...tokens, PORT: String(port), LOG_LEVEL: 'silent' }
  const from = performance.now()
  const child = spawn(process.execPath, [join(app, 'bin/start.js'), '--slack'], { cwd, env, stdio: 'ignore' })
  while (!(await isReady(port))) await sleep(5)
  const readyMs = Math.round(performance.now() - from)
  await sleep(IDLE_MS)
  const memory = await readFile(`/proc/${child.pid}/status`, 'utf8')
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
  return { readyMs, rssMb: inMb(memory, 'VmRSS'), peakMb: inMb(memory, 'VmHWM') }
}

function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )
}

function inMb(status: string, name: string): number {
  return Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1_024)
}

await main()
