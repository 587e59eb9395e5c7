/** From what the warehouse summed up to a readout: figures as one look shows them, verdicts that hold for many. */

import { type BoundaryTable, boundaryTable } from '../statistics/group-sequential.ts'
import { comparedMetric } from './comparison.ts'
import { armFacts } from './decision.ts'
import { boundaryNow, type Judged } from './judged.ts'
import type { Crossing, ValidityProblem } from './pieces.ts'
import type { Readout, ReadoutInput, Seen } from './readout.ts'
import { informationFraction, maximumDays, minimumDays, type RegisteredPlan } from './registered-plan.ts'
import { seenNow } from './seen.ts'
import { shownMetric } from './shown-metric.ts'
import { problemWords, validityProblems } from './validity.ts'
import { verdicts } from './verdict.ts'
import { joined, type LookFacts } from './verdict-facts.ts'

export interface Looking {
  /** The newest look that was stored. */
  readonly earlier?: Readout | null
  /**
   * Whether this look spends alpha: it is stored, and later looks know of it. One that doesn't finds nothing new on a
   * goal; harm and problems it sees as any other.
   */
  readonly counts?: boolean
  /** Harm that was found between looks: a boundary that was crossed then stays crossed too. */
  readonly between?: readonly Crossing[]
  readonly boundaries?: BoundaryTable
}

const ALPHA = 0.05
const SHARED = boundaryTable()

export function readout(
  input: ReadoutInput,
  { earlier = null, counts = true, ...rest }: Looking = {},
): Readout {
  const registered = { horizonDays: input.horizonDays, units: input.plannedUnits ?? null }
  const metrics = input.metrics.map((metric) => comparedMetric(metric, input.arms, registered))
  const seen = seenNow(input, metrics, earlier)
  const problems = validityProblems(seen)
  const looking = lookingAt(seen, registered, counts && problems.length === 0, earlier)
  const judged: Judged = {
    metrics,
    arms: seen.arms.slice(1).flatMap(({ name, weight }) => (weight > 0 ? [name] : [])),
    weights: seen.arms.map(({ weight }) => weight),
    registered,
    day: seen.day,
    minimumEffect: seen.minimumEffect ? Math.abs(seen.minimumEffect) : null,
    looking,
    crossings: joined(earlier?.crossings ?? [], rest.between ?? []),
    boundaries: rest.boundaries ?? SHARED,
  }
  const look = lookFacts(judged, seen, problems)
  const { arms, crossings } = verdicts(look, judged.crossings)
  const boundary = boundaryNow(judged)
  return {
    ...seen,
    metrics: metrics.map((metric) => shownMetric(metric, look.arms, input.bayesian)),
    fractions: looking.fractions ?? [],
    boundary: boundary !== null && Number.isFinite(boundary) ? boundary : null,
    verdicts: arms,
    crossings,
  }
}

/** A look counts where it can be read, and brings more information than the one before: alpha is spent but once. */
function lookingAt(
  { arms, day }: Seen,
  registered: RegisteredPlan,
  readable: boolean,
  earlier: Readout | null,
): Judged['looking'] {
  const arrived = arms.reduce((sum, { users, weight }) => sum + (weight > 0 ? users : 0), 0)
  const share = informationFraction(registered, day, arrived)
  if (share === null) return { fractions: null, counts: readable, alpha: ALPHA }
  const before = earlier?.fractions ?? []
  const counts = readable && share > (before.at(-1) ?? 0)
  return { fractions: counts ? [...before, share] : before, counts, alpha: ALPHA }
}

function lookFacts(judged: Judged, seen: Seen, problems: readonly ValidityProblem[]): LookFacts {
  return {
    ...armFacts(judged),
    problems,
    problemWords: Object.fromEntries(problems.map((problem) => [problem, problemWords(problem, seen)])),
    day: seen.day,
    minimumDays: minimumDays(judged.registered),
    horizonDays: judged.registered.horizonDays,
    maximumDays: maximumDays(judged.registered),
  }
}
