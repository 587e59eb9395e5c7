import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Logger } from '../../log.ts'
import type { Db } from '../../store/kit/database.ts'
import { TakenForDead } from '../../store/kit/session.ts'
import { beat, endSessions, enlist, fenceSilent, leave, type Process } from '../../store/processes.ts'
import { freeLost } from '../../store/worker-jobs.ts'
import { collectQueues } from '../../store/worker-queues.ts'

/** Who is not heard of for so long is taken for dead; with a look every two seconds its jobs run again within 15. */
const LEASE_MS = 10_000
const BEAT_MS = 2_000
/** Each lane leaves a row, and each look for a job looks at all of them. */
const COLLECT_EVERY = 15

interface MembershipDeps {
  readonly db: Db
  readonly log: Logger
  /** Jobs of the engine before this one. */
  readonly takeOver: () => Promise<number>
}

/** That this process is one of those who run the jobs of a database. */
export interface Membership {
  readonly process: Process
  /** Resolves when others took it for dead. */
  readonly lost: Promise<void>
  leave(): Promise<void>
}

export async function join(deps: MembershipDeps): Promise<Membership> {
  const process = { id: randomUUID(), name: `${globalThis.process.pid}@${hostname()}` }
  await enlist(deps.db, process)
  await free(deps)
  let tellLost: () => void = () => undefined
  const lost = new Promise<void>((resolve) => {
    tellLost = resolve
  })
  const beats = startBeats(deps, process, () => tellLost())
  return {
    process,
    lost,
    leave: async () => {
      await beats.stop()
      await goodbye(deps.db, process)
    },
  }
}

/** What is still held is free for others. Who was taken for dead holds nothing, and has nothing to say. */
async function goodbye(db: Db, process: Process): Promise<void> {
  try {
    await leave(db, process)
    await freeLost(db)
  } catch (error) {
    if (!(error instanceof TakenForDead)) throw error
  }
}

function startBeats(deps: MembershipDeps, process: Process, tellLost: () => void) {
  let timer: NodeJS.Timeout | undefined
  let open = true
  let beating: Promise<void> = Promise.resolve()
  let count = 0
  const next = () => {
    if (!open) return
    timer = setTimeout(() => {
      beating = once().finally(next)
    }, BEAT_MS)
  }
  const once = async () => {
    try {
      if (!(await beat(deps.db, process))) throw new TakenForDead()
      await free(deps)
      if (++count % COLLECT_EVERY === 0) await collectQueues(deps.db)
    } catch (error) {
      if (error instanceof TakenForDead) {
        open = false
        return tellLost()
      }
      deps.log.warn({ err: error }, 'The database could not be told that this process is there')
    }
  }
  next()
  return {
    stop: async () => {
      open = false
      clearTimeout(timer)
      await beating
    },
  }
}

/** What nobody who runs holds any more is free again. */
async function free({ db, log, takeOver }: MembershipDeps): Promise<void> {
  const silent = await fenceSilent(db, LEASE_MS)
  if (silent.length > 0)
    log.warn({ silent: silent.map(({ name }) => name) }, 'Processes that are not heard of are taken for dead')
  // Every time: whoever fenced one may have ended before it came to this, and a frozen one's locks hold up all others.
  await endSessions(db)
  const freed = await freeLost(db)
  if (freed > 0) log.warn({ freed }, 'Jobs of a process that ended are run again')
  const taken = await takeOver()
  if (taken > 0) log.info({ taken }, 'Jobs of the engine before are taken over')
}
