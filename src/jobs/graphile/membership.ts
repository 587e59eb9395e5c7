import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Lease } from '../../lease.ts'
import type { Logger } from '../../log.ts'
import type { Db } from '../../store/kit/database.ts'
import type { Line } from '../../store/kit/line.ts'
import { TakenForDead } from '../../store/kit/session.ts'
import { beat, endSessions, enlist, fenceSilent, leave, type Process } from '../../store/processes.ts'
import { freeLost } from '../../store/worker-claims.ts'
import { collectQueues } from '../../store/worker-queues.ts'

/** How often a process says that it is there, and when one that does not is taken for dead; in milliseconds. */
export interface Pace {
  readonly beatMs: number
  readonly leaseMs: number
}

/** Each lane leaves a row, and each look for a job looks at all of them. */
const COLLECT_EVERY = 15

interface MembershipDeps {
  readonly db: Db
  /** What a pool that is used up by work can't hold up. */
  readonly line: Line
  readonly log: Logger
  readonly pace: Pace
  /** Renewed by each word of it. */
  readonly lease: Lease
  /** What this process lets go and takes over besides, at each look. */
  readonly tidy: (process: Process) => Promise<void>
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
  const { lease } = deps
  await lease.renewedBy(() => enlist(deps.db, process))
  let tellLost: () => void = () => undefined
  const lost = new Promise<void>((resolve) => {
    tellLost = resolve
  })
  const saying = again(deps, tellLost, 'The database could not be told that this process is there', () =>
    lease.renewedBy(async () => {
      if (!(await beat(deps.line, process))) throw new TakenForDead()
    }),
  )
  await look(deps, process)
  let looks = 0
  const looking = again(deps, tellLost, 'Jobs that nobody runs could not be looked for', async () => {
    await look(deps, process)
    if (++looks % COLLECT_EVERY === 0) await collectQueues(deps.db)
  })
  return {
    process,
    lost,
    leave: async () => {
      await Promise.all([looking.stop(), saying.stop()])
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

/** Does it at each beat, by itself: what one of them waits for holds up no other. */
function again(
  { log, pace }: MembershipDeps,
  tellLost: () => void,
  failed: string,
  step: () => Promise<void>,
) {
  let timer: NodeJS.Timeout | undefined
  let open = true
  let stepping: Promise<void> = Promise.resolve()
  const next = () => {
    if (!open) return
    timer = setTimeout(() => {
      stepping = once().finally(next)
    }, pace.beatMs)
  }
  const once = async () => {
    try {
      await step()
    } catch (error) {
      if (!(error instanceof TakenForDead)) return log.warn({ err: error }, failed)
      open = false
      tellLost()
    }
  }
  next()
  return {
    stop: async () => {
      open = false
      clearTimeout(timer)
      await stepping
    },
  }
}

/** What nobody who runs holds any more is free again. */
async function look({ db, log, pace, tidy }: MembershipDeps, process: Process): Promise<void> {
  const silent = await fenceSilent(db, pace.leaseMs, process)
  if (silent.length > 0)
    log.warn({ silent: silent.map(({ name }) => name) }, 'Processes that are not heard of are taken for dead')
  // Every time: whoever fenced one may have ended before it came to this, and a frozen one's locks hold up all others.
  await endSessions(db)
  const freed = await freeLost(db)
  if (freed > 0) log.warn({ freed }, 'Jobs of a process that ended are run again')
  await tidy(process)
}
