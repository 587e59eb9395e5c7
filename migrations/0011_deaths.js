/**
 * How often the process ended while a job ran, since a run of it last ended by itself. That is no failure of the job.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('jobs', (t) => {
    t.integer('deaths').notNullable().defaultTo(0)
  })
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await knex.schema.alterTable('jobs', (t) => {
    t.dropColumn('deaths')
  })
}
