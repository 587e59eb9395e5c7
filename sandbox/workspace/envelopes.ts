import type { Element } from './forms.ts'
import type { Origin } from './replies.ts'
import { asText, type Block, type Ephemeral, type Message, type View } from './types.ts'
import { payloadOf } from './views.ts'
import { bot, channels, isPerson, people, team } from './workspace.ts'

export type Payload = Readonly<Record<string, unknown>>
export type Surface = Message | Ephemeral | View

/** What every interactive payload carries. */
export function frameOf(teamId: string, user: string): Payload {
  const name = nameOf(user)
  return {
    user: { id: user, username: name, name, team_id: teamId },
    api_app_id: bot.app,
    token: 'legacy',
    team: { id: teamId, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
  }
}

/** The fields of a slash command, all strings. */
export function commandOf(teamId: string, user: string, channel: string): Payload {
  return {
    token: 'legacy',
    team_id: teamId,
    team_domain: team.domain,
    channel_id: channel,
    channel_name: channelName(channel),
    user_id: user,
    user_name: nameOf(user),
    api_app_id: bot.app,
    is_enterprise_install: 'false',
  }
}

/** The outer part of an event of the Events API. */
export function eventOf(teamId: string, eventId: string): Payload {
  return {
    token: 'legacy',
    team_id: teamId,
    api_app_id: bot.app,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: teamId,
        user_id: bot.user,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
  }
}

/** Where a person acts: what the payload says of it, and where an answer would appear (a view has no such place). */
export function placeOf(
  on: Surface,
  user: string,
  state: unknown = {},
): { payload: Payload; origin?: Origin } {
  if ('hash' in on) {
    const view = { ...payloadOf(on), state: { values: state } }
    return { payload: { container: { type: 'view', view_id: on.id }, view } }
  }
  const ephemeral = 'ephemeral' in on
  const container = { type: 'message', message_ts: on.ts, channel_id: on.channel, is_ephemeral: ephemeral }
  const channel = { id: on.channel, name: channelName(on.channel) }
  return {
    payload: {
      container,
      channel,
      ...(ephemeral ? {} : { message: messageOf(on) }),
      state: { values: state },
    },
    origin: { user, channel: on.channel, message: { ts: on.ts, ephemeral } },
  }
}

export function messageOf({ channel: _channel, replies: _replies, ...message }: Message): Payload {
  return { type: 'message', bot_id: bot.id, app_id: bot.app, ...message }
}

export function idsOf(block: Block, element: Element): { blockId: string; actionId: string } {
  return { blockId: asText(block.block_id), actionId: asText(element.action_id) }
}

/** Slack's own stamp of when somebody acted. */
export function stamp(): string {
  return `${Math.floor(Date.now() / 1000)}.000100`
}

function nameOf(user: string): string {
  return (isPerson(user) && people[user]?.name) || user.toLowerCase()
}

export function channelName(channel: string): string {
  return (
    (Object.hasOwn(channels, channel) && channels[channel]?.name) ||
    (channel.startsWith('D') ? 'directmessage' : 'privategroup')
  )
}
