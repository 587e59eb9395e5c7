/**
 * So that what a tick looks for is found by when it is due. `next_check_at` is when the check of a task is to be looked at
 * again, null at once: so a task that an older version writes is found. `over` is a question of a cancelled campaign,
 * which nobody is reminded of.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('tasks', (t) => {
    t.bigInteger('next_check_at')
  })
  await knex.schema.alterTable('follow_ups', (t) => {
    t.boolean('over')
  })
  await knex('follow_ups')
    .whereIn('state', ['open', 'accepted'])
    .whereIn('campaign_id', knex('campaigns').where({ stage: 'cancelled' }).select('id'))
    .update({ over: true })
  for (const [name, on] of INDEXES) await knex.raw(`create index ${name} on ${on}`)
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  for (const [name] of INDEXES) await knex.raw(`drop index ${name}`)
  await knex.schema.alterTable('follow_ups', (t) => {
    t.dropColumn('over')
  })
  await knex.schema.alterTable('tasks', (t) => {
    t.dropColumn('next_check_at')
  })
}

const INDEXES = [
  [
    'tasks_next_check',
    "tasks (coalesce(next_check_at, 0), campaign_id, n) where check_name is not null and over is null and state <> 'waived'",
  ],
  [
    'follow_ups_untold',
    "follow_ups (due_at, campaign_id, n) where state in ('open', 'accepted') and escalated is null and over is null and due_at is not null",
  ],
]
