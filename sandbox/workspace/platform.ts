import type { Ground } from './ground.ts'
import type { Log } from './log.ts'
import { withIds } from './payloads.ts'
import type { Pipeline } from './pipeline.ts'
import type { Origin, Reply } from './replies.ts'
import type { Traffic } from './traffic.ts'
import { type Answer, asText, isRecord, type View } from './types.ts'

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
  closeView(viewId: string, whole?: boolean): void
  /** The Home tab of `user` as it was published last. */
  home(user: string): View | undefined
  readonly traffic: Traffic
  /** Gives apps.connections.open the address of a Socket Mode server. */
  serveSocketMode(url: string): void
}

export function createPlatform(ground: Ground, url: string, pipeline: Pipeline): Platform {
  const { replies, views, traffic } = ground
  const changeView = (viewId: string, action: string, view: unknown) => {
    const problems = pipeline.inspect(`response_action ${action}`, 'view', view)
    if (problems.length > 0) throw new Error(`Slack would not show this view: ${problems.join('; ')}`)
    const user = views.modals().find(({ id }) => id === viewId)?.user ?? ''
    const place = action === 'push' ? { trigger_id: views.trigger(user, viewId) } : { view_id: viewId }
    accepted(views.show(`views.${action}`, { ...place, view: withIds(view) }))
  }
  return {
    trigger: async (user, viewId) => views.trigger(user, viewId),
    traffic,
    home: (user) => views.homes(user).at(-1),
    responseUrl: (origin) => replies.open(url, origin),
    responses: pipeline.responses,
    async showAck(origin, ack) {
      const body = typeof ack === 'string' ? { text: ack } : ack
      if (!isRecord(body) || !(body.text || body.blocks)) return
      if (pipeline.inspect('ack', 'message', body).length === 0) await replies.show('ack', origin, body)
    },
    async afterSubmission(viewId, ack) {
      const action = isRecord(ack) ? asText(ack.response_action) : ''
      views.mark(viewId, {})
      if (action === 'errors') return views.mark(viewId, errorsIn(ack, views.modals(), viewId))
      if (action === 'update' || action === 'push') {
        changeView(viewId, action, isRecord(ack) ? ack.view : undefined)
      } else views.close(viewId, action === 'clear')
    },
    closeView: (viewId, whole) => views.close(viewId, whole),
    serveSocketMode(socketUrl) {
      ground.socketUrl = socketUrl
    },
  }
}

/** Slack keeps a modal open only for errors under inputs that it has. */
function errorsIn(ack: unknown, views: readonly View[], viewId: string): Record<string, string> {
  const errors = isRecord(ack) && isRecord(ack.errors) ? ack.errors : {}
  const inputs = views.find(({ id }) => id === viewId)?.blocks.filter(({ type }) => type === 'input') ?? []
  const unknown = Object.keys(errors).filter((id) => !inputs.some(({ block_id }) => block_id === id))
  if (unknown.length > 0 || Object.keys(errors).length === 0)
    throw new Error(`Slack would not show these errors: no input has the block_id ${unknown.join(', ')}`)
  return Object.fromEntries(Object.entries(errors).map(([id, words]) => [id, asText(words)]))
}

function accepted(answer: Answer): Answer {
  if (!answer.ok) throw new Error(`Slack would not show this view: ${answer.error}`)
  return answer
}
