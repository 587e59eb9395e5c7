import type { App, BlockAction, BlockElementAction, SlackActionMiddlewareArgs } from '@slack/bolt'
import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import { rowId } from '../bounds.ts'
import type { Answer, AnyButton, Click } from '../buttons.ts'
import { listAgain } from '../clicks/again.ts'
import type { BotDeps } from '../context.ts'
import { Mrkdwn } from '../kit/mrkdwn.ts'
import { type Message, message, modal } from '../kit/surfaces.ts'
import { explain } from '../replies/errors.ts'
import { publishHome } from '../replies/home.ts'
import { offering } from '../replies/possible.ts'
import { actOf, inTime, originOf } from './act.ts'
import type { Handle } from './handle.ts'
import { filledIn } from './submissions.ts'

type ClickArgs = SlackActionMiddlewareArgs<BlockAction>

/** Routes every click and choice to its button; what nobody handles is said, never ignored. */
export function routeClicks(app: App, deps: BotDeps, buttons: readonly AnyButton[], handle: Handle): void {
  const byId = new Map(buttons.map((button) => [button.actionId, button]))
  app.action({ type: 'block_actions' }, (args) =>
    handle(`click ${args.action.action_id}`, () => clicked(deps, byId, args as ClickArgs)),
  )
}

async function clicked(deps: BotDeps, buttons: Map<string, AnyButton>, args: ClickArgs): Promise<void> {
  const work = press(deps, buttons, args)
  await inTime(
    work,
    async (pressed) => {
      await args.ack()
      await say(deps, args, pressed)
    },
    () => args.ack(),
    (pressed) => say(deps, args, pressed),
  )
}

interface Pressed {
  readonly answer: Answer
  /** A refusal stands beside what was clicked on; it never takes its place. */
  readonly refused: boolean
}

/** Never rejects: what went wrong is an answer too. */
async function press(
  deps: BotDeps,
  buttons: Map<string, AnyButton>,
  { body, action }: ClickArgs,
): Promise<Pressed> {
  try {
    if (action.type === 'button' && action.url) return { answer: null, refused: false }
    const button = buttons.get(action.action_id)
    if (!button) throw new SyntaxError(`No button has the action_id ${action.action_id}`)
    const click = await clickOf(deps, body, action)
    const answer = await offering(click, () => button.press(pressedValue(action), click))
    return { answer, refused: false }
  } catch (error) {
    const answer = await explain(deps, error)
    return isStale(error, body) ? renewed(deps, body, action, answer) : { answer, refused: true }
  }
}

/** A private answer does not change by itself: its buttons may be for what is not so any more. */
function isStale(error: unknown, { container }: BlockAction): boolean {
  return error instanceof Refusal && error.code === 'conflict' && container?.is_ephemeral === true
}

/** The no takes its place, above the list or card that it was, as that is now. */
async function renewed(
  deps: BotDeps,
  body: BlockAction,
  action: BlockElementAction,
  no: Message,
): Promise<Pressed> {
  const of = STOOD_ON.safeParse(typedValue(action)).data
  // The no is said, whether what it was on can be drawn again or not.
  const again = of && (await listAgain(await clickOf(deps, body, action), of).catch((): null => null))
  const blocks = [...no.blocks, ...(again?.blocks ?? [])]
  return { answer: message({ text: new Mrkdwn(no.text), blocks }), refused: false }
}

const STOOD_ON = z.object({
  c: rowId,
  n: z.int().catch(0),
  at: z.union([z.int(), z.enum(['waiting', 'card', 'all', 'mine', 'campaign'])]),
  page: z.int().exactOptional(),
})

function typedValue(action: BlockElementAction): unknown {
  try {
    return JSON.parse(pressedValue(action))
  } catch {
    return null
  }
}

async function clickOf(deps: BotDeps, body: BlockAction, action: BlockElementAction): Promise<Click> {
  const surface = body.view?.type === 'home' ? 'home' : 'button'
  const payload = {
    ...originOf(body),
    userId: body.user.id,
    triggerId: body.trigger_id,
    channel: body.channel?.id ?? null,
    surface,
  } as const
  const act = await actOf(deps, payload)
  return { ...act, chosen: chosenOf(action), form: formOf(body) }
}

function formOf({ view }: BlockAction): Click['form'] {
  if (view?.type !== 'modal') return null
  return { viewId: view.id, metadata: view.private_metadata, filled: filledIn(view) }
}

/** A button's value; of an overflow or a select the chosen option's, which is JSON as well. */
function pressedValue(action: BlockElementAction): string {
  if (action.type === 'button') return action.value ?? ''
  if (action.type === 'overflow' || action.type === 'static_select')
    return action.selected_option?.value ?? ''
  return ''
}

function chosenOf(action: BlockElementAction): string | null {
  if (action.type === 'users_select') return action.selected_user
  if (action.type === 'overflow' || action.type === 'static_select')
    return action.selected_option?.value ?? null
  return null
}

/** Where a private answer can be shown depends on where the button stood. */
async function say(deps: BotDeps, { body, respond }: ClickArgs, { answer, refused }: Pressed): Promise<void> {
  if (body.view?.type === 'home') await publishHome(deps, originOf(body).teamId, body.user.id)
  if (!answer) return
  if (body.view) return sayInModal(deps, body, answer)
  const replace = body.container?.is_ephemeral === true && !refused
  await respond({
    response_type: 'ephemeral',
    replace_original: replace,
    text: answer.text,
    blocks: answer.blocks as never,
  })
}

async function sayInModal(deps: BotDeps, body: BlockAction, answer: Message): Promise<void> {
  const view = modal({ title: 'Stairway', close: 'Close', callbackId: 'said', blocks: answer.blocks })
  const opened = { trigger_id: body.trigger_id, view }
  try {
    await (body.view?.type === 'modal' ? deps.client.views.push(opened) : deps.client.views.open(opened))
  } catch (error) {
    deps.log.warn({ err: error }, 'An answer goes as a direct message, since Slack did not open it')
    const { text, blocks } = answer
    await deps.client.chat.postMessage({ channel: body.user.id, text, blocks: blocks as never })
  }
}
