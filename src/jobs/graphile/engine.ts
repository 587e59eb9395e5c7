import { setTimeout as sleep } from 'node:timers/promises'
import { createLease } from '../../lease.ts'
import { currentCorrelation, newCorrelationId } from '../../log.ts'
import { afterCommit } from '../../store/kit/database.ts'
import { openHearing } from '../../store/kit/hearing.ts'
import { openWorkerPool, workerSchema } from '../../store/kit/worker-pool.ts'
import { enlistWorker } from '../../store/processes.ts'
import { isAnyDue, promiseJob } from '../../store/worker-jobs.ts'
import type { Engine, EngineDeps, Enqueue, KindMap } from '../contract.ts'
import { createCompany, type Patience } from './company.ts'
import { type Crew, openCrew } from './crew.ts'
import { join, type Pace } from './membership.ts'
import { createNotices } from './notices.ts'
import { createTurns } from './turns.ts'
import { createUpkeep } from './upkeep.ts'

/** How often a wait for the end of all that is due looks whether it has come. */
const LOOK_MS = 10

/** With a look every two seconds the jobs of a process that ended run again within 15. */
const PACE: Pace & Patience = { beatMs: 2_000, leaseMs: 10_000, openMs: 10_000, closedMs: 30_000 }

/** Jobs of graphile-worker: any number of processes run those of one PostgreSQL database, all of them at one pace. */
export function createGraphileEngine<Kinds extends KindMap<Kinds>>(
  deps: EngineDeps<Kinds>,
  pace: Partial<Pace & Patience> = {},
): Engine<Kinds> {
  let opened: Promise<Opened> | null = null
  /** How many want jobs to be run now: a clock that is moved by hand runs nothing by itself. */
  let wanted = 0
  let tellLost: () => void = () => undefined
  const lost = new Promise<void>((resolve) => {
    tellLost = resolve
  })
  const open = () => {
    opened ??= openAll(deps, { ...PACE, ...pace }, () => wanted > 0, tellLost)
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
    if (!opened && !(await isAnyDue(deps.db, of))) return 0
    wanted += 1
    try {
      return await (await open()).idle()
    } finally {
      wanted = Math.max(0, wanted - 1)
    }
  }
  return {
    // Where this process runs none, others find them by their next look.
    enqueue: enqueuer(deps, () => opened?.then(({ tell }) => tell()).catch(() => undefined)),
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
  /** To all workers, here and elsewhere: there is something to do. */
  tell(): void
  close(graceMs: number): Promise<void>
}

/** This process as one of those that run: its row, its connections, its workers. Long because it is one state. */
async function openAll<Kinds extends KindMap<Kinds>>(
  deps: EngineDeps<Kinds>,
  pace: Pace & Patience,
  mayLook: () => boolean,
  tellLost: () => void,
): Promise<Opened> {
  const { db, log, now, kinds, concurrency = 8 } = deps
  const names = Object.keys(kinds)
  const urgent = names.filter((kind) => kinds[kind as keyof Kinds & string].urgent)
  const half = Math.max(1, Math.floor(concurrency / 2))
  let crew: Crew | null = null
  const company = createCompany({
    mayAlone: () => crew?.looking === 0,
    pause: () => sleep(LOOK_MS),
    clock: () => performance.now(),
    patience: pace,
  })
  const isUrgent = (kind: string) => urgent.includes(kind)
  const upkeep = createUpkeep({
    db,
    log,
    suspectsWaitMs: pace.openMs,
    isUrgent,
    isRun: (claim) => turns.isRun(claim),
  })
  const lease = createLease(pace.leaseMs)
  const turns = createTurns({ ...deps, names, company, lease, isLeaving: upkeep.strays.isLeaving })
  const hearing = openHearing(db)
  const membership = await join({ db, log, line: hearing.line, pace, lease, tidy: upkeep.tidy })
  const pool = openWorkerPool(db, now, () => mayLook() && !company.isClosing, hearing.ears)
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
  const notices = createNotices(hearing.tellOthers)
  const stopped = () => Promise.resolve(crew?.stop())
  membership.lost.then(() => {
    turns.abort('Others have the work of this process')
    void stopped()
    tellLost()
  })
  const isDue = () => isAnyDue(db, { kinds: names, now: now() })
  const looking = () => crew?.looking ?? 0
  return {
    idle: async () => {
      const before = turns.count
      hearing.wake(concurrency)
      while (turns.running > 0 || (await isDue()) || turns.running + looking() > 0) await sleep(LOOK_MS)
      return turns.count - before
    },
    tell: () => {
      hearing.wake(1)
      notices.send()
    },
    close: async (graceMs) => {
      turns.close()
      const ended = stopped()
      if (turns.running > 0) await Promise.race([ended, sleep(graceMs, undefined, { ref: false })])
      if (turns.running > 0) turns.abort('Stairway is stopping')
      else await ended
      while (looking() > 0) await sleep(LOOK_MS)
      await membership.leave()
      await hearing.line.close()
      await pool.end()
    },
  }
}

function enqueuer<Kinds extends KindMap<Kinds>>(
  { now, kinds }: EngineDeps<Kinds>,
  tell: () => void,
): Enqueue<Kinds> {
  return async (tx, kind, payload, { runAt } = {}) => {
    const at = now()
    const { attempts: maxAttempts, key, lane, urgent = false } = kinds[kind]
    const policy = { key: key?.(payload) ?? null, lane: lane?.(payload) ?? null, maxAttempts, urgent }
    const correlationId = currentCorrelation() ?? newCorrelationId()
    const { teamId } = payload
    await promiseJob(tx, { teamId, kind, payload, ...policy, runAt: runAt ?? at, since: at, correlationId })
    if (!runAt || runAt <= at) afterCommit(tx, tell)
  }
}
