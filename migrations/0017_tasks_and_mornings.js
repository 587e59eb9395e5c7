/**
 * What a task waits for, how long before go-live it is due, and what it asks to be shown; when the next morning of each
 * person comes, on which they hear what waits for them.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('tasks', (t) => {
    t.text('waits_for')
    t.text('lead_time')
    t.text('asks')
  })
  await knex.schema.createTable('mornings', (t) => {
    t.string('team_id').notNullable()
    t.string('person').notNullable()
    t.bigInteger('next_at').notNullable()
    t.primary(['team_id', 'person'])
    t.index(['next_at'])
  })
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await knex.schema.dropTable('mornings')
  await knex.schema.alterTable('tasks', (t) => {
    for (const column of ['waits_for', 'lead_time', 'asks']) t.dropColumn(column)
  })
}
