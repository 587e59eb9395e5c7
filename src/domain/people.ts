import { token } from './text/tokens.ts'

/** Slack user id, `U…` or `W…`. */
export type UserId = string

/** Slack channel id, `C…` or `G…`. */
export type ChannelId = string

/** Who is of a team and has not left. */
export interface TeamMembers extends ReadonlySet<UserId> {
  /** Those whose account is deactivated. */
  readonly gone?: ReadonlySet<UserId>
  /** Why the user group of the team can't be read just now, so that who is of it by that alone is missing: Slack's error, or "unavailable". */
  readonly unread?: string
}

/** Somebody who decides approvals in the stead of another. */
export interface StandIn {
  readonly person: UserId
  readonly insteadOf: UserId
}

/** Members of each team at this moment, user groups resolved. */
export interface Membership extends ReadonlyMap<string, TeamMembers> {
  /** Who decides in whose stead at this moment, in one workspace; missing where that was not asked. */
  readonly standIns?: readonly StandIn[]
  /** Who did until lately. */
  readonly stoodIn?: readonly (StandIn & { readonly until: Date })[]
}

/** The same teams, with who decides in whose stead. */
export function withStandIns(
  members: ReadonlyMap<string, TeamMembers>,
  { standIns = [], stoodIn = [] }: Pick<Membership, 'standIns' | 'stoodIn'>,
): Membership {
  return Object.assign(new Map(members), { standIns, stoodIn })
}

/** Those of these teams whose user group can't be read just now. */
export function unreadOf(members: Membership, teams: readonly string[] = [...members.keys()]): string[] {
  return teams.filter((team) => members.get(team)?.unread !== undefined)
}

/** People as tokens that the surface turns into names: "{@U1}, {@U2} or {@U3}". */
export function peopleWords(people: readonly UserId[], last = 'or'): string {
  const names = people.map(token.person)
  if (names.length === 0) return 'nobody'
  const more = names.length - 8
  if (more > 0) return `${names.slice(0, 8).join(', ')} ${last} ${more === 1 ? '1 other' : `${more} others`}`
  return names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`
}
