/** What no people can have done: sums of a summary that contradict each other, as far as rounding lets it be seen. */
import type { ArmSums, BeforeSums } from '../domain/readout/arm-sums.ts'
import type { MetricKind } from '../domain/terms.ts'

/** Where it stands below the sums of one arm, and what is wrong there, to follow the path. */
interface Contradiction {
  readonly path: readonly string[]
  readonly message: string
}

/** The sums of one arm of a metric, `n` and `sumSquares` filled in. */
export function contradictions(kind: MetricKind, sums: ArmSums): Contradiction[] {
  const { n, denominator, before } = sums
  const value = column([], sums)
  const found = kind === 'proportion' ? counted([], sums, n) : alone(value, n)
  if (sums.largest !== undefined && found.length === 0) found.push(...largestOf(sums, sums.largest))
  if (denominator) found.push(...pairOf(value, column(['denominator'], denominator), denominator.products, n))
  if (before) found.push(...beforehand(kind, value, before, sums, n))
  return found
}

interface Column {
  readonly path: readonly string[]
  readonly sum: number
  readonly sumSquares: number
}

const column = (path: readonly string[], { sum, sumSquares }: Omit<Column, 'path'>): Column => ({
  path,
  sum,
  sumSquares,
})

function beforehand(
  kind: MetricKind,
  value: Column,
  before: BeforeSums,
  { denominator }: ArmSums,
  n: number,
): Contradiction[] {
  const path = ['before']
  const was = column(path, before)
  const found = pairOf(value, was, before.products, n)
  if (kind === 'proportion') found.push(...counted(path, before, n))
  const under = before.denominator
  if (!under) return found
  const underPath = [...path, 'denominator']
  const underWas = column(underPath, under)
  found.push(
    ...pairOf(was, underWas, under.products, n),
    ...together(value, underWas, [...underPath, 'withValueAfter'], under.withValueAfter, n),
  )
  if (!denominator) return found
  const now = column(['denominator'], denominator)
  return [
    ...found,
    ...together(now, underWas, [...underPath, 'withAfter'], under.withAfter, n),
    ...together(now, was, [...underPath, 'afterWithValueBefore'], under.afterWithValueBefore, n),
  ]
}

/** People who did it, each once: a whole number of them, not more than there are. */
function counted(
  path: readonly string[],
  { sum, sumSquares }: Omit<Column, 'path'>,
  n: number,
): Contradiction[] {
  const at = [...path, 'sum']
  if (sum < 0 || !Number.isInteger(sum))
    return [{ path: at, message: `is ${sum}: of a proportion it counts people who did it` }]
  if (sum > n) return [{ path: at, message: `is ${sum}, more than the ${n} people there are` }]
  return Math.abs(sumSquares - sum) <= slack(sumSquares)
    ? []
    : [{ path: [...path, 'sumSquares'], message: `is ${sumSquares}: of a proportion it is the sum, ${sum}` }]
}

/** No values of n people have a smaller sum of squares than sum² / n (Cauchy–Schwarz). */
function alone({ path, sum, sumSquares }: Column, n: number): Contradiction[] {
  const at = [...path, 'sumSquares']
  if (n === 0)
    return sum === 0 && sumSquares === 0
      ? []
      : [{ path: [...path, 'sum'], message: 'must be 0 where n is 0' }]
  const least = leastSquares(sum, n)
  if (sumSquares + slack(sumSquares) >= least) return []
  return [
    {
      path: at,
      message: `is ${sumSquares}, less than sum² / n: no ${n} values that sum to ${sum} have that`,
    },
  ]
}

/** Some value is as large, and none is larger. */
function largestOf({ n, sum, sumSquares }: ArmSums, largest: number): Contradiction[] {
  const [least, most] = [Math.max(0, largest - slack(largest)), largest + slack(largest)]
  const squares = slack(sumSquares)
  const fits =
    least ** 2 <= sumSquares + squares &&
    sumSquares - squares <= n * most ** 2 &&
    Math.abs(sum) - slack(sum) <= n * most
  return fits
    ? []
    : [{ path: ['largest'], message: `is ${largest}, which no ${n} values with these sums have` }]
}

/** A second column beside the first, with the sum of both's products. */
function pairOf(one: Column, other: Column, products: number, n: number): Contradiction[] {
  const found = alone(other, n)
  return [...found, ...together(one, other, [...other.path, 'products'], products, n)]
}

/** A covariance is never beyond both spreads. */
function together(
  one: Column,
  other: Column,
  path: readonly string[],
  products: number,
  n: number,
): Contradiction[] {
  // What is wrong with a column alone is said there.
  if (alone(one, n).length > 0 || alone(other, n).length > 0) return []
  if (n === 0) return products === 0 ? [] : [{ path, message: 'must be 0 where n is 0' }]
  const covariance = Math.abs(products - (one.sum * other.sum) / n)
  const rounding =
    slack(products) + (Math.abs(one.sum) * slack(other.sum) + Math.abs(other.sum) * slack(one.sum)) / n
  const most = Math.sqrt(spread(one, n) * spread(other, n)) + rounding
  return covariance <= most
    ? []
    : [{ path, message: `is ${products}, which no ${n} values with these sums have` }]
}

function spread({ sum, sumSquares }: Column, n: number): number {
  return Math.max(0, sumSquares + slack(sumSquares) - leastSquares(sum, n))
}

function leastSquares(sum: number, n: number): number {
  return Math.max(0, Math.abs(sum) - slack(sum)) ** 2 / n
}

/** Half of the last digit that was written, and what a sum of doubles loses. */
function slack(written: number): number {
  const [digits = '', exponent = '0'] = String(written).split('e')
  const decimals = (digits.split('.')[1]?.length ?? 0) - Number(exponent)
  return 0.5 * 10 ** -Math.max(0, decimals) + 1e-9 * Math.abs(written)
}
