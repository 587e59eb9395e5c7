const KEPT = [
  'campaign_id',
  'team_id',
  'n',
  'plan',
  'person',
  'state',
  'outcome',
  'changed_at',
  'tries',
  'first_try',
  'handle',
  'arrived',
  'undo',
  'open_send',
  'sent_at',
]

const BEFORE = ['waiting', 'sending', 'done', 'failed', 'skipped']

/**
 * A step is held before it leaves, and paused where figures speak against it.
 * @param {import('knex').Knex} knex
 */
export function up(knex) {
  return rebuild(knex, 'launch_steps_staged', [...BEFORE, 'held', 'paused'])
}

/**
 * What was held is left to a person, who sends or skips it.
 * @param {import('knex').Knex} knex
 */
export async function down(knex) {
  await knex('launch_steps')
    .whereIn('state', ['held', 'paused'])
    .update({
      state: 'failed',
      first_try: knex.raw('tries + 1'),
      outcome: 'it was held when Stairway was set back',
    })
  await rebuild(knex, 'launch_steps_unstaged', BEFORE)
}

/** SQLite can't change a check, so the rows move into a new table; the same on PostgreSQL. */
async function rebuild(knex, next, states) {
  await knex.schema.createTable(next, (t) => {
    t.integer('campaign_id').notNullable().references('id').inTable('campaigns')
    t.string('team_id').notNullable()
    t.integer('n').notNullable()
    t.text('plan').notNullable()
    t.string('person')
    t.enum('state', states).notNullable()
    t.text('outcome')
    t.bigInteger('changed_at')
    t.integer('tries').notNullable()
    t.integer('first_try').notNullable().defaultTo(0)
    t.text('handle')
    t.enum('arrived', ['no', 'perhaps', 'yes']).notNullable().defaultTo('no')
    t.text('undo')
    t.integer('open_send')
    t.bigInteger('sent_at')
    t.primary(['campaign_id', 'n'])
  })
  const columns = KEPT.join(', ')
  await knex.raw(`insert into ${next} (${columns}) select ${columns} from launch_steps`)
  await knex.schema.dropTable('launch_steps')
  await knex.schema.renameTable(next, 'launch_steps')
  await knex.schema.alterTable('launch_steps', (t) => {
    t.index(['team_id', 'person', 'state'])
  })
}
