/** `make.ts <folder> <exposures>`: people of a campaign and what they did, as Parquet. The same numbers each time. */
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

const [folder = '.', size = '1000'] = process.argv.slice(2)
const people = Number(size)

const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB', threads: '2' })
const connection = await instance.connect()

/** A number from 0 to `below` that looks random, and another one for each seed. */
const some = (seed: number, below: number) => `cast(hash(i * 31 + ${seed}) % ${below} as bigint)`
const unit = (number: string) => `'customer-' || ${number}`
const write = (name: string, select: string) =>
  connection.run(`copy (${select} from range(${people}) as r(i)) to '${join(folder, name)}.parquet'`)

// A week of exposures; events from four weeks before it to two weeks after.
await write(
  'sends',
  `select ${unit('i')} as unit, case when ${some(1, 2)} = 0 then 'control' else 'mail' end as arm,
    timestamp '2026-03-02' + to_seconds(${some(2, 604_800)}) as exposed_at,
    'country ' || least(${some(3, 60)}, ${some(4, 60)}) as country,
    ['Web', 'iOS', 'Android', null][1 + ${some(5, 4)}] as platform`,
)
const event = (seed: number) =>
  `select ${unit(some(seed, people))} as unit,
    timestamp '2026-02-02' + to_seconds(${some(seed + 1, 3_888_000)}) as "at"`
await write('orders', `${event(10)}, ${some(12, 10_000)} / 100 as value`)
await write('visits', `${event(20)}, 1 as value`)
await write('sessions', `${event(30)}, ${some(32, 8)} as clicks, 1 + ${some(33, 3)} as sessions`)
