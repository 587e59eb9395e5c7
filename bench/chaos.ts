/** `npm run chaos`: what can go wrong goes wrong, by a seed, and nothing may be lost or happen twice. */
import { parseArgs } from 'node:util'
import { migrate } from '../src/store/kit/database.ts'
import { migratedDatabase, openUrl } from '../tests/store/open.ts'
import { sqliteFile } from '../tests/support/database.ts'
import { createDatabase, launchPostgres } from '../tests/support/postgres.ts'
import { share } from '../tests/support/shared.ts'
import { runSeed, type Stage } from './chaos/run.ts'

const OPTIONS = {
  seeds: { type: 'string', default: '1-20' },
  postgres: { type: 'boolean', default: false },
  processes: { type: 'string', default: '3' },
  /** Of the script: 0.1 makes its pauses a tenth. */
  pace: { type: 'string', default: '1' },
  /** Stops at the first seed that fails. */
  first: { type: 'boolean', default: false },
  tell: { type: 'boolean', default: false },
} as const

/** One of so many begins with an empty database, and is killed in its migrations. */
const EMPTY_EACH = 10

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: OPTIONS })
  const [first = 1, last = first] = values.seeds.split('-').map(Number)
  const { stage, end } = values.postgres ? await onPostgres(Number(values.processes)) : onSqlite()
  const from = performance.now()
  const failed: number[] = []
  let [ran, deaths, faults] = [0, 0, 0]
  const known = new Map<string, number>()
  for (let seed = first; seed <= last && !(values.first && failed.length > 0); seed++) {
    const hear = values.tell ? { hear: (line: string) => console.log(line) } : {}
    const {
      wrong,
      deaths: died,
      ...more
    } = await runSeed(seed, { ...stage, ...hear, pace: Number(values.pace) })
    ran += 1
    deaths += died
    faults += more.faults
    for (const [name, times] of Object.entries(more.known)) known.set(name, times + (known.get(name) ?? 0))
    if (wrong.length > 0) failed.push(seed)
    if (wrong.length > 0) console.log(inWords(seed, wrong, values))
  }
  const seconds = Math.round((performance.now() - from) / 1_000)
  console.log(
    `${ran} seeds, ${deaths} kills, ${faults} faults, ${seconds} s: ${failed.length} failed ${failed.join(', ')}`,
  )
  for (const [name, times] of known) console.log(`  known: ${name}: ${times}`)
  await end()
  return failed.length === 0
}

function inWords(
  seed: number,
  wrong: readonly string[],
  { pace, postgres }: { readonly pace: string; readonly postgres: boolean },
): string {
  const again = `npm run chaos -- --seeds ${seed} --pace ${pace} --tell${postgres ? ' --postgres' : ''}`
  return [`Seed ${seed} fails, once more: ${again}`, ...wrong.map((each) => `  ${each}`)].join('\n')
}

function onSqlite(): { stage: Stage; end: () => Promise<void> } {
  const makeDatabase = (seed: number) => (seed % EMPTY_EACH === 0 ? sqliteFile() : migratedDatabase())
  return { stage: { engine: 'sqlite', processes: 1, makeDatabase }, end: async () => undefined }
}

/** It keeps what it said was committed where it alone is ended, and not the machine. */
const CRASHED = ['fsync=off', 'full_page_writes=off']

/** A server of its own; databases are copies of one that was migrated. */
async function onPostgres(processes: number): Promise<{ stage: Stage; end: () => Promise<void> }> {
  const server = await launchPostgres(CRASHED)
  const end = await share({ postgres: async () => server })
  const { url } = await createDatabase()
  const db = openUrl(url)
  await migrate(db)
  await db.destroy()
  const template = new URL(url).pathname.slice(1)
  const makeDatabase = (seed: number) => createDatabase(seed % EMPTY_EACH === 0 ? undefined : template)
  return { stage: { engine: 'postgres', processes, makeDatabase, restart: server.restart }, end }
}

process.exitCode = (await main()) ? 0 : 1
