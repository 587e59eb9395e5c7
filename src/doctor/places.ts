import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Team } from '../domain/catalog/catalog.ts'
import { failureOf } from '../slack/outcome.ts'
import { lastingError, lookUpGroup } from '../slack/people/look-ups.ts'
import { INSTALL_AGAIN, type Seen } from './diagnosis.ts'

/** User groups that teams are made of. */
export async function seeGroups(client: WebClient, teams: readonly Team[]): Promise<Seen[]> {
  const grouped = teams.filter(({ usergroup }) => usergroup !== undefined)
  if (grouped.length === 0) return [{ is: 'well', saw: 'no team is one' }]
  const seen = (await inTurns(grouped, (team) => seeGroup(client, team))).flat()
  if (seen.length > 0) return seen
  return [{ is: 'well', saw: grouped.length === 1 ? 'one is read' : `all ${grouped.length} are read` }]
}

/** Nothing where all is well with it. */
async function seeGroup(client: WebClient, { name, usergroup = '', members }: Team): Promise<Seen[]> {
  try {
    const users = await lookUpGroup(client, usergroup)
    if (users.length > 0 || members.length > 0) return []
    return [
      { is: 'wrong', saw: `${usergroup} of team ${name} has nobody`, todo: 'Add people to it in Slack.' },
    ]
  } catch (error) {
    const lasting = lastingError(error)
    if (lasting === undefined) throw error
    const todo = lasting === 'missing_scope' ? INSTALL_AGAIN : 'Correct its usergroup: in stairway.yaml.'
    return [{ is: 'wrong', saw: `${usergroup} of team ${name} can't be read (${lasting})`, todo }]
  }
}

/** A channel that something is to be posted in, and for whom. */
export interface Place {
  readonly channel: string
  /** As people know it: `winback`. */
  readonly of: string
}

/** Slack answers about 50 of these questions a minute. */
const MOST = 40

export async function seeChannels(client: WebClient, places: readonly Place[]): Promise<Seen[]> {
  const each = [...new Map(places.map((place) => [place.channel, place])).values()]
  if (each.length === 0) return [{ is: 'well', saw: 'nothing is posted in one yet' }]
  const asked = each.slice(0, MOST)
  const seen = (await inTurns(asked, (place) => seeChannel(client, place))).flat()
  const rest = each.length - asked.length
  const more: Seen[] = rest > 0 ? [{ is: 'open', saw: `${rest} more were not asked for` }] : []
  if (seen.length > 0 || rest > 0) return [...seen, ...more]
  return [
    { is: 'well', saw: each.length === 1 ? 'one can be posted in' : `all ${each.length} can be posted in` },
  ]
}

const CHANNEL = z.object({
  channel: z.object({
    name: z.string().optional().catch(undefined),
    is_member: z.boolean().catch(false),
    is_archived: z.boolean().catch(false),
  }),
})

async function seeChannel(client: WebClient, { channel: id, of }: Place): Promise<Seen[]> {
  try {
    const { channel } = CHANNEL.parse(await client.conversations.info({ channel: id }))
    const called = channel.name ? `#${channel.name}` : id
    if (channel.is_archived)
      return [
        { is: 'wrong', saw: `${called} is archived (${of})`, todo: `Unarchive it, or give ${of} another.` },
      ]
    if (!channel.is_member)
      return [{ is: 'wrong', saw: `the bot is not in ${called} (${of})`, todo: `/invite @Stairway there.` }]
    return []
  } catch (error) {
    const failure = failureOf(error)
    if (failure?.is !== 'refused') throw error
    const todo =
      failure.error === 'missing_scope' ? INSTALL_AGAIN : '/invite @Stairway there, or name another.'
    return [{ is: 'wrong', saw: `${id} can't be seen (${failure.error}; ${of})`, todo }]
  }
}

const TOGETHER = 5

/** Some at a time, so that Slack is not asked for everything at once. */
async function inTurns<Item, Value>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = []
  for (let at = 0; at < items.length; at += TOGETHER)
    values.push(...(await Promise.all(items.slice(at, at + TOGETHER).map(ask))))
  return values
}
