import { changeBrief, isOpenField } from '../../../domain/brief/brief.ts'
import { peopleOfStep } from '../../../domain/brief/stages.ts'
import { scheduleLaunch } from '../../../domain/launch.ts'
import { may, refuseUnless } from '../../../domain/permission/permission.ts'
import type { Campaign, CampaignState } from '../../../domain/state/campaign.ts'
import { isBeforeLaunch, stageWords } from '../../../domain/state/stage.ts'
import { saveBrief } from '../../../usecases/briefs.ts'
import { scheduled } from '../../../usecases/follow-on/notices.ts'
import { type CampaignRef, readState } from '../../../usecases/reads/campaigns.ts'
import type { Answer, Click } from '../../buttons.ts'
import type { Look } from '../../cards/look.ts'
import type { Act } from '../../context.ts'
import { note, section } from '../../kit/blocks.ts'
import { bold, code, type Mrkdwn, md } from '../../kit/mrkdwn.ts'
import { modal } from '../../kit/surfaces.ts'
import { clip } from '../../kit/text.ts'
import { outcomeOf } from '../../outcome.ts'
import { briefSaid } from '../../replies/brief.ts'
import { lookFor } from '../../replies/look-for.ts'
import { rich } from '../../rich.ts'
import type { Submission, SubmittedModal } from '../../submissions.ts'
import { briefChangedWords, createdWords } from '../done-words.ts'
import { type Handles, handlesOf } from '../handles.ts'
import { allOf, under } from '../mistakes.ts'
import {
  begun,
  type Form,
  firstInput,
  METADATA,
  type Metadata,
  partBlocks,
  partText,
  readPart,
  withRow,
} from './form.ts'
import { beginning, markOf } from './marks.ts'
import { type At, briefField, type Edited, FORM_FIELDS, type FormField } from './part.ts'
import { changedRows, listOf, type RowAdding, type RowChange } from './rows.ts'

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
  await act.deps.client.views.open({ trigger_id: act.triggerId, view: await briefView(act, state) })
}

/** The form as it begins; `made` where it follows on the campaign's creation. */
export async function briefView(act: Act, state: CampaignState, made?: 'made') {
  const at = await atOf(act, state)
  return view(act, state, at, begun(at), made ? { made: true } : {})
}

/** Adds a row to the form that was clicked in; what is typed stays. */
export async function addRow({ kind }: RowAdding, click: Click): Promise<Answer> {
  const name = listOf(kind)
  return again(click, (form, at) => withRow(form, name, kind, at) ?? { ...form, full: name })
}

/** Moves or removes a row of the form that was clicked in. */
export async function changeRow(change: RowChange, click: Click): Promise<Answer> {
  return again(click, (form) => {
    const changed = (name: 'guardrails' | 'arms' | 'plan') =>
      form.rows[name] && changedRows(form.rows[name], change)
    return {
      filled: form.filled,
      rows: { guardrails: changed('guardrails'), arms: changed('arms'), plan: changed('plan') },
    }
  })
}

async function again(click: Click, change: (form: Form, at: At) => Form): Promise<Answer> {
  if (!click.form) throw new SyntaxError('A row was changed outside of a form')
  const kept = METADATA.parse(JSON.parse(click.form.metadata))
  const state = await readState(click.deps, click.actor, { id: kept.id })
  const at = await atOf(click, state)
  const form = change({ filled: click.form.filled, rows: kept.rows }, at)
  await redraw(click, click.form.viewId, await view(click, state, at, form, kept))
  return null
}

/** Who closed the form meanwhile wants no more of it. */
async function redraw({ deps }: Click, viewId: string, shown: ReturnType<typeof modal>): Promise<void> {
  try {
    await deps.client.views.update({ view_id: viewId, view: shown })
  } catch (error) {
    const failed = outcomeOf(error)
    if (failed.is !== 'refused' || failed.error !== 'not_found') throw error
  }
}

async function view(
  act: Act,
  state: CampaignState,
  at: At,
  form: Form,
  { was, made }: Pick<Partial<Metadata>, 'was' | 'made'>,
) {
  const { campaign } = state
  const words = made ? createdWords(state, act.deps.catalog, 'head') : ''
  const look = await lookFor(act.deps, act.actor, state, words)
  const open = openParts(act, state, look)
  const blocks = FORM_FIELDS.flatMap((field) =>
    open.includes(field) ? partBlocks(field, form, at) : [partText(field, at, look)],
  )
  const begin = beginning(blocks)
  const marks = Object.fromEntries(open.map((field) => [field, markOf(field, begin, form.rows)]))
  const kept: Metadata = { id: campaign.id, was: was ?? marks, rows: form.rows, ...(made ? { made } : {}) }
  const head = made ? rich(words, look.names) : title(campaign)
  return modal({
    title: 'Brief',
    callbackId: BRIEF_MODAL.callbackId,
    privateMetadata: JSON.stringify(kept),
    blocks: [section(head), note(aboutChanges(campaign, open.length > 0)), ...blocks],
  })
}

function title(campaign: Campaign): Mrkdwn {
  const name = bold(clip(campaign.brief.name, 150))
  return md`${name}  ${code(campaign.key)}  ·  ${stageWords(campaign.stage)}`
}

function openParts({ actor }: Act, state: CampaignState, { members }: Look): readonly FormField[] {
  if (!may('change_brief', actor, state, members)) return []
  return FORM_FIELDS.filter((field) => isOpenPart(state.campaign, field))
}

function isOpenPart(campaign: Campaign, field: FormField): boolean {
  const named = briefField(field)
  return named === null ? isBeforeLaunch(campaign.stage) : isOpenField(campaign, named)
}

function aboutChanges({ stage, endedAt }: Campaign, runs: boolean): string {
  if (endedAt) return 'It has ended, so its brief stays as it was.'
  if (!runs) return 'Those who run this campaign can change it; you can read it.'
  if (stage === 'in_review' || stage === 'approved')
    return 'Changing what was submitted needs a new approval.'
  if (stage !== 'preparing') return 'It was launched, so what was approved stays; the rest can be changed.'
  return 'An empty field is allowed until it is submitted.'
}

async function atOf({ deps, now }: Act, state: CampaignState): Promise<At> {
  const { campaign } = state
  return { campaign, catalog: deps.catalog, handles: await handlesFor(deps, state), now }
}

async function handlesFor(
  { people }: Pick<Act['deps'], 'people'>,
  { campaign }: CampaignState,
): Promise<Handles> {
  const { owner, brief } = campaign
  const members = [...(await people.members()).values()].flatMap((team) => [...team])
  const doers = brief.plan.flatMap(peopleOfStep)
  const ids = [owner, ...(brief.partner ? [brief.partner] : []), ...doers, ...members]
  return handlesOf({ people }, ids, JSON.stringify(brief))
}

async function save(submission: Submission) {
  const { deps, actor, metadata, filled } = submission
  const { id, was, rows } = METADATA.parse(JSON.parse(metadata))
  const state = await readState(deps, actor, { id })
  const at = await atOf(submission, state)
  const edited = FORM_FIELDS.filter((field) => was[field] && was[field] !== markOf(field, filled, rows))
  const read = await allOf(edited.map((field) => () => checked(field, { filled, rows }, state, at)))
  const patch = Object.assign({}, ...read.map((each) => each.patch ?? {}))
  const launchAt = read.find((each) => each.launchAt)?.launchAt ?? null
  const changed = await saveBrief(deps, actor, { id }, patch, launchAt)
  const goesLive = launchAt ? `\n${scheduled(changed.after, launchAt)}` : ''
  const words =
    launchAt && changed.events.length === 0 ? goesLive.trim() : `${briefChangedWords(changed)}${goesLive}`
  return briefSaid(submission, words, changed.after)
}

/** One edited part. Its mistakes are what can't be read, is not declared, or is closed by now. */
async function checked(field: FormField, form: Form, state: CampaignState, at: At): Promise<Edited> {
  const edited = await readPart(field, form, at)
  return under(firstInput(field, form.rows, form.filled), () => {
    if (edited.patch) changeBrief(state, edited.patch, at.catalog)
    if (edited.launchAt) scheduleLaunch(state, edited.launchAt, at.catalog.freezes, at.now)
    return edited
  })
}

/** The channel is open for change as long as anything is. */
export const BRIEF_MODAL: SubmittedModal = { callbackId: 'brief', mainBlock: 'channel', run: save }
