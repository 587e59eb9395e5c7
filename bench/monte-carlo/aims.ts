/** What is asked of a line, and whether it is met. */
import { type Estimate, estimateOf, type Mark, type Tally } from './figures.ts'

export type Aim = { readonly mark: Mark } & ({ readonly most: number } | { readonly least: number })

/** In standard errors of the simulation: what lies no further off may be chance. */
const CHANCE = 2

export const most = (mark: Mark, share: number): Aim => ({ mark, most: share })
export const least = (mark: Mark, share: number): Aim => ({ mark, least: share })

const SPLIT = most('split', 0.002)
const SHOWN = [least('absolute', 0.94), least('relative', 0.94)]
const UNHARMED = most('harm', 0.025)

export const NO_EFFECT: readonly Aim[] = [most('found', 0.055), UNHARMED, ...SHOWN, SPLIT]
/** An effect that is the same on every day, and does no harm. */
export const STEADY: readonly Aim[] = [UNHARMED, ...SHOWN, SPLIT]
/** Harm that is there may be found. */
export const HARMED: readonly Aim[] = [...SHOWN, SPLIT]
/** What is true changes by day, so no interval can hold it. */
export const CHANGING: readonly Aim[] = [SPLIT]

/** An aim that is missed by more than chance explains, with what came instead. */
interface Miss {
  readonly aim: Aim
  readonly came: number
}

/** An aim that could not be asked, since nothing was shown or shipped, is no miss. */
export function missed(tally: Tally, aims: readonly Aim[]): Miss[] {
  return aims.flatMap((aim) => {
    const came = estimateOf(tally, aim.mark)
    return came && isMissed(aim, came) ? [{ aim, came: came.mean }] : []
  })
}

function isMissed(aim: Aim, { mean, se }: Estimate): boolean {
  return 'most' in aim ? mean - CHANCE * se > aim.most : mean + CHANCE * se < aim.least
}
