/** What could be sent to the bot by whoever has its secret: much of it by nobody who is well. */
import { COMMANDS } from '../../commands/index.ts'
import type { Kind, Payload } from '../../sandbox/workspace/client.ts'
import { commandOf, eventOf, frameOf, stamp } from '../../sandbox/workspace/envelopes.ts'
import { asList, asText, isRecord } from '../../sandbox/workspace/types.ts'
import { bot } from '../../sandbox/workspace/workspace.ts'
import { ALL_BUTTONS } from '../../src/slack/clicks/index.ts'
import { ALL_MODALS } from '../../src/slack/modals/index.ts'
import { EVENTS, FIELDS, HELD, LONG, NUMBERS, ODD_WORDS, PEOPLE, SHAPES, TIMES, USAGE } from './words.ts'

/** What is known of the place that is attacked. */
export interface Known {
  readonly teamId: string
  readonly users: readonly string[]
  readonly channels: readonly string[]
  /** Keys of campaigns, here and elsewhere. */
  readonly keys: readonly string[]
  /** Values of buttons that were shown, here and elsewhere. */
  readonly values: readonly string[]
  /** Forms that were opened. */
  readonly views: readonly Payload[]
}

/** A payload, or what only looks like one; `trigger_id` and `response_url` come when it is sent. */
export interface Shot {
  readonly kind: Kind
  readonly payload: unknown
}

export const FAMILIES = ['command', 'action', 'form', 'event', 'odd'] as const
export type Family = (typeof FAMILIES)[number]

type Random = () => number

export function shotOf(family: Family, random: Random, known: Known): Shot {
  switch (family) {
    case 'command':
      return commandShot(random, known)
    case 'action':
      return actionShot(random, known)
    case 'form':
      return formShot(random, known)
    case 'event':
      return eventShot(random, known)
    case 'odd':
      return oddShot(random, known)
  }
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T
}

function some<T>(random: Random, most: number, make: () => T): T[] {
  return Array.from({ length: Math.floor(random() * (most + 1)) }, make)
}

function word(random: Random, { keys }: Known): string {
  return pick(random, pick(random, [keys, USAGE, NUMBERS, TIMES, PEOPLE, ODD_WORDS, LONG]))
}

function commandShot(random: Random, known: Known): Shot {
  const name = random() < 0.9 ? pick(random, COMMANDS).name : word(random, known)
  const key = random() < 0.6 ? [pick(random, known.keys)] : []
  const text = [name, ...key, ...some(random, 7, () => word(random, known))].join(' ')
  const fields = commandOf(known.teamId, pick(random, known.users), pick(random, known.channels))
  return { kind: 'slash_commands', payload: { ...fields, command: '/campaign', text } }
}

/** A value that was shown, one with another number in it, one that nobody wrote, or none. */
function anyValue(random: Random, { values }: Known): string {
  const shown = values.length > 0 ? pick(random, values) : '{}'
  const luck = random()
  if (luck < 0.4) return shown
  if (luck < 0.6) return shown.replace(/\d+/g, () => String(pick(random, HELD)))
  if (luck < 0.9)
    return JSON.stringify(
      Object.fromEntries(some(random, 4, () => [pick(random, FIELDS), pick(random, HELD)] as const)),
    )
  return pick(random, ['', 'null', '[]', '7', '{', 'x'.repeat(2_000), '{"__proto__":{"c":1}}'])
}

function actionShot(random: Random, known: Known): Shot {
  const user = pick(random, known.users)
  const value = anyValue(random, known)
  const type = pick(random, ['button', 'button', 'button', 'static_select', 'overflow', 'users_select'])
  const held = {
    button: { value },
    static_select: { selected_option: { value } },
    overflow: { selected_option: { value } },
    users_select: { selected_user: pick(random, [user, 'U0NOBODY', 'U0RAJ']) },
  }[type]
  const action_id =
    random() < 0.97 ? pick(random, ALL_BUTTONS).actionId : word(random, known).slice(0, 255) || 'x'
  const action = { type, action_id, block_id: 'b', action_ts: stamp(), ...held }
  const place = placeShot(random, known)
  return {
    kind: 'interactive',
    payload: { ...frameOf(known.teamId, user), type: 'block_actions', ...place, actions: [action] },
  }
}

function placeShot(random: Random, { channels, views }: Known): Payload {
  const id = pick(random, channels)
  const message = {
    container: { type: 'message', message_ts: stamp(), channel_id: id, is_ephemeral: random() < 0.5 },
  }
  if (random() < 0.6) return { ...message, channel: { id, name: 'x' }, state: { values: {} } }
  const view = views.length > 0 && random() < 0.7 ? pick(random, views) : { type: 'home', blocks: [] }
  return { container: { type: 'view', view_id: 'V1' }, view: shown(view) }
}

function shown(view: Payload): Payload {
  return { id: 'V1', hash: 'h', callback_id: 'none', private_metadata: '', state: { values: {} }, ...view }
}

function formShot(random: Random, known: Known): Shot {
  const seen = known.views.length > 0 && random() < 0.7 ? pick(random, known.views) : null
  const view = seen ?? { type: 'modal', callback_id: pick(random, ALL_MODALS).callbackId, blocks: [] }
  const values = Object.fromEntries(
    asList(view.blocks)
      .filter(isRecord)
      .flatMap((block) => inputOf(random, known, block)),
  )
  const metadata = random() < 0.5 && seen ? {} : { private_metadata: anyValue(random, known) }
  const filled = { ...shown(view), ...metadata, state: { values } }
  const frame = frameOf(known.teamId, pick(random, known.users))
  const type = random() < 0.95 ? 'view_submission' : 'view_closed'
  return { kind: 'interactive', payload: { ...frame, type, view: filled, response_urls: [] } }
}

/** What somebody put into an input; now and then it is not there, as if the form were of another version. */
function inputOf(random: Random, known: Known, block: Record<string, unknown>): [string, Payload][] {
  if (!isRecord(block.element) || random() < 0.1) return []
  const { action_id, type } = block.element
  const value = some(random, 3, () => word(random, known)).join(' ')
  const option = {
    text: { type: 'plain_text', text: value },
    value: pick(random, [value, ...known.values, '0']),
  }
  const user = pick(random, known.users)
  const held = pick<Payload>(random, [
    { value: value || null },
    { value },
    { selected_option: option },
    { selected_options: [option] },
    { selected_user: user },
    { selected_users: [user, user] },
    { selected_channel: pick(random, known.channels) },
    { selected_date: pick(random, TIMES) },
  ])
  return [[asText(block.block_id), { [asText(action_id)]: { type, ...held } }]]
}

function eventShot(random: Random, known: Known): Shot {
  const user = pick(random, [...known.users, bot.user, 'U0NOBODY'])
  const channel = pick(random, [...known.channels, 'C0NONE', 'D0X'])
  const event = {
    type: pick(random, EVENTS),
    event_ts: stamp(),
    user,
    channel,
    tab: pick(random, ['home', 'messages']),
  }
  const id = `Ev${Math.floor(random() * 1e9)}`
  return { kind: 'events_api', payload: { ...eventOf(known.teamId, id), event } }
}

/** A payload of another kind with one thing in it that has another shape. */
function oddShot(random: Random, known: Known): Shot {
  const { kind, payload } = shotOf(
    pick(random, ['command', 'action', 'form', 'event'] as const),
    random,
    known,
  )
  return { kind, payload: bent(random, payload) }
}

function bent(random: Random, value: unknown): unknown {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
  if (keys.length === 0 || random() < 0.1) return pick(random, SHAPES)
  const key = pick(random, keys)
  if (Array.isArray(value)) return value.with(Number(key), bent(random, value[Number(key)]))
  return { ...(value as object), [key]: bent(random, (value as Record<string, unknown>)[key]) }
}
