import type { Knex } from 'knex'
import type { ApprovalRequest, Decision, SeenCheck, Terms } from '../domain/state/requests.ts'
import { fromInstant, fromJson, instant, toJson } from './kit/json.ts'
import type { NewRow } from './kit/write-later.ts'

export interface RequestRow {
  n: number
  requested_by: string
  requested_at: number
  expires_at: number
  requires: string
  brief: string
  state: ApprovalRequest['state']
  closed_by: string | null
  closed_at: number | null
  terms: string | null
}

export interface DecisionRow {
  decided_by: string
  team: string
  verdict: Decision['verdict']
  words: string | null
  decided_at: number
  seen: string | null
  instead_of: string | null
}

export function requestOf(row: RequestRow, decisions: readonly DecisionRow[]): ApprovalRequest {
  return {
    n: row.n,
    by: row.requested_by,
    at: instant(row.requested_at),
    expiresAt: instant(row.expires_at),
    requires: fromJson(row.requires),
    brief: fromJson(row.brief),
    decisions: decisions.map((d) => ({
      by: d.decided_by,
      ...(d.instead_of === null ? {} : { insteadOf: d.instead_of }),
      team: d.team,
      verdict: d.verdict,
      words: d.words,
      at: instant(d.decided_at),
      ...(d.seen === null ? {} : { seen: fromJson<readonly SeenCheck[]>(d.seen) }),
    })),
    state: row.state,
    ...(row.closed_by === null || row.closed_at === null
      ? {}
      : { closed: { by: row.closed_by, at: instant(row.closed_at) } }),
    ...(row.terms === null ? {} : { terms: fromJson<Terms>(row.terms) }),
  }
}

export function requestRow(request: ApprovalRequest): NewRow {
  return {
    n: request.n,
    requested_by: request.by,
    requested_at: request.at.getTime(),
    expires_at: request.expiresAt.getTime(),
    requires: toJson(request.requires),
    brief: toJson(request.brief),
    state: request.state,
    closed_by: request.closed?.by ?? null,
    closed_at: fromInstant(request.closed?.at ?? null),
    terms: request.terms ? toJson(request.terms) : null,
  }
}

/** `n` keeps the order of decisions that were made within one millisecond. */
export function decisionRow(decision: Decision, requestN: number, n: number): NewRow {
  const { by, team, verdict, words, at } = decision
  const given = { decided_by: by, decided_at: at.getTime(), instead_of: decision.insteadOf ?? null }
  const seen = decision.seen ? toJson(decision.seen) : null
  return { request_n: requestN, n, team, verdict, words, seen, ...given }
}

/** One request of a campaign, also one that a newer one has followed; null where there is none. */
export async function loadRequest(db: Knex, campaignId: number, n: number): Promise<ApprovalRequest | null> {
  const row = await db('approval_requests').where({ campaign_id: campaignId, n }).first()
  if (!row) return null
  return requestOf(row, await db('decisions').where({ campaign_id: campaignId, request_n: n }).orderBy('n'))
}
