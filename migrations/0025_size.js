/**
 * So that what is asked each minute, and what one person is shown, is found without reading all that there is. A task of
 * a campaign that has ended says so (`over`): nobody looks for it. `go_live_look_at` is when it may next turn out that a
 * go-live can't be met.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('tasks', (t) => {
    t.boolean('over')
  })
  await knex.schema.alterTable('campaigns', (t) => {
    t.bigInteger('go_live_look_at')
  })
  await knex('tasks')
    .whereIn('state', ['todo', 'doing', 'blocked'])
    .whereIn('campaign_id', knex('campaigns').whereNotNull('ended_at').select('id'))
    .update({ over: true })
  await knex('campaigns')
    .whereIn('stage', ['preparing', 'in_review', 'approved'])
    .whereNotNull('launch_at')
    .update({ go_live_look_at: 0 })
  for (const [name, on] of indexes(knex)) await knex.raw(`create index ${name} on ${on}`)
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  for (const [name] of indexes(knex)) await knex.raw(`drop index ${name}`)
  await knex.schema.alterTable('campaigns', (t) => {
    t.dropColumn('go_live_look_at')
  })
  await knex.schema.alterTable('tasks', (t) => {
    t.dropColumn('over')
  })
}

const OPEN_TASK = "state in ('todo', 'doing', 'blocked') and over is null"
const OPEN_QUESTION = "state in ('open', 'accepted')"
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
  const lastDayEnds = `(live_at + cast(${text('brief', 'horizonDays')} as bigint) * 86400000)`
  const last = (list, field) => `${text('findings', list, -1, field)} is not null`
  const found = `(${last('harms', 'at')} or ${last('faults', 'problem')} or ${last('choices', 'dueAt')})`
  return [
    ['campaigns_owned', 'campaigns (team_id, owner, id)'],
    ['campaigns_partnered', 'campaigns (team_id, partner, id) where partner is not null'],
    ['campaigns_owned_open', 'campaigns (team_id, owner, id) where ended_at is null'],
    [
      'campaigns_partnered_open',
      'campaigns (team_id, partner, id) where ended_at is null and partner is not null',
    ],
    ['campaigns_of_stage', 'campaigns (team_id, stage, id)'],
    ['campaigns_newest', 'campaigns (team_id, id)'],
    ['campaigns_running', `campaigns (team_id, id) where ${RUNNING}`],
    ['campaigns_concluded', 'campaigns (team_id, ended_at, id) where conclusion is not null'],
    ['campaigns_climbed', 'campaigns (team_id, live_at) where live_at is not null'],
    ['campaigns_unwatched', "campaigns (coalesce(watched_at, 0)) where stage in ('live', 'launching')"],
    ['campaigns_go_live', 'campaigns (go_live_look_at) where go_live_look_at is not null'],
    [
      'campaigns_choice',
      `campaigns (${text('findings', 'choices', -1, 'dueAt')}) where ${RUNNING} and ${text('findings', 'choices', -1, 'dueAt')} is not null`,
    ],
    ['campaigns_over', `campaigns (team_id, ${lastDayEnds}) where ${RUNNING}`],
    [
      'campaigns_over_untold',
      `campaigns (${lastDayEnds}) where ${RUNNING} and ${text('findings', 'overToldAt')} is null`,
    ],
    ['campaigns_found', `campaigns (team_id, id) where ${RUNNING} and findings is not null and ${found}`],
    [
      'campaigns_escalated',
      `campaigns (team_id, ${text('findings', 'choices', -1, 'escalated', 'to')}) where ${RUNNING} and ${text('findings', 'choices', -1, 'escalated', 'to')} is not null`,
    ],
    ['campaigns_stopped', "campaigns (team_id, owner) where stage = 'stopped'"],
    [
      'tasks_assigned',
      `tasks (team_id, assignee, (due_at is null), due_at) where ${OPEN_TASK} and assignee is not null`,
    ],
    ['tasks_due', `tasks (due_at) where ${OPEN_TASK} and due_at is not null`],
    ['tasks_checked', 'tasks (campaign_id) where check_name is not null and over is null'],
    [
      'tasks_told_lead',
      `tasks (team_id, ${text('told', 'lead', 'to')}) where ${OPEN_TASK} and told is not null`,
    ],
    ['requests_submitted', "approval_requests (requested_at) where state = 'open'"],
    ['requests_open', "approval_requests (team_id, expires_at) where state = 'open'"],
    [
      'requests_escalated',
      `approval_requests (team_id) where state = 'open' and ${text('terms', 'backups')} is not null`,
    ],
    ['steps_taken_back', `launch_steps (team_id, ${text('undo', 'state')}) where undo is not null`],
    ['follow_ups_open', `follow_ups (team_id, (due_at is null), due_at) where ${OPEN_QUESTION}`],
    [
      'follow_ups_of',
      `follow_ups (team_id, assignee, (due_at is null), due_at) where ${OPEN_QUESTION} and assignee is not null`,
    ],
    ['follow_ups_of_nobody', `follow_ups (team_id, asked_by) where ${OPEN_QUESTION} and assignee is null`],
    [
      'follow_ups_escalated',
      `follow_ups (team_id, ${text('escalated', 'to')}) where ${OPEN_QUESTION} and escalated is not null`,
    ],
    ['follow_ups_answered', "follow_ups (team_id, answered_at, campaign_id, n) where state = 'answered'"],
    ['digests_unmade', 'digests (team_id, slot) where made_at is null'],
    ['digests_read', 'digests (team_id, id) where readout is not null'],
    ['digests_made', 'digests (campaign_id, id) where made_at is not null'],
    ['messages_to', 'messages (team_id, kind, target, id) where campaign_id is null'],
    ['messages_threads', 'messages (thread_of) where thread_of is not null'],
    ['messages_dead', "messages (created_at) where state = 'dead'"],
    ['messages_of_none', 'messages (created_at) where campaign_id is null'],
    ['mornings_of', 'mornings (person)'],
  ]
}
