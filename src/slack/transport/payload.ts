import { z } from 'zod'

/** Only what we or Bolt read of them before anybody can catch what goes wrong: the rest is Slack's to add to. */
const id = z.string().min(1).max(255)
const text = z.string()
const one = z.looseObject({ value: text.nullish() })
const picked = {
  value: text.nullish(),
  selected_option: one.nullish(),
  selected_options: z.array(one).nullish(),
  selected_user: id.nullish(),
  selected_users: z.array(id).nullish(),
}
const inputs = z.record(text, z.record(text, z.looseObject(picked)))

const command = z.looseObject({
  command: id,
  text,
  team_id: id,
  user_id: id,
  channel_id: id,
  trigger_id: text,
})

/** What Bolt reads of any event. */
const anyEvent = {
  channel: z.union([id, z.looseObject({ id })]).optional(),
  user: z.union([id, z.looseObject({ id })]).optional(),
  item: z.looseObject({}).optional(),
  view: z.looseObject({}).nullish(),
}
const happened = <T extends z.ZodRawShape>(types: readonly string[], shape: T) =>
  z.looseObject({ ...anyEvent, type: z.enum(types), ...shape })

/** What we read of those that we listen to. */
const HEARD = [
  happened(['app_home_opened'], { user: id }),
  happened(['member_joined_channel'], { user: id, channel: id }),
  happened(
    ['archive', 'unarchive', 'left', 'deleted'].flatMap((end) =>
      ['channel', 'group'].map((kind) => `${kind}_${end}`),
    ),
    { channel: id },
  ),
  happened(['channel_id_changed'], { old_channel_id: id, new_channel_id: id }),
  happened(['team_join', 'user_change'], { user: z.looseObject({ id }) }),
  happened(['subteam_updated'], { subteam: z.looseObject({ id }) }),
  happened(['subteam_members_changed'], { subteam_id: id }),
] as const
const heard = new Set(HEARD.flatMap(({ shape }) => shape.type.options))

const event = z.looseObject({
  type: z.literal('event_callback'),
  team_id: id,
  event: z.union([...HEARD, z.looseObject({ ...anyEvent, type: id.refine((type) => !heard.has(type)) })]),
})

/** Somebody acted: of an app for a whole organisation the team stands with the person. */
const person = { user: z.looseObject({ id }), team: z.looseObject({ id }).nullish() }
const knowsTeam = (body: { user: { team_id?: unknown }; team?: unknown }) =>
  Boolean(body.team) || id.safeParse(body.user.team_id).success
const acted = <T extends z.ZodRawShape>(shape: T) =>
  z.looseObject({ ...person, ...shape }).refine(knowsTeam as never, { error: 'no team' })

const click = acted({
  type: z.literal('block_actions'),
  trigger_id: text,
  actions: z.array(z.looseObject({ ...picked, type: id, action_id: id })).min(1),
  view: z.looseObject({ id, state: z.looseObject({ values: inputs }).nullish() }).nullish(),
  channel: z.looseObject({ id }).nullish(),
  container: z.looseObject({}).nullish(),
})

const view = z.looseObject({ id, callback_id: text, private_metadata: text })
const submission = acted({
  type: z.literal('view_submission'),
  view: view.extend({ state: z.looseObject({ values: inputs }) }),
})
const closed = acted({ type: z.literal('view_closed'), view })
const shortcut = acted({ type: z.enum(['shortcut', 'message_action']), callback_id: id, trigger_id: text })

/** What Slack sends to an app that asks for what our manifest asks for. */
export const PAYLOAD = z.union([command, event, click, submission, closed, shortcut])

/** What it asks of the address itself, over HTTP. */
export const CHECK = z.union([
  z.looseObject({ ssl_check: z.literal('1') }),
  z.looseObject({ type: z.literal('url_verification'), challenge: text }),
])

/** How it comes over Socket Mode. */
export const FRAME = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('hello') }),
  z.looseObject({ type: z.literal('disconnect') }),
  z.looseObject({ type: z.literal('events_api'), envelope_id: id, payload: event }),
  z.looseObject({ type: z.literal('interactive'), envelope_id: id, payload: PAYLOAD }),
  z.looseObject({ type: z.literal('slash_commands'), envelope_id: id, payload: command }),
])
