/**
 * A digest that was made may be held back, and one that somebody asked for never is. Digests of many campaigns are
 * claimed by slot as those of one are.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('digests', (t) => {
    t.string('held')
    t.string('asked_by')
  })
  await knex.schema.createTable('portfolios', (t) => {
    t.increments('id')
    t.string('team_id').notNullable()
    t.string('scope', 100).notNullable()
    t.text('plan')
    t.string('set_by').notNullable()
    t.bigInteger('set_at').notNullable()
    t.bigInteger('next_at')
    t.unique(['team_id', 'scope'])
    t.index(['next_at'])
  })
  await knex.schema.createTable('portfolio_events', (t) => {
    t.increments('id')
    t.string('team_id').notNullable()
    t.integer('portfolio_id').notNullable().references('id').inTable('portfolios')
    t.bigInteger('at').notNullable()
    t.string('actor').notNullable()
    t.string('surface').notNullable()
    t.string('kind').notNullable()
    t.text('data').notNullable()
  })
  await knex.schema.createTable('portfolio_digests', (t) => {
    t.increments('id')
    t.string('team_id').notNullable()
    t.integer('portfolio_id').notNullable().references('id').inTable('portfolios')
    t.bigInteger('slot').notNullable()
    t.string('channel').notNullable()
    t.string('asked_by')
    t.bigInteger('made_at')
    t.text('content')
    t.string('held')
    t.unique(['portfolio_id', 'slot'])
  })
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  for (const table of ['portfolio_digests', 'portfolio_events', 'portfolios'])
    await knex.schema.dropTable(table)
  await knex.schema.alterTable('digests', (t) => {
    t.dropColumn('asked_by')
    t.dropColumn('held')
  })
}
