import type { UserId } from '../people.ts'

/** How many of `count` approvals a team has given, and who may give the rest. */
interface Seats {
  readonly count: number
  readonly given: number
  readonly waitingFor: readonly UserId[]
}

/** Whether what is still to be given can be given, by a different person each: who is of several teams decides for one. */
export function canFinish(teams: readonly Seats[]): boolean {
  return canSeat(
    teams.flatMap(({ count, given, waitingFor }) =>
      Array.from({ length: Math.max(0, count - given) }, () => waitingFor),
    ),
  )
}

/** Seats one person after the other, and lets who sits already move on to another seat of theirs. */
function canSeat(seats: readonly (readonly UserId[])[]): boolean {
  const seated = new Map<UserId, number>()
  const seat = (index: number, tried: Set<UserId>): boolean =>
    (seats[index] ?? []).some((user) => {
      if (tried.has(user)) return false
      tried.add(user)
      const other = seated.get(user)
      if (other !== undefined && !seat(other, tried)) return false
      seated.set(user, index)
      return true
    })
  return seats.every((_, index) => seat(index, new Set()))
}
