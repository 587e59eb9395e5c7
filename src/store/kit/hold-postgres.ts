import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { DatabaseHeld, type Hold, type Holder } from './holder.ts'

/** How long a process that was killed a moment ago may still seem to be there. */
const TRIES = 5
const AGAIN_MS = 200
const LOST_AGAIN_MS = 1_000

/** With the schema as its second key: two of them in one database are two databases to us. */
const KEYS = "7823442, hashtext(coalesce(current_schema(), ''))"
// A host that lost its power says no goodbye: the server finds out within half a minute instead of two hours.
const KEEPALIVES =
  'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3'

const WHO = `
  select a.application_name as name
  from pg_locks l
  join pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'advisory' and l.granted and l.objsubid = 2
    and l.database = (select oid from pg_database where datname = current_database())
    and l.classid::bigint = 7823442
    and l.objid = (hashtext(coalesce(current_schema(), ''))::bigint & 4294967295)::oid`

/** By an advisory lock of a session of its own, which the server drops with the connection. */
export async function holdPostgres(url: string, me: Holder): Promise<Hold> {
  let session = await take(url, me)
  let released = false
  let tellLost: (holder: Holder | null) => void = () => undefined
  const lost = new Promise<Holder | null>((resolve) => {
    tellLost = resolve
  })
  const watch = () => session.once('end', () => void takeAgain())
  const takeAgain = async () => {
    const again = await keepTaking(url, me, () => released)
    if (!again) return
    if (again instanceof DatabaseHeld) return tellLost(again.holder)
    session = again
    if (released) await session.end()
    else watch()
  }
  watch()
  return {
    lost,
    async release() {
      released = true
      session.removeAllListeners('end')
      await session.end()
    },
  }
}

/** While the server is away, as our other connections to it are. */
async function keepTaking(url: string, me: Holder, released: () => boolean) {
  while (!released()) {
    try {
      return await take(url, me)
    } catch (error) {
      if (error instanceof DatabaseHeld) return error
      await sleep(LOST_AGAIN_MS, undefined, { ref: false })
    }
  }
  return null
}

async function take(url: string, me: Holder): Promise<pg.Client> {
  const session = new pg.Client({
    connectionString: url,
    application_name: nameOf(me),
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  })
  session.on('error', () => undefined) // 'end' follows, which is watched
  await session.connect()
  try {
    await session.query(KEEPALIVES)
    for (let tried = 1; !(await tryLock(session)); tried += 1) {
      if (tried === TRIES) throw new DatabaseHeld(await holderOf(session))
      await sleep(AGAIN_MS)
    }
    return session
  } catch (error) {
    await session.end()
    throw error
  }
}

async function tryLock(session: pg.Client): Promise<boolean> {
  const { rows } = await session.query(`select pg_try_advisory_lock(${KEYS}) as taken`)
  return rows[0]?.taken === true
}

/** Who holds a database, by what its sessions are called. */
export async function postgresHolders(url: string): Promise<(Holder | null)[]> {
  const session = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  session.on('error', () => undefined) // what is asked of it fails with the same
  await session.connect()
  try {
    return await holdersIn(session)
  } finally {
    await session.end()
  }
}

async function holderOf(session: pg.Client): Promise<Holder | null> {
  const [holder = null] = await holdersIn(session)
  return holder
}

async function holdersIn(session: pg.Client): Promise<(Holder | null)[]> {
  const { rows } = await session.query<{ name: unknown }>(WHO)
  return rows.map(({ name }) => holderNamed(String(name)))
}

/** A name of a session is cut after 63 bytes: the host, which may be long, comes last. */
function nameOf({ host, pid, since }: Holder): string {
  return `stairway ${since.toISOString()} ${pid}@${host}`.slice(0, 63)
}

function holderNamed(name: string): Holder | null {
  const [, since, pid, host] = /^stairway (\S+) (\d+)@(.+)$/.exec(name) ?? []
  return since && pid && host ? { host, pid: Number(pid), since: new Date(since) } : null
}
