/**
 * Tasks can be removed, and their numbers are never used again.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('campaigns', (t) => {
    t.integer('last_task').notNullable().defaultTo(0)
  })
  await knex('campaigns').update({
    last_task: knex.raw('coalesce((select max(n) from tasks where tasks.campaign_id = campaigns.id), 0)'),
  })
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await knex.schema.alterTable('campaigns', (t) => {
    t.dropColumn('last_task')
  })
}
