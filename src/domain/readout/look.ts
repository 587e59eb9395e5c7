/** From what the warehouse summed up to a readout: figures as one look shows them, verdicts that hold for many. */

import { type BoundaryTable, boundaryTable } from '../statistics/group-sequential.ts'
import { behind, withoutBehind } from './behind.ts'
import { comparedMetric } from './comparison.ts'
import { grounded, joined, standing } from './crossings.ts'
import { armFacts } from './decision.ts'
import type { ReadoutInput } from './input.ts'
import { boundaryNow, type Judged } from './judged.ts'
import { lookedAt } from './looked.ts'
import type { Crossing, ValidityProblem } from './pieces.ts'
import type { Readout, Seen } from './readout.ts'
import { lastDay, maximumDays, minimumDays, type RegisteredPlan } from './registered-plan.ts'
import { seenNow } from './seen.ts'
import { shownMetric } from './shown-metric.ts'
import { problemWords, validityProblems } from './validity.ts'
import { verdicts } from './verdict.ts'
import type { LookFacts } from './verdict-facts.ts'

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

const SHARED = boundaryTable()

export function readout(
  input: ReadoutInput,
  { earlier = null, counts = true, ...rest }: Looking = {},
): Readout {
  const registered = registeredIn(input)
  const late = behind(input)
  const metrics = withoutBehind(input.metrics, late).map((metric) =>
    comparedMetric(metric, input.arms, registered),
  )
  const seen = seenNow(input, { metrics, behind: late, earlier, counts })
  const problems = validityProblems(seen)
  const readable = counts && problems.length === 0 && !isGoalBehind(input, seen)
  const judged: Judged = {
    metrics,
    arms: seen.arms.slice(1).flatMap(({ name, weight }) => (weight > 0 ? [name] : [])),
    weights: seen.arms.map(({ weight }) => weight),
    registered,
    day: seen.day,
    minimumEffect: seen.minimumEffect ? Math.abs(seen.minimumEffect) : null,
    looked: lookedAt(seen, metrics, registered, readable, earlier),
    crossings: standing(joined(earlier?.crossings ?? [], rest.between ?? []), metrics),
    boundaries: rest.boundaries ?? SHARED,
  }
  const look = lookFacts(judged, seen, problems)
  const { arms, crossings } = verdicts(look, judged.crossings)
  const boundary = boundaryNow(judged)
  return {
    ...seen,
    metrics: metrics.map((metric) => shownMetric(judged, metric, look.arms, input.bayesian)),
    fractions: judged.looked.fractions ?? [],
    information: judged.looked.information,
    boundary: boundary !== null && Number.isFinite(boundary) ? boundary : null,
    verdicts: arms,
    crossings: grounded(crossings, metrics),
  }
}

function registeredIn({ horizonDays, plannedUnits, metrics }: ReadoutInput): RegisteredPlan {
  const windows = metrics.flatMap(({ role, windowDays }) => (role === 'goal' ? [windowDays ?? 0] : []))
  return { horizonDays, units: plannedUnits ?? null, windowDays: Math.max(0, ...windows) }
}

/** Where a goal has stopped coming, its people and days would be spent on nothing. */
function isGoalBehind({ metrics }: ReadoutInput, { behind }: Seen): boolean {
  return behind.some((late) => metrics.some(({ name, role }) => role === 'goal' && name === late.metric))
}

function lookFacts(judged: Judged, seen: Seen, problems: readonly ValidityProblem[]): LookFacts {
  return {
    ...armFacts(judged),
    problems,
    problemWords: Object.fromEntries(problems.map((problem) => [problem, problemWords(problem, seen)])),
    day: seen.day,
    minimumDays: minimumDays(judged.registered),
    horizonDays: judged.registered.horizonDays,
    lastDay: lastDay(judged.registered),
    maximumDays: maximumDays(judged.registered),
  }
}
