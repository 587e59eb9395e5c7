import type { UserId } from '../people.ts'

export type Surface = 'command' | 'button' | 'modal' | 'home' | 'job'

/** Who did it and from where. `stairway` acts for schedules and launch steps. */
export interface Actor {
  readonly teamId: string
  readonly userId: UserId
  readonly surface: Surface
  /** Of another company, or a guest, and of no declared team: what anybody may, they may not. */
  readonly outside?: true
  /** Slack's id of the payload that carried it, so that the same payload twice is done once. */
  readonly delivery?: string
}

/** Who is shown something. */
export type Reader = Pick<Actor, 'teamId' | 'userId' | 'outside'>

/** Who is asked about by their id alone is of the workspace. */
export type Person = UserId | Pick<Actor, 'userId' | 'outside'>

export const STAIRWAY: UserId = 'stairway'

/** Who acts where a job does. */
export function stairwayOf(teamId: string): Actor {
  return { teamId, userId: STAIRWAY, surface: 'job' }
}
