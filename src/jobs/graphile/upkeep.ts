import type { Logger } from '../../log.ts'
import type { Db } from '../../store/kit/database.ts'
import type { Process } from '../../store/processes.ts'
import { isHeldByTheVersionBefore, takeOverJobs } from '../../store/takeover.ts'
import { claimsOf, letGo, raiseSuspects } from '../../store/worker-claims.ts'
import { createStrays, type Strays } from './strays.ts'

/** The version before is gone for good when it was not there at so many looks: one that lost its connection has it back, or has ended. */
const GONE_AFTER = 5

interface UpkeepDeps {
  readonly db: Db
  readonly log: Logger
  /** How long suspects let all others go first, in milliseconds. */
  readonly suspectsWaitMs: number
  readonly isUrgent: (kind: string) => boolean
  readonly isRun: Parameters<typeof createStrays>[0]['isRun']
}

/** What a process does at each look beside freeing what others left. */
export interface Upkeep {
  readonly strays: Strays
  tidy(process: Process): Promise<void>
}

export function createUpkeep({ db, log, suspectsWaitMs, isUrgent, isRun }: UpkeepDeps): Upkeep {
  let alone = 0
  const strays = createStrays({
    claims: (process) => claimsOf(db, process),
    letGo: (claim) => letGo(db, claim),
    isRun,
  })
  return {
    strays,
    tidy: async (process) => {
      const freed = await strays.look(process)
      if (freed > 0) log.warn({ freed }, 'Jobs whose claim got no answer are run again')
      await raiseSuspects(db, suspectsWaitMs)
      alone = (await isHeldByTheVersionBefore(db)) ? 0 : alone + 1
      const taken = await takeOverJobs(db, isUrgent, alone >= GONE_AFTER)
      if (taken > 0) log.info({ taken }, 'Jobs of the engine before are taken over')
    },
  }
}
