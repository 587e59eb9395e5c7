/** Boundaries of a given shape instead of a given spending. For the reference vectors alone (`npm run vectors`). */
import { type Boundaries, corridor } from './group-sequential.ts'
import { continued, crossing, START } from './score-walk.ts'

interface Looks {
  /** Share of the planned information at each look: above 0, at most 1, rising. */
  readonly fractions: readonly number[]
  readonly alpha: number
  readonly sides: 1 | 2
}

const FURTHEST = 8

/** c·t^(shape − ½): shape ½ is Pocock's (1977), shape 0 O'Brien & Fleming's (1979). */
export function shapedBoundaries({ fractions, alpha, sides }: Looks, shape: number): Boundaries {
  const ordered = fractions.every((t, i) => t <= 1 && t > (fractions[i - 1] ?? 0))
  if (!ordered) throw new RangeError(`Information must rise from above 0 to at most 1: ${fractions}`)
  const at = (scale: number) => fractions.map((t) => scale * t ** (shape - 0.5))
  let low = 0
  let high = FURTHEST
  while (high - low > 1e-9) {
    const middle = (low + high) / 2
    if ((usedBy(at(middle), fractions, sides).at(-1) ?? 0) > alpha) low = middle
    else high = middle
  }
  return { z: at(high), spent: usedBy(at(high), fractions, sides) }
}

/** Alpha used up at each look by given boundaries. */
function usedBy(z: readonly number[], fractions: readonly number[], sides: 1 | 2): number[] {
  let walk = START
  let used = 0
  return fractions.map((t, look) => {
    const boundary = z[look] ?? FURTHEST
    used += sides * crossing(walk, t, boundary * Math.sqrt(t))
    const after = fractions[look + 1]
    if (after) walk = continued(walk, corridor({ information: t, z: boundary }, sides), after)
    return used
  })
}
