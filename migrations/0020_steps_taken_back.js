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
]

/**
 * A step can be skipped and taken back, and says when it was sent first and whether something of it has arrived. `open_send` is the first try of
 * the send of which a try has begun and nobody knows yet that nothing came of it.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await rebuild(knex, 'launch_steps_next', ['waiting', 'sending', 'done', 'failed', 'skipped'], (t) => {
    t.enum('arrived', ['no', 'perhaps', 'yes']).notNullable().defaultTo('no')
    t.text('undo')
    t.integer('open_send')
    t.bigInteger('sent_at')
  })
  await knex('launch_steps').where({ state: 'done' }).update({ arrived: 'yes' })
  await knex('launch_steps')
    .where({ state: 'sending' })
    .update({ sent_at: knex.ref('changed_at') })
  await openOnes(knex).update({ arrived: 'perhaps', open_send: knex.ref('first_try') })
}

/** Tried, and neither done nor refused. */
function openOnes(knex) {
  return knex('launch_steps').where((either) =>
    either
      .where({ state: 'sending' })
      .orWhere((failed) => failed.where({ state: 'failed' }).whereRaw('first_try <= tries'))
      .orWhere((again) => again.where({ state: 'waiting' }).whereRaw('first_try < tries')),
  )
}

/** SQLite can't change a check, so the rows move into a new table; the same on PostgreSQL. */
async function rebuild(knex, next, states, more) {
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
    t.primary(['campaign_id', 'n'])
    more(t)
  })
  const columns = KEPT.join(', ')
  await knex.raw(`insert into ${next} (${columns}) select ${columns} from launch_steps`)
  await knex.schema.dropTable('launch_steps')
  await knex.schema.renameTable(next, 'launch_steps')
  await knex.schema.alterTable('launch_steps', (t) => {
    t.index(['team_id', 'person', 'state'])
  })
}

/**
 * A step that was skipped is done, and what was taken back is lost.
 * @param {import('knex').Knex} knex
 */
export async function down(knex) {
  await knex('launch_steps').where({ state: 'skipped' }).update({ state: 'done' })
  await rebuild(knex, 'launch_steps_before', ['waiting', 'sending', 'done', 'failed'], () => undefined)
}
