/**
 * A send that was not refused keeps its idempotency key when a person sends it again. Steps of before had a key of
 * their own for each try.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('launch_steps', (t) => {
    t.integer('first_try').notNullable().defaultTo(0)
  })
  await knex('launch_steps')
    .where({ state: 'failed' })
    .update({ first_try: knex.raw('tries + 1') })
  await knex('launch_steps')
    .whereNot({ state: 'failed' })
    .update({ first_try: knex.raw('tries') })
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await knex.schema.alterTable('launch_steps', (t) => {
    t.dropColumn('first_try')
  })
}
