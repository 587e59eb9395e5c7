const KEPT = [
  'campaign_id',
  'request_n',
  'team_id',
  'decided_by',
  'team',
  'verdict',
  'words',
  'decided_at',
  'n',
]

/**
 * A request is bound to more than its brief (`terms`), a campaign keeps who changed it since it was submitted and what
 * approvers asked for (`revision`), changes can be asked for, and a decision keeps what checks had said.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('campaigns', (t) => {
    t.text('revision')
  })
  await knex.schema.alterTable('approval_requests', (t) => {
    t.text('terms')
  })
  await rebuild(knex, 'decisions_seen', ['approve', 'decline', 'changes'], (t) => {
    t.text('seen')
  })
}

/** SQLite can't change a check, so the rows move into a new table; the same on PostgreSQL. */
async function rebuild(knex, next, verdicts, more) {
  await knex.schema.createTable(next, (t) => {
    t.integer('campaign_id').notNullable()
    t.integer('request_n').notNullable()
    t.string('team_id').notNullable()
    t.string('decided_by').notNullable()
    t.string('team').notNullable()
    t.enum('verdict', verdicts).notNullable()
    t.text('words')
    t.bigInteger('decided_at').notNullable()
    t.integer('n').notNullable().defaultTo(0)
    t.primary(['campaign_id', 'request_n', 'decided_by'])
    t.foreign(['campaign_id', 'request_n']).references(['campaign_id', 'n']).inTable('approval_requests')
    more(t)
  })
  const columns = KEPT.join(', ')
  await knex.raw(`insert into ${next} (${columns}) select ${columns} from decisions`)
  await knex.schema.dropTable('decisions')
  await knex.schema.renameTable(next, 'decisions')
}

/**
 * Changes that were asked for become a decline; what else is new is lost.
 * @param {import('knex').Knex} knex
 */
export async function down(knex) {
  await knex('decisions').where({ verdict: 'changes' }).update({ verdict: 'decline' })
  await rebuild(knex, 'decisions_alone', ['approve', 'decline'], () => undefined)
  await knex.schema.alterTable('approval_requests', (t) => {
    t.dropColumn('terms')
  })
  await knex.schema.alterTable('campaigns', (t) => {
    t.dropColumn('revision')
  })
}
