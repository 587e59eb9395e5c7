import type { Knex } from 'knex'
import type { CampaignRef } from '../domain/state/campaign.ts'
import { FOLLOW_UP_COLUMNS, type FollowUpRow } from './follow-up-rows.ts'
import { isPostgres, rawRows } from './kit/database.ts'
import type { DecisionRow, RequestRow } from './request-rows.ts'
import type { CampaignRow, StepRow, TaskRow } from './rows.ts'

/** Everything of a campaign as the database holds it. */
export interface StateRows {
  /** Its newest event and how often its answers were renewed: no state changes otherwise. */
  readonly version: string
  readonly campaign: CampaignRow
  readonly tasks: readonly TaskRow[]
  readonly request: (RequestRow & { readonly decisions: readonly DecisionRow[] | null }) | null
  readonly steps: readonly StepRow[]
  readonly followUps: readonly FollowUpRow[]
}

/**
 * A campaign with its collections in one statement, each as one JSON value: six statements would be six ways to the
 * database and back, which is most of what drawing a card costs.
 */
export async function stateRows(db: Knex, ref: CampaignRef): Promise<StateRows | null> {
  const select = isPostgres(db) ? POSTGRES_ALL : SQLITE_ALL
  const [where, values] =
    'id' in ref ? ['c.id = ?', [ref.id]] : ['c.team_id = ? and c."key" = ?', [ref.teamId, ref.key]]
  const [row] = await rawRows<AllRow>(db, `${select} where ${where}`, values)
  if (!row) return null
  return {
    campaign: row,
    version: row.version,
    tasks: parsed(row.tasks) ?? [],
    request: parsed(row.request),
    steps: parsed(row.steps) ?? [],
    followUps: parsed(row.followUps) ?? [],
  }
}

type Column<T> = T | string | null

interface AllRow extends CampaignRow {
  readonly version: string
  readonly tasks: Column<TaskRow[]>
  readonly request: Column<NonNullable<StateRows['request']>>
  readonly steps: Column<StepRow[]>
  readonly followUps: Column<FollowUpRow[]>
}

/** How a database makes JSON of rows. */
interface Json {
  readonly object: string
  /** Null or empty without rows. */
  readonly array: string
  /** Keeps the JSON of a subquery JSON. */
  readonly nested: (subquery: string) => string
}

const SQLITE: Json = {
  object: 'json_object',
  array: 'json_group_array',
  nested: (subquery) => `json((${subquery}))`,
}
const POSTGRES: Json = {
  object: 'json_build_object',
  array: 'json_agg',
  nested: (subquery) => `(${subquery})`,
}

const TASK = [
  'n',
  'title',
  'step',
  'team',
  'assignee',
  'due_at',
  'required',
  'state',
  'evidence',
  'check_name',
  'told',
  'waits_for',
  'lead_time',
  'asks',
  'answer',
  'waived_by',
]
const REQUEST = [
  'n',
  'requested_by',
  'requested_at',
  'expires_at',
  'requires',
  'brief',
  'state',
  'closed_by',
  'closed_at',
  'terms',
]
const DECISION = ['decided_by', 'team', 'verdict', 'words', 'decided_at', 'seen', 'instead_of']
const STEP = [
  'n',
  'plan',
  'state',
  'outcome',
  'changed_at',
  'tries',
  'first_try',
  'sent_at',
  'handle',
  'arrived',
  'undo',
  'reached',
]
/** Of a campaign `c`, as text. */
export const VERSION = `(select max(id) from events where campaign_id = c.id) || ':' || c.renewals`

const SQLITE_ALL = all(SQLITE)
const POSTGRES_ALL = all(POSTGRES)

function all(json: Json): string {
  return `select c.*,
    ${VERSION} as version,
    (${collected(json, TASK, 'tasks', 'n')}) as tasks,
    (${newestRequest(json)}) as request,
    (${collected(json, STEP, 'launch_steps', 'n')}) as steps,
    (${collected(json, FOLLOW_UP_COLUMNS, 'follow_ups', 'n')}) as "followUps"
    from campaigns c`
}

function collected(json: Json, columns: readonly string[], table: string, order: string, where = ''): string {
  return `select ${json.array}(${json.object}(${pairs(columns)}) order by ${order}) from ${table}
    where campaign_id = c.id${where}`
}

function newestRequest(json: Json): string {
  const decisions = collected(json, DECISION, 'decisions', 'n', ' and request_n = r.n')
  return `select ${json.object}(${pairs(REQUEST)}, 'decisions', ${json.nested(decisions)}) from approval_requests r
    where campaign_id = c.id order by n desc limit 1`
}

function pairs(columns: readonly string[]): string {
  return columns.map((column) => `'${column}', ${column}`).join(', ')
}

/** SQLite gives JSON as text, PostgreSQL parsed. */
function parsed<T>(json: Column<T>): T | null {
  return typeof json === 'string' ? (JSON.parse(json) as T) : json
}
