import type { Membership, UserId } from '../../domain/people.ts'
import type { Person } from '../../domain/state/actor.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Sharing } from '../../domain/state/things.ts'
import { readLinks } from '../../usecases/reads/links.ts'
import { readSharing } from '../../usecases/reads/sharing.ts'
import { withStandInsOf } from '../../usecases/reads/stand-ins.ts'
import type { Look } from '../cards/look.ts'
import type { BotDeps } from '../context.ts'
import { namedIn } from '../named.ts'
import { type Links, NO_LINKS } from '../rich.ts'

type LookDeps = Pick<BotDeps, 'db' | 'people' | 'now' | 'catalog'>

/** A look of `reader`'s (null: in a channel) for drawing these facts: names for everybody they speak of, and what leads to their campaigns. */
export async function lookFor(
  deps: LookDeps,
  reader: Person | null,
  ...facts: readonly unknown[]
): Promise<Look> {
  const shared = await sharedIn(deps, facts)
  const named = [reader, ...facts, shared].map(namedIn)
  const teams = [...new Set(named.flatMap((each) => [...each.teams]))]
  const [members, links] = await Promise.all([membersIn(deps, teams), linksIn(deps, teams, named)])
  const names = await deps.people.names(...facts, members, members.standIns)
  const { userId = null, outside } =
    typeof reader === 'string' ? await found(deps, reader, members) : (reader ?? {})
  const seen = shared.length > 0 ? { shared } : {}
  const look = { names, reader: userId, now: deps.now(), members, catalog: deps.catalog, ...seen }
  return outside ? { ...look, outside } : { ...look, links }
}

/** Of the campaign that is drawn, where it is one. */
async function sharedIn(deps: LookDeps, facts: readonly unknown[]): Promise<readonly Sharing[]> {
  const [state, ...others] = facts.filter(isCampaignState)
  return state && others.length === 0 ? readSharing(deps, state.campaign) : []
}

function isCampaignState(fact: unknown): fact is CampaignState {
  return typeof fact === 'object' && fact !== null && 'campaign' in fact && 'steps' in fact
}

/** With who stands in for whom, where all is of one workspace. */
async function membersIn(deps: LookDeps, [teamId, ...others]: readonly string[]): Promise<Membership> {
  const members = await deps.people.members()
  return teamId === undefined || others.length > 0 ? members : withStandInsOf(deps, teamId, members)
}

/** Of one workspace: nobody is led into another one. Who is of outside may not see the channels that links lead to. */
async function linksIn(
  deps: LookDeps,
  [teamId, ...others]: readonly string[],
  named: readonly ReturnType<typeof namedIn>[],
): Promise<Links> {
  if (teamId === undefined || others.length > 0) return NO_LINKS
  const links = await readLinks(deps, teamId, new Set(named.flatMap(({ keys }) => [...keys])))
  return (name) => links.get(name) ?? null
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
