/** `stairway …` on the command line: what Stairway does without Slack. */
import { existsSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { runReadout, USAGE } from './readout.ts'

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env')
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

process.exitCode = await main(process.argv.slice(2))
