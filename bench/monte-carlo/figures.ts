/** What is counted of one campaign, and its mean over many. */

/**
 * Shares of campaigns unless said otherwise. found, better, worse, harm, within: at some look. split: called off at some
 * look. absolute, relative: share of the intervals shown at the last look that hold the truth. shipped to running: how it
 * ended. day: of the end. lift, holds: what was shown of the arm that shipped, and whether its interval holds the truth.
 */
export type Mark =
  | 'found'
  | 'better'
  | 'worse'
  | 'harm'
  | 'within'
  | 'split'
  | 'absolute'
  | 'relative'
  | 'shipped'
  | 'futile'
  | 'harmed'
  | 'redesign'
  | 'iterate'
  | 'running'
  | 'told to stop'
  | 'others running'
  | 'not the best'
  | 'day'
  | 'lift'
  | 'holds'

/** A mark is missing where it can't be asked: no interval was shown, nothing shipped. */
export type Figures = Readonly<Partial<Record<Mark, number>>>

interface Total {
  readonly n: number
  readonly sum: number
  readonly squares: number
}

export interface Tally {
  readonly runs: number
  readonly totals: Readonly<Partial<Record<Mark, Total>>>
  /** How many shipped on each day. */
  readonly shippedOn: Readonly<Record<number, number>>
}

export interface Estimate {
  readonly mean: number
  readonly se: number
}

const NOTHING: Total = { n: 0, sum: 0, squares: 0 }

export function tallied(campaigns: readonly Figures[]): Tally {
  const totals: Partial<Record<Mark, Total>> = {}
  const shippedOn: Record<number, number> = {}
  for (const figures of campaigns) {
    for (const [mark, value] of Object.entries(figures) as [Mark, number][])
      totals[mark] = plus(totals[mark], { n: 1, sum: value, squares: value * value })
    const { shipped, day = 0 } = figures
    if (shipped === 1) shippedOn[day] = (shippedOn[day] ?? 0) + 1
  }
  return { runs: campaigns.length, totals, shippedOn }
}

export function merged(tallies: readonly Tally[]): Tally {
  const totals: Partial<Record<Mark, Total>> = {}
  const shippedOn: Record<number, number> = {}
  for (const tally of tallies) {
    for (const [mark, total] of Object.entries(tally.totals) as [Mark, Total][])
      totals[mark] = plus(totals[mark], total)
    for (const [day, n] of Object.entries(tally.shippedOn))
      shippedOn[Number(day)] = (shippedOn[Number(day)] ?? 0) + n
  }
  return { runs: tallies.reduce((sum, { runs }) => sum + runs, 0), totals, shippedOn }
}

/** Null where it was never asked. */
export function estimateOf({ totals }: Tally, mark: Mark): Estimate | null {
  const { n, sum, squares } = totals[mark] ?? NOTHING
  if (n === 0) return null
  const mean = sum / n
  return { mean, se: Math.sqrt(Math.max(0, squares / n - mean ** 2) / n) }
}

/** The first day by which so large a share has shipped; null where it never has. */
export function shippedBy({ runs, shippedOn }: Tally, share: number): number | null {
  let sum = 0
  for (const day of Object.keys(shippedOn)
    .map(Number)
    .sort((a, b) => a - b)) {
    sum += shippedOn[day] ?? 0
    if (sum >= share * runs) return day
  }
  return null
}

function plus(a: Total = NOTHING, b: Total): Total {
  return { n: a.n + b.n, sum: a.sum + b.sum, squares: a.squares + b.squares }
}
