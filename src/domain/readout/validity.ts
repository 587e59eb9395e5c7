/** What makes a look unreadable, whatever its lifts say: an off split, people in several or in strange arms, old data. */

import { formatCount, formatP, formatPercent } from '../text/numbers.ts'
import { listed } from '../text/words.ts'
import { dayOf } from './behind.ts'
import type { ArmUsers } from './input.ts'
import type { ValidityProblem } from './pieces.ts'
import type { Readout, Seen } from './readout.ts'
import { ageInWords } from './words.ts'

const TOO_MANY_DUPLICATES = 0.01
/** As of people in several arms: a tester or an old build is named and left out, more than that is a fault. */
const TOO_MANY_STRAYS = 0.01

const SPLIT_AS_PLANNED = 0.001

/** The problems of a look, the gravest first; empty where its lifts may be read. */
export function validityProblems(seen: Seen): ValidityProblem[] {
  const problems: ValidityProblem[] = []
  if (!seen.sampleRatio.healthy) problems.push('split')
  if (duplicateShare(seen) >= TOO_MANY_DUPLICATES) problems.push('duplicates')
  if (strayShare(seen) >= TOO_MANY_STRAYS) problems.push('strays')
  if (seen.imbalances.length > 0) problems.push('imbalance')
  if (seen.newestData === null || everybody(seen) === 0) problems.push('no data')
  else if (seen.stale) problems.push('stale')
  return problems
}

/** What somebody has to mend in the data: also what spoils one metric alone, and hides no other lift. */
export function dataFaults(seen: Seen): ValidityProblem[] {
  return [
    ...validityProblems(seen),
    ...(brokenJoins(seen).length > 0 ? (['join'] as const) : []),
    ...(seen.behind.length > 0 ? (['behind'] as const) : []),
  ]
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
    case 'strays':
      return `${formatPercent(strayShare(seen), 1)} of people are in arms that the brief does not plan: ${strayWords(seen)}; planned are ${listed(seen.arms.map(({ name }) => `"${name}"`))}.`
    case 'join':
      return brokenJoins(seen)
        .map(({ words }) => words)
        .join(' ')
    case 'behind':
      return seen.behind
        .map(({ label, newest }) => `${label}: nothing newer than ${dayOf(newest)}.`)
        .join(' ')
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

function brokenJoins({ joins }: Seen): Seen['joins'] {
  return joins.filter(({ broken }) => broken)
}

const NAMED_STRAYS = 5

/** `"qa_test" 2, "old" 1`, the largest first. */
export function strayWords({ strays }: { readonly strays: readonly ArmUsers[] }): string {
  const largest = [...strays].sort((a, b) => b.users - a.users)
  const named = largest.slice(0, NAMED_STRAYS).map(({ name, users }) => `"${name}" ${formatCount(users)}`)
  const more = largest.length - named.length
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

/** Share of all units that are in arms that nobody planned, 0 to 1. */
function strayShare(seen: Seen): number {
  const all = everybody(seen)
  return all > 0 ? strayPeople(seen) / all : 0
}

/** Whom the exposures name, in whatever arms. */
export function everybody(seen: Seen): number {
  return seen.duplicates + people(seen) + strayPeople(seen)
}

function strayPeople({ strays }: Pick<Seen, 'strays'>): number {
  return strays.reduce((sum, { users }) => sum + users, 0)
}

/** Share of all units that were seen in more than one arm, 0 to 1. */
export function duplicateShare(seen: Pick<Seen, 'arms' | 'duplicates'>): number {
  const all = seen.duplicates + people(seen)
  return all > 0 ? seen.duplicates / all : 0
}

export function people({ arms }: Pick<Seen, 'arms'>): number {
  return arms.reduce((sum, arm) => sum + arm.users, 0)
}
