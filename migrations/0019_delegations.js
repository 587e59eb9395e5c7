/**
 * Whoever is away has their approvals decided by another for a while (`delegations`, in ms), and a decision keeps in whose
 * stead it was made: nobody has two places in one request.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.createTable('delegations', (t) => {
    t.increments('id')
    t.string('team_id').notNullable()
    t.string('delegated_by').notNullable()
    t.string('stand_in').notNullable()
    t.bigInteger('from_at').notNullable()
    t.bigInteger('until_at').notNullable()
    t.bigInteger('made_at').notNullable()
    t.bigInteger('ended_at')
    t.string('delivery')
    t.unique(['team_id', 'delivery'])
    t.index(['team_id', 'until_at'])
  })
  await knex.schema.alterTable('decisions', (t) => {
    t.string('instead_of')
  })
  await knex.schema.raw(
    'create unique index decisions_instead_of on decisions (campaign_id, request_n, instead_of) where instead_of is not null',
  )
}

/**
 * Decisions that were made in somebody's stead are then of who made them.
 * @param {import('knex').Knex} knex
 */
export async function down(knex) {
  await knex.schema.raw('drop index decisions_instead_of')
  await knex.schema.alterTable('decisions', (t) => {
    t.dropColumn('instead_of')
  })
  await knex.schema.dropTable('delegations')
}
