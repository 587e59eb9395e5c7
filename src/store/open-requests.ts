import type { Knex } from 'knex'
import type { Campaign } from '../domain/state/campaign.ts'
import type { ApprovalRequest } from '../domain/state/requests.ts'
import type { Task } from '../domain/state/tasks.ts'
import { OPEN_REQUEST } from './conditions.ts'
import { isPostgres } from './kit/database.ts'
import { jsonText } from './kit/json-path.ts'
import { requestOf } from './request-rows.ts'
import { requiredTasks, SHOWN, withCampaigns } from './waiting.ts'

/** A request that can be decided, with what it is held against. */
export interface OpenRequest {
  readonly campaign: Campaign
  readonly request: ApprovalRequest
  /** The required ones. */
  readonly tasks: readonly Task[]
}

/** Who may be asked to decide: for these teams, or as one to whom a request was escalated. */
export interface Seats {
  readonly person: string
  readonly teams: readonly string[]
}

/** Requests of all workspaces that nobody has closed, or those of them that were submitted since. */
export async function allOpenRequests(
  db: Knex,
  since: Date | null = null,
): Promise<{ campaignId: number; n: number }[]> {
  const open = db('approval_requests').whereRaw(OPEN_REQUEST).select('campaign_id', 'n')
  const rows = await (since ? open.where('requested_at', '>=', since.getTime()) : open)
  return rows.map((row) => ({ campaignId: row.campaign_id, n: row.n }))
}

/** The requests of a workspace that can still be decided and expire first, with their decisions; who may decide is for the domain to say. */
export function openRequests(db: Knex, teamId: string, now: Date, limit = SHOWN): Promise<OpenRequest[]> {
  return withAll(db, openOnes(db, teamId, now).limit(limit))
}

/**
 * Those of them that lack an approval which this person may be asked for, and have no decision of theirs: by a team, or since
 * it was escalated to them.
 */
export async function openRequestsFor(
  db: Knex,
  teamId: string,
  now: Date,
  { person, teams }: Seats,
  page: { readonly offset: number; readonly limit: number },
): Promise<OpenRequest[]> {
  const undecided = openOnes(db, teamId, now)
    .where((other) => other.whereNot({ requested_by: person }).orWhereRaw(approvesOwn(db)))
    .whereNotExists(decisionsOf(db).where('d.decided_by', person))
    .offset(page.offset)
    .limit(page.limit)
  const toThem = teams.length === 0 ? undecided.whereRaw(isEscalated(db)) : undecided
  return withAll(
    db,
    toThem.where((either) => {
      either.whereRaw(`(${isEscalated(db)} and terms like ? and ${lacks(db)})`, [`%"${person}"%`])
      if (teams.length > 0) either.orWhereRaw(lacks(db, teams), [...teams])
    }),
  )
}

function decisionsOf(db: Knex): Knex.QueryBuilder {
  return db('decisions as d').whereRaw(
    'd.campaign_id = approval_requests.campaign_id and d.request_n = approval_requests.n',
  )
}

/** As its index of migration 0028 has it. */
function isEscalated(db: Knex): string {
  return `(${jsonText(db, 'terms', 'backups')} is not null) = true`
}

function approvesOwn(db: Knex): string {
  return `cast(${jsonText(db, 'terms', 'selfApproval')} as text) in ('true', '1')`
}

/** That one of these teams, or any, has not given all of its approvals. */
function lacks(db: Knex, teams: readonly string[] = []): string {
  const [each, team, count] = isPostgres(db)
    ? ['json_array_elements(requires::json) as q(value)', "q.value->>'team'", "(q.value->>'count')::int"]
    : ['json_each(requires) as q', "json_extract(q.value, '$.team')", "json_extract(q.value, '$.count')"]
  const given = `select count(*) from decisions as g where g.campaign_id = approval_requests.campaign_id
    and g.request_n = approval_requests.n and g.verdict = 'approve' and g.team = ${team}`
  const of = teams.length === 0 ? '' : `${team} in (${teams.map(() => '?').join()}) and `
  return `exists (select 1 from ${each} where ${of}(${given}) < ${count})`
}

function openOnes(db: Knex, teamId: string, now: Date): Knex.QueryBuilder {
  return db('approval_requests')
    .where({ team_id: teamId })
    .whereRaw(OPEN_REQUEST)
    .where('expires_at', '>', now.getTime())
    .orderBy(['expires_at', 'campaign_id'])
}

async function withAll(db: Knex, query: Knex.QueryBuilder): Promise<OpenRequest[]> {
  const rows = await query
  if (rows.length === 0) return []
  const ids = rows.map((row: { campaign_id: number }) => row.campaign_id)
  const decisions = await db('decisions').whereIn('campaign_id', ids).orderBy('n')
  const tasksOf = await requiredTasks(db, ids)
  const open = await withCampaigns(db, rows as { campaign_id: number }[], (row) =>
    requestOf(
      row as never,
      decisions.filter(
        (each) => each.campaign_id === row.campaign_id && each.request_n === (row as { n?: number }).n,
      ),
    ),
  )
  return open.map(({ campaign, item }) => ({ campaign, request: item, tasks: tasksOf(campaign.id) }))
}
