import type sqlite3 from 'sqlite3'
import { called, opened, rowsOf } from './sqlite.ts'
import { happenings, type Launch, type Rows } from './world.ts'

/** A campaign that was stopped. */
export interface Over {
  readonly key: string
  readonly at: Date
}

/** The file that the story's digests are read from. */
interface StoryWarehouse {
  /** Takes what becomes of a launch, as it comes; nothing where it was taken before. */
  take(launch: Launch): Promise<void>
  /** Writes what has happened by `at`; nobody more is reached by what is over. */
  pass(at: Date, over: readonly Over[]): Promise<void>
  /** One in seven of those of a campaign's `arms` unsubscribe, a minute before `at`. */
  harm(key: string, arms: readonly string[], at: Date): Promise<void>
  close(): Promise<void>
}

const SCHEMA = `
pragma synchronous = off;
create table if not exists sends (campaign text, customer text, arm text, sent_at integer, device text);
create table if not exists orders (customer text, ordered_at integer, amount real);
create table if not exists visits (customer text, visited_at integer, pages integer);
create table if not exists unsubscribes (customer text, happened_at integer, one integer);
create table if not exists activations (customer text, happened_at integer, one integer);
create index if not exists sends_campaign on sends (campaign);
create table if not exists coming (kind text, at integer, campaign text, happening text);
create index if not exists coming_at on coming (at);
`

export async function openStoryWarehouse(file: string): Promise<StoryWarehouse> {
  const database = await opened(file)
  await called((done) => database.exec(SCHEMA, done))
  const [known] = await rowsOf(database, "select 1 from pragma_table_info(?) where name = 'device'", 'sends')
  if (!known) await called((done) => database.exec('alter table sends add column device text', done))
  database.configure('busyTimeout', BUSY_MS)
  const inTurn = oneAtATime()
  return {
    take: (launch) => inTurn(() => take(database, launch)),
    pass: (at, over) => inTurn(() => pass(database, seconds(at), over)),
    harm: (key, arms, at) =>
      inTurn(() => called((done) => database.run(HARM, key, JSON.stringify(arms), seconds(at) - 60, done))),
    close: () => inTurn(() => called((done) => database.close(done))),
  }
}

/** A digest reads the file meanwhile. */
const BUSY_MS = 30_000

/** Transactions of one connection do not nest. */
function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve()
  return (does: () => Promise<void>): Promise<void> => {
    const done = last.then(does)
    last = done.catch(() => undefined) // told to whoever asked for it
    return done
  }
}

const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

async function take(database: sqlite3.Database, launch: Launch): Promise<void> {
  const [known] = await rowsOf(database, KNOWN, launch.key, launch.key)
  if (known) return
  const rows = happenings(launch)
  await called((done) => database.exec('begin', done))
  for (const table of TABLES) {
    const all = JSON.stringify(rows[table])
    await called((done) => database.run(COMING, table, AT[table], launch.key, all, done))
  }
  await called((done) => database.exec('commit', done))
}

async function pass(database: sqlite3.Database, at: number, over: readonly Over[]): Promise<void> {
  await called((done) => database.exec('begin', done))
  for (const { key, at } of over) await called((done) => database.run(UNSENT, key, seconds(at), done))
  for (const table of TABLES) await called((done) => database.run(happened(table), table, at, done))
  await called((done) => database.run('delete from coming where at <= ?', at, done))
  await called((done) => database.exec('commit', done))
}

const HARM = `
insert into unsubscribes select customer, ?3, 1 from sends
where campaign = ?1 and sent_at < ?3 and rowid % 7 = 0 and arm in (select value from json_each(?2))`

const KNOWN = `
select 1 from sends where campaign = ? union all select 1 from coming where campaign = ? limit 1`

/** All rows in one statement: thousands take milliseconds. */
const COMING = 'insert into coming select ?1, value ->> ?2, ?3, value from json_each(?4)'

const UNSENT = "delete from coming where kind = 'sends' and campaign = ? and at > ?"

const TABLES = ['sends', 'orders', 'visits', 'unsubscribes', 'activations'] as const

/** Where the time of a row stands. */
const AT: Readonly<Record<keyof Rows, number>> = {
  sends: 3,
  orders: 1,
  visits: 1,
  unsubscribes: 1,
  activations: 1,
}

function happened(table: keyof Rows): string {
  const columns = Array.from({ length: table === 'sends' ? 5 : 3 }, (_, index) => `happening ->> ${index}`)
  return `insert into ${table} select ${columns.join(', ')} from coming where kind = ? and at <= ? order by at`
}
