/** Work to be done outside the database. Times are Unix milliseconds; payload is JSON. */
export async function up(knex) {
  await knex.schema.createTable('jobs', (table) => {
    table.bigIncrements('id')
    table.text('team_id').notNullable()
    table.text('kind').notNullable()
    table.text('payload').notNullable()
    table.text('key')
    table.text('lane')
    table.text('state').notNullable()
    table.bigInteger('run_at').notNullable()
    table.integer('attempts').notNullable()
    table.integer('max_attempts').notNullable()
    table.text('correlation_id').notNullable()
    table.text('last_error')
    table.bigInteger('created_at').notNullable()
    table.bigInteger('locked_at')
    table.check("state in ('waiting', 'running', 'dead')", {}, 'jobs_state')
    table.check("(state = 'running') = (locked_at is not null)", {}, 'jobs_locked')
    table.check('attempts >= 0 and max_attempts > 0', {}, 'jobs_attempts')
  })
  for (const index of INDEXES) await knex.raw(index)
}

export async function down(knex) {
  await knex.schema.dropTable('jobs')
}

// One waiting and one running job a key, one running job a lane: the database holds it, whatever the engine does.
const INDEXES = [
  `create unique index jobs_waiting_key on jobs (team_id, kind, "key") where state = 'waiting'`,
  `create unique index jobs_running_key on jobs (team_id, kind, "key") where state = 'running'`,
  `create unique index jobs_running_lane on jobs (team_id, lane) where state = 'running'`,
  `create index jobs_waiting on jobs (run_at, id) where state = 'waiting'`,
  `create index jobs_waiting_lane on jobs (team_id, lane, run_at, id) where state = 'waiting'`,
  `create index jobs_dead on jobs (team_id, id) where state = 'dead'`,
]
