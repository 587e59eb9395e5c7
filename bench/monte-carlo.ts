/**
 * `npm run monte-carlo`: what looking every day costs and finds, by method, and then what the readout finds, shows and
 * decides in campaigns of every kind that we know to be hard. Each line has its aims; exit 1 where one is missed by more
 * than chance explains (two standard errors of the simulation). `RUNS`, `SEED` and `ONLY` (part of a name) in the
 * environment change the run.
 */
import { missed } from './monte-carlo/aims.ts'
import { methodTable } from './monte-carlo/methods.ts'
import { runLines } from './monte-carlo/pool.ts'
import { WITH_AN_EFFECT, WITHOUT_AN_EFFECT } from './monte-carlo/settings/all.ts'
import { SEVERAL } from './monte-carlo/settings/effects.ts'
import { type Line, severalTable, withoutTable, withTable } from './monte-carlo/table.ts'

const RUNS = Number(process.env.RUNS ?? 4_000)
const SEED = Number(process.env.SEED ?? 20_260_302)
const ONLY = process.env.ONLY ?? ''

async function main(): Promise<void> {
  console.log(`${RUNS} campaigns a line where it doesn't say otherwise, seed ${SEED}; shares in per cent.`)
  if ('methods'.includes(ONLY)) console.log(`\n${methodTable(RUNS, SEED)}`)
  const named = [...WITHOUT_AN_EFFECT, ...WITH_AN_EFFECT].filter(({ name }) => name.includes(ONLY))
  const tallies = await runLines(named, RUNS, SEED)
  const lines = named.flatMap((setting, i) => {
    const tally = tallies[i]
    return tally ? [{ setting, tally }] : []
  })
  print('Without an effect', lines, WITHOUT_AN_EFFECT, withoutTable)
  print('With an effect', lines, WITH_AN_EFFECT, withTable)
  print('Several arms', lines, SEVERAL, severalTable)
  process.stderr.write(`\n${Math.round(process.cpuUsage().user / 1e6)} seconds of processor time\n`)
  if (lines.some(({ setting, tally }) => missed(tally, setting.aims).length > 0)) process.exitCode = 1
}

function print(
  title: string,
  lines: readonly Line[],
  settings: readonly Line['setting'][],
  asTable: (lines: readonly Line[]) => string,
): void {
  const own = lines.filter(({ setting }) => settings.includes(setting))
  if (own.length > 0) console.log(`\n${title}\n\n${asTable(own)}`)
}

await main()
