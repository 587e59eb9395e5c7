import type { Knex } from 'knex'
import { inTransaction, isPostgres, type Tx } from './kit/database.ts'

/**
 * A claimed or dead job. `attempts` counts the runs that were begun, the present one included; `deaths` those that were
 * not, since the process ended meanwhile, from the last run on that ended by itself.
 */
export interface Job {
  readonly id: number
  readonly teamId: string
  readonly kind: string
  readonly payload: object
  readonly key: string | null
  readonly lane: string | null
  readonly attempts: number
  readonly maxAttempts: number
  readonly deaths: number
  readonly correlationId: string
  readonly lastError: string | null
  readonly createdAt: Date
  /** When the present run was claimed; null when it is not running. */
  readonly lockedAt: Date | null
}

export interface NewJob {
  readonly teamId: string
  readonly kind: string
  readonly payload: object
  readonly key: string | null
  readonly lane: string | null
  readonly runAt: Date
  readonly maxAttempts: number
  readonly correlationId: string
}

export interface JobRow {
  id: number
  team_id: string
  kind: string
  payload: string
  key: string | null
  lane: string | null
  state: 'waiting' | 'running' | 'dead'
  run_at: number
  attempts: number
  max_attempts: number
  deaths: number
  correlation_id: string
  last_error: string | null
  created_at: number
  locked_at: number | null
  behind: 0 | 1
}

const SAME_KEY_WAITING = `(team_id, kind, "key") where state = 'waiting'`
const EARLIER = 'case when excluded.run_at < jobs.run_at then excluded.run_at else jobs.run_at end'

export async function insertJob(tx: Tx, job: NewJob, now: Date): Promise<void> {
  const fresh = {
    payload: JSON.stringify(job.payload),
    lane: job.lane,
    attempts: 0,
    max_attempts: job.maxAttempts,
    deaths: 0,
    correlation_id: job.correlationId,
    last_error: null,
  }
  const identity = { team_id: job.teamId, kind: job.kind, key: job.key, created_at: +now }
  const { behind, left } = await placeOf(tx, job)
  await tx<JobRow>('jobs')
    .insert({ ...identity, ...fresh, state: 'waiting', run_at: +job.runAt, locked_at: null, behind })
    .onConflict(tx.raw(SAME_KEY_WAITING))
    .merge({ ...fresh, run_at: tx.raw(EARLIER), behind: 0 })
  await bringForward(tx, { team_id: job.teamId, lane: left })
}

interface Place {
  /**
   * Whether another job of its lane comes first for certain. The end of that one brings the next to the front
   * (`bringForward`): so of a lane of thousands one is looked at for a claim.
   */
  readonly behind: 0 | 1
  /** The lane of the one of its key that waits, where it leaves that: its channel has another id, its campaign another warehouse. */
  readonly left: string | null
}

/** Where a new job comes to stand. Where many write at once, nothing is certain. */
async function placeOf(tx: Tx, { teamId, kind, key, lane, runAt }: NewJob): Promise<Place> {
  if (isPostgres(tx) || (lane ?? key) === null) return { behind: 0, left: null }
  const ofLane = () => tx<JobRow>('jobs').where({ team_id: teamId, lane }).select(tx.raw('1'))
  const ahead = [
    ofLane().whereRaw(`state = 'waiting'`).where('run_at', '<=', +runAt),
    ofLane().whereRaw(`state = 'running'`),
  ]
  const same = tx<JobRow>('jobs')
    .where({ team_id: teamId, kind, key })
    .whereRaw(`state = 'waiting'`)
    .select('lane')
  const [found] = await tx.select({
    behind: lane === null ? tx.raw('0') : tx.raw('exists ? or exists ?', ahead),
    left: key === null ? tx.raw('null') : same,
  })
  return { behind: found.behind, left: found.left === lane ? null : found.left }
}

/** What is first of a lane may be claimed. */
async function bringForward(tx: Tx, { team_id, lane }: Pick<JobRow, 'team_id' | 'lane'>): Promise<void> {
  if (lane === null || isPostgres(tx)) return
  const first = tx<JobRow>('jobs')
    .where({ team_id, lane })
    .whereRaw(`state = 'waiting'`)
    .orderBy(['run_at', 'id'])
    .limit(1)
    .select('id')
  await tx<JobRow>('jobs').whereIn('id', first).update({ behind: 0 })
}

/** A job during which the process ended this often is a suspect: it may be what ends it. */
export const SUSPECT = 2

export function isSuspect({ deaths }: Pick<Job, 'deaths'>): boolean {
  return deaths >= SUSPECT
}

/** Ends a run that succeeded. */
export async function finishJob(tx: Tx, job: Job): Promise<void> {
  await thisRun(tx, job).delete()
  await bringForward(tx, { team_id: job.teamId, lane: job.lane })
}

/** Puts a running job back, with `attempts` begun so far; one with its key that waits by now takes its place. */
export async function putBackJob(
  tx: Tx,
  job: Job,
  again: { readonly runAt: Date; readonly attempts: number; readonly error: string },
): Promise<void> {
  const row = await thisRun(tx, job).first('*')
  if (row)
    await waitAgain(tx, {
      ...row,
      run_at: +again.runAt,
      attempts: again.attempts,
      deaths: 0,
      last_error: again.error,
    })
}

/** Makes a running job dead, `run_at` says when; false when this run of it is over already. */
export async function buryJob(tx: Tx, job: Job, error: string, now: Date): Promise<boolean> {
  const attempts = Math.min(job.attempts, job.maxAttempts)
  const buried = await thisRun(tx, job).update({
    state: 'dead',
    attempts,
    run_at: +now,
    locked_at: null,
    last_error: error,
  })
  await bringForward(tx, { team_id: job.teamId, lane: job.lane })
  return buried > 0
}

const INTERRUPTED = 'The process ended while the job ran.'

/**
 * Frees what a process that is gone left running; returns how many. Its end was no failure of the job: it counts by
 * itself, and no attempt is lost. Only for the one process that runs jobs.
 */
export async function freeRunningJobs(db: Knex): Promise<number> {
  return inTransaction(db, async (tx) => {
    const rows = await tx<JobRow>('jobs').where({ state: 'running' }).orderBy('id').select('*')
    for (const row of rows) {
      const counts = { attempts: row.attempts - 1, deaths: row.deaths + 1 }
      await waitAgain(tx, { ...row, ...counts, last_error: INTERRUPTED })
    }
    await bringAllForward(tx)
    return rows.length
  })
}

/** A version before may have run here meanwhile, which ends a run and brings nothing to the front. */
async function bringAllForward(tx: Tx): Promise<void> {
  const behind = tx('jobs').whereRaw(`state = 'waiting' and behind = 1`)
  // Nobody brings the next one there: each is in front.
  if (isPostgres(tx)) return void (await behind.update({ behind: 0 }))
  await behind
    .whereRaw(`not exists (select 1 from jobs e where e.state = 'waiting' and e.team_id = jobs.team_id
      and e.lane = jobs.lane and (e.run_at, e.id) < (jobs.run_at, jobs.id))`)
    .update({ behind: 0 })
}

/** The row while this very run holds it: a run that was freed meanwhile must not settle the next one. */
function thisRun(tx: Tx, job: Job) {
  return tx<JobRow>('jobs').where({ id: job.id, state: 'running', locked_at: job.lockedAt && +job.lockedAt })
}

/** Deleted and inserted anew, since only an insert can meet a waiting job of the same key without a race. */
async function waitAgain(tx: Tx, row: JobRow): Promise<void> {
  await tx<JobRow>('jobs').where({ id: row.id }).delete()
  await tx<JobRow>('jobs')
    .insert({ ...row, state: 'waiting', locked_at: null })
    .onConflict(tx.raw(SAME_KEY_WAITING))
    .merge({ run_at: tx.raw(EARLIER), behind: 0 })
  await bringForward(tx, row)
}

export function toJob(row: JobRow): Job {
  return {
    id: row.id,
    teamId: row.team_id,
    kind: row.kind,
    payload: JSON.parse(row.payload),
    key: row.key,
    lane: row.lane,
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    deaths: row.deaths,
    correlationId: row.correlation_id,
    lastError: row.last_error,
    createdAt: new Date(row.created_at),
    lockedAt: row.locked_at === null ? null : new Date(row.locked_at),
  }
}
