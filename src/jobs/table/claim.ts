import type { Knex } from 'knex'
import { claimJobs, claimSuspect } from '../../store/job-claims.ts'
import { isSuspect, type Job } from '../../store/jobs.ts'
import type { JobTable, KindMap } from '../contract.ts'

/**
 * Takes what may run now: urgent jobs first, and of all others no more than their half. `running` are those that do. A
 * suspect runs alone, once nothing else is due.
 */
export type Claim = (now: Date, running: readonly Job[]) => Promise<Job[]>

export function claimer<Kinds extends KindMap<Kinds>>(
  db: Knex,
  kinds: JobTable<Kinds>,
  concurrency: number,
): Claim {
  const urgent = Object.keys(kinds).filter((kind) => kinds[kind as keyof Kinds & string].urgent)
  const half = Math.max(1, Math.floor(concurrency / 2))
  const innocent: Claim = async (now, running) => {
    const all = concurrency - running.length
    const others = half - running.filter(({ kind }) => !urgent.includes(kind)).length
    return all > 0 ? claimJobs(db, now, { urgent, all, others }) : []
  }
  return async (now, running) => {
    if (running.some(isSuspect)) return []
    const jobs = await innocent(now, running)
    const suspect = jobs.length + running.length > 0 ? null : await claimSuspect(db, now)
    return suspect ? [suspect] : jobs
  }
}
