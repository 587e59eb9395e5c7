/**
 * `npm run monte-carlo`: what looking every day costs and finds, by method, and then by the verdicts themselves; exit 1
 * where the readout gives more than 5.5 % false positives or less than 75 % power where people come evenly. `RUNS` and
 * `SEED` in the environment change the run.
 */
import { COURSES, type CourseResult, decide } from './monte-carlo/decisions.ts'
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
  const decided = COURSES.map((course) => decide(plan(), course, RUNS, SEED))
  console.log(`\nThe verdicts of daily digests, in the same campaigns:\n\n${verdictTable(decided)}`)
  const [own] = results
  const [even] = decided
  const good = (positives = 1, power = 0) => positives <= MOST_FALSE_POSITIVES && power >= LEAST_POWER
  if (!good(own?.falsePositives, own?.power) || !good(even?.found, even?.power)) process.exitCode = 1
}

function asTable(results: readonly MethodResult[]): string {
  const head = ['method', 'false positives', 'power', 'mean stopping day']
  const rows = results.map(({ method, falsePositives, power, meanStop }) => [
    method,
    percent(falsePositives, 1),
    percent(power, 1),
    meanStop.toFixed(1),
  ])
  return table(head, rows)
}

function verdictTable(results: readonly CourseResult[]): string {
  const head = [
    '',
    'found without an effect',
    'harm without one',
    'shipped with one',
    'stopped with one',
    'mean day',
  ]
  const rows = results.map(({ name, found, harmed, power, lost, meanStop }) => [
    name,
    ...[found, harmed, power, lost].map((each) => percent(each, 1)),
    meanStop.toFixed(1),
  ])
  return table(head, rows)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|---${'|---:'.repeat(head.length - 1)}|`, ...rows.map(line)].join('\n')
}

function percent(share: number, decimals: number): string {
  return `${(share * 100).toFixed(decimals)} %`
}

main()
