/** What an audit looks for: each index holds what is unfinished, or what can happen once alone. */
const INDEXES = [
  "create index messages_undelivered on messages (created_at) where state in ('pending', 'sending', 'unknown')",
  'create index digests_made_at on digests (made_at, slot)',
  'create index portfolio_digests_made on portfolio_digests (made_at, slot)',
  "create index events_of_once on events (at) where kind in ('launch_started', 'went_live', 'step_changed')",
]

/**
 * That a database was moved (`stairway move`): `out` of this one, `in` to it. `copied` says how far each table is, as JSON.
 * The hours that were audited, and what was found: `told_at` is null until it was seen again. Times are Unix milliseconds.
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
  await knex.schema.createTable('audits', (t) => {
    t.bigInteger('hour').primary()
  })
  await knex.schema.createTable('audit_findings', (t) => {
    t.string('team_id').notNullable()
    t.string('about').notNullable()
    t.text('words').notNullable()
    t.bigInteger('found_at').notNullable()
    t.bigInteger('told_at')
    t.primary(['team_id', 'about'])
  })
  for (const index of INDEXES) await knex.raw(index)
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  for (const index of INDEXES) await knex.raw(`drop index ${index.split(' ')[2]}`)
  for (const table of ['audit_findings', 'audits', 'moves']) await knex.schema.dropTable(table)
}
