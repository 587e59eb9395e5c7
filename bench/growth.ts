import { parseArgs } from 'node:util'
import { quantile } from './figures.ts'
import { ASKS, type Ask } from './growth/asks.ts'
import { openPlace, type Place } from './growth/place.ts'

const SMALL = 100
const WARM_UP = 3

const OPTIONS = {
  campaigns: { type: 'string', default: '100000' },
  rounds: { type: 'string', default: '40' },
  postgres: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  at: { type: 'string' },
  only: { type: 'string', default: '' },
} as const

/** Times of one ask in milliseconds, in a small and in a large database. */
interface Measured {
  readonly ask: string
  readonly rounds: number
  readonly small: Times
  readonly large: Times
  /** How much longer the large one takes, by p95. */
  readonly ratio: number
}

interface Times {
  readonly p50: number
  readonly p95: number
}

/** `npm run growth`: what each thing takes beside a hundred campaigns, and beside a hundred thousand. Each line is printed as soon as it is measured. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS })
  const { postgres, json, only } = values
  const say = (words: string) => console.error(words)
  const small = await openPlace({ postgres, campaigns: SMALL, say })
  const large = await openPlace({
    postgres,
    campaigns: Number(values.campaigns),
    ...(values.at ? { at: values.at } : {}),
    say,
  })
  try {
    const run = { database: postgres ? 'PostgreSQL' : 'SQLite', small: small.filled, large: large.filled }
    console.log(json ? JSON.stringify(run) : headOf(run))
    for (const ask of ASKS.filter(({ name }) => name.includes(only))) {
      const measured = await measure(ask, [small, large], Number(values.rounds))
      console.log(json ? JSON.stringify(measured) : rowOf(measured))
    }
  } finally {
    await small.close()
    await large.close()
  }
}

/** An ask that is slow has fewer rounds: none begins after so long. */
const LONGEST_MS = 60_000

/** Round by round and place by place, so that what else the machine does falls on both alike. */
async function measure(ask: Ask, [small, large]: readonly [Place, Place], rounds: number): Promise<Measured> {
  const [ofSmall, ofLarge]: [number[], number[]] = [[], []]
  const since = performance.now()
  for (let round = -WARM_UP; round < rounds; round++) {
    if (ofLarge.length > 0 && performance.now() - since > LONGEST_MS) break
    const [one, other] = [await timeOf(ask, small), await timeOf(ask, large)]
    if (round < 0) continue
    ofSmall.push(one)
    ofLarge.push(other)
  }
  const times = { small: timesOf(ofSmall), large: timesOf(ofLarge) }
  return { ask: ask.name, rounds: ofLarge.length, ...times, ratio: times.large.p95 / times.small.p95 }
}

async function timeOf({ before, run }: Ask, place: Place): Promise<number> {
  await before?.(place)
  const since = performance.now()
  await run(place)
  return performance.now() - since
}

function timesOf(all: readonly number[]): Times {
  const sorted = [...all].sort((a, b) => a - b)
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) }
}

interface Run {
  readonly database: string
  readonly small: Place['filled']
  readonly large: Place['filled']
}

function headOf({ database, small, large }: Run): string {
  const of = ({ campaigns, tasks, events }: Place['filled']) =>
    `${campaigns} campaigns, ${tasks} tasks, ${events} events`
  return [
    `${database}: ${of(small)}; ${of(large)}; milliseconds`,
    '',
    '| | rounds | p50, small | p95, small | p50, large | p95, large | p95 ratio |',
    '|---|--:|--:|--:|--:|--:|--:|',
  ].join('\n')
}

function rowOf({ ask, rounds, small, large, ratio }: Measured): string {
  const times = [small.p50, small.p95, large.p50, large.p95].map((ms) => ms.toFixed(1))
  return `| ${[ask, rounds, ...times, ratio.toFixed(2)].join(' | ')} |`
}

await main()
