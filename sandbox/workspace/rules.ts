import { type Answer, type Args, asText } from './types.ts'

interface Rule {
  /** Any one of these scopes will do; none asked when empty. */
  readonly scopes: (args: Args) => readonly string[]
  readonly payload?: 'message' | 'view'
  /** Whether the bot has to be in the channel. */
  readonly inside?: boolean
  readonly token?: 'app' | 'either' | 'configuration'
}

const none = () => []
const is =
  (...scopes: string[]) =>
  () =>
    scopes
const message = { scopes: is('chat:write'), payload: 'message', inside: true } as const
const view = { scopes: none, payload: 'view' } as const

/** Of a direct message (D…), a group message (G…) or a channel, the scope to do `what` with it. */
const conversation = (what: 'read' | 'history') => (args: Args) => {
  const id = asText(args.channel)
  return id.startsWith('D') ? [`im:${what}`] : id.startsWith('G') ? [`mpim:${what}`] : [`channels:${what}`]
}

/** The methods that this Slack knows, with the scopes that Slack's documentation asks for. */
const rules: Readonly<Record<string, Rule>> = {
  'api.test': { scopes: none },
  'apps.connections.open': { scopes: is('connections:write'), token: 'app' },
  'apps.manifest.export': { scopes: none, token: 'configuration' },
  'auth.test': { scopes: none, token: 'either' },
  'bots.info': { scopes: is('users:read') },
  'chat.delete': { scopes: is('chat:write') },
  'chat.getPermalink': { scopes: none },
  'chat.postEphemeral': message,
  'chat.postMessage': message,
  'chat.update': message,
  'conversations.history': { scopes: conversation('history'), inside: true },
  'conversations.info': { scopes: conversation('read') },
  'conversations.join': { scopes: is('channels:join') },
  'conversations.list': { scopes: is('channels:read', 'groups:read') },
  'conversations.members': { scopes: conversation('read') },
  'conversations.open': { scopes: is('im:write', 'mpim:write') },
  'conversations.replies': { scopes: conversation('history'), inside: true },
  'files.completeUploadExternal': { scopes: is('files:write') },
  'files.getUploadURLExternal': { scopes: is('files:write') },
  'files.info': { scopes: is('files:read') },
  'team.info': { scopes: is('team:read') },
  'usergroups.list': { scopes: is('usergroups:read') },
  'usergroups.users.list': { scopes: is('usergroups:read') },
  'users.info': { scopes: is('users:read') },
  'users.list': { scopes: is('users:read') },
  'users.lookupByEmail': { scopes: is('users:read.email') },
  'views.open': view,
  'views.publish': view,
  'views.push': view,
  'views.update': view,
}

export function ruleOf(method: string): Rule | undefined {
  return rules[method]
}

export interface Grants {
  readonly bot: { readonly token: string; readonly scopes: readonly string[] }
  readonly app: { readonly token: string; readonly scopes: readonly string[] }
  /** Of the person who configures the app. */
  readonly configuration: { readonly token: string; readonly scopes: readonly string[] }
}

/** Slack's own refusal of a call by its method, its token or its scopes; nothing when it may go on. */
export function refuse(method: string, args: Args, token: string, grants: Grants): Answer | undefined {
  const rule = rules[method]
  if (!rule) return { ok: false, error: 'unknown_method', req_method: method }
  if (!token) return { ok: false, error: 'not_authed' }
  const grant = grantFor(rule, token, grants)
  if (token !== grant.token) return { ok: false, error: wrongToken(token, grants) }
  const needed = rule.scopes(args)
  if (needed.length === 0 || needed.some((scope) => grant.scopes.includes(scope))) return undefined
  return { ok: false, error: 'missing_scope', needed: needed.join(','), provided: grant.scopes.join(',') }
}

function grantFor(rule: Rule, token: string, grants: Grants) {
  if (rule.token === 'either') return token === grants.app.token ? grants.app : grants.bot
  return grants[rule.token ?? 'bot']
}

/** What Slack says of a token beside each answer: its scopes. */
export function scopesOf(token: string, grants: Grants): readonly string[] | undefined {
  return Object.values(grants).find((grant) => grant.token === token)?.scopes
}

function wrongToken(token: string, grants: Grants): string {
  return scopesOf(token, grants) ? 'not_allowed_token_type' : 'invalid_auth'
}
