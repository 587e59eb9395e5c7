/** `npm run bench:floor`: what sqlite3 alone takes for a commit with its sync, one after another, on one core and this disk. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sqlite3, { type Statement } from 'sqlite3'
import { quantile } from './figures.ts'
import { pinLoad } from './servers.ts'

const SECONDS = 5
const INSERT = `insert into rows (words) values (hex(zeroblob(150)))`
const CASES = {
  'a statement that does nothing': ['select 1'],
  'an insert, a sync': [INSERT],
  'begin, an insert, commit with a sync': ['begin', INSERT, 'commit'],
  'begin, ten inserts, commit with a sync': ['begin', ...Array.from({ length: 10 }, () => INSERT), 'commit'],
}

async function main(): Promise<void> {
  pinLoad()
  const folder = await mkdtemp(join(tmpdir(), 'stairway-floor-'))
  const db = new sqlite3.Database(join(folder, 'floor.db'))
  try {
    await promisify(db.exec.bind(db))(
      'pragma journal_mode = wal; pragma synchronous = full; create table rows (id integer primary key, words text)',
    )
    for (const [name, sql] of Object.entries(CASES))
      await tell(
        name,
        sql.map((each) => db.prepare(each)),
      )
  } finally {
    await promisify(db.close.bind(db))()
    await rm(folder, { recursive: true, force: true })
  }
}

/** One after another for a while: how many a second, the wait, and the processor time of all threads. */
async function tell(name: string, statements: readonly Statement[]): Promise<void> {
  const times: number[] = []
  const [since, before] = [performance.now(), process.cpuUsage()]
  for (let at = since; at - since < SECONDS * 1_000; ) {
    for (const each of statements) await ran(each)
    const now = performance.now()
    times.push(now - at)
    at = now
  }
  const { user, system } = process.cpuUsage(before)
  times.sort((a, b) => a - b)
  const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)].map((ms) => ms.toFixed(2))
  const micros = Math.round((user + system) / times.length)
  console.log(
    `${name}: ${Math.round(times.length / SECONDS)}/s, p50 ${p50} ms, p99 ${p99} ms, processor ${micros} µs`,
  )
  for (const each of statements) each.finalize()
}

function ran(statement: Statement): Promise<void> {
  return new Promise((resolve, reject) => statement.run((error) => (error ? reject(error) : resolve())))
}

await main()
