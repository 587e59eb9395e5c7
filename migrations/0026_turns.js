/**
 * A message that nobody waits for keeps its turn in its channel (`post_at`, Unix milliseconds), a card or a
 * list its next turn to be edited without anybody's doing. `jobs.behind` is 1 where
 * another job of its lane comes first for certain: so what may run is found without a look at all that waits.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('messages', (t) => {
    t.bigInteger('post_at')
  })
  await knex.schema.alterTable('jobs', (t) => {
    t.integer('behind').notNullable().defaultTo(0)
  })
  for (const index of INDEXES) await knex.raw(index)
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await knex.raw('drop index messages_post_at')
  await knex.raw('drop index messages_edit_at')
  await knex.raw('drop index jobs_in_front')
  // By the database itself: for SQLite knex would make the table anew, and other rows stand on these.
  await knex.raw('alter table messages drop column post_at')
  await knex.raw('alter table jobs drop column behind')
}

const INDEXES = [
  'create index messages_post_at on messages (team_id, target, post_at) where post_at is not null',
  `create index messages_edit_at on messages (team_id, post_at) where kind in ('card', 'waiting') and post_at is not null`,
  `create index jobs_in_front on jobs (run_at, id) where state = 'waiting' and behind = 0`,
]
