import { createHash } from 'node:crypto'
import type { InputBlockElement } from '@slack/types'
import { briefValueText, FIELD_FORMS, type TextField } from '../../domain/brief/values.ts'
import { briefValueWords } from '../../domain/brief/words.ts'
import type { Catalog } from '../../domain/catalog/catalog.ts'
import type { Brief } from '../../domain/state/brief.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { Look } from '../cards/look.ts'
import { longRich, planWords } from '../cards/parts.ts'
import { type KitBlock, section } from '../kit/blocks.ts'
import { channelSelect, input, staticSelect, textInput, userSelect } from '../kit/inputs.ts'
import { bold, md } from '../kit/mrkdwn.ts'
import { type Filled, textOf } from '../submissions.ts'
import type { Handles } from './handles.ts'

/** The fields of the form in their order; each is the block_id of its input. */
export const FORM_FIELDS = [
  'name',
  'hypothesis',
  'outcome',
  'guardrails',
  'audience',
  'arms',
  'horizon',
  'exposures',
  'plan',
  'partner',
  'channel',
] as const
export type FormField = (typeof FORM_FIELDS)[number]

const LABELS: Readonly<Record<FormField, string>> = {
  name: 'Name',
  hypothesis: 'Hypothesis',
  outcome: 'Desired outcome',
  guardrails: 'Guardrails',
  audience: 'Audience',
  arms: 'Arms',
  horizon: 'Horizon',
  exposures: 'Exposure query',
  plan: 'Launch plan',
  partner: 'Data partner',
  channel: 'Channel',
}

/** Slack takes no empty option. */
const NO_QUERY = '-'

export function briefField(field: FormField): keyof Brief {
  return field === 'horizon' ? 'horizonDays' : field
}

export function isTyped(field: FormField): field is Exclude<TextField, 'exposures'> {
  return field !== 'partner' && field !== 'channel' && field !== 'exposures'
}

/** What an input of the form begins with, as the submission would say it. */
export function beginsWith(
  field: FormField,
  { brief }: Campaign,
  catalog: Catalog,
  handles: Handles,
): string {
  if (field === 'partner') return brief.partner ?? ''
  if (field === 'channel') return brief.channel
  if (field === 'exposures')
    return catalog.exposures.some(({ name }) => name === brief.exposures) ? (brief.exposures ?? '') : ''
  const shown = textInput({ initial: handles.show(briefValueText(field, brief)) })
  return (shown.initial_value ?? '').trim()
}

/** What an input says now; empty where nothing is filled in. */
export function filledWith(field: FormField, filled: Filled): string {
  const text = textOf(filled, field)
  return field === 'exposures' && text === NO_QUERY ? '' : text
}

/** A short mark of a value: what still has the mark that the form began with was not edited, whatever has changed since. */
export function markOf(value: string): string {
  return createHash('sha256').update(value.replace(/\s+/g, ' ').trim()).digest('base64url').slice(0, 10)
}

/** The input of one field. */
export function fieldInput(field: FormField, initial: string, catalog: Catalog): KitBlock {
  const required = field === 'name' || field === 'channel'
  const hint = hintOf(field, catalog)
  return input(
    { blockId: field, label: LABELS[field], optional: !required, ...(hint ? { hint } : {}) },
    element(field, initial, catalog),
  )
}

function element(field: FormField, initial: string, catalog: Catalog): InputBlockElement {
  if (field === 'partner') return userSelect({ initial })
  if (field === 'channel') return channelSelect({ initial })
  if (field === 'exposures') {
    const names = catalog.exposures.map(({ name }) => ({ value: name, text: name }))
    return staticSelect({
      choices: [{ value: NO_QUERY, text: 'None' }, ...names],
      initial: initial || NO_QUERY,
    })
  }
  const multiline = field === 'hypothesis' || field === 'plan'
  return textInput({ initial, multiline })
}

function hintOf(field: FormField, { metrics, targets }: Catalog): string | null {
  if (field === 'partner') return 'Makes the data and the models, and is asked for analyses.'
  if (field === 'channel') return 'Its card moves there.'
  const names = field === 'outcome' || field === 'guardrails' ? metrics : field === 'plan' ? targets : []
  const what = field === 'plan' ? 'Targets' : 'Metrics'
  const known =
    names.length > 0
      ? ` ${what}: ${names
          .slice(0, 20)
          .map(({ name }) => name)
          .join(', ')}.`
      : ''
  return `${FIELD_FORMS[field].replaceAll('`', '')}${known}`
}

/** A field that can't be changed now, as text. */
export function fieldText(field: FormField, { brief }: Campaign, look: Look): KitBlock {
  const value = brief[briefField(field)]
  const words =
    field === 'plan' && brief.plan.length > 0
      ? planWords(brief.plan, look)
      : longRich(
          field === 'hypothesis' && value ? String(value) : briefValueWords(briefField(field), value),
          2_500,
          look,
        )
  return section(md`${bold(LABELS[field])}\n${words}`)
}
