/** Campaigns whose people and their true effects are made by a seeded generator. */
import { uniform } from '../../bench/monte-carlo/random.ts'
import type { Person } from './shop.ts'
import { DAY } from './stand.ts'

export interface GeneratedArm {
  readonly name: string
  /** Chances that one of its people does it. */
  readonly purchase: number
  readonly unsubscribe?: number
  /** Chance that somebody of a place is lost before the exposure is logged. */
  readonly lost?: Readonly<Record<string, number>>
}

export interface GeneratedPeople {
  readonly arms: readonly GeneratedArm[]
  /** In each arm, each day. */
  readonly peopleADay: number
  readonly days: number
  readonly seed: number
}

const PLACES = ['Urban', 'Rural', 'Suburban']

/** People who come evenly from `start` on. */
export function generated(key: string, start: Date, plan: GeneratedPeople): Person[] {
  const random = uniform(plan.seed)
  const count = plan.peopleADay * plan.days
  return plan.arms.flatMap((arm) =>
    Array.from({ length: count }, (_, i) => i).flatMap((i) => {
      const place = PLACES[Math.floor(random() * PLACES.length)] ?? ''
      const happens = (chance = 0) => random() < chance
      const did = [
        ...(happens(arm.purchase) ? ['purchase'] : []),
        ...(happens(arm.unsubscribe) ? ['unsubscribe'] : []),
      ]
      if (happens(arm.lost?.[place])) return []
      const at = new Date(start.getTime() + ((i + 0.5) / count) * plan.days * DAY)
      return [{ unit: `${key}/${arm.name}-${i}`, arm: arm.name, place, at, did }]
    }),
  )
}
