const OLD = ['team_id', 'kind', 'subject', 'target']

/**
 * A message is one of its campaign: subjects such as `request:1` count within it. Decisions keep their order, since
 * two may be made within one millisecond.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('messages', (t) => {
    t.dropUnique(OLD)
  })
  await knex.raw(
    'create unique index one_message on messages (campaign_id, kind, subject, target) where campaign_id is not null',
  )
  await knex.raw(
    'create unique index one_message_of_none on messages (team_id, kind, subject, target) where campaign_id is null',
  )
  await knex.schema.alterTable('decisions', (t) => {
    t.integer('n').notNullable().defaultTo(0)
  })
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await knex.schema.alterTable('decisions', (t) => {
    t.dropColumn('n')
  })
  await knex.raw('drop index one_message_of_none')
  await knex.raw('drop index one_message')
  await knex.schema.alterTable('messages', (t) => {
    t.unique(OLD)
  })
}
