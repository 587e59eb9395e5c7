/**
 * Where Slack says that a message can be linked to, and who was told that a task is late.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('messages', (t) => {
    t.text('permalink')
  })
  await knex.schema.alterTable('tasks', (t) => {
    t.text('told')
  })
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await knex.schema.alterTable('messages', (t) => {
    t.dropColumn('permalink')
  })
  await knex.schema.alterTable('tasks', (t) => {
    t.dropColumn('told')
  })
}
