/** Questions about the data itself: strange arms, metrics whose people are others, feeds that have stopped. */

import { dayOf } from './behind.ts'
import type { Readout } from './readout.ts'
import type { Suggestion } from './suggestion.ts'
import { strayWords } from './validity.ts'

export function inStrangeArms(readout: Readout): Suggestion[] {
  return [
    {
      code: 'strays',
      seen: `People are in arms that the brief does not plan: ${strayWords(readout)}.`,
      why: 'They are left out; where they were meant for a planned arm, its figures lack them.',
      question: 'Which arms does the assignment know, and are they called as the brief calls them?',
      step: 'collect',
    },
  ]
}

/** Where it is sure, the metric is not measured, and asked about as such. */
export function nobodyMatches({ joins }: Readout): Suggestion[] {
  return joins
    .filter(({ broken }) => !broken)
    .map(({ metric, words }) => ({
      code: `join:${metric}`,
      metric,
      seen: words,
      why: 'A metric that knows people by another id looks like one that nobody has done.',
      question: 'Do the exposures and the metric know people by the same id?',
      step: 'collect',
    }))
}

export function brokenFeeds({ behind, newestData }: Readout): Suggestion[] {
  return behind.map((each) => ({
    code: `behind:${each.metric}`,
    metric: each.metric,
    seen: `${each.label}: nothing newer than ${dayOf(each.newest)}${newestData ? `, where other data is of ${dayOf(newestData)}` : ''}.`,
    why: 'What happened since is missing from its figures alone, so no lift of it is shown.',
    question: `Has the feed of ${each.label} stopped?`,
    step: 'collect',
  }))
}
