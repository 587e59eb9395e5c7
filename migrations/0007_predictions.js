/**
 * What owner and data partner expect of the goal, one a team; null where nobody has said anything.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('campaigns', (t) => {
    t.text('predictions')
  })
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await knex.schema.alterTable('campaigns', (t) => {
    t.dropColumn('predictions')
  })
}
