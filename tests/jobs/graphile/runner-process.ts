/**
 * A process that runs the jobs of a database: `node --import tsx runner-process.ts <url> [<outside>]`. Each run leaves its
 * steps in `steps`; those from number 1000 on call the outside between two of them.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { createGraphileEngine } from '../../../src/jobs/graphile/engine.ts'
import { holdRequests } from '../../../src/lease.ts'
import { createLogger } from '../../../src/log.ts'
import { inTransaction, type Tx } from '../../../src/store/kit/database.ts'
import { openUrl } from '../../store/open.ts'
import type { Note, TestKinds } from '../bench.ts'

const [, , url = '', outside = ''] = process.argv
holdRequests()
const db = openUrl(url)
const engine = createGraphileEngine<TestKinds>({
  db,
  log: createLogger('silent'),
  now: () => new Date(),
  kinds: { note: { ...kind(), urgent: true }, other: kind() },
})

function kind() {
  return {
    attempts: 5,
    key: ({ key }: Note) => key ?? null,
    lane: ({ lane }: Note) => lane ?? null,
    run,
    whenDead: async () => undefined,
  }
}

/** Jobs of these numbers call the outside. */
const CALLS = 1_000

/** Its second step is in the transaction of the first, which holds a lock meanwhile, as changes of a campaign do. */
async function run({ n }: Note): Promise<void> {
  await step(db, n, 'begun')
  if (n >= CALLS) await call(n)
  await inTransaction(db, async (tx) => {
    await tx('locks').where({ n }).forUpdate()
    await step(db, n, 'locked')
    while (await isShut(db, n)) await sleep(50)
    await step(tx, n, 'ended')
  })
}

/** Some time after its last word of the database: a test stops it meanwhile. */
async function call(n: number): Promise<void> {
  await sleep(1_500)
  await fetch(outside, { method: 'POST', body: `${n} ${process.pid}` })
}

async function step(on: typeof db | Tx, n: number, what: string): Promise<void> {
  await on('steps').insert({ n, what, pid: process.pid })
}

async function isShut(on: typeof db, n: number): Promise<boolean> {
  return (await on('gates').where({ n, shut_for: process.pid }).first('n')) !== undefined
}

process.on('SIGTERM', async () => {
  await engine.stop(10_000)
  await db.destroy()
  process.exit(0)
})
await engine.start()
engine.lost.then(() => process.exit(1))
console.log('up')
