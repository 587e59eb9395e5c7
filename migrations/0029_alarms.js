/**
 * So that how many alarms somebody was written lately is found by its own index.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.raw(
    `create index messages_alarms on messages (team_id, target, created_at) where kind = 'notice' and campaign_id is not null`,
  )
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await knex.raw('drop index messages_alarms')
}
