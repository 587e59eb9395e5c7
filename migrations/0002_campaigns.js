const STAGES = [
  'preparing',
  'in_review',
  'approved',
  'launching',
  'live',
  'paused',
  'concluded',
  'cancelled',
  'stopped',
]

/** @param {import('knex').Knex} knex */
export async function up(knex) {
  await knex.schema.createTable('campaigns', (t) => {
    t.increments('id')
    t.string('team_id').notNullable()
    t.string('key', 40).notNullable()
    t.string('owner').notNullable()
    t.string('partner')
    t.string('channel').notNullable()
    t.string('template')
    t.string('policy').notNullable()
    t.enum('stage', STAGES).notNullable()
    t.text('brief').notNullable()
    t.bigInteger('created_at').notNullable()
    t.bigInteger('launch_at')
    t.bigInteger('live_at')
    t.bigInteger('ended_at')
    t.text('digest')
    t.bigInteger('digest_next_at')
    t.text('conclusion')
    t.unique(['team_id', 'key'])
    t.index(['team_id', 'stage'])
    t.index(['digest_next_at'])
  })
  await knex.schema.createTable('tasks', (t) => {
    child(t, 'n')
    t.text('title').notNullable()
    t.enum('step', ['collect', 'model', 'analyze']).notNullable()
    t.enum('team', ['growth', 'data']).notNullable()
    t.string('assignee')
    t.bigInteger('due_at')
    t.boolean('required').notNullable()
    t.enum('state', ['todo', 'doing', 'blocked', 'done', 'waived']).notNullable()
    t.text('evidence')
  })
  await knex.schema.createTable('approval_requests', (t) => {
    child(t, 'n')
    t.string('requested_by').notNullable()
    t.bigInteger('requested_at').notNullable()
    t.bigInteger('expires_at').notNullable()
    t.text('requires').notNullable()
    t.text('brief').notNullable()
    t.enum('state', ['open', 'approved', 'declined', 'withdrawn', 'expired', 'superseded']).notNullable()
    t.string('closed_by')
    t.bigInteger('closed_at')
  })
  await knex.raw(
    "create unique index one_open_request on approval_requests (campaign_id) where state = 'open'",
  )
  await knex.schema.createTable('decisions', (t) => {
    t.integer('campaign_id').notNullable()
    t.integer('request_n').notNullable()
    t.string('team_id').notNullable()
    t.string('decided_by').notNullable()
    t.string('team').notNullable()
    t.enum('verdict', ['approve', 'decline']).notNullable()
    t.text('words')
    t.bigInteger('decided_at').notNullable()
    t.primary(['campaign_id', 'request_n', 'decided_by'])
    t.foreign(['campaign_id', 'request_n']).references(['campaign_id', 'n']).inTable('approval_requests')
  })
  await knex.schema.createTable('launch_steps', (t) => {
    child(t, 'n')
    t.text('plan').notNullable()
    t.string('person')
    t.enum('state', ['waiting', 'sending', 'done', 'failed']).notNullable()
    t.text('outcome')
    t.bigInteger('changed_at')
    t.integer('tries').notNullable()
    t.index(['team_id', 'person', 'state'])
  })
  await knex.schema.createTable('follow_ups', (t) => {
    child(t, 'n')
    t.text('question').notNullable()
    t.enum('step', ['collect', 'model', 'analyze']).notNullable()
    t.string('asked_by').notNullable()
    t.bigInteger('asked_at').notNullable()
    t.string('assignee')
    t.bigInteger('due_at')
    t.integer('digest_id')
    t.enum('state', ['open', 'answered']).notNullable()
    t.text('finding')
    t.string('answered_by')
    t.bigInteger('answered_at')
    t.index(['team_id', 'assignee', 'state'])
  })
  await knex.schema.createTable('events', (t) => {
    t.increments('id')
    t.string('team_id').notNullable()
    t.integer('campaign_id').notNullable().references('id').inTable('campaigns')
    t.bigInteger('at').notNullable()
    t.string('actor').notNullable()
    t.enum('surface', ['command', 'button', 'modal', 'home', 'job']).notNullable()
    t.string('kind').notNullable()
    t.text('data').notNullable()
    t.string('delivery')
    t.index(['campaign_id', 'id'])
  })
  await knex.raw('create unique index one_delivery on events (team_id, delivery) where delivery is not null')
}

/** Rows that belong to a campaign and count from 1 within it. */
function child(t, counter) {
  t.integer('campaign_id').notNullable().references('id').inTable('campaigns')
  t.integer(counter).notNullable()
  t.string('team_id').notNullable()
  t.primary(['campaign_id', counter])
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  for (const table of [
    'events',
    'follow_ups',
    'launch_steps',
    'decisions',
    'approval_requests',
    'tasks',
    'campaigns',
  ]) {
    await knex.schema.dropTable(table)
  }
}
