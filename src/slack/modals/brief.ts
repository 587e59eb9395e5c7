import { z } from 'zod'
import { type BriefPatch, changeBrief, isOpenField } from '../../domain/brief/brief.ts'
import { parseBriefValue } from '../../domain/brief/values.ts'
import { may, refuseUnless } from '../../domain/permission/permission.ts'
import type { Campaign, CampaignState } from '../../domain/state/campaign.ts'
import { stageWords } from '../../domain/state/stage.ts'
import { Refusal } from '../../refusal.ts'
import { editBrief } from '../../usecases/campaigns.ts'
import { type CampaignRef, readState } from '../../usecases/reads/campaigns.ts'
import { rowId } from '../bounds.ts'
import type { Act } from '../context.ts'
import { note, section } from '../kit/blocks.ts'
import { bold, code, md } from '../kit/mrkdwn.ts'
import { modal } from '../kit/surfaces.ts'
import { clip } from '../kit/text.ts'
import { briefSaid } from '../replies/brief.ts'
import { lookFor } from '../replies/look-for.ts'
import type { Submission, SubmittedModal } from '../submissions.ts'
import {
  beginsWith,
  briefField,
  FORM_FIELDS,
  type FormField,
  fieldInput,
  fieldText,
  filledWith,
  isTyped,
  markOf,
} from './brief-form.ts'
import { briefChangedWords } from './done-words.ts'
import { type Handles, handlesOf } from './handles.ts'
import { under } from './mistakes.ts'

/** `was`: the mark of what each input began with. */
const METADATA = z.object({ id: rowId, was: z.record(z.string(), z.string()) })

/** Shows the whole brief: as inputs what this person may change at this stage, as text the rest. */
export async function openBrief(act: Act, ref: CampaignRef): Promise<void> {
  await show(act, await readState(act.deps, act.actor, ref))
}

/** Opens it for a change alone. Throws a Refusal for who could only read it. */
export async function openBriefToChange(act: Act, ref: CampaignRef): Promise<void> {
  const state = await readState(act.deps, act.actor, ref)
  refuseUnless('change_brief', act.actor, state, await act.deps.members())
  await show(act, state)
}

async function show(act: Act, state: CampaignState): Promise<void> {
  await act.deps.client.views.open({ trigger_id: act.triggerId, view: await view(act, state) })
}

async function view({ deps, actor }: Act, state: CampaignState) {
  const { campaign } = state
  const look = await lookFor(deps, actor, state)
  const handles = await handlesFor(deps, state)
  const runs = may('change_brief', actor, state, look.members)
  const open = FORM_FIELDS.filter((field) => runs && isOpenField(campaign, briefField(field)))
  const initial = (field: FormField) => beginsWith(field, campaign, deps.catalog, handles)
  const was = Object.fromEntries(open.map((field) => [field, markOf(initial(field))]))
  return modal({
    title: 'Brief',
    callbackId: BRIEF_MODAL.callbackId,
    privateMetadata: JSON.stringify({ id: campaign.id, was }),
    blocks: [
      section(
        md`${bold(clip(campaign.brief.name, 150))}  ${code(campaign.key)}  ·  ${stageWords(campaign.stage)}`,
      ),
      note(aboutChanges(campaign, runs)),
      ...FORM_FIELDS.map((field) =>
        open.includes(field)
          ? fieldInput(field, initial(field), deps.catalog)
          : fieldText(field, campaign, look),
      ),
    ],
  })
}

function aboutChanges({ stage, endedAt }: Campaign, runs: boolean): string {
  if (!runs) return 'Those who run this campaign can change it; you can read it.'
  if (endedAt) return 'It has ended, so its brief stays as it was.'
  if (stage === 'in_review' || stage === 'approved')
    return 'Changing what was submitted needs a new approval.'
  if (stage !== 'preparing') return 'It was launched, so what was approved stays; the rest can be changed.'
  return 'An empty field is allowed until it is submitted.'
}

async function handlesFor(
  { people }: Pick<Act['deps'], 'people'>,
  { campaign }: CampaignState,
): Promise<Handles> {
  const { owner, brief } = campaign
  const members = [...(await people.members()).values()].flatMap((team) => [...team])
  const doers = brief.plan.flatMap((step) => (step.kind === 'human' ? [step.person] : []))
  const ids = [owner, ...(brief.partner ? [brief.partner] : []), ...doers, ...members]
  return handlesOf({ people }, ids, JSON.stringify(brief))
}

async function save(submission: Submission) {
  const { deps, actor, metadata } = submission
  const { id, was } = METADATA.parse(JSON.parse(metadata))
  const state = await readState(deps, actor, { id })
  const handles = await handlesFor(deps, state)
  let patch: BriefPatch = {}
  for (const field of FORM_FIELDS) {
    const typed = filledWith(field, submission.filled)
    if (was[field] === undefined || was[field] === markOf(typed)) continue
    patch = { ...patch, ...(await under(field, () => readField(field, typed, state, submission, handles))) }
  }
  const changed = await editBrief(deps, actor, { id }, patch)
  return briefSaid(submission, briefChangedWords(changed), changed.after)
}

/** One edited field. Throws a Refusal for what can't be read, is not declared, or is closed by now. */
function readField(
  field: FormField,
  typed: string,
  state: CampaignState,
  { deps }: Act,
  handles: Handles,
): BriefPatch {
  const patch = parseField(field, typed, deps.catalog.metrics, handles)
  changeBrief(state, patch, deps.catalog)
  return patch
}

function parseField(
  field: FormField,
  typed: string,
  metrics: Parameters<typeof parseBriefValue>[2],
  handles: Handles,
): BriefPatch {
  if (field === 'partner') return { partner: typed || null }
  if (field === 'channel') return { channel: readChannel(typed) }
  if (!isTyped(field)) return parseBriefValue(field, typed, metrics)
  const tokens = field === 'hypothesis' || field === 'plan'
  return tokens
    ? withPeople(handles, () => parseBriefValue(field, handles.read(typed), metrics))
    : parseBriefValue(field, typed, metrics)
}

function readChannel(chosen: string): string {
  if (chosen !== '') return chosen
  throw new Refusal('invalid', 'A campaign has a channel: choose the one that its card is posted in.')
}

/** Slack's text inputs know no mentions, so a Refusal names those who can be typed. */
function withPeople<T>(handles: Handles, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal(error.code, `${error.message} People here: ${handles.all.slice(0, 20).join(', ')}.`)
  }
}

/** The channel is open for change as long as anything is. */
export const BRIEF_MODAL: SubmittedModal = { callbackId: 'brief', mainBlock: 'channel', run: save }
