/** The workspace that every conversation of the tests happens in. */
export const team = { id: 'T0STAIR', domain: 'stairway', name: 'Stairway' }

/** The bot as installed there, and its tokens. */
export const bot = { user: 'U0BOT', id: 'B0BOT', app: 'A0STAIR', name: 'stairway' }
export const botToken = 'xoxb-stairway-test'
export const appToken = 'xapp-stairway-test'
/** Of the person who configures the app. */
export const configToken = 'xoxe.xoxp-stairway-test'

export interface Person {
  readonly name: string
  readonly realName: string
  readonly tz: string
}

/** People by user id. Zoe belongs to no team of the bot's. All of them are in every channel. */
export const people: Readonly<Record<string, Person>> = {
  U0ANA: { name: 'ana', realName: 'Ana', tz: 'Europe/Berlin' },
  U0RAJ: { name: 'raj', realName: 'Raj', tz: 'Asia/Kolkata' },
  U0MEI: { name: 'mei', realName: 'Mei', tz: 'Asia/Singapore' },
  U0TOM: { name: 'tom', realName: 'Tom', tz: 'America/New_York' },
  U0ZOE: { name: 'zoe', realName: 'Zoe', tz: 'Europe/London' },
}

/** Whether somebody of the workspace has this id; "constructor" and the like are nobody's. */
export function isPerson(user: string): boolean {
  return Object.hasOwn(people, user)
}

/** The direct message between a person and the bot. */
export function dmOf(user: string): string {
  return user.replace(/^U/, 'D')
}

/** Public channels by id: the bot is in #growth and #data, and was in #old, which is archived. */
export const channels: Readonly<Record<string, { name: string; botIsMember: boolean; archived: boolean }>> = {
  C0GROWTH: { name: 'growth', botIsMember: true, archived: false },
  C0DATA: { name: 'data', botIsMember: true, archived: false },
  C0OLD: { name: 'old', botIsMember: true, archived: true },
  C0OUT: { name: 'out', botIsMember: false, archived: false },
}

/** User groups by id, with their members. */
export const userGroups: Readonly<Record<string, { handle: string; users: readonly string[] }>> = {
  S0GROWTH: { handle: 'growth-team', users: ['U0ANA', 'U0MEI', 'U0TOM'] },
  S0DATA: { handle: 'data-team', users: ['U0RAJ', 'U0MEI'] },
}

/** The scopes that a test's bot has unless it says otherwise: those of the facts about Slack. */
export const defaultScopes: readonly string[] = [
  'commands',
  'chat:write',
  'users:read',
  'usergroups:read',
  'channels:read',
  'groups:read',
  'channels:history',
  'groups:history',
  'files:read',
  'files:write',
]
