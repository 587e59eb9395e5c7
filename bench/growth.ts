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
  readonly small: Times
  readonly large: Times
  /** How much longer the large one takes, by p95. */
  readonly ratio: number
}

interface Times {
  readonly p50: number
  readonly p95: number
}

/** `npm run growth`: what each thing takes beside a hundred campaigns, and beside a hundred thousand. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS })
  const { postgres, json } = values
  const say = (words: string) => console.error(words)
  const small = await openPlace({ postgres, campaigns: SMALL, say })
  const large = await openPlace({
    postgres,
    campaigns: Number(values.campaigns),
    ...(values.at ? { at: values.at } : {}),
    say,
  })
  try {
    const asks = ASKS.filter(({ name }) => name.includes(values.only))
    const measured = await inTurns([small, large], asks, Number(values.rounds))
    const run = { database: postgres ? 'PostgreSQL' : 'SQLite', small: small.filled, large: large.filled }
    console.log(json ? JSON.stringify({ ...run, measured }, null, 2) : asTable(run, measured))
  } finally {
    await small.close()
    await large.close()
  }
}

/** Round by round and place by place, so that what else the machine does falls on all alike. */
async function inTurns(places: readonly Place[], asks: readonly Ask[], rounds: number): Promise<Measured[]> {
  const measured: Measured[] = []
  for (const ask of asks) {
    const times: number[][] = places.map(() => [])
    for (let round = -WARM_UP; round < rounds; round++)
      for (const [i, place] of places.entries()) {
        const ms = await timeOf(ask, place)
        if (round >= 0) times[i]?.push(ms)
      }
    const [small, large] = times.map(timesOf)
    if (small && large) measured.push({ ask: ask.name, small, large, ratio: large.p95 / small.p95 })
  }
  return measured
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

function asTable({ database, small, large }: Run, measured: readonly Measured[]): string {
  const ms = (n: number) => n.toFixed(1)
  const rows = measured.map((each) =>
    [
      each.ask,
      ms(each.small.p50),
      ms(each.small.p95),
      ms(each.large.p50),
      ms(each.large.p95),
      each.ratio.toFixed(2),
    ].join(' | '),
  )
  const of = ({ campaigns, tasks, events }: Place['filled']) =>
    `${campaigns} campaigns, ${tasks} tasks, ${events} events`
  return [
    `${database}: ${of(small)}; ${of(large)}; milliseconds`,
    '',
    '| | p50, small | p95, small | p50, large | p95, large | p95 ratio |',
    '|---|--:|--:|--:|--:|--:|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n')
}

await main()
