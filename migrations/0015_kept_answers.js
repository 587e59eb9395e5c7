/**
 * What checks answered is kept with their tasks, and who waived one. Answers are renewed without an event, so a campaign
 * counts how often: whoever has read it before can tell.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('tasks', (t) => {
    t.text('answer')
    t.string('waived_by')
  })
  await knex.schema.alterTable('campaigns', (t) => {
    t.integer('renewals').notNullable().defaultTo(0)
  })
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await knex.schema.alterTable('campaigns', (t) => {
    t.dropColumn('renewals')
  })
  await knex.schema.alterTable('tasks', (t) => {
    t.dropColumn('waived_by')
    t.dropColumn('answer')
  })
}
