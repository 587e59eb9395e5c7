/** What makes a look unreadable, whatever its lifts say: an off split, people in several arms, old data. */

import { formatCount, formatP, formatPercent } from '../text/numbers.ts'
import { listed } from '../text/words.ts'
import type { ValidityProblem } from './pieces.ts'
import type { Readout, Seen } from './readout.ts'
import { ageInWords } from './words.ts'

const TOO_MANY_DUPLICATES = 0.01

const SPLIT_AS_PLANNED = 0.001

/** The problems of a look, the gravest first; empty where its lifts may be read. */
export function validityProblems(seen: Seen): ValidityProblem[] {
  const problems: ValidityProblem[] = []
  if (!seen.sampleRatio.healthy) problems.push('split')
  if (duplicateShare(seen) >= TOO_MANY_DUPLICATES) problems.push('duplicates')
  if (seen.imbalances.length > 0) problems.push('imbalance')
  if (seen.newestData === null || people(seen) === 0) problems.push('no data')
  else if (seen.stale) problems.push('stale')
  return problems
}

/** Whether no lift may be shown, nor anything that is made of one. */
export function liftsHidden(readout: Readout): boolean {
  return validityProblems(readout).length > 0
}

/** What is wrong in one sentence, with its figures. */
export function problemWords(problem: ValidityProblem, seen: Seen): string {
  switch (problem) {
    case 'split':
      return `The split is off (${formatP(splitP(seen.sampleRatio))})${causeWords(seen)}.`
    case 'duplicates':
      return `${formatPercent(duplicateShare(seen), 1)} of people were seen in several arms.`
    case 'imbalance':
      return `${imbalanceWords(seen)} before the campaign began.`
    case 'no data':
      return 'No data has arrived yet.'
    case 'stale':
      return `The newest data is ${ageInWords(seen.dataAgeHours ?? 0)} old.`
  }
}

/** `, most of all where channel is Web: control 300, mail 120; without them it is as planned (p = 0.4)`. */
function causeWords({ splitCause, arms }: Seen): string {
  if (!splitCause) return ''
  const { column, value, users, pWithout } = splitCause
  const counts = arms.map(({ name }, i) => `${name} ${formatCount(users[i] ?? 0)}`)
  const without = pWithout >= SPLIT_AS_PLANNED ? 'it is as planned' : 'it is still off'
  return `, most of all where ${column} is ${value}: ${counts.join(', ')}; without them ${without} (${formatP(pWithout)})`
}

function imbalanceWords({ imbalances }: Seen): string {
  const arms = [...new Set(imbalances.map(({ arm }) => arm))]
  const metrics = [...new Set(imbalances.map(({ metric }) => metric))]
  return `${listed(metrics)} differed in ${listed(arms)}`
}

/** The p that a split is judged by: of the look, or of all looks where only that one finds it off. */
export function splitP({ p, healthy, sequence }: Seen['sampleRatio']): number {
  return healthy ? p : Math.min(p, sequence?.p ?? 1)
}

/** Share of all units that were seen in more than one arm, 0 to 1. */
export function duplicateShare(seen: Pick<Seen, 'arms' | 'duplicates'>): number {
  const all = seen.duplicates + people(seen)
  return all > 0 ? seen.duplicates / all : 0
}

export function people({ arms }: Pick<Seen, 'arms'>): number {
  return arms.reduce((sum, arm) => sum + arm.users, 0)
}
