import { setTimeout as sleep } from 'node:timers/promises'
import { currentCorrelation, newCorrelationId } from '../../log.ts'
import { openWorkerPool, workerSchema } from '../../store/kit/worker-pool.ts'
import { enlistWorker } from '../../store/processes.ts'
import { takeOverJobs } from '../../store/takeover.ts'
import { isAnyDue, nudgeWorkers, promiseJob } from '../../store/worker-jobs.ts'
import type { Engine, EngineDeps, Enqueue, KindMap } from '../contract.ts'
import { createCompany } from './company.ts'
import { type Crew, openCrew } from './crew.ts'
import { join } from './membership.ts'
import { createTurns } from './turns.ts'

/** How often a wait for the end of all that is due looks whether it has come. */
const LOOK_MS = 10

/** Jobs of graphile-worker: any number of processes run those of one PostgreSQL database. */
export function createGraphileEngine<Kinds extends KindMap<Kinds>>(deps: EngineDeps<Kinds>): Engine<Kinds> {
  let opened: Promise<Opened> | null = null
  /** How many want jobs to be run now: a clock that is moved by hand runs nothing by itself. */
  let wanted = 0
  let tellLost: () => void = () => undefined
  const lost = new Promise<void>((resolve) => {
    tellLost = resolve
  })
  const open = () => {
    opened ??= openAll(deps, () => wanted > 0, tellLost)
    return opened
  }
  const close = async (graceMs: number) => {
    const closing = opened
    opened = null
    wanted = 0
    await (await closing?.catch(() => null))?.close(graceMs)
  }
  const runDue = async () => {
    const of = { kinds: Object.keys(deps.kinds), now: deps.now() }
    if (!opened && !(await isAnyDue(deps.db, of, 'all'))) return 0
    wanted += 1
    try {
      return await (await open()).idle()
    } finally {
      wanted = Math.max(0, wanted - 1)
    }
  }
  return {
    enqueue: enqueuer(deps),
    lost,
    start: async () => {
      wanted += 1
      await open()
    },
    stop: close,
    runDue,
  }
}

interface Opened {
  /** Resolves once nothing due is left and nothing runs; to how many ran meanwhile. */
  idle(): Promise<number>
  close(graceMs: number): Promise<void>
}

/** This process as one of those that run: its row, its connections, its workers. Long because it is one state. */
async function openAll<Kinds extends KindMap<Kinds>>(
  deps: EngineDeps<Kinds>,
  mayLook: () => boolean,
  tellLost: () => void,
): Promise<Opened> {
  const { db, log, now, kinds, concurrency = 8 } = deps
  const names = Object.keys(kinds)
  const urgent = names.filter((kind) => kinds[kind as keyof Kinds & string].urgent)
  const half = Math.max(1, Math.floor(concurrency / 2))
  const due = (of: 'all' | 'innocent') => isAnyDue(db, { kinds: names, now: now() }, of)
  let crew: Crew | null = null
  const company = createCompany(
    async () => crew?.looking === 0,
    () => sleep(LOOK_MS),
  )
  const turns = createTurns({ ...deps, names, company })
  const membership = await join({
    db,
    log,
    takeOver: () => takeOverJobs(db, (kind) => urgent.includes(kind)),
  })
  const pool = openWorkerPool(db, now, mayLook)
  crew = await openCrew({
    pool,
    log,
    schema: await workerSchema(db),
    shifts: [
      { kinds: urgent, workers: concurrency - half },
      { kinds: names, workers: half },
    ],
    enlist: (worker) => enlistWorker(db, membership.process, worker),
    turn: turns.run,
  })
  const stopped = () => Promise.resolve(crew?.stop())
  membership.lost.then(() => {
    turns.abort('Others have the work of this process')
    void stopped()
    tellLost()
  })
  return {
    idle: async () => {
      const before = turns.count
      await nudgeWorkers(db, concurrency)
      while (turns.running > 0 || (await due('all')) || turns.running + (crew?.looking ?? 0) > 0)
        await sleep(LOOK_MS)
      return turns.count - before
    },
    close: async (graceMs) => {
      turns.close()
      const ended = stopped()
      if (turns.running > 0) await Promise.race([ended, sleep(graceMs, undefined, { ref: false })])
      if (turns.running > 0) turns.abort('Stairway is stopping')
      else await ended
      while ((crew?.looking ?? 0) > 0) await sleep(LOOK_MS)
      await membership.leave()
      await pool.end()
    },
  }
}

function enqueuer<Kinds extends KindMap<Kinds>>({ now, kinds }: EngineDeps<Kinds>): Enqueue<Kinds> {
  return async (tx, kind, payload, { runAt } = {}) => {
    const at = now()
    const { attempts: maxAttempts, key, lane, urgent = false } = kinds[kind]
    const policy = { key: key?.(payload) ?? null, lane: lane?.(payload) ?? null, maxAttempts, urgent }
    const correlationId = currentCorrelation() ?? newCorrelationId()
    const { teamId } = payload
    await promiseJob(tx, { teamId, kind, payload, ...policy, runAt: runAt ?? at, since: at, correlationId })
  }
}
