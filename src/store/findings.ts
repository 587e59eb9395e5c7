import type { Campaign } from '../domain/state/campaign.ts'
import { fromJson, toJson } from './kit/json.ts'

/** What was found of a campaign beside its figures, kept in one column: rarely any, and read with every campaign. */
type Findings = Pick<Campaign, 'harms' | 'faults'>

const NONE: Findings = { harms: [], faults: [] }

export function findingsOf(text: string | null): Findings {
  return text === null ? NONE : { ...NONE, ...fromJson<Partial<Findings>>(text) }
}

export function findingsText({ harms, faults }: Campaign): string | null {
  return harms.length + faults.length === 0 ? null : toJson({ harms, faults })
}
