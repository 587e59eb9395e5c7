/**
 * So that what was told to somebody, asked by them or decided to be stopped is found by its own index: with its order in it,
 * since without it SQLite takes the index that has the order, and reads all. `campaigns_launching_at` is what an audit asks.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  for (const [name, on] of indexes(knex)) await knex.raw(`create index ${name} on ${on}`)
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  for (const [name] of indexes(knex)) await knex.raw(`drop index ${name}`)
}

const OPEN_QUESTION = "state in ('open', 'accepted')"
const BY_DUE = '(due_at is null), due_at, campaign_id, n'
const RUNNING = "stage in ('live', 'paused')"

/** As src/store/kit/json-path.ts writes them. */
function indexes(knex) {
  const postgres = knex.client.config.client === 'pg'
  const text = (column, ...path) => {
    if (!postgres)
      return `json_extract(${column}, '$${path.map((key) => (key === -1 ? '[#-1]' : `.${key}`)).join('')}')`
    const steps = path.map((key) => (key === -1 ? '-1' : `'${key}'`))
    return `(${column}::json->${steps
      .slice(0, -1)
      .map((step) => `${step}->`)
      .join('')}>${steps.at(-1)})`
  }
  const toldTo = text('findings', 'choices', -1, 'escalated', 'to')
  return [
    [
      'campaigns_stop_made',
      `campaigns (team_id, owner, ${text('findings', 'choices', -1, 'made', 'chosen')}, id) where stage = 'stopped'`,
    ],
    ['campaigns_told', `campaigns (team_id, ${toldTo}, id) where ${RUNNING} and ${toldTo} is not null`],
    ['campaigns_launching_at', "campaigns (launch_at) where stage = 'approved'"],
    [
      'follow_ups_told',
      `follow_ups (team_id, ${text('escalated', 'to')}, ${BY_DUE}) where ${OPEN_QUESTION} and escalated is not null`,
    ],
    [
      'follow_ups_asked',
      `follow_ups (team_id, asked_by, ${BY_DUE}) where ${OPEN_QUESTION} and assignee is null`,
    ],
    [
      'requests_to_backups',
      `approval_requests (team_id, (${text('terms', 'backups')} is not null), expires_at, campaign_id) where state = 'open'`,
    ],
  ]
}
