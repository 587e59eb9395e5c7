import type { CreateEngine } from '../../../src/jobs/contract.ts'
import { createGraphileEngine } from '../../../src/jobs/graphile/engine.ts'
import type { Db } from '../../../src/store/kit/database.ts'
import { endSessions, fenceSilent } from '../../../src/store/processes.ts'
import type { Machinery } from '../bench.ts'

const SECOND = 1_000

const TABLES = ['graphile_worker._private_jobs', 'graphile_worker._private_job_queues', 'processes', 'jobs']

export const GRAPHILE: Machinery = {
  clear: async (db: Db) => {
    for (const table of TABLES) await db(table).delete()
  },
  // As whoever looks does once the lease is over; a server that has just been started would give all of them another one.
  lapse: async (db: Db) => {
    await fenceSilent(db, -1_000 * SECOND)
    await endSessions(db)
  },
}

/** The engine at another pace; all on one database go at the same. */
export const paced =
  (pace: NonNullable<Parameters<typeof createGraphileEngine>[1]>): CreateEngine =>
  (deps) =>
    createGraphileEngine(deps, pace)
