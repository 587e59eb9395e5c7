/**
 * Checks that pipelines report: the hashes of their secrets, and what was said. A report of no campaign (`campaign_id` 0)
 * is of all; of two that say the same moment the later one stays.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.createTable('report_addresses', (t) => {
    t.increments('id')
    t.string('team_id').notNullable()
    t.string('check_name').notNullable()
    t.string('hash').notNullable().unique()
    t.string('made_by').notNullable()
    t.bigInteger('made_at').notNullable()
    t.string('revoked_by')
    t.bigInteger('revoked_at')
    t.string('delivery')
    t.unique(['team_id', 'delivery'])
  })
  await knex.schema.raw(
    'create unique index report_addresses_active on report_addresses (team_id, check_name) where revoked_at is null',
  )
  await knex.schema.createTable('check_reports', (t) => {
    t.string('team_id').notNullable()
    t.string('check_name').notNullable()
    t.integer('campaign_id').notNullable()
    t.bigInteger('at').notNullable()
    t.bigInteger('received_at').notNullable()
    t.integer('address_id').notNullable().references('report_addresses.id')
    t.text('answer').notNullable()
    t.primary(['team_id', 'check_name', 'campaign_id', 'at'])
  })
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await knex.schema.dropTable('check_reports')
  await knex.schema.dropTable('report_addresses')
}
