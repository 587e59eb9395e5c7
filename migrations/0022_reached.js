/**
 * A step keeps how many came through, as its target counts them.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('launch_steps', (t) => {
    t.text('reached')
  })
}

/**
 * @param {import('knex').Knex} knex
 */
export async function down(knex) {
  await knex.schema.alterTable('launch_steps', (t) => {
    t.dropColumn('reached')
  })
}
