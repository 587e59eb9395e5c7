import type { App, SlackViewMiddlewareArgs, ViewOutput, ViewSubmitAction } from '@slack/bolt'
import { Refusal } from '../../refusal.ts'
import type { BotDeps } from '../context.ts'
import { modal } from '../kit/surfaces.ts'
import { clip } from '../kit/text.ts'
import { explain } from '../replies/errors.ts'
import { offering } from '../replies/possible.ts'
import { plain } from '../rich.ts'
import type { Filled, SubmittedModal } from '../submissions.ts'
import { InputMistake, InputMistakes } from '../submissions.ts'
import { actOf, originOf } from './act.ts'
import type { Handle } from './handle.ts'

type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction>
type Ack = Parameters<SubmitArgs['ack']>[0]

/** Routes every submitted modal; a mistake keeps it open with everything that was typed. */
export function routeSubmissions(
  app: App,
  deps: BotDeps,
  modals: readonly SubmittedModal[],
  handle: Handle,
): void {
  const byId = new Map(modals.map((each) => [each.callbackId, each]))
  app.view({ type: 'view_submission' }, (args) =>
    handle(`submit ${args.view.callback_id}`, async () => {
      await args.ack(await submitted(deps, byId.get(args.view.callback_id), args as SubmitArgs))
    }),
  )
  app.view({ type: 'view_closed' }, (args) => handle('close', async () => args.ack()))
}

async function submitted(
  deps: BotDeps,
  known: SubmittedModal | undefined,
  { body, view }: SubmitArgs,
): Promise<Ack> {
  if (!known) return undefined
  try {
    const payload = {
      ...originOf(body),
      userId: body.user.id,
      triggerId: (body as { trigger_id?: string }).trigger_id ?? '',
      channel: null,
      surface: 'modal',
    } as const
    const act = await actOf(deps, payload)
    const submission = { ...act, filled: filledIn(view), metadata: view.private_metadata }
    const said = await offering(act, () => known.run(submission))
    if (said === null) return undefined
    return 'view' in said ? { response_action: 'update', view: said.view } : showing(said.blocks)
  } catch (error) {
    return mistake(deps, known, error)
  }
}

async function mistake(deps: BotDeps, known: SubmittedModal, error: unknown): Promise<Ack> {
  const wrong = wrongIn(known, error)
  if (wrong) {
    const names = await deps.people.names(wrong)
    const errors = wrong.map(([block, words]) => [block, clip(plain(words, names), 1_000)])
    return { response_action: 'errors', errors: Object.fromEntries(errors) }
  }
  const said = await explain(deps, error)
  return {
    response_action: 'push',
    view: modal({ title: 'Stairway', close: 'Back', callbackId: 'said', blocks: said.blocks }),
  }
}

/** What was wrong under which input, the first of each; null for what is nobody's mistake. */
function wrongIn({ mainBlock }: SubmittedModal, error: unknown): [blockId: string, words: string][] | null {
  if (error instanceof Refusal) return [[mainBlock, error.message]]
  if (error instanceof InputMistake) return [[error.blockId, error.message]]
  if (!(error instanceof InputMistakes)) return null
  return [...error.all].reverse().map(({ blockId, message }) => [blockId, message])
}

function showing(blocks: Parameters<typeof modal>[0]['blocks']): Ack {
  return {
    response_action: 'update',
    view: modal({ title: 'Stairway', close: 'Close', callbackId: 'said', blocks }),
  }
}

/** Block_id → what stands in its one input. */
export function filledIn({ state }: { readonly state?: ViewOutput['state'] | null }): Filled {
  return Object.fromEntries(
    Object.entries(state?.values ?? {}).map(([blockId, actions]) => [
      blockId,
      inputValue(Object.values(actions)[0]),
    ]),
  )
}

type Value = ViewOutput['state']['values'][string][string]

/** Long because Slack has a field for each kind of input. */
function inputValue(value: Value | undefined): string | string[] | null {
  if (!value) return null
  if (value.selected_options) return value.selected_options.map((option) => option.value ?? '')
  if (value.selected_users) return value.selected_users
  return (
    value.value ??
    value.selected_option?.value ??
    value.selected_user ??
    value.selected_conversation ??
    value.selected_channel ??
    value.selected_date ??
    value.selected_time ??
    (value.selected_date_time ? String(value.selected_date_time) : null)
  )
}
