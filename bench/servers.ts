import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../sandbox/free-port.ts'

const SERVER_CORE = '0'
const LOAD_CORE = '1'
const READY_WITHIN_MS = 120_000 // the first start bundles the sources

/** Whether servers and load get a core each. */
export const pinned = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0

/** Keeps this process, which is the load, off the servers' core. */
export function pinLoad(): void {
  if (pinned) spawnSync('taskset', ['-a', '-c', '-p', LOAD_CORE, String(process.pid)])
}

export interface BenchServer {
  /** Where Slack would send its requests. */
  readonly port: number
  /** Processor time so far in milliseconds, all threads; NaN where the system does not say. */
  busyMs(): number
  /** The most memory that it has had, in megabytes; NaN where the system does not say. */
  peakMb(): number
  /** Resolves when the process is gone; at once where it was before. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

export interface ServerOptions {
  /** The script, from the root of the repository. */
  readonly file: string
  readonly env: NodeJS.ProcessEnv
  /** Takes what the server prints. */
  readonly logFile: string
  readonly nodeOptions?: readonly string[]
}

/** Starts a server as a process of its own, and waits until it takes requests. */
export async function startServer(options: ServerOptions): Promise<BenchServer> {
  const { file, env, logFile, nodeOptions = [] } = options
  const port = await freePort()
  const script = fileURLToPath(new URL(`../${file}`, import.meta.url))
  const loader = script.endsWith('.ts') ? ['--import', 'tsx'] : []
  const node = [process.execPath, ...nodeOptions, ...loader, script]
  const [program = '', ...args] = pinned ? ['taskset', '-c', SERVER_CORE, ...node] : node
  const log = openSync(logFile, 'a')
  const whole = { PATH: process.env.PATH, ...env, PORT: String(port) }
  const child = spawn(program, args, { env: whole, stdio: ['ignore', log, log] })
  closeSync(log)
  await untilReady(child, port, options)
  return {
    port,
    busyMs: () => busyMs(child),
    peakMb: () => peakMb(child),
    end: (signal) => end(child, signal),
  }
}

function peakMb({ pid }: ChildProcess): number {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return Number.NaN
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]) / 1_024
}

const TICK_MS = 10 // of /proc: USER_HZ is 100 on every Linux that Node runs on

function busyMs({ pid }: ChildProcess): number {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return Number.NaN
  // Counted after the program's name, which may hold spaces: user time is the 12th field, system time the 13th.
  const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

async function untilReady(child: ChildProcess, port: number, { file, logFile }: ServerOptions) {
  const deadline = Date.now() + READY_WITHIN_MS
  while (Date.now() < deadline && child.exitCode === null) {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null) // not listening yet
    await response?.text()
    if (response?.ok) return
    await sleep(50)
  }
  child.kill('SIGKILL')
  throw new Error(`${file} did not come up; what it said is in ${logFile}`)
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}
