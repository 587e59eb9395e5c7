/** The verdicts themselves: campaigns read out every day as digests are, until a verdict ends them. */
import { readout } from '../../src/domain/readout/look.ts'
import type { Readout, ReadoutInput } from '../../src/domain/readout/readout.ts'
import { binomial, uniform } from './random.ts'
import { DAYS, type Plan } from './simulation.ts'

/** How people come and act; each has the same number of people and conversions by the horizon. */
export interface Course {
  readonly name: string
  /** Share of all people who have come by the end of a day, and share of their conversions that have happened. */
  readonly people: (day: number) => number
  readonly acted: (day: number) => number
  readonly treatments: number
}

const steady = (day: number) => day / DAYS
/** A tenth in the first half of the horizon. */
const late = (day: number) => (day <= DAYS / 2 ? (0.2 * day) / DAYS : 0.1 + 1.8 * (day / DAYS - 0.5))
/** People come evenly and act within a week of coming, evenly too. */
const lagging = (day: number) => (day < 7 ? day ** 2 / 14 : day - 3.5) / (DAYS - 3.5)
/** Half of what they do they do in the first two days. */
const early = (day: number) => (day <= 2 ? day / 4 : 0.5 + (0.5 * (day - 2)) / (DAYS - 2))

export const COURSES: readonly Course[] = [
  { name: 'people come evenly and act at once', people: steady, acted: steady, treatments: 1 },
  { name: 'the same with two treatments', people: steady, acted: steady, treatments: 2 },
  { name: 'nine tenths come in the second week', people: late, acted: late, treatments: 1 },
  { name: 'they act within a week of coming', people: steady, acted: lagging, treatments: 1 },
  { name: 'all come at once and act evenly', people: () => 1, acted: steady, treatments: 1 },
  { name: 'all come at once and act mostly early', people: () => 1, acted: early, treatments: 1 },
]

export interface CourseResult {
  readonly name: string
  /** Without an effect: campaigns in which the goal was found better or worse in any arm at any look. */
  readonly found: number
  /** Without an effect: campaigns in which it was found harmed. */
  readonly harmed: number
  /** Without an effect: campaigns that a verdict shipped. */
  readonly shipped: number
  /** With the planned effect in every treatment: campaigns that a verdict shipped, before another one ended them. */
  readonly power: number
  /** The same campaigns: ended as harmful or futile. */
  readonly lost: number
  /** Day on which a campaign with the effect ends. */
  readonly meanStop: number
}

interface Ending {
  readonly found: boolean
  readonly harmed: boolean
  readonly shipped: boolean
  readonly lost: boolean
  readonly day: number
}

export function decide(plan: Plan, course: Course, runs: number, seed: number): CourseResult {
  const nothing = endings(plan, course, 0, runs, seed)
  const something = endings(plan, course, plan.effect, runs, seed + 1)
  return {
    name: course.name,
    found: share(nothing, ({ found }) => found),
    harmed: share(nothing, ({ harmed }) => harmed),
    shipped: share(nothing, ({ shipped }) => shipped),
    power: share(something, ({ shipped }) => shipped),
    lost: share(something, ({ lost }) => lost),
    meanStop: something.reduce((sum, { day }) => sum + day, 0) / something.length,
  }
}

const SHIPS = new Set(['ship', 'head-to-head', 'outdone'])

function endings(plan: Plan, course: Course, effect: number, runs: number, seed: number): Ending[] {
  const random = uniform(seed)
  const draws = arrivals(plan, course).map(({ acting }) =>
    Array.from({ length: course.treatments + 1 }, (_, arm) =>
      binomial(acting, plan.baseline * (arm === 0 ? 1 : 1 + effect), random),
    ),
  )
  return Array.from({ length: runs }, () => ending(plan, course, draws))
}

/** People of an arm by the end of each day, and those whose time to act came on that day. */
function arrivals({ peopleADay }: Plan, { people, acted }: Course) {
  const whole = peopleADay * DAYS
  return Array.from({ length: DAYS }, (_, i) => ({
    people: Math.round(whole * people(i + 1)),
    acting: Math.round(whole * acted(i + 1)) - Math.round(whole * acted(i)),
  }))
}

/** Verdicts come at the looks of a campaign that goes on; findings without an effect are counted over all looks. */
function ending(plan: Plan, course: Course, draws: readonly (readonly (() => number)[])[]): Ending {
  const sums = Array.from({ length: course.treatments + 1 }, () => 0)
  let earlier: Readout | null = null
  let end: Pick<Ending, 'shipped' | 'lost' | 'day'> | null = null
  for (const [i, { people }] of arrivals(plan, course).entries()) {
    for (const [arm, draw] of (draws[i] ?? []).entries()) sums[arm] = (sums[arm] ?? 0) + draw()
    earlier = readout(inputOf(plan, i + 1, people, sums), { earlier })
    end ??= endingAt(earlier, i + 1)
  }
  const kinds = earlier?.crossings.map(({ kind }) => kind) ?? []
  const found = kinds.includes('better') || kinds.includes('worse')
  return { found, harmed: kinds.includes('harm'), ...(end ?? { shipped: false, lost: false, day: DAYS }) }
}

/** A campaign ends where an arm ships, or no arm keeps running. */
function endingAt({ verdicts }: Readout, day: number): Pick<Ending, 'shipped' | 'lost' | 'day'> | null {
  if (verdicts.some(({ verdict }) => SHIPS.has(verdict))) return { shipped: true, lost: false, day }
  if (verdicts.some(({ verdict }) => verdict === 'keep running' || verdict === 'cannot judge')) return null
  return { shipped: false, lost: verdicts.every(({ verdict }) => verdict === 'stop'), day }
}

function inputOf(
  { peopleADay, effect }: Plan,
  day: number,
  people: number,
  sums: readonly number[],
): ReadoutInput {
  const arms = sums.map((_, i) => ({ name: `arm ${i}`, weight: 1 }))
  const at = new Date(Date.UTC(2026, 0, day))
  const counted = sums.map((sum) => ({ n: people, sum, sumSquares: sum }))
  return {
    arms,
    users: arms.map(() => people),
    metrics: [
      { name: 'goal', label: 'Goal', kind: 'proportion', direction: 'up', role: 'goal', sums: counted },
    ],
    duplicates: 0,
    day,
    horizonDays: DAYS,
    plannedUnits: arms.length * peopleADay * DAYS,
    minimumEffect: effect,
    asOf: at,
    newestData: at,
  }
}

function share<T>(list: readonly T[], holds: (each: T) => boolean): number {
  return list.filter(holds).length / list.length
}
