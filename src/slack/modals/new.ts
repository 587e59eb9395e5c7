import { z } from 'zod'
import { parseKey } from '../../domain/key.ts'
import { originName } from '../../domain/origin.ts'
import { refuseUnless } from '../../domain/permission/permission.ts'
import { Refusal } from '../../refusal.ts'
import { createCampaign, DEFAULT_TEMPLATE } from '../../usecases/campaigns.ts'
import type { FoundOrigin } from '../../usecases/reads/origins.ts'
import { entryNumber, itemNumber, rowId } from '../bounds.ts'
import type { Act } from '../context.ts'
import { section } from '../kit/blocks.ts'
import { channelSelect, input, staticSelect, textInput } from '../kit/inputs.ts'
import { code, md } from '../kit/mrkdwn.ts'
import { modal } from '../kit/surfaces.ts'
import { type Submission, type SubmittedModal, textOf } from '../submissions.ts'
import { briefView } from './brief/brief.ts'
import { handlesOf } from './handles.ts'
import { each, under } from './mistakes.ts'

interface NewDefaults {
  readonly template?: string | null
  readonly key?: string | null
  /** Where its idea comes from. */
  readonly from?: FoundOrigin
}

const METADATA = z.object({
  campaignId: rowId,
  n: itemNumber.nullable(),
  idea: entryNumber.nullable(),
})

/** Asks for what a new campaign needs; where it was typed in a channel, that is its channel. */
export async function openNew(act: Act, defaults: NewDefaults = {}): Promise<void> {
  refuseUnless('create', act.actor, null, await act.deps.members())
  const idea = defaults.from?.idea ?? ''
  const { show } = await handlesOf(act.deps, [], idea)
  await act.deps.client.views.open({ trigger_id: act.triggerId, view: view(act, defaults, show(idea)) })
}

function view({ deps, channel }: Act, { template, key, from }: NewDefaults, hypothesis: string) {
  const choices = deps.catalog.templates.map(({ name, title }) => ({ value: name, text: title }))
  const here = channel !== null && /^[CG]/.test(channel) ? { initial: channel } : {}
  const known = choices.find((choice) => choice.value === (template ?? DEFAULT_TEMPLATE)) ?? choices[0]
  return modal({
    title: 'New campaign',
    submit: 'Set up',
    callbackId: NEW_MODAL.callbackId,
    ...(from ? { privateMetadata: JSON.stringify(from.ref) } : {}),
    blocks: [
      from && section(md`Grows from ${code(originName(from.origin))}, which will say so too.`),
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
        textInput({ multiline: true, maxLength: 2_000, initial: hypothesis }),
      ),
      input(
        { blockId: 'key', label: 'Key', hint: 'Short, for commands; made from the name.', optional: true },
        textInput({ maxLength: 40, placeholder: 'winback', initial: key ?? '' }),
      ),
    ],
  })
}

/** The brief's form follows, ready to be filled in. */
async function create(submission: Submission) {
  const { deps, actor, filled } = submission
  const typed = textOf(filled, 'key')
  const { name, channel, key } = await each({
    name: () => under('name', () => given(textOf(filled, 'name'), 'A campaign needs a name.')),
    channel: () =>
      under('channel', () =>
        given(textOf(filled, 'channel'), 'Choose the channel that its card is posted in.'),
      ),
    key: () => under('key', () => (typed === '' ? null : parseKey(typed))),
  })
  const hypothesis = textOf(filled, 'hypothesis')
  const brief = hypothesis === '' ? {} : { hypothesis }
  const from = submission.metadata ? { from: METADATA.parse(JSON.parse(submission.metadata)) } : {}
  const wanted = { name, channel, key, template: textOf(filled, 'template') || null, brief, ...from }
  // With a key of the person's own, only that key can still be refused: it is taken.
  const state = await under(key === null ? 'name' : 'key', () => createCampaign(deps, actor, wanted))
  return { view: await briefView(submission, state, 'made') }
}

function given(typed: string, otherwise: string): string {
  if (typed === '') throw new Refusal('invalid', otherwise)
  return typed
}

export const NEW_MODAL: SubmittedModal = { callbackId: 'new_campaign', mainBlock: 'name', run: create }
