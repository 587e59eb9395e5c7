import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { findButton, findOption, showsOption } from './controls.ts'
import type { Payload, Surface } from './envelopes.ts'
import * as envelopes from './envelopes.ts'
import { type Entry, fill, type State, untouched } from './forms.ts'
import type { Platform } from './platform.ts'
import { asBlocks, type Reply } from './replies.ts'
import { asText, isRecord, type Message, type View } from './types.ts'
import { payloadOf } from './views.ts'
import { dmOf } from './workspace.ts'

export type { Payload, Surface } from './envelopes.ts'
export type Kind = 'slash_commands' | 'interactive' | 'events_api'

/** How payloads reach the bot. `body` is the ack as parsed; undefined when it was empty. */
export interface Transport {
  deliver(kind: Kind, payload: Payload, retry?: Retry): Promise<{ status: number; body: unknown }>
}

/** A payload that Slack sends again, as it says so. */
export interface Retry {
  readonly num: number
  readonly reason: 'http_timeout' | 'http_error'
}

/** What came of something that a person did. */
export interface Delivery {
  /** HTTP status of the ack; 200 over Socket Mode. */
  readonly status: number
  readonly ack: unknown
  /** What has arrived on the response_url by now. */
  replies(): readonly Reply[]
  /** The first answer to the person: the ack where it says something, else the first on the response_url. */
  answer(): Promise<Reply>
}

/** A person acts on an element; `fields` is what the element's kind adds, such as selected_user. */
export interface Click {
  readonly on: Surface
  readonly actionId: string
  readonly blockId?: string
  readonly value?: string
  readonly type?: string
  readonly fields?: Payload
  /** What the inputs around it say meanwhile. */
  readonly state?: State
}

/** People at their Slack. Users and channels are ids of the test workspace. */
export interface SlackClient {
  command(user: string, command: string, text: string, where?: { channel?: string }): Promise<Delivery>
  click(user: string, click: Click): Promise<Delivery>
  /** Clicks the button, or else chooses from the menu, that shows `label`, and confirms where it asks. */
  clickButton(user: string, on: Surface, label: string, beside?: string): Promise<Delivery>
  /** Picks the option that shows `name` in a select or overflow menu. */
  choose(user: string, on: Surface, name: string, beside?: string): Promise<Delivery>
  /** Fills a modal's inputs by their labels and submits it. */
  fillAndSubmit(user: string, view: View, entries: Readonly<Record<string, Entry>>): Promise<Delivery>
  submitView(user: string, view: View, state: State): Promise<Delivery>
  closeView(user: string, view: View): Promise<Delivery>
  /** A global shortcut, or one on a message. */
  shortcut(user: string, callbackId: string, message?: Message): Promise<Delivery>
  /** Opens the Home tab. */
  openHome(user: string): Promise<Delivery>
  /** An event of the Events API; the same `eventId` with `retry` is Slack sending it again. */
  event(type: string, fields: Payload, again?: { eventId?: string; retry?: Retry }): Promise<Delivery>
}

/** Thrown where the bot did not ack in time, or could not be reached. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered'
}

/** Plays people: builds the payloads that Slack would, and does with each ack what Slack would. `patience`: milliseconds to an Unanswered. */
export function createClient(
  transport: Transport,
  platform: Platform,
  teamId: string,
  patience?: number,
): SlackClient {
  const deliver = recorded(patience === undefined ? transport : impatient(transport, patience), platform)
  const desk = { transport: { deliver }, platform, teamId }
  const clicks = clicking(desk)
  return { ...clicks, ...picking(clicks.click), ...modals(desk), ...speaking(desk) }
}

/** Waits as long as Slack does; an ack that comes later is not looked at. */
function impatient(transport: Transport, patience: number): Transport {
  return {
    async deliver(...payload) {
      const late = new AbortController()
      const given = setTimeout(patience, 'late' as const, { signal: late.signal, ref: false })
      try {
        const first = await Promise.race([transport.deliver(...payload), given])
        if (first === 'late') throw new Unanswered(`No ack within ${patience} ms`)
        return first
      } finally {
        given.catch(() => undefined) // aborted: the ack was first
        late.abort()
      }
    },
  }
}

/** The same, with each payload and its ack kept for whoever wants to see them. */
function recorded(transport: Transport, { traffic }: Platform): Transport['deliver'] {
  return async (kind, payload, retry) => {
    const from = performance.now()
    const keep = (ok: boolean, answer: unknown) => {
      const milliseconds = performance.now() - from
      traffic.add({ direction: 'to-stairway', what: kind, ok, request: payload, answer, milliseconds })
    }
    try {
      const sent = await transport.deliver(kind, payload, retry)
      keep(sent.status === 200, sent.body ?? null)
      return sent
    } catch (error) {
      keep(false, error instanceof Error ? error.message : String(error))
      throw error
    }
  }
}

interface Desk {
  readonly transport: Transport
  readonly platform: Platform
  readonly teamId: string
}

function finish({ platform }: Desk, sent: { status: number; body: unknown }, url: string): Delivery {
  const here = (reply: Reply) => url !== '' && reply.url === url
  return {
    status: sent.status,
    ack: sent.body,
    replies: () => platform.responses.entries.filter(here),
    answer: async () => saidInAck(sent.body, url) ?? (await platform.responses.until(here)),
  }
}

function saidInAck(ack: unknown, url: string): Reply | undefined {
  const body = typeof ack === 'string' ? { text: ack } : ack
  if (!isRecord(body) || !(body.text || body.blocks)) return undefined
  return { url, text: asText(body.text), blocks: asBlocks(body.blocks), body }
}

async function interact(desk: Desk, user: string, payload: Payload, url = ''): Promise<Delivery> {
  const framed = { ...envelopes.frameOf(desk.teamId, user), ...payload }
  return finish(desk, await desk.transport.deliver('interactive', framed), url)
}

function speaking(desk: Desk): Pick<SlackClient, 'command' | 'event' | 'shortcut' | 'openHome'> {
  const { transport, platform, teamId } = desk
  const event: SlackClient['event'] = async (type, fields, { eventId = `Ev${randomUUID()}`, retry } = {}) => {
    const payload = {
      ...envelopes.eventOf(teamId, eventId),
      event: { type, event_ts: envelopes.stamp(), ...fields },
    }
    return finish(desk, await transport.deliver('events_api', payload, retry), '')
  }
  return {
    event,
    async openHome(user) {
      const home = platform.home(user)
      const view = home ? { view: payloadOf(home) } : {}
      return event('app_home_opened', { user, channel: dmOf(user), tab: 'home', ...view })
    },
    async command(user, command, text, { channel = 'C0GROWTH' } = {}) {
      const origin = { user, channel }
      const url = platform.responseUrl(origin)
      const answering = { trigger_id: await platform.trigger(user), response_url: url }
      const fields = envelopes.commandOf(teamId, user, channel)
      const sent = await transport.deliver('slash_commands', { ...fields, command, text, ...answering })
      await platform.showAck(origin, sent.body)
      return finish(desk, sent, url)
    },
    async shortcut(user, callback_id, message) {
      const answering = {
        callback_id,
        trigger_id: await platform.trigger(user),
        action_ts: envelopes.stamp(),
      }
      if (!message) return interact(desk, user, { type: 'shortcut', ...answering })
      const url = platform.responseUrl({ user, channel: message.channel })
      const channel = { id: message.channel, name: envelopes.channelName(message.channel) }
      const on = { channel, message_ts: message.ts, message: envelopes.messageOf(message), response_url: url }
      return interact(desk, user, { type: 'message_action', ...answering, ...on }, url)
    },
  }
}

function clicking(desk: Desk): Pick<SlackClient, 'click'> {
  const { platform } = desk
  return {
    async click(user, { on, actionId, blockId = '', type = 'button', value, fields = {}, state }) {
      const modal = 'hash' in on && on.type === 'modal' ? on.id : undefined
      const filled = state ?? (modal === undefined ? {} : untouched(on.blocks))
      const { payload, origin } = envelopes.placeOf(on, user, filled)
      const trigger_id = await platform.trigger(user, modal)
      const url = origin ? platform.responseUrl(origin) : undefined
      const said = { ...(value === undefined ? {} : { value }), ...fields, action_ts: envelopes.stamp() }
      const action = { type, action_id: actionId, block_id: blockId, ...said }
      const answering = { trigger_id, ...(url ? { response_url: url } : {}) }
      const act = { type: 'block_actions', ...payload, ...answering, actions: [action] }
      return interact(desk, user, act, url)
    },
  }
}

function picking(click: SlackClient['click']): Pick<SlackClient, 'clickButton' | 'choose'> {
  const choose: SlackClient['choose'] = async (user, on, name, beside) => {
    const [{ block, element }, option] = findOption(on.blocks, name, beside)
    const type = asText(element.type)
    const ids = envelopes.idsOf(block, element)
    return click(user, { on, ...ids, type, fields: { selected_option: option } })
  }
  return {
    choose,
    async clickButton(user, on, label, beside) {
      if (showsOption(on.blocks, label)) return choose(user, on, label, beside)
      const { block, element } = findButton(on.blocks, label, beside)
      const { text, style, value } = element
      const fields = { text, ...(style ? { style } : {}), ...(value === undefined ? {} : { value }) }
      return click(user, { on, ...envelopes.idsOf(block, element), fields })
    },
  }
}

function modals(desk: Desk): Pick<SlackClient, 'fillAndSubmit' | 'submitView' | 'closeView'> {
  const { platform } = desk
  const submitView: SlackClient['submitView'] = async (user, view, state) => {
    const trigger_id = await platform.trigger(user, view.id)
    const shown = { ...payloadOf(view), state: { values: state } }
    const payload = { type: 'view_submission', trigger_id, view: shown, response_urls: [] }
    const delivery = await interact(desk, user, payload)
    if (delivery.status === 200) await platform.afterSubmission(view.id, delivery.ack)
    return delivery
  }
  return {
    submitView,
    fillAndSubmit: async (user, view, entries) => submitView(user, view, fill(view.blocks, entries)),
    async closeView(user, view) {
      const is_cleared = view.clear_on_close
      platform.closeView(view.id, is_cleared)
      if (!view.notify_on_close) return finish(desk, { status: 200, body: undefined }, '')
      return interact(desk, user, { type: 'view_closed', view: payloadOf(view), is_cleared })
    },
  }
}
