import type { DropLimits } from '../catalog/drops.ts'
import type { Arm } from '../state/brief.ts'
import type { Figure, Station } from './figures.ts'

/** Which of the people get lost on their way are more than usual: one drop at most, the largest beyond what is expected. */

const HOUR = 3_600_000

/** Where a drop can be: on the way to one of these. */
const LOST = ['synced', 'messaged', 'exposed', 'analysed'] as const
export type Lost = (typeof LOST)[number]

/** From which stations people come, the nearest first. What was planned alone says not who comes by: they may still come. */
const FROM: Readonly<Record<Lost, readonly Station[]>> = {
  synced: ['planned'],
  messaged: ['synced', 'planned'],
  exposed: ['messaged', 'synced'],
  analysed: ['exposed'],
}

export interface Drop {
  readonly from: Station
  readonly to: Lost
  /** Of people whom it could have been, at the least; and who it was, at the most. */
  readonly of: number
  readonly count: number
  /** The share that is missing, above what is expected. */
  readonly share: number
  readonly expected: number
  /** Of people beside the control alone. */
  readonly treated?: true
}

export interface Launched {
  /** Every step has gone out or was left out: none can bring more people. */
  readonly complete: boolean
  readonly liveAt: Date | null
  /** Of the data, in milliseconds. */
  readonly delay: number
  readonly arms: readonly Arm[]
  readonly limits: DropLimits
}

/** The largest share that is missing beyond what is expected; null where nothing is, or it can't be told yet. */
export function largestDrop(figures: readonly Figure[], launched: Launched): Drop | null {
  const drops = LOST.flatMap((to) => dropTo(to, figures, launched) ?? [])
  return drops.reduce<Drop | null>((most, each) => (most && most.share >= each.share ? most : each), null)
}

/**
 * Several of one station may be the same people or others: at least those of the largest, at most all together. Whether
 * the control is synced and messaged too nobody says, so that it is missing there is no drop.
 */
function dropTo(to: Lost, figures: readonly Figure[], launched: Launched): Drop | null {
  const counts = (station: Station) =>
    figures.filter((each) => each.station === station).map(({ count }) => count)
  const from = FROM[to].find((station) => counts(station).length > 0)
  const [before, after] = [from ? counts(from) : [], counts(to)]
  if (!from || after.length === 0 || !isTold(from, to, figures, launched)) return null
  const due = isSent(to) ? treatedShare(launched.arms) : 1
  const of = Math.round(Math.max(...before) * due)
  const count = after.reduce((sum, each) => sum + each, 0)
  const expected = launched.limits[to]
  // A share of whole people that is not quite one, as floats have it, is none beyond it.
  const isBeyond = of - count > expected * of + 1e-6
  if (!isBeyond) return null
  return { from, to, of, count, share: 1 - count / of, expected, ...(due < 1 ? { treated: true } : {}) }
}

const isSent = (to: Lost) => to === 'synced' || to === 'messaged'

/** Whether all who come have come. */
function isTold(from: Station, to: Lost, figures: readonly Figure[], launched: Launched): boolean {
  const { complete, liveAt, delay, limits } = launched
  if (isSent(to)) return complete
  if (to !== 'exposed') return true
  const seenAt = figures.find(({ station }) => station === 'exposed')?.at
  if (!liveAt || !seenAt) return false
  const hours = from === 'messaged' ? limits.messagedWithinHours : limits.syncedWithinHours
  return seenAt.getTime() >= liveAt.getTime() + delay + hours * HOUR
}

/** The share of people who are in an arm beside the control; 1 where no arms are named. */
function treatedShare(arms: readonly Arm[]): number {
  const all = arms.reduce((sum, { weight }) => sum + weight, 0)
  const control = arms[0]?.weight ?? 0
  return all > control ? (all - control) / all : 1
}
