/**
 * That a database was moved (`stairway move`): `out` of this one, `in` to it. `copied` says how far each table is, as JSON.
 * Times are Unix milliseconds.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.createTable('moves', (t) => {
    t.enum('direction', ['out', 'in']).primary()
    t.text('id').notNullable()
    t.text('place').notNullable()
    t.bigInteger('began_at').notNullable()
    t.bigInteger('ended_at')
    t.bigInteger('used_at')
    t.text('copied').notNullable()
  })
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await knex.schema.dropTable('moves')
}
