import { z } from 'zod'
import type { Act, ActRequest, Done, On } from '../contract.ts'
import { type Delivery, Unanswered } from '../workspace/client.ts'
import { findElement } from '../workspace/controls.ts'
import { incomplete } from '../workspace/forms.ts'
import { Lost } from '../workspace/post.ts'
import { asText, type Ephemeral, type Message, type View } from '../workspace/types.ts'
import { isPerson } from '../workspace/workspace.ts'
import type { Room } from './room.ts'

const id = z.string().max(255)
const ref = z.strictObject({ channel: id, ts: id })
const element = z.looseObject({ type: id })
const form = z.record(id, z.record(id, element))
const on = z.union([
  z.strictObject({ message: ref }),
  z.strictObject({ ephemeral: ref }),
  z.strictObject({ view: z.strictObject({ id }) }),
])
const text = z.string().max(12_000)

/** What the page may send. */
export const ACT_REQUEST: z.ZodType<ActRequest> = z.strictObject({
  as: id.refine(isPerson, { error: 'nobody of this workspace' }),
  act: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('command'), channel: id, text }),
    z.strictObject({ kind: z.literal('message'), channel: id, text, threadTs: id.exactOptional() }),
    z.strictObject({
      kind: z.literal('click'),
      on,
      blockId: id,
      actionId: id,
      fields: element,
      state: form.exactOptional(),
    }),
    z.strictObject({ kind: z.literal('submit'), viewId: id, state: form }),
    z.strictObject({ kind: z.literal('close'), viewId: id }),
    z.strictObject({ kind: z.literal('home') }),
    z.strictObject({ kind: z.literal('shortcut'), callbackId: id, message: ref.exactOptional() }),
    z.strictObject({ kind: z.literal('harm'), key: id, arms: z.array(id).max(10) }),
  ]),
})

/** Does what a person did at their Slack, over the real protocol; what Slack would tell them where it fails. */
export async function perform(room: Room, { as, act }: ActRequest): Promise<Done> {
  const { client } = room
  switch (act.kind) {
    case 'command':
      return told('/campaign failed with the error', () =>
        client.command(as, '/campaign', act.text, { channel: act.channel }),
      )
    case 'message':
      return write(room, as, act)
    case 'click':
      return click(room, as, act)
    case 'submit':
      return submit(room, as, act)
    case 'close':
      return told('Closing it was not noticed:', async () =>
        client.closeView(as, viewOf(room, as, act.viewId)),
      )
    case 'home':
      return told('Stairway was not told:', () => client.openHome(as))
    case 'shortcut':
      return told('The shortcut failed with the error', async () =>
        client.shortcut(as, act.callbackId, act.message && (await messageAt(room, as, act.message))),
      )
    case 'harm':
      await room.harm(act.key, act.arms)
      return { ok: true }
  }
}

type Did<Kind extends Act['kind']> = Extract<Act, { kind: Kind }>

async function write({ slack, installed }: Room, me: string, act: Did<'message'>): Promise<Done> {
  if (act.channel.startsWith('D') && installed.readOnly)
    throw new Error(`Nobody can write to ${installed.name} here`)
  await slack.write(me, act.channel, act.text, act.threadTs)
  return { ok: true }
}

async function click(room: Room, me: string, act: Did<'click'>): Promise<Done> {
  const { blockId, actionId, fields, state = {} } = act
  const on = await surfaceOf(room, me, act.on)
  const { block, element } = findElement(on.blocks, { blockId, actionId, value: fields.value })
  if (element.type !== fields.type) throw new Error(`${actionId} is a ${element.type}, not a ${fields.type}`)
  const there = { on, blockId: asText(block.block_id), actionId }
  return told('Stairway did not answer this click:', () =>
    room.client.click(me, { ...there, type: fields.type, fields, state }),
  )
}

async function submit(room: Room, me: string, { viewId, state }: Did<'submit'>): Promise<Done> {
  const view = viewOf(room, me, viewId)
  const missing = incomplete(view.blocks, state)
  if (missing.length > 0) return { ok: false, error: `Please complete ${missing.join(', ')}` }
  return told('We had some trouble connecting. Try again?', () => room.client.submitView(me, view, state))
}

async function told(words: string, act: () => Promise<Delivery>): Promise<Done> {
  try {
    const { status } = await act()
    return status === 200 ? { ok: true } : { ok: false, error: `${words} dispatch_failed` }
  } catch (error) {
    if (error instanceof Unanswered) return { ok: false, error: `${words} operation_timeout` }
    if (error instanceof Lost) return { ok: false, error: `${words} dispatch_failed` }
    throw error
  }
}

async function surfaceOf(room: Room, me: string, place: On): Promise<Message | Ephemeral | View> {
  if ('view' in place) return viewOf(room, me, place.view.id)
  if ('message' in place) return messageAt(room, me, place.message)
  const { channel, ts } = place.ephemeral
  const line = room.slack.ephemerals(me).find((each) => each.channel === channel && each.ts === ts)
  if (line) return line
  throw new Error('This private line is not there any more')
}

/** A modal of their own, or their Home tab. */
function viewOf({ slack }: Room, me: string, viewId: string): View {
  const own = [...slack.views.filter(({ user }) => user === me), ...slack.homes(me).slice(-1)]
  const view = own.find((each) => each.id === viewId)
  if (view) return view
  throw new Error('This view is not open any more')
}

async function messageAt({ slack }: Room, me: string, { channel, ts }: { channel: string; ts: string }) {
  if (channel.startsWith('D') && channel !== `D${me.slice(1)}`)
    throw new Error('This message is of somebody else')
  const roots = await slack.messages(channel)
  const found = roots.flatMap((root) => [root, ...root.replies]).find((message) => message.ts === ts)
  if (found) return found
  throw new Error('This message is not there any more')
}
