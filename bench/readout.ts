/**
 * `npm run bench:readout`: the readout of 100 campaigns × 10 metrics × 3 arms, from sums to verdicts. Processor time
 * of this process, the median of the rounds: other work on the machine shall not count. Exit 1 where a morning takes
 * 50 ms or more.
 */

import type { MetricInput, MetricRole, ReadoutInput } from '../src/domain/readout/input.ts'
import { readout } from '../src/domain/readout/look.ts'
import type { Readout } from '../src/domain/readout/readout.ts'
import { boundaryTable, type PlannedLook } from '../src/domain/statistics/group-sequential.ts'
import { binomial, uniform } from './monte-carlo/random.ts'

const CAMPAIGNS = 100
const METRICS = 10
const ARMS = ['control', 'mail', 'push']
const HORIZON = 14
const ROUNDS = 15
const MOST_MS = 50
const random = uniform(20_260_302)

/** The looks of one campaign, day by day: people come unevenly, so no two have the same share of their plan. */
interface Course {
  readonly inputs: readonly ReadoutInput[]
}

function course(same: boolean): Course {
  const day = 7 + Math.floor(random() * (HORIZON - 7))
  const arrivals = Array.from({ length: day }, () => (same ? 1_000 : 600 + Math.floor(random() * 800)))
  const planned = same ? undefined : HORIZON * ARMS.length * 1_100
  let people = 0
  const sums = Array.from({ length: METRICS }, () => ARMS.map(() => 0))
  const inputs = arrivals.map((arrived, i) => {
    people += arrived
    for (const metric of sums)
      for (const arm of ARMS.keys()) metric[arm] = (metric[arm] ?? 0) + binomial(arrived, 0.1, random)()
    return inputOf(i + 1, people, sums, planned)
  })
  return { inputs }
}

function inputOf(day: number, people: number, sums: number[][], planned: number | undefined): ReadoutInput {
  const at = new Date(Date.UTC(2026, 2, 1 + day))
  return {
    arms: ARMS.map((name) => ({ name, weight: 1 })),
    users: ARMS.map(() => people),
    metrics: sums.map((arms, i) => metricOf(i, people, arms)),
    duplicates: 0,
    day,
    horizonDays: HORIZON,
    asOf: at,
    newestData: at,
    minimumEffect: 0.08,
    ...(planned === undefined ? {} : { plannedUnits: planned }),
  }
}

/** One goal, two guardrails, seven others; every third of them a mean. */
function metricOf(i: number, n: number, arms: readonly number[]): MetricInput {
  const role: MetricRole = i === 0 ? 'goal' : i < 3 ? 'guardrail' : 'secondary'
  const mean = i > 2 && i % 3 === 0
  const sums = arms.map((sum) =>
    mean ? { n, sum: sum * 20, sumSquares: sum * 900 } : { n, sum, sumSquares: sum },
  )
  const margin = role === 'guardrail' ? { margin: { amount: 0.05, unit: 'relative' as const } } : {}
  return {
    name: `m${i}`,
    label: `Metric ${i}`,
    kind: mean ? 'mean' : 'proportion',
    direction: 'up',
    role,
    ...margin,
    sums,
  }
}

/** Milliseconds of the processor for the newest look of every campaign. `remembered`: the looks before are in memory. */
function morning(courses: readonly Course[], remembered: boolean): number {
  const table = boundaryTable()
  const before = courses.map(({ inputs }) => {
    let earlier: Readout | null = null
    for (const input of inputs.slice(0, -1)) earlier = readout(input, { earlier, boundaries: table })
    return earlier
  })
  const boundaries = remembered ? table : boundaryTable()
  const start = process.cpuUsage()
  for (const [i, { inputs }] of courses.entries()) {
    const input = inputs.at(-1)
    if (input) readout(input, { earlier: before[i] ?? null, boundaries })
  }
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000
}

/** The same for boundaries alone, where each campaign has looks of its own by both clocks. */
function boundaries(horizon: number): number {
  const campaigns = Array.from({ length: CAMPAIGNS }, () => {
    let information = 0
    const days = Math.floor((horizon * (1 + random())) / 2)
    return Array.from({ length: days }, (_, i) => {
      information += 600 + random() * 800
      return { spent: (i + 1) / horizon, information }
    })
  })
  const table = boundaryTable()
  const ask = (looks: readonly PlannedLook[]) => [0.05, 0.025].map((alpha) => table(looks, alpha))
  for (const looks of campaigns) ask(looks.slice(0, -1))
  const start = process.cpuUsage()
  for (const looks of campaigns) ask(looks)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000
}

function main(): void {
  const uneven = Array.from({ length: CAMPAIGNS }, () => course(false))
  const even = Array.from({ length: CAMPAIGNS }, () => course(true))
  const rounds = (run: () => number) => median(Array.from({ length: ROUNDS }, run))
  const rows: [string, number][] = [
    ['every campaign at shares of its own, the looks before in memory', rounds(() => morning(uneven, true))],
    ['every campaign at shares of its own, right after a start', rounds(() => morning(uneven, false))],
    [
      'campaigns without a size, by days of the horizon, right after a start',
      rounds(() => morning(even, false)),
    ],
    ...[14, 28, 56].map((horizon): [string, number] => [
      `boundaries alone for two alphas, up to ${horizon} looks before in memory`,
      rounds(() => boundaries(horizon)),
    ]),
  ]
  console.log(
    `${CAMPAIGNS} campaigns × ${METRICS} metrics × ${ARMS.length} arms, looks on days 7 to ${HORIZON - 1}\n`,
  )
  console.log('| | processor time |\n|---|---:|')
  for (const [what, ms] of rows) console.log(`| ${what} | ${ms.toFixed(1)} ms |`)
  if ((rows[0]?.[1] ?? MOST_MS) >= MOST_MS) process.exitCode = 1
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

main()
