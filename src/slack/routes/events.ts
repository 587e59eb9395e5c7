import type { App } from '@slack/bolt'
import { channelClosed, moveChannel } from '../../usecases/channels.ts'
import { resumeDeliveries } from '../../usecases/deliveries.ts'
import { followMemberships, redrawOpenRequests } from '../../usecases/memberships.ts'
import type { BotDeps } from '../context.ts'
import { givenUp } from '../delivery/mending.ts'
import { publishHome } from '../replies/home.ts'
import type { Handle } from './handle.ts'

/** Events that change what people see, or what is known of channels, groups and people. All may come twice. */
export function routeEvents(app: App, deps: BotDeps, handle: Handle): void {
  app.event('app_home_opened', ({ event, body }) =>
    handle('home', async () => {
      if (event.tab === 'home')
        await publishHome(deps, body.team_id, event.user, (event.view as { hash?: string } | undefined)?.hash)
    }),
  )
  routeChannels(app, deps, handle)
  routePeople(app, deps, handle)
}

/** A channel can be posted in again, can't be any more, or has another id. */
function routeChannels(app: App, deps: BotDeps, handle: Handle): void {
  const resume = (teamId: string, channel: string) =>
    handle('channel opened', async () => void (await resumeDeliveries(deps, teamId, channel)))
  const close = (teamId: string, channel: string, error: string) =>
    handle('channel closed', () =>
      channelClosed(deps, teamId, channel, givenUp(error, { kind: 'card', target: channel })),
    )
  app.event('member_joined_channel', async ({ event, body, context }) => {
    if (event.user === context.botUserId) await resume(body.team_id, event.channel)
  })
  app.event('channel_unarchive', ({ event, body }) => resume(body.team_id, event.channel))
  app.event('group_unarchive', ({ event, body }) => resume(body.team_id, event.channel))
  app.event('channel_archive', ({ event, body }) => close(body.team_id, event.channel, 'is_archived'))
  app.event('group_archive', ({ event, body }) => close(body.team_id, event.channel, 'is_archived'))
  app.event('channel_left', ({ event, body }) => close(body.team_id, event.channel, 'not_in_channel'))
  app.event('group_left', ({ event, body }) => close(body.team_id, event.channel, 'not_in_channel'))
  app.event('channel_deleted', ({ event, body }) => close(body.team_id, event.channel, 'channel_deleted'))
  app.event('group_deleted', ({ event, body }) => close(body.team_id, event.channel, 'channel_deleted'))
  app.event('channel_id_changed', ({ event, body }) =>
    handle('channel moved', () =>
      moveChannel(deps, body.team_id, event.old_channel_id, event.new_channel_id),
    ),
  )
}

/** Who somebody is, or who is of a team, has changed. */
function routePeople(app: App, deps: BotDeps, handle: Handle): void {
  const { hearsay } = deps
  const follow = async () => {
    await followMemberships(deps)
    await redrawOpenRequests(deps)
  }
  app.event('team_join', ({ event }) => handle('person', async () => void hearsay.personChanged(event.user)))
  app.event('user_change', ({ event }) =>
    handle('person', async () => {
      if (hearsay.personChanged(event.user)) await follow()
    }),
  )
  app.event('subteam_updated', ({ event: { subteam } }) =>
    handle('user group', async () => {
      hearsay.groupChanged(subteam.id)
      await follow()
    }),
  )
  app.event('subteam_members_changed', ({ event }) =>
    handle('user group', async () => {
      hearsay.groupChanged(event.subteam_id)
      await follow()
    }),
  )
}
