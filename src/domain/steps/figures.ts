/** Whether a launch may go on to its next stage, by what its warehouse says now. */
import { breachesIn, harmWords } from '../incidents/harm.ts'
import { aheadWords, type Read } from '../incidents/proof.ts'
import type { Readout } from '../readout/readout.ts'
import { people, problemWords, validityProblems } from '../readout/validity.ts'
import { token } from '../text/tokens.ts'

/** What was asked: the figures of a reading, and whether exposures have come since the last stage. */
export interface Asked {
  readonly readout: Readout | null
  /** Each that kept somebody from seeing everything. */
  readonly failures: readonly string[]
  /** Null where it does not matter. */
  readonly arrivals: Read | null
}

/** `open`: nobody can say yet, which never lets a stage go. */
export type Figures =
  | { readonly is: 'fine'; readonly people: number }
  | { readonly is: 'against' | 'open'; readonly why: string }

interface Since {
  /** When the stage before was done. */
  readonly since: Date
  /** Of the data, in milliseconds. */
  readonly delay: number
  readonly now: Date
}

/** What was seen speaks against it before what was not; a stage goes only where all was seen and nothing does. */
export function figuresOf({ readout, failures, arrivals }: Asked, since: Since): Figures {
  const bad = readout ? badWords(readout) : null
  if (bad !== null) return { is: 'against', why: bad }
  const missing = missingData(arrivals, since)
  if (missing) return missing
  if (!readout) return open(failures[0] ?? 'nothing could be read')
  const why = failures[0] ?? unjudgedWords(readout) ?? (arrivals && silentWords(readout, since))
  return why === null ? { is: 'fine', people: people(readout) } : open(why)
}

/** A guardrail beyond its margin, or a split that is off. */
function badWords(readout: Readout): string | null {
  const found = breachesIn(readout)
  if (found.length > 0) return harmWords({ found })
  return validityProblems(readout).includes('split') ? problemWords('split', readout) : null
}

/** Null where somebody was exposed since. */
function missingData(arrivals: Read | null, { since, delay, now }: Since): Figures | null {
  if (arrivals === null) return null
  if (arrivals.is === 'nothing to ask') return open('its brief names no exposure query')
  if (arrivals.is !== 'seen') return open(arrivals.why)
  const { seen, ahead } = arrivals
  if (ahead > 0) return open(aheadWords(ahead))
  if (seen.after > 0) return null
  const due = new Date(since.getTime() + delay)
  if (now < due)
    return open(`nobody was exposed since ${token.time(since)}; data may come until ${token.time(due)}`)
  return { is: 'against', why: `Nobody was exposed since ${token.time(since)}.` }
}

/** Other faults of the data hide lifts, and a guardrail that is not measured says nothing. */
function unjudgedWords(readout: Readout): string | null {
  const [problem] = validityProblems(readout)
  if (problem) return problemWords(problem, readout)
  const blind = readout.metrics.find(
    (metric) =>
      metric.role === 'guardrail' &&
      (!metric.measured || metric.comparisons.some(({ guardrail }) => guardrail === 'not measured')),
  )
  return blind ? `${blind.label} can't be judged yet` : null
}

/** A guardrail none of whose values can be of the last stage. Where its data must have come, silence says that nothing happened. */
function silentWords({ metrics }: Readout, { since, delay, now }: Since): string | null {
  if (now.getTime() >= since.getTime() + delay) return null
  const silent = metrics.find(
    (metric) =>
      metric.role === 'guardrail' &&
      metric.measured &&
      (metric.newest === undefined || new Date(metric.newest) <= since),
  )
  return silent ? `no value of ${silent.label} has come since ${token.time(since)}` : null
}

function open(why: string): Figures {
  return { is: 'open', why: why.replace(/\.$/, '') }
}
