/** What the people of one arm do: how it is distributed, and its sums drawn over many of them. */
import { count, events, normal, type Random } from './draws.ts'

/** Days after their exposure in which people act, evenly between the two. */
interface Acting {
  readonly from: number
  readonly to: number
}

/**
 * rate: a share of the people acts, on the day itself or later. lognormal: a share pays, by a lognormal with this σ.
 * clicks: sessions are one and a Poisson number, each is clicked in at a rate. orders: a share orders, one and a Poisson
 * number of orders, each lognormal; a ratio. `before` is the correlation with what the same people did before, of a rate
 * without an effect.
 */
export type Values =
  | {
      readonly kind: 'rate'
      readonly rate: number
      readonly acting?: Acting
      readonly before?: number
      /** What the rate is multiplied by for those who come on a day; the truth is what remains without it. */
      readonly onDay?: (day: number) => number
    }
  | { readonly kind: 'lognormal'; readonly mean: number; readonly sigma: number; readonly payers: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly spread: number; readonly before?: number }
  | { readonly kind: 'clicks'; readonly rate: number; readonly moreSessions: number }
  | {
      readonly kind: 'orders'
      readonly mean: number
      readonly sigma: number
      readonly share: number
      readonly moreOrders: number
    }

/** The sums of some people's values, as places of a typed array. */
export const N = 0
export const SUM = 1
export const SQUARES = 2
export const UNDER = 3
export const UNDER_SQUARES = 4
export const UNDER_PRODUCTS = 5
export const BEFORE = 6
export const BEFORE_SQUARES = 7
export const BEFORE_PRODUCTS = 8
/** The largest value whatever its sign: the one place that is no sum. */
export const LARGEST = 9
export const PLACES = 10

type Into = Float64Array
type Of<K extends Values['kind']> = Extract<Values, { readonly kind: K }>

/** The mean of one person; of a ratio the mean for each of its denominator. */
export function meanOf(values: Values): number {
  switch (values.kind) {
    case 'rate':
    case 'clicks':
      return values.rate
    case 'lognormal':
      return values.mean * values.payers
    default:
      return values.mean
  }
}

/** The same people with so many times the mean. */
export function times<T extends Values>(values: T, factor: number): T {
  if ('rate' in values) return { ...values, rate: values.rate * factor }
  return { ...values, mean: values.mean * factor }
}

/** Adds what n people do who come on a day, all that they ever do. */
export function draw(values: Values, n: number, day: number, random: Random, into: Into): void {
  into[N] = (into[N] ?? 0) + n
  if (values.kind === 'rate') rate(values, n, day, random, into)
  else if (values.kind === 'lognormal') lognormal(values, n, random, into)
  else if (values.kind === 'exponential') exponential(values, n, random, into)
  else if (values.kind === 'normal') both(values, n, random, into)
  else if (values.kind === 'clicks') clicks(values, n, random, into)
  else orders(values, n, random, into)
}

function add(into: Into, value: number): void {
  into[SUM] = (into[SUM] ?? 0) + value
  into[SQUARES] = (into[SQUARES] ?? 0) + value * value
  if (Math.abs(value) > (into[LARGEST] ?? 0)) into[LARGEST] = Math.abs(value)
}

/** Someone's value and another column of theirs, which begins at `column`: UNDER or BEFORE. */
function addBeside(into: Into, column: number, value: number, beside: number): void {
  add(into, value)
  into[column] = (into[column] ?? 0) + beside
  into[column + 1] = (into[column + 1] ?? 0) + beside * beside
  into[column + 2] = (into[column + 2] ?? 0) + value * beside
}

/** With a correlation ρ to the time before, who acted then acts again at ρ + (1 − ρ)·rate. */
function rate({ rate, before, onDay }: Of<'rate'>, n: number, day: number, random: Random, into: Into): void {
  const share = rate * (onDay?.(day) ?? 1)
  const alike = before ?? 0
  const had = before === undefined ? 0 : count(n, share, random)
  const again = count(had, alike + (1 - alike) * share, random)
  const acted = again + count(n - had, (1 - alike) * share, random)
  into[SUM] = (into[SUM] ?? 0) + acted
  into[SQUARES] = (into[SQUARES] ?? 0) + acted
  into[BEFORE] = (into[BEFORE] ?? 0) + had
  into[BEFORE_SQUARES] = (into[BEFORE_SQUARES] ?? 0) + had
  into[BEFORE_PRODUCTS] = (into[BEFORE_PRODUCTS] ?? 0) + again
  if (acted > 0) into[LARGEST] = 1
}

function lognormal(values: Of<'lognormal'>, n: number, random: Random, into: Into): void {
  const payers = count(n, values.payers, random)
  for (let i = 0; i < payers; i++) add(into, spending(values, random))
}

function spending({ mean, sigma }: { mean: number; sigma: number }, random: Random): number {
  return mean * Math.exp(sigma * normal(random) - sigma ** 2 / 2)
}

function exponential({ mean }: Of<'exponential'>, n: number, random: Random, into: Into): void {
  for (let i = 0; i < n; i++) add(into, -mean * Math.log1p(-random()))
}

function both({ mean, spread, before }: Of<'normal'>, n: number, random: Random, into: Into): void {
  for (let i = 0; i < n; i++) {
    const own = normal(random)
    if (before === undefined) add(into, mean + spread * own)
    else {
      const after = before * own + Math.sqrt(1 - before ** 2) * normal(random)
      addBeside(into, BEFORE, mean + spread * after, mean + spread * own)
    }
  }
}

function clicks(values: Of<'clicks'>, n: number, random: Random, into: Into): void {
  for (let i = 0; i < n; i++) {
    const sessions = 1 + events(values.moreSessions, random)
    addBeside(into, UNDER, count(sessions, values.rate, random), sessions)
  }
}

function orders(values: Of<'orders'>, n: number, random: Random, into: Into): void {
  const buyers = count(n, values.share, random)
  for (let i = 0; i < buyers; i++) {
    const ordered = 1 + events(values.moreOrders, random)
    let spent = 0
    for (let k = 0; k < ordered; k++) spent += spending(values, random)
    addBeside(into, UNDER, spent, ordered)
  }
}

/** Of those who act at all, the share that has by the end of so many days after the day on which they came. */
export function actedBy({ from, to }: Acting, days: number): number {
  const steps = 200
  let sum = 0
  for (let i = 0; i < steps; i++) {
    const passed = days + 1 - (i + 0.5) / steps
    sum += Math.min(1, Math.max(0, (passed - from) / (to - from)))
  }
  return sum / steps
}
