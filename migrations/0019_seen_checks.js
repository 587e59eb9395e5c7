/**
 * What checks had said when somebody decided.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('decisions', (t) => {
    t.text('seen')
  })
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await knex.schema.alterTable('decisions', (t) => {
    t.dropColumn('seen')
  })
}
