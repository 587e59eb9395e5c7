/** @param {import('knex').Knex} knex */
export async function up(knex) {
  await knex.schema.createTable('digests', (t) => {
    t.increments('id')
    t.string('team_id').notNullable()
    t.integer('campaign_id').notNullable().references('id').inTable('campaigns')
    t.bigInteger('slot').notNullable()
    t.string('channel').notNullable()
    t.bigInteger('made_at')
    t.text('readout')
    t.text('headline')
    t.text('failure')
    t.unique(['campaign_id', 'slot'])
  })
  await knex.schema.createTable('suggestions', (t) => {
    t.integer('digest_id').notNullable().references('id').inTable('digests')
    t.string('code').notNullable()
    t.string('team_id').notNullable()
    t.integer('position').notNullable()
    t.text('seen').notNullable()
    t.text('question').notNullable()
    t.enum('step', ['collect', 'model', 'analyze']).notNullable()
    t.enum('state', ['open', 'asked', 'dismissed']).notNullable()
    t.integer('follow_up_n')
    t.primary(['digest_id', 'code'])
  })
  await knex.schema.createTable('messages', (t) => {
    t.increments('id')
    t.string('team_id').notNullable()
    t.integer('campaign_id').references('id').inTable('campaigns')
    t.string('kind').notNullable()
    t.string('subject').notNullable()
    t.string('target').notNullable()
    t.integer('thread_of').references('id').inTable('messages')
    t.text('data')
    t.string('nonce').notNullable().unique()
    t.enum('state', ['pending', 'sending', 'sent', 'unknown', 'dead']).notNullable()
    t.string('channel')
    t.string('ts')
    t.string('drawn')
    t.text('error')
    t.bigInteger('created_at').notNullable()
    t.bigInteger('sent_at')
    t.unique(['team_id', 'kind', 'subject', 'target'])
    t.index(['campaign_id', 'kind'])
  })
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  for (const table of ['messages', 'suggestions', 'digests']) await knex.schema.dropTable(table)
}
