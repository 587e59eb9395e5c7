import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const START = resolve('bin/start.js')

export interface Running {
  readonly process: ChildProcess
  /** Where it listens, as its log says. */
  readonly url: string
  readonly log: readonly string[]
  signal(name: NodeJS.Signals): void
  /** Its exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals | null>
}

/** What lies in the folder that it is started in. */
type Files = Readonly<Record<string, string | Buffer>>

/** `npm start` without npm: the process that people run, with this environment and nothing of ours. */
export async function runMain(env: Record<string, string>, files: Files = {}): Promise<Running> {
  const folder = await folderWith({ 'stairway.yaml': env.YAML ?? '', ...files })
  const { child, log, exit } = spawnMain(
    { STAIRWAY_CONFIG: join(folder, 'stairway.yaml'), PORT: '0', ...env },
    folder,
  )
  exit.finally(() => rm(folder, { recursive: true, force: true }))
  const port = await Promise.race([
    listening(child, log),
    exit.then((code) => Promise.reject(new Error(`ended with ${code}: ${log.join('\n')}`))),
  ])
  return {
    process: child,
    url: `http://127.0.0.1:${port}`,
    log,
    signal: (name) => void child.kill(name),
    ended: () => exit,
  }
}

/** The same, for a start that is meant to fail: what it said, and its exit code. */
export async function failMain(
  env: Record<string, string>,
  files: Files = {},
  args: readonly string[] = [],
): Promise<{ said: string; code: number | NodeJS.Signals | null }> {
  const folder = await folderWith(files)
  const { log, exit } = spawnMain(env, folder, args)
  const code = await exit
  await rm(folder, { recursive: true, force: true })
  return { said: log.join('\n'), code }
}

async function folderWith(files: Files): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-main-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

function spawnMain(env: Record<string, string>, cwd: string, args: readonly string[] = []) {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [START, ...args], {
    cwd,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log: string[] = []
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => log.push(line))
  const exit = once(child, 'close').then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null,
  )
  return { child, log, exit }
}

function listening(child: ChildProcess, log: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    child.stdout?.on('data', () => {
      const up = log.map(portIn).find((port) => port !== null)
      if (up) resolve(up)
    })
  })
}

function portIn(line: string): number | null {
  if (!line.includes('Stairway is up')) return null
  return (JSON.parse(line) as { port: number }).port
}
