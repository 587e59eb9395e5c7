import type { BriefPatch } from '../../../domain/brief/brief.ts'
import type { Catalog } from '../../../domain/catalog/catalog.ts'
import type { Brief } from '../../../domain/state/brief.ts'
import type { Campaign } from '../../../domain/state/campaign.ts'
import type { KitBlock } from '../../kit/blocks.ts'
import type { Filled } from '../../submissions.ts'
import type { Handles } from '../handles.ts'

/** The parts of the form in their order. */
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
  'goLive',
] as const
export type FormField = (typeof FORM_FIELDS)[number]

export const LABELS: Readonly<Record<FormField, string>> = {
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
  goLive: 'Go-live',
}

/** The field of the brief that a part is about; null for the go-live, which is the campaign's. */
export function briefField(field: FormField): keyof Brief | null {
  if (field === 'goLive') return null
  return field === 'horizon' ? 'horizonDays' : field
}

/** What parts are drawn and read with. */
export interface At {
  readonly campaign: Campaign
  readonly catalog: Catalog
  readonly handles: Handles
  readonly now: Date
}

/** What a part was read as. */
export interface Edited {
  readonly patch?: BriefPatch
  readonly launchAt?: Date
}

/** One part of the form: a few inputs, whose block_ids begin with its name. */
export interface Part {
  /** What its inputs say of the campaign, by block_id. */
  readonly begin: (at: At) => Filled
  readonly blocks: (filled: Filled, at: At) => KitBlock[]
  /** Throws a Refusal, to be shown under its first input, or the mistakes of each. */
  readonly read: (filled: Filled, at: At) => Edited | Promise<Edited>
}

/** Slack takes no empty option, and clears no select. */
export const NONE = '-'
export const NONE_CHOICE = { value: NONE, text: 'None' }

/** What an input says; empty where nothing is filled in or None is chosen. */
export function entry(filled: Filled, blockId: string): string {
  const value = filled[blockId]
  return typeof value === 'string' && value !== NONE ? value.trim() : ''
}

/** Those chosen of several. */
export function entries(filled: Filled, blockId: string): readonly string[] {
  const value = filled[blockId]
  return Array.isArray(value) ? value : []
}
