import { parse } from 'yaml'
import { readConversation } from './conversations.ts'
import type { Ground } from './ground.ts'
import { readManifest } from './manifest.ts'
import { withIds } from './payloads.ts'
import { ruleOf } from './rules.ts'
import { completeUpload } from './sharing.ts'
import { type Answer, type Args, asList, asText, isRecord } from './types.ts'
import { bot, isPerson, people, team, userGroups } from './workspace.ts'

type Method = (ground: Ground, args: Args, method: string) => Promise<Answer>

/** Carries out a call that nothing speaks against. */
export async function carryOut(ground: Ground, method: string, args: Args): Promise<Answer> {
  const kept = { ...args, view: withIds(args.view), ...blocksOf(args) }
  return (await obstacle(ground, method, args)) ?? (own[method] ?? emulated)(ground, kept, method)
}

function blocksOf(args: Args): Args {
  return 'blocks' in args ? { blocks: asList(withIds({ blocks: args.blocks }).blocks) } : {}
}

const emulated: Method = ({ emulator }, args, method) => emulator.call(method, args)

/** Refusals that `emulate` leaves out: a channel that the bot is not in, an archived one, a person who has left. */
async function obstacle({ emulator, deactivated }: Ground, method: string, args: Args) {
  const channel = asText(args.channel)
  if (deactivated.has(channel) || deactivated.has(asText(args.users))) return fail('user_disabled')
  if (!ruleOf(method)?.inside || !channel.startsWith('C')) return undefined
  const info = (await emulator.call('conversations.info', { channel })).channel
  if (!isRecord(info)) return fail('channel_not_found')
  if (!info.is_member) return fail('not_in_channel')
  return info.is_archived && method.startsWith('chat.') ? fail('is_archived') : undefined
}

function fail(error: string): Answer {
  return { ok: false, error }
}

const postEphemeral: Method = async ({ emulator, replies }, args, method) => {
  const answer = await emulator.call(method, args)
  const origin = { user: asText(args.user), channel: asText(args.channel) }
  if (answer.ok) replies.keep('chat.postEphemeral', origin, { ...args, ts: answer.message_ts })
  return answer
}

/** As Slack writes it: `emulate` would name its own ids and times. */
const getPermalink: Method = async ({ emulator }, args, method) => {
  const answer = await emulator.call(method, args)
  if (!answer.ok) return answer
  const [channel, ts] = [asText(args.channel), asText(args.message_ts)]
  const { messages } = await emulator.call('conversations.replies', { channel, ts })
  const found = asList(messages).filter(isRecord)
  const thread = asText(found.find((message) => message.ts === ts)?.thread_ts)
  const inThread = thread !== '' && thread !== ts ? `?thread_ts=${thread}&cid=${channel}` : ''
  const place = `https://${team.domain}.slack.com/archives/${channel}/p${ts.replace('.', '')}`
  return { ok: true, channel, permalink: `${place}${inThread}` }
}

const showView: Method = async ({ views }, args, method) => views.show(method, args)

const read: Method = ({ emulator }, args, method) =>
  readConversation(emulator, method as 'conversations.history' | 'conversations.replies', args)

function usersList({ emulator }: Ground, args: Args = {}): Promise<Answer> {
  return emulator.call('users.list', { ...args, limit: 1000 })
}

function membersIn({ members }: Answer, ground: Ground): Record<string, unknown>[] {
  const known = asList(members).filter(isRecord)
  const ours = known.filter(({ id }) => id === bot.user || isPerson(asText(id)))
  return ours.map((user) => withZone(user, ground))
}

function withZone(user: Record<string, unknown>, { deactivated, accounts }: Ground): Record<string, unknown> {
  const id = asText(user.id)
  return { ...user, deleted: deactivated.has(id), tz: people[id]?.tz ?? 'Etc/UTC', ...accounts.get(id) }
}

/** The methods that `emulate` lacks or that are more here than there; it answers all others. */
const own: Readonly<Record<string, Method>> = {
  'api.test': async () => ({ ok: true }),
  'apps.connections.open': async ({ socketUrl }) =>
    socketUrl ? { ok: true, url: socketUrl } : fail('internal_error'),
  'apps.manifest.export': async () => ({ ok: true, manifest: parse((await readManifest()).source) }),
  'bots.info': async (_, { bot: id }) =>
    id === bot.id ? { ok: true, bot: { id, name: bot.name, app_id: bot.app } } : fail('bot_not_found'),
  'chat.getPermalink': getPermalink,
  'chat.postEphemeral': postEphemeral,
  'conversations.history': read,
  'conversations.replies': read,
  'files.completeUploadExternal': completeUpload,
  'files.getUploadURLExternal': async ({ files, url }, args) => files.begin(url, args),
  'files.info': async ({ files }, args) => files.info(args),
  'views.open': showView,
  'views.publish': async ({ views }, args, method) =>
    isPerson(asText(args.user_id)) ? views.show(method, args) : fail('user_not_found'),
  'views.push': showView,
  'views.update': showView,
  'users.info': async (ground, { user }) => {
    const found = membersIn(await usersList(ground), ground).find(({ id }) => id === user)
    return found ? { ok: true, user: found } : fail('user_not_found')
  },
  'users.list': async (ground, args) => {
    const answer = await usersList(ground, args)
    return { ...answer, members: membersIn(answer, ground) }
  },
  'usergroups.list': async ({ groups }) => ({
    ok: true,
    usergroups: [...groups].map(([id, users]) => {
      const handle = userGroups[id]?.handle ?? id
      return { id, handle, name: handle, user_count: users.length }
    }),
  }),
  'usergroups.users.list': async ({ groups }, args) => {
    const users = groups.get(asText(args.usergroup))
    return users ? { ok: true, users: [...users] } : fail('no_such_subteam')
  },
}
