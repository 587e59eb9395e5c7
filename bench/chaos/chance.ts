import { createHash } from 'node:crypto'
import { uniform } from '../monte-carlo/random.ts'

/** Draws of one seed; what is drawn for one purpose leaves those for another as they are. */
export interface Chance {
  /** In [0, 1). */
  next(): number
  /** Whole, from `least` to `most`. */
  within(least: number, most: number): number
  /** Whether something happens that happens so often. */
  happens(share: number): boolean
  oneOf<T>(all: readonly T[]): T
}

export function chanceOf(seed: number, purpose: string): Chance {
  const next = uniform(createHash('sha256').update(`${seed} ${purpose}`).digest().readUInt32BE())
  const within = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    within,
    happens: (share) => next() < share,
    oneOf: (all) => {
      const one = all[within(0, all.length - 1)]
      if (one === undefined) throw new RangeError('Nothing to choose from')
      return one
    },
  }
}
