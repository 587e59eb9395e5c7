/** `stairway …` on the command line: what Stairway does without Slack. */
import { text } from 'node:stream/consumers'
import { loadEnvFile } from '../config/env-file.ts'
import { ConfigError } from '../config/problems.ts'
import { runReadout, USAGE } from './readout.ts'

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (!loadEnv()) return 1
  if (name === 'readout')
    return runReadout(args, {
      env: process.env,
      now: () => new Date(),
      stdin: () => text(process.stdin),
      out: (words) => process.stdout.write(`${words}\n`),
      err: (words) => process.stderr.write(`${words}\n`),
    })
  process.stderr.write(`${USAGE}\n`)
  return 1
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
