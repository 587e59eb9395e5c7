import { parseKey } from '../../domain/key.ts'
import { createCampaign, DEFAULT_TEMPLATE } from '../../usecases/campaigns.ts'
import type { Act } from '../context.ts'
import { channelSelect, input, staticSelect, textInput } from '../kit/inputs.ts'
import { modal } from '../kit/surfaces.ts'
import { said } from '../said.ts'
import { InputMistake, type Submission, type SubmittedModal, textOf } from '../submissions.ts'
import { createdWords } from './done-words.ts'
import { under } from './mistakes.ts'

export interface NewDefaults {
  readonly template?: string | null
  readonly key?: string | null
}

/** Asks for what a new campaign needs; where it was typed in a channel, that is its channel. */
export async function openNew(act: Act, defaults: NewDefaults = {}): Promise<void> {
  await act.deps.client.views.open({ trigger_id: act.triggerId, view: view(act, defaults) })
}

function view({ deps, channel }: Act, { template, key }: NewDefaults) {
  const choices = deps.catalog.templates.map(({ name, title }) => ({ value: name, text: title }))
  const here = channel !== null && /^[CG]/.test(channel) ? { initial: channel } : {}
  const known = choices.find((choice) => choice.value === (template ?? DEFAULT_TEMPLATE)) ?? choices[0]
  return modal({
    title: 'New campaign',
    submit: 'Set up',
    callbackId: NEW_MODAL.callbackId,
    blocks: [
      input({ blockId: 'name', label: 'Name' }, textInput({ focus: true })),
      input(
        {
          blockId: 'template',
          label: 'Template',
          hint: 'Its tasks are the checklist before the launch; some fill in the brief too.',
        },
        staticSelect({ choices, ...(known ? { initial: known.value } : {}) }),
      ),
      input(
        { blockId: 'channel', label: 'Channel', hint: 'Its card is posted and kept up to date there.' },
        channelSelect(here),
      ),
      input(
        { blockId: 'hypothesis', label: 'Hypothesis', hint: 'What should happen, and why.', optional: true },
        textInput({ multiline: true, maxLength: 2_000 }),
      ),
      input(
        { blockId: 'key', label: 'Key', hint: 'Short, for commands; made from the name.', optional: true },
        textInput({ maxLength: 40, placeholder: 'winback', initial: key ?? '' }),
      ),
    ],
  })
}

async function create(submission: Submission) {
  const { deps, actor, filled } = submission
  const name = textOf(filled, 'name')
  if (name === '') throw new InputMistake('name', 'A campaign needs a name.')
  const channel = textOf(filled, 'channel')
  if (channel === '') throw new InputMistake('channel', 'Choose the channel that its card is posted in.')
  const typed = textOf(filled, 'key')
  const key = typed === '' ? null : await under('key', () => parseKey(typed))
  const hypothesis = textOf(filled, 'hypothesis')
  const brief = hypothesis === '' ? {} : { hypothesis }
  const wanted = { name, channel, key, template: textOf(filled, 'template') || null, brief }
  // With a key of the person's own, only that key can still be refused: it is taken.
  const state = await under(key === null ? 'name' : 'key', () => createCampaign(deps, actor, wanted))
  return said(submission, createdWords(state, deps.catalog))
}

export const NEW_MODAL: SubmittedModal = { callbackId: 'new_campaign', mainBlock: 'name', run: create }
