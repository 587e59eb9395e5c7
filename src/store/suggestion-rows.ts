import type { KeptSuggestion, SuggestionState } from '../domain/digest/digest.ts'
import type { Proposed } from '../domain/digest/repeats.ts'
import type { Segment } from '../domain/readout/pieces.ts'
import type { Step } from '../domain/terms.ts'
import { fromJson, toJson } from './kit/json.ts'

/** Suggestions of a digest as the database holds them. */
export interface SuggestionRow {
  code: string
  seen: string
  why: string | null
  metric: string | null
  arm: string | null
  segment: string | null
  question: string
  step: Step
  state: SuggestionState
  follow_up_n: number | null
}

export function suggestionRow(
  { suggestion, askedAs }: Proposed,
  digestId: number,
  teamId: string,
  position: number,
) {
  const { code, seen, why, question, step, metric, arm, segment } = suggestion
  return {
    digest_id: digestId,
    team_id: teamId,
    position,
    code,
    seen,
    why,
    question,
    step,
    metric: metric ?? null,
    arm: arm ?? null,
    segment: segment ? toJson(segment) : null,
    state: askedAs === null ? 'open' : 'asked',
    follow_up_n: askedAs,
  }
}

export function suggestionOf(row: SuggestionRow): KeptSuggestion {
  const { code, seen, why, question, step, state, metric, arm, segment } = row
  return {
    code,
    seen,
    why,
    question,
    step,
    state,
    followUpN: row.follow_up_n,
    ...(metric === null ? {} : { metric }),
    ...(arm === null ? {} : { arm }),
    ...(segment === null ? {} : { segment: fromJson<Segment>(segment) }),
  }
}
