/** The likeliest rates of two arms where their difference, or their ratio, is given (Miettinen & Nurminen 1985). */

/** `x` of `n` people had the event: 0 ≤ x ≤ n, n at least 1. */
export interface Counted {
  readonly x: number
  readonly n: number
}

export interface Rates {
  readonly control: number
  readonly treatment: number
}

/** With pB − pA = δ, −1 ≤ δ ≤ 1. Where most have the event it is counted who has not, so that no digits are lost. */
export function ratesByDifference(a: Counted, b: Counted, delta: number): Rates {
  const many = a.x + b.x > (a.n + b.n) / 2
  const control = many ? 1 - controlRate(others(a), others(b), -delta) : controlRate(a, b, delta)
  return { control, treatment: control + delta }
}

function others({ x, n }: Counted): Counted {
  return { x: n - x, n }
}

/** Steps of Newton after the cosine, which loses digits where two roots of the cubic are close: at small rates. */
const POLISHING = 3

/** The middle root of the likelihood's cubic, by its cosine (appendix I). */
function controlRate(a: Counted, b: Counted, delta: number): number {
  const third = 1 / (3 * (a.n + b.n))
  const square = ((b.n + 2 * a.n) * delta - a.n - b.n - a.x - b.x) * third
  const linear = ((a.n * delta - a.n - b.n - 2 * a.x) * delta + a.x + b.x) * third
  const constant = a.x * delta * (1 - delta) * third
  const q = square * (square * square - 1.5 * linear) + 1.5 * constant
  const p = Math.sign(q) * Math.sqrt(Math.max(0, square * square - linear))
  const cosine = p === 0 ? 0 : Math.min(1, Math.max(-1, q / (p * p * p)))
  let rate = possible(2 * p * Math.cos((Math.PI + Math.acos(cosine)) / 3) - square, delta)
  for (let i = 0; i < POLISHING; i++) {
    const slope = ((rate + 2 * square) * rate + linear) / third
    rate = possible(polished(a, b, delta, rate, slope), delta)
  }
  return rate
}

/** One step on the cubic, written as the likelihood has it. */
function polished(a: Counted, b: Counted, delta: number, p: number, slope: number): number {
  const q = p + delta
  const value = (a.x - a.n * p) * q * (1 - q) + (b.x - b.n * q) * p * (1 - p)
  return slope === 0 ? p : p - value / slope
}

function possible(rate: number, delta: number): number {
  return Math.min(1, 1 - delta, Math.max(0, -delta, rate))
}

/**
 * With pB = R·pA and share = R/(1 + R), 0 … 1: the smaller root of a quadratic (appendix II), both sides over 1 + R and
 * the discriminant as a sum of what is never negative. Not both arms without the event at a share of 1.
 */
export function ratesByShare(a: Counted, b: Counted, share: number): Rates {
  const rest = 1 - share
  const fromA = rest * (a.n + b.x)
  const fromB = share * (b.n + a.x)
  const apart = (fromA - fromB) * (fromA - fromB)
  const root = Math.sqrt(apart + 4 * share * rest * (a.n - a.x) * (b.n - b.x))
  const whole = (2 * (a.x + b.x)) / (fromA + fromB + root)
  return { control: Math.min(1, rest * whole), treatment: Math.min(1, share * whole) }
}

/**
 * One arm's rate p with x − n·p = λ·p(1 − p), and 1 − p with as many digits: where its likelihood pulls with λ. Above 0
 * it lies below what was seen. For a given difference the two arms pull with λ and −λ.
 */
export function tilted({ x, n }: Counted, multiplier: number): { rate: number; rest: number } {
  const [up, down] = [n + multiplier, n - multiplier]
  const root = Math.sqrt(
    multiplier > 0 ? down * down + 4 * multiplier * (n - x) : up * up - 4 * multiplier * x,
  )
  return { rate: smallerRoot(x, up, root, multiplier), rest: smallerRoot(n - x, down, root, -multiplier) }
}

/** λp² − b·p + x = 0, by the form that does not take alike numbers from each other. */
function smallerRoot(x: number, b: number, root: number, multiplier: number): number {
  if (b < 0) return (b - root) / (2 * multiplier)
  return b + root > 0 ? (2 * x) / (b + root) : 0
}
