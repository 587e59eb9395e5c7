/** What was found, as long as the data stand in which it was found. */

import type { ComparedMetric } from './comparison.ts'
import type { Crossing, Ground } from './pieces.ts'
import type { ArmFacts, LookFacts } from './verdict-facts.ts'

/**
 * The earlier crossings and those of this look, the first of each kind. A look with a problem adds none, and before the
 * minimum runtime nothing but harm is added.
 */
export function crossingsAfter(look: LookFacts, earlier: readonly Crossing[]): Crossing[] {
  if (look.problems.length > 0) return [...earlier]
  const now = [
    ...look.arms.flatMap((arm) => armCrossings(arm, look.day)),
    ...look.headToHead.map(
      ([arm, over, metric = '']): Crossing => ({ arm, metric, kind: 'beats', day: look.day, over }),
    ),
  ]
  const due = look.day >= look.minimumDays
  return joined(
    earlier,
    now.filter(({ kind }) => due || kind === 'harm'),
  )
}

/** The earlier crossings, then those of `now` that are not among them. */
export function joined(earlier: readonly Crossing[], now: readonly Crossing[]): Crossing[] {
  const known = (one: Crossing) => earlier.some((old) => identity(old) === identity(one))
  return [...earlier, ...now.filter((one) => !known(one))]
}

function identity({ arm, metric, kind, over }: Crossing): string {
  return JSON.stringify([arm, metric, kind, over])
}

function armCrossings({ arm, goals, guardrails }: ArmFacts, day: number): Crossing[] {
  const at = (metric: string, kind: Crossing['kind']): Crossing => ({ arm, metric, kind, day })
  const found = goals.flatMap(({ name, finding, corrected }) =>
    finding === 'better' || finding === 'worse'
      ? [{ ...at(name, finding), ...(corrected === null ? {} : { corrected }) }]
      : [],
  )
  const harmed = [...goals, ...guardrails].filter((metric) => metric.harmed)
  const within = guardrails.filter(({ state }) => state === 'within margin')
  return [
    ...found,
    ...harmed.map(({ name }) => at(name, 'harm')),
    ...within.map(({ name }) => at(name, 'within')),
  ]
}

/** With what they rest on, where that is not kept yet. */
export function grounded(crossings: readonly Crossing[], metrics: readonly ComparedMetric[]): Crossing[] {
  return crossings.map((crossing) => {
    const rows = crossing.on ? null : rowsOf(crossing, metrics)
    const on = rows && { control: ground(rows.control), treatment: ground(rows.treatment) }
    return on ? { ...crossing, on } : crossing
  })
}

/** Those whose data still stand: what was found in a load that was broken and is mended falls with it. */
export function standing(crossings: readonly Crossing[], metrics: readonly ComparedMetric[]): Crossing[] {
  return crossings.filter((crossing) => {
    const metric = metrics.find(({ metric: { name } }) => name === crossing.metric)
    const now = rowsOf(crossing, metrics)
    return !metric || !now || !crossing.on || !isRewritten(crossing, metric.metric, crossing.on, now)
  })
}

interface Rows {
  readonly control: Ground
  readonly treatment: Ground
}

/** Of harm those of everybody, among whom it is found. */
function rowsOf({ arm, over, metric, kind }: Crossing, metrics: readonly ComparedMetric[]): Rows | null {
  const its = metrics.find(({ metric: { name } }) => name === metric)
  const watched = kind === 'harm' ? its?.watched.find(({ treatment }) => treatment.arm === arm) : undefined
  if (watched) return { control: watched.control.sums, treatment: watched.treatment.sums }
  const rows = its?.rows ?? []
  const treatment = rows.find((row) => row.arm === arm)
  const control = over ? rows.find((row) => row.arm === over) : rows[0]
  return control && treatment ? { control: control.sums, treatment: treatment.sums } : null
}

/** Refunds, erased people and caps move sums a little; a load that is mended moves them by more. */
const LITTLE = 0.01
/** Standard errors by which what came since must speak against a finding to be more than chance and late arrivals. */
const AGAINST = 5

function isRewritten(crossing: Crossing, metric: ComparedMetric['metric'], on: Rows, now: Rows): boolean {
  if (isFewer(on.control, now.control) || isFewer(on.treatment, now.treatment)) return true
  if (crossing.kind === 'within') return false
  const raw =
    (crossing.kind === 'better' || crossing.kind === 'beats') === (metric.direction === 'up') ? 1 : -1
  return raw * sinceThen(on, now) < -AGAINST
}

function isFewer(before: Ground, now: Ground): boolean {
  return now.n < (1 - LITTLE) * before.n || now.sumSquares < (1 - LITTLE) * before.sumSquares
}

/** What came since, treatment against control, for each of the people there are now; in standard errors. */
function sinceThen(on: Rows, now: Rows): number {
  const sum = (arm: keyof Rows) => (now[arm].sum - on[arm].sum) / now[arm].n
  const variance = (arm: keyof Rows) => (now[arm].sumSquares - on[arm].sumSquares) / now[arm].n ** 2
  const error = Math.sqrt(Math.max(0, variance('treatment') + variance('control')))
  return error > 0 ? (sum('treatment') - sum('control')) / error : 0
}

function ground({ n, sum, sumSquares }: Ground): Ground {
  return { n, sum, sumSquares }
}
