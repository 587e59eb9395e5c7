/** `stairway …` on the command line: what Stairway does beside its process. */
import { text } from 'node:stream/consumers'
import { loadEnvFile } from '../config/env-file.ts'
import { ConfigError } from '../config/problems.ts'
import { DOCTOR_USAGE, runDoctor } from './doctor.ts'
import { MOVE_USAGE, runMove } from './move.ts'
import { runReadout, USAGE } from './readout.ts'

const terminal = {
  env: process.env,
  now: () => new Date(),
  stdin: () => text(process.stdin),
  out: (words: string) => process.stdout.write(`${words}\n`),
  err: (words: string) => process.stderr.write(`${words}\n`),
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (!loadEnv()) return 1
  if (name === 'readout') return runReadout(args, terminal)
  if (name === 'doctor') return endWith(await runDoctor(args, terminal))
  if (name === 'move') return endWith(await runMove(args, { ...terminal, signal: untilInterrupted() }))
  terminal.err(`${USAGE}\n\n${DOCTOR_USAGE}\n\n${MOVE_USAGE}`)
  return 1
}

/** Asked twice, it ends at once, which does no harm either. */
function untilInterrupted(): AbortSignal {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
  return interrupted.signal
}

/** At once: what hangs was told of, and is not waited for. */
function endWith(code: number): Promise<never> {
  return new Promise(() => process.stdout.write('', () => process.exit(code)))
}

function loadEnv(): boolean {
  try {
    loadEnvFile(process.env)
    return true
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`${error.message}\n`)
    return false
  }
}

process.exitCode = await main(process.argv.slice(2))
