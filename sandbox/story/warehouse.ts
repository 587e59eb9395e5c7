import type sqlite3 from 'sqlite3'
import { called, opened, rowsOf } from './sqlite.ts'
import { happenings, type Launch, type Rows } from './world.ts'

/** The file that the story's digests are read from. */
interface StoryWarehouse {
  /** Writes what becomes of a launch; nothing where it was written before. */
  write(launch: Launch): Promise<void>
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
`

export async function openStoryWarehouse(file: string): Promise<StoryWarehouse> {
  const database = await opened(file)
  await called((done) => database.exec(SCHEMA, done))
  const [known] = await rowsOf(database, "select 1 from pragma_table_info(?) where name = 'device'", 'sends')
  if (!known) await called((done) => database.exec('alter table sends add column device text', done))
  return {
    async write(launch) {
      const [known] = await rowsOf(database, 'select 1 from sends where campaign = ? limit 1', launch.key)
      if (known) return
      const rows = happenings(launch)
      await called((done) => database.exec('begin', done))
      for (const table of TABLES) await insert(database, table, rows[table])
      await called((done) => database.exec('commit', done))
    },
    harm: (key, arms, at) =>
      called((done) =>
        database.run(HARM, key, JSON.stringify(arms), Math.floor(at.getTime() / 1000) - 60, done),
      ),
    close: () => called((done) => database.close(done)),
  }
}

const HARM = `
insert into unsubscribes select customer, ?3, 1 from sends
where campaign = ?1 and sent_at < ?3 and rowid % 7 = 0 and arm in (select value from json_each(?2))`

const TABLES = ['sends', 'orders', 'visits', 'unsubscribes', 'activations'] as const

/** All rows in one statement: thousands take milliseconds. */
function insert(database: sqlite3.Database, table: keyof Rows, rows: Rows[keyof Rows]): Promise<void> {
  const columns = Array.from({ length: rows[0]?.length ?? 0 }, (_, index) => `value ->> ${index}`).join(', ')
  if (columns === '') return Promise.resolve()
  const sql = `insert into ${table} select ${columns} from json_each(?)`
  return called((done) => database.run(sql, JSON.stringify(rows), done))
}
