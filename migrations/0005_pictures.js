/**
 * A digest's pictures, each with the file that Slack knows it by: written down before its bytes are sent, so that a
 * restart finds what it began.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.createTable('pictures', (t) => {
    t.integer('digest_id').notNullable().references('id').inTable('digests')
    t.string('name').notNullable()
    t.string('team_id').notNullable()
    t.integer('position').notNullable()
    t.enum('state', ['begun', 'uploaded', 'ready', 'failed']).notNullable()
    t.string('file_id')
    t.text('alt').notNullable()
    t.text('error')
    t.primary(['digest_id', 'name'])
  })
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await knex.schema.dropTable('pictures')
}
