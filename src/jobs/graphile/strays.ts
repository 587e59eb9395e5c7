import type { Process } from '../../store/processes.ts'
import type { Claim } from '../../store/worker-claims.ts'

/**
 * Claims whose answer was lost with its connection: the database has them, and no worker knows. What is held without a
 * run at two looks is let go; an answer that comes after that is of no claim any more, and one that comes meanwhile must
 * begin nothing (`isLeaving`).
 */
export interface Strays {
  look(process: Process): Promise<number>
  isLeaving(claim: Claim): boolean
}

interface StraysDeps {
  /** All that workers of this process hold. */
  readonly claims: (process: Process) => Promise<readonly Claim[]>
  readonly letGo: (claim: Claim) => Promise<boolean>
  readonly isRun: (claim: Claim) => boolean
}

export function createStrays({ claims, letGo, isRun }: StraysDeps): Strays {
  let before: ReadonlySet<string> = new Set()
  const leaving = new Set<string>()
  const free = async (claim: Claim): Promise<boolean> => {
    if (isRun(claim)) return false
    leaving.add(nameOf(claim))
    try {
      return await letGo(claim)
    } finally {
      leaving.delete(nameOf(claim))
    }
  }
  return {
    look: async (process) => {
      const unknown = (await claims(process)).filter((claim) => !isRun(claim))
      const again = unknown.filter((claim) => before.has(nameOf(claim)))
      before = new Set(unknown.map(nameOf))
      let freed = 0
      for (const claim of again) if (await free(claim)) freed += 1
      return freed
    },
    isLeaving: (claim) => leaving.has(nameOf(claim)),
  }
}

const nameOf = ({ id, worker }: Claim) => `${id} ${worker}`
