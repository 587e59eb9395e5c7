import type { Log } from './log.ts'
import type { Ground } from './slack-methods.ts'
import { withIds } from './slack-payloads.ts'
import type { Pipeline } from './slack-pipeline.ts'
import type { Origin, Reply } from './slack-replies.ts'
import { type Answer, asText, isRecord } from './slack-types.ts'

/** Slack's own side of what a person does: what it hands to the bot, and what it makes of the ack. */
export interface Platform {
  /** A trigger id of `user`, from inside the modal `viewId` where given: serves once, within 3 s. */
  trigger(user: string, viewId?: string): Promise<string>
  /** An address that takes 5 answers. */
  responseUrl(origin: Origin): string
  /** Everything that was sent to a response_url. */
  readonly responses: Log<Reply>
  /** Shows what the ack of a command says. */
  showAck(origin: Origin, ack: unknown): Promise<void>
  /** Does what the ack of a submission says: close, keep with errors, update, push or clear. */
  afterSubmission(viewId: string, ack: unknown): Promise<void>
  closeView(viewId: string): void
  /** Gives apps.connections.open the address of a Socket Mode server. */
  serveSocketMode(url: string): void
}

export function createPlatform(ground: Ground, url: string, pipeline: Pipeline): Platform {
  const { emulator, replies, views, triggers } = ground
  const trigger: Platform['trigger'] = async (user, viewId) => {
    const answer = await emulator.call('views.generateTriggerId', { user_id: user, view_id: viewId })
    const id = asText(answer.trigger_id)
    if (!id) throw new Error(`No trigger for ${user} in ${viewId ?? 'no view'}: ${answer.error}`)
    triggers.set(id, user)
    return id
  }
  const changeView = async (viewId: string, action: string, view: unknown) => {
    const problems = pipeline.inspect(`response_action ${action}`, 'view', view)
    if (problems.length > 0) throw new Error(`Slack would not show this view: ${problems.join('; ')}`)
    const user = views.modals().find(({ id }) => id === viewId)?.user ?? ''
    const place = action === 'push' ? { trigger_id: await trigger(user, viewId) } : { view_id: viewId }
    views.keep(accepted(await emulator.call(`views.${action}`, { ...place, view: withIds(view) })), user)
  }
  return {
    trigger,
    responseUrl: (origin) => replies.open(url, origin),
    responses: pipeline.responses,
    async showAck(origin, ack) {
      const body = typeof ack === 'string' ? { text: ack } : ack
      if (!isRecord(body) || !(body.text || body.blocks)) return
      if (pipeline.inspect('ack', 'message', body).length === 0) await replies.show('ack', origin, body)
    },
    async afterSubmission(viewId, ack) {
      const action = isRecord(ack) ? asText(ack.response_action) : ''
      if (action === 'errors') return
      if (action === 'update' || action === 'push') {
        await changeView(viewId, action, isRecord(ack) ? ack.view : undefined)
      } else views.close(viewId, action === 'clear')
    },
    closeView: (viewId) => views.close(viewId),
    serveSocketMode(socketUrl) {
      ground.socketUrl = socketUrl
    },
  }
}

function accepted(answer: Answer): Answer {
  if (!answer.ok) throw new Error(`Slack would not show this view: ${answer.error}`)
  return answer
}
