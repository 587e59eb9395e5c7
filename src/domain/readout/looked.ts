/** Which looks have counted, and whether this one does. */
import type { ComparedMetric } from './comparison.ts'
import type { Looked } from './judged.ts'
import type { Readout, Seen } from './readout.ts'
import { minimumDays, planShare, type RegisteredPlan } from './registered-plan.ts'

/**
 * A look counts where it can be read, from the minimum runtime on, and where it brings more of the plan than the one
 * before: alpha is spent but once.
 */
export function lookedAt(
  { day, arms }: Pick<Seen, 'day' | 'arms'>,
  metrics: readonly ComparedMetric[],
  registered: RegisteredPlan,
  readable: boolean,
  earlier: Readout | null,
): Looked {
  const due = day >= minimumDays(registered)
  const goals = metrics.filter(({ metric }) => metric.role === 'goal')
  const share = planShare(registered, day, counting(goals, arms))
  if (share === null) return { counts: readable && due, fractions: null, information: {}, shown: null }
  const before = earlier?.fractions ?? []
  const last = before.at(-1) ?? 0
  const fractions = share > last ? [...before, share] : before
  const information = Object.fromEntries(
    goals.map((goal) => [goal.metric.name, series(goal, fractions, earlier)]),
  )
  const counts = readable && due && share > last
  const planned = due && (last < 1 || counts) && fractions.length > 0
  return {
    counts,
    fractions: counts ? fractions : before,
    information: counts ? information : (earlier?.information ?? {}),
    shown: planned ? { fractions, information } : null,
  }
}

/** People who count for every goal: with a window those whose own has passed. */
function counting(goals: readonly ComparedMetric[], arms: Seen['arms']): number {
  const planned = new Set(arms.flatMap(({ name, weight }) => (weight > 0 ? [name] : [])))
  const arrived = arms.reduce((sum, { name, users }) => sum + (planned.has(name) ? users : 0), 0)
  const measured = goals.filter(({ rows }) => rows.length > 0)
  const counted = measured.map(({ rows }) =>
    rows.reduce((sum, { arm, sums }) => sum + (planned.has(arm) ? sums.n : 0), 0),
  )
  return Math.min(arrived, ...counted)
}

/**
 * What a goal knew at each look: Σx² over all arms, by which the difference of its sums spreads. Looks from before it was
 * kept are taken to have known their share of what is known now.
 */
function series(goal: ComparedMetric, fractions: readonly number[], earlier: Readout | null): number[] {
  const now = goal.rows.reduce((sum, { sums }) => sum + sums.sumSquares, 0)
  const known = earlier?.information[goal.metric.name] ?? []
  const share = now / (fractions.at(-1) ?? 1)
  const grown = earlier?.fractions.length === fractions.length ? fractions.length : fractions.length - 1
  return fractions.map((spent, i) => (i < grown ? (known[i] ?? share * spent) : now))
}
