import type { App } from '@slack/bolt'
import { resumeDeliveries } from '../../usecases/deliveries.ts'
import type { BotDeps } from '../context.ts'
import { publishHome } from '../replies/home.ts'
import type { Handle } from './handle.ts'

/** Events that change what people see: Home was opened, or a channel can be posted in again. All may come twice. */
export function routeEvents(app: App, deps: BotDeps, handle: Handle): void {
  app.event('app_home_opened', ({ event, body }) =>
    handle('home', async () => {
      if (event.tab === 'home')
        await publishHome(deps, body.team_id, event.user, (event.view as { hash?: string } | undefined)?.hash)
    }),
  )
  app.event('member_joined_channel', ({ event, body, context }) =>
    handle('joined', async () => {
      if (event.user === context.botUserId) await resumeDeliveries(deps, body.team_id, event.channel)
    }),
  )
  app.event('channel_unarchive', ({ event, body }) =>
    handle('unarchived', async () => {
      await resumeDeliveries(deps, body.team_id, event.channel)
    }),
  )
  app.event('group_unarchive', ({ event, body }) =>
    handle('unarchived', async () => {
      await resumeDeliveries(deps, body.team_id, event.channel)
    }),
  )
}
