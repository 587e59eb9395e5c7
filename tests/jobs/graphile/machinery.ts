import type { Db } from '../../../src/store/kit/database.ts'
import type { Machinery } from '../bench.ts'

const TABLES = ['graphile_worker._private_jobs', 'graphile_worker._private_job_queues', 'processes', 'jobs']

export const GRAPHILE: Machinery = {
  clear: async (db: Db) => {
    for (const table of TABLES) await db(table).delete()
  },
  lapse: (db: Db) => db('processes').update({ beat_at: 0, started_at: 0 }),
}
