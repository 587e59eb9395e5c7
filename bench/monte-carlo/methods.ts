/** Campaigns of 14 days that are looked at every day, with no effect and with the planned one. */
import { alwaysValidInterval } from '../../src/domain/statistics/always-valid.ts'
import { spendingBoundaries } from '../../src/domain/statistics/group-sequential.ts'
import { type Contrast, fixedInterval } from '../../src/domain/statistics/lift.ts'
import { pairOf } from '../../src/domain/statistics/measure.ts'
import { plannedError, powerOf } from '../../src/domain/statistics/power.ts'
import { markdown, percent } from './markdown.ts'
import { binomial, uniform } from './random.ts'

const ALPHA = 0.05
const BASELINE = 0.1
const EFFECT = 0.1
const POWER = 0.8
export const DAYS = 14

export interface Plan {
  readonly baseline: number
  readonly effect: number
  /** In each of the two arms, each day. */
  readonly peopleADay: number
}

/** The fewest people that give a fixed test at the horizon 80 % power for the planned effect. */
export function plan(): Plan {
  const metric = { mean: BASELINE, variance: BASELINE * (1 - BASELINE) }
  let peopleADay = 1
  const power = () => {
    const design = { people: 2 * DAYS * peopleADay, arms: 2, alpha: ALPHA, planned: null }
    return powerOf(EFFECT, plannedError(metric, EFFECT, design), ALPHA)
  }
  while (power() < POWER) peopleADay++
  return { baseline: BASELINE, effect: EFFECT, peopleADay }
}

/** Whether a look finds a difference, and which way: 1 better, −1 worse, 0 nothing yet. */
type Finding = -1 | 0 | 1
type Method = (look: Look, day: number) => Finding

/** At the end of a day: the difference, and the same relative to the control. */
interface Look {
  readonly absolute: Contrast
  readonly relative: Contrast
}

interface MethodResult {
  readonly method: string
  /** Share of campaigns without an effect in which a difference was found on some day. */
  readonly falsePositives: number
  /** Share of campaigns with the planned effect in which it was found, the right way, on some day. */
  readonly power: number
  /** Mean day on which a campaign with the effect is stopped; the horizon where nothing is found. */
  readonly meanStop: number
}

/** For the campaign that all others are told apart from, without its effect and with it. */
export function methodTable(runs: number, seed: number): string {
  const rows = simulate(runs, seed).map(({ method, falsePositives, power, meanStop }) => [
    method,
    percent(falsePositives),
    percent(power),
    meanStop.toFixed(1),
  ])
  return markdown(['method', 'false positives', 'power', 'mean stopping day'], rows)
}

export function simulate(runs: number, seed: number): MethodResult[] {
  const planned = plan()
  const methods = methodsFor(planned)
  const without = campaigns(planned, 0, runs, seed, methods)
  const having = campaigns(planned, planned.effect, runs, seed + 1, methods)
  return Object.keys(methods).map((method, i) => {
    const [nothing, something] = [without[i] ?? [], having[i] ?? []]
    return {
      method,
      falsePositives: share(nothing, ({ found }) => found !== 0),
      power: share(something, ({ found }) => found === 1),
      meanStop: something.reduce((sum, { day }) => sum + day, 0) / something.length,
    }
  })
}

function methodsFor({ peopleADay }: Plan): Readonly<Record<string, Method>> {
  const fractions = Array.from({ length: DAYS }, (_, i) => (i + 1) / DAYS)
  const { z } = spendingBoundaries({ fractions, alpha: ALPHA, sides: 2 })
  const crossed = ({ lift, se }: Contrast, day: number) =>
    Math.abs(lift / se) >= (z[day - 1] ?? Number.POSITIVE_INFINITY) ? way(lift) : 0
  const units = (day: number) => 2 * peopleADay * day
  return {
    'group-sequential, α·t²': ({ absolute }, day) => crossed(absolute, day),
    'the same on the relative lift': ({ relative }, day) => crossed(relative, day),
    'always-valid': ({ absolute }, day) => {
      const interval = alwaysValidInterval(absolute, { units: units(day), planned: units(DAYS) }, ALPHA)
      return interval.computable && interval.p < ALPHA ? way(absolute.lift) : 0
    },
    'fixed 95 % interval, every day': ({ absolute }) => fixed(absolute),
    'fixed 95 % interval, on day 14 alone': ({ absolute }, day) => (day === DAYS ? fixed(absolute) : 0),
  }
}

function fixed(contrast: Contrast): Finding {
  const interval = fixedInterval(contrast, ALPHA)
  return interval.computable && interval.p < ALPHA ? way(contrast.lift) : 0
}

function way(lift: number): Finding {
  return lift > 0 ? 1 : -1
}

interface Stop {
  readonly found: Finding
  readonly day: number
}

/** By method, how each campaign ended. Every method sees the same campaigns. */
function campaigns(
  { baseline, peopleADay }: Plan,
  effect: number,
  runs: number,
  seed: number,
  methods: Readonly<Record<string, Method>>,
): Stop[][] {
  const random = uniform(seed)
  const control = binomial(peopleADay, baseline, random)
  const treatment = binomial(peopleADay, baseline * (1 + effect), random)
  const stops = Object.values(methods).map((): Stop[] => [])
  for (let run = 0; run < runs; run++) {
    const looks = looksOf(peopleADay, control, treatment)
    for (const [i, method] of Object.values(methods).entries()) stops[i]?.push(stopOf(looks, method))
  }
  return stops
}

/** The cumulative comparison at the end of each day; null where it is not computable. */
function looksOf(peopleADay: number, control: () => number, treatment: () => number): (Look | null)[] {
  let [a, b] = [0, 0]
  return Array.from({ length: DAYS }, (_, i) => {
    a += control()
    b += treatment()
    const n = peopleADay * (i + 1)
    const sums = (sum: number) => ({ n, sum, sumSquares: sum })
    const pair = pairOf({ type: 'proportion', control: sums(a), treatment: sums(b) })
    if (!pair.computable || 'computable' in pair.relative) return null
    return { absolute: pair.absolute, relative: pair.relative }
  })
}

function stopOf(looks: readonly (Look | null)[], method: Method): Stop {
  for (const [i, look] of looks.entries()) {
    const found = look ? method(look, i + 1) : 0
    if (found !== 0) return { found, day: i + 1 }
  }
  return { found: 0, day: DAYS }
}

function share<T>(list: readonly T[], holds: (each: T) => boolean): number {
  return list.filter(holds).length / list.length
}
