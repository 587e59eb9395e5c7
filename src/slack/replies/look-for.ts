import type { Membership, UserId } from '../../domain/people.ts'
import type { Person } from '../../domain/state/actor.ts'
import type { Look } from '../cards/look.ts'
import type { BotDeps } from '../context.ts'

type LookDeps = Pick<BotDeps, 'people' | 'now' | 'catalog'>

/** A look of `reader`'s (null: in a channel) for drawing these facts: names for everybody they speak of. */
export async function lookFor(
  deps: LookDeps,
  reader: Person | null,
  ...facts: readonly unknown[]
): Promise<Look> {
  const members = await deps.people.members()
  const names = await deps.people.names(...facts, members)
  const { userId = null, outside } =
    typeof reader === 'string' ? await found(deps, reader, members) : (reader ?? {})
  const look = { names, reader: userId, now: deps.now(), members, catalog: deps.catalog }
  return outside ? { ...look, outside } : look
}

/** Who has not acted is known by their account alone, which tells of guests. */
async function found(
  { people }: LookDeps,
  userId: UserId,
  members: Membership,
): Promise<Exclude<Person, string>> {
  const { guest } = await people.belonging(userId)
  const ofATeam = [...members.values()].some((team) => team.has(userId))
  return guest && !ofATeam ? { userId, outside: true } : { userId }
}
