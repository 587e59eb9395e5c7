/** `stairway doctor`: whether all that an installation stands on is as it should be. */
import { parseArgs } from 'node:util'
import { present } from '../config/environment.ts'
import { ConfigError } from '../config/problems.ts'
import { loadConfig } from '../config.ts'
import type { Diagnosis } from '../doctor/diagnosis.ts'
import { examine } from '../doctor/doctor.ts'
import { screenOf } from '../doctor/screen.ts'
import { faultOf } from '../warehouse/declared.ts'

export const DOCTOR_USAGE = `usage: stairway doctor [--json]

Asks Slack, the database, warehouses and targets whether all is as it should be; changes nothing. It reads what
npm start reads: the environment, .env and stairway.yaml.

Exit codes: 0 nothing is wrong, 1 something is, or a mistake in the call.`

/** Where it reads and says things. */
interface Terminal {
  readonly env: NodeJS.ProcessEnv
  now(): Date
  out(words: string): void
  err(words: string): void
}

/** Gives the exit code. */
export async function runDoctor(args: readonly string[], terminal: Terminal): Promise<number> {
  const call = readCall(args)
  if (call === 'help') {
    terminal.out(DOCTOR_USAGE)
    return 0
  }
  if (call === 'mistaken') {
    terminal.err(DOCTOR_USAGE)
    return 1
  }
  const diagnoses = await diagnosesIn(terminal)
  terminal.out(call === 'json' ? JSON.stringify({ diagnoses }, null, 2) : screenOf(diagnoses))
  return diagnoses.some(({ is }) => is === 'wrong') ? 1 : 0
}

function readCall(args: readonly string[]): 'json' | 'screen' | 'help' | 'mistaken' {
  try {
    const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const
    const { json, help } = parseArgs({ args: [...args], options }).values
    return help ? 'help' : json ? 'json' : 'screen'
  } catch (error) {
    if (error instanceof TypeError) return 'mistaken' // what parseArgs throws for a wrong call
    throw error
  }
}

/** Mistakes of the configuration are all that can be found where there are any: nothing is opened then. */
async function diagnosesIn({ env, now }: Terminal): Promise<Diagnosis[]> {
  try {
    const config = loadConfig(env, faultOf)
    return await examine(config, { now, configToken: present(env, 'SLACK_CONFIG_TOKEN') })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(({ path, message }) => ({ about: path, is: 'wrong', saw: message }))
  }
}
