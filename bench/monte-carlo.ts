/**
 * `npm run monte-carlo`: what looking every day costs and finds; exit 1 where the readout's boundaries give more than
 * 5.5 % false positives or less than 75 % power. `RUNS` and `SEED` in the environment change the run.
 */
import { DAYS, type MethodResult, plan, simulate } from './monte-carlo/simulation.ts'

const RUNS = Number(process.env.RUNS ?? 10_000)
const SEED = Number(process.env.SEED ?? 20_260_302)
const MOST_FALSE_POSITIVES = 0.055
const LEAST_POWER = 0.75

function main(): void {
  const { baseline, effect, peopleADay } = plan()
  const results = simulate(RUNS, SEED)
  console.log(
    `${RUNS} campaigns without an effect and ${RUNS} with one, seed ${SEED}: ${percent(baseline, 0)} convert, ` +
      `planned effect +${percent(effect, 0)}, ${peopleADay} people a day in each of two arms, looks on ${DAYS} days\n`,
  )
  console.log(asTable(results))
  const [own] = results
  const good = own && own.falsePositives <= MOST_FALSE_POSITIVES && own.power >= LEAST_POWER
  if (!good) process.exitCode = 1
}

function asTable(results: readonly MethodResult[]): string {
  const head = ['method', 'false positives', 'power', 'mean stopping day']
  const rows = results.map(({ method, falsePositives, power, meanStop }) => [
    method,
    percent(falsePositives, 1),
    percent(power, 1),
    meanStop.toFixed(1),
  ])
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), '|---|---:|---:|---:|', ...rows.map(line)].join('\n')
}

function percent(share: number, decimals: number): string {
  return `${(share * 100).toFixed(decimals)} %`
}

main()
