/**
 * What an absolute lift comes to in a day if everybody gets the treatment.
 * For the reference vectors alone (`npm run vectors`): no readout asks for this.
 */
import type { Lift } from './lift.ts'

/** `people` seen in the campaign over `days`; `share` of the traffic that was in it, as a fraction. */
interface Traffic {
  readonly people: number
  readonly share: number
  readonly days: number
}

/** People a day at full traffic: people/(share·days), as gbstats' scaled impact; null where there is no day or no traffic. */
export function peoplePerDay({ people, share, days }: Traffic): number | null {
  return people > 0 && share > 0 && days > 0 ? people / (share * days) : null
}

/** The absolute lift, its error and its interval, times people; p stays. */
export function scaledLift(lift: Lift, people: number): Lift {
  return {
    ...lift,
    lift: lift.lift * people,
    se: lift.se * people,
    low: lift.low * people,
    high: lift.high * people,
  }
}
