import { token } from './text/tokens.ts'
/** Slack user id, `U…` or `W…`. */
export type UserId = string

/** Slack channel id, `C…` or `G…`. */
export type ChannelId = string

/** Members of each team at this moment, user groups resolved. */
export type Membership = ReadonlyMap<string, ReadonlySet<UserId>>

/** People as tokens that the surface turns into names: "{@U1}, {@U2} or {@U3}". */
export function peopleWords(people: readonly UserId[], last = 'or'): string {
  const names = people.map(token.person)
  if (names.length === 0) return 'nobody'
  const more = names.length - 8
  if (more > 0) return `${names.slice(0, 8).join(', ')} ${last} ${more === 1 ? '1 other' : `${more} others`}`
  return names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`
}
