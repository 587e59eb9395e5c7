/** What is read off a readout: the one place that knows where it says what is found, shown and decided. */
import type { Verdict } from '../../src/domain/readout/pieces.ts'
import type { ArmComparison, Readout } from '../../src/domain/readout/readout.ts'
import { decidingEnds } from '../../src/domain/readout/words.ts'
import type { Interval } from '../../src/domain/statistics/direction.ts'

type Way = 'goes on' | 'ships' | 'stops' | 'redesigns' | 'iterates'

/** A fault of the data ends nothing: it is looked into, and the next look may read again. */
const WAYS: Readonly<Record<Verdict, Way>> = {
  'cannot judge': 'goes on',
  fix: 'goes on',
  'keep running': 'goes on',
  ship: 'ships',
  'head-to-head': 'ships',
  outdone: 'ships',
  stop: 'stops',
  redesign: 'redesigns',
  iterate: 'iterates',
}

/** The interval that is printed, on either scale; null where none is. */
export function shownInterval(comparison: ArmComparison, scale: 'relative' | 'absolute'): Interval | null {
  const shown = comparison[scale]
  return shown.computable ? decidingEnds(shown) : null
}

/** The lift that is printed beside it. */
export function shownLift({ relative }: ArmComparison): number | null {
  return relative.computable ? relative.lift : null
}

export function isSplitOff({ sampleRatio }: Readout): boolean {
  return sampleRatio.checked && !sampleRatio.healthy
}

export function hasCrossed({ crossings }: Readout, kind: 'better' | 'worse' | 'harm' | 'within'): boolean {
  return crossings.some((crossing) => crossing.kind === kind)
}

/** What some look has seen. */
export interface Sightings {
  readonly better: boolean
  readonly worse: boolean
  readonly harm: boolean
  readonly within: boolean
  readonly split: boolean
}

type Ways = Readonly<Record<'shipped' | 'futile' | 'harmed' | 'redesign' | 'iterate' | 'running', number>>

/** The look that ended a campaign, and how. */
export interface End {
  readonly ways: Ways
  readonly day: number
  readonly at: Readout
}

const NONE: Ways = { shipped: 0, futile: 0, harmed: 0, redesign: 0, iterate: 0, running: 0 }

export const STILL_RUNNING: Ways = { ...NONE, running: 1 }

/** Null where the campaign goes on: it ends where an arm ships, or no arm goes on. */
export function endingAt(readout: Readout): Ways | null {
  const going = (way: Way) => readout.verdicts.some(({ verdict }) => WAYS[verdict] === way)
  if (going('ships')) return { ...NONE, shipped: 1 }
  if (going('goes on') || readout.verdicts.length === 0) return null
  if (going('stops')) return { ...NONE, ...(hasCrossed(readout, 'harm') ? { harmed: 1 } : { futile: 1 }) }
  return { ...NONE, ...(going('redesigns') ? { redesign: 1 } : { iterate: 1 }) }
}

/** The arm to be shipped, or the first of those to be held head to head; alone where there is no such choice left. */
export function shipped({ verdicts }: Readout): { arm: string; alone: boolean; others: number } | null {
  const shipping = verdicts.filter(({ verdict }) => WAYS[verdict] === 'ships')
  const sole = shipping.find(({ verdict }) => verdict === 'ship')
  const [first] = shipping
  const others = verdicts.filter(({ verdict }) => WAYS[verdict] === 'goes on').length
  return first ? { arm: (sole ?? first).arm, alone: sole !== undefined, others } : null
}
