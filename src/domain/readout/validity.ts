/** What makes a look unreadable, whatever its lifts say: an off split, people in several arms, old data. */
import type { Readout } from './readout.ts'

export type ValidityProblem = 'split' | 'duplicates' | 'no data' | 'stale'

const TOO_MANY_DUPLICATES = 0.01

/** The problems of a look, the gravest first; empty where its lifts may be read. */
export function validityProblems(readout: Readout): ValidityProblem[] {
  const problems: ValidityProblem[] = []
  if (!readout.sampleRatio.healthy) problems.push('split')
  if (duplicateShare(readout) >= TOO_MANY_DUPLICATES) problems.push('duplicates')
  if (readout.newestData === null || people(readout) === 0) problems.push('no data')
  else if (readout.stale) problems.push('stale')
  return problems
}

/** Share of all units that were seen in more than one arm, 0 to 1. */
export function duplicateShare(readout: Readout): number {
  const all = readout.duplicates + people(readout)
  return all > 0 ? readout.duplicates / all : 0
}

export function people(readout: Readout): number {
  return readout.arms.reduce((sum, arm) => sum + arm.users, 0)
}
