/** `stairway readout`: the readout of a digest, from a summary or a campaign's queries, to be held against a notebook. */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { ConfigError } from '../config/problems.ts'
import { readout } from '../domain/readout/look.ts'
import type { Readout } from '../domain/readout/readout.ts'
import { liftsHidden } from '../domain/readout/validity.ts'
import { hasLifts, liftsPicture } from '../pictures/lifts.ts'
import { createPainter } from '../pictures/painter.ts'
import { Refusal } from '../refusal.ts'
import { readLiveCampaign } from './campaign.ts'
import { readEarlier, readSummary } from './summary.ts'
import { readoutWords } from './words.ts'

export const USAGE = `usage: stairway readout [summary.json] [--earlier readout.json] [--json] [--png lifts.png]
       stairway readout --campaign <key> [--team <id>] [--json] [--png lifts.png]

A summary is read from the file, or from standard input; docs/readout.md gives its form. --earlier is what --json
printed at the look before, so that looks count together. --campaign asks the warehouse of stairway.yaml, as
/campaign results does, with the database of DATABASE_URL.

Exit codes: 0 read out, 1 a mistake in the call or in the summary, 2 nothing could be read or drawn.`

const MISTAKE = 1
const NOTHING_READ = 2

/** Where a command reads and says things. */
interface Terminal {
  readonly env: NodeJS.ProcessEnv
  now(): Date
  stdin(): Promise<string>
  out(words: string): void
  err(words: string): void
}

/** Gives the exit code; what is wrong is said on standard error. */
export async function runReadout(args: readonly string[], terminal: Terminal): Promise<number> {
  if (args.some((arg) => arg === '--help' || arg === '-h')) {
    terminal.out(USAGE)
    return 0
  }
  const call = readCall(args)
  if ('mistake' in call) {
    terminal.err(`${call.mistake}\n\n${USAGE}`)
    return MISTAKE
  }
  try {
    return await print(call, await read(call, terminal), terminal)
  } catch (error) {
    return said(error, terminal)
  }
}

interface Call {
  readonly file?: string
  readonly campaign?: string
  readonly team?: string
  readonly earlier?: string
  readonly json?: boolean
  readonly png?: string
}

const OPTIONS = {
  campaign: { type: 'string' },
  team: { type: 'string' },
  earlier: { type: 'string' },
  json: { type: 'boolean' },
  png: { type: 'string' },
} as const

function readCall(args: readonly string[]): Call | { readonly mistake: string } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
    const [file, ...more] = positionals
    if (more.length > 0) return { mistake: `One summary at a time: I saw ${positionals.join(' and ')}.` }
    if (values.campaign && (file || values.earlier))
      return { mistake: 'A campaign has its own looks: leave out the summary and --earlier.' }
    return { ...values, ...(file ? { file } : {}) }
  } catch (error) {
    if (error instanceof TypeError) return { mistake: error.message } // what parseArgs throws for a wrong call
    throw error
  }
}

interface Named {
  readonly name: string
  readonly readout: Readout
}

async function read({ campaign, team, file, earlier }: Call, terminal: Terminal): Promise<Named> {
  if (campaign) return readLiveCampaign(terminal.env, campaign, team, terminal.now())
  const input = readSummary(file ? await readFile(file, 'utf8') : await terminal.stdin(), terminal.now())
  const before = earlier ? readEarlier(await readFile(earlier, 'utf8')) : null
  return { name: file ?? 'summary', readout: readout(input, { earlier: before }) }
}

async function print({ json, png }: Call, { name, readout }: Named, terminal: Terminal): Promise<number> {
  terminal.out(json ? JSON.stringify(readout, null, 2) : readoutWords(readout))
  if (!png) return 0
  const picture = liftsHidden(readout) || !hasLifts(readout) ? null : liftsPicture(readout, name)
  if (!picture) {
    terminal.err('No picture was drawn: there is no lift that may be shown.')
    return NOTHING_READ
  }
  const painter = createPainter()
  try {
    await writeFile(png, await painter.paint(picture))
  } finally {
    await painter.close()
  }
  return 0
}

/** Mistakes of people become words; anything else is a fault of ours and keeps its trace. */
function said(error: unknown, { err }: Terminal): number {
  if (error instanceof ConfigError || error instanceof Refusal) {
    err(error.message)
    return error instanceof Refusal && error.code === 'invalid' ? MISTAKE : NOTHING_READ
  }
  if (error instanceof Error && 'code' in error && 'path' in error) {
    err(`${error.message}.`)
    return MISTAKE
  }
  throw error
}
