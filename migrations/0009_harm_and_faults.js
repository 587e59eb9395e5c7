/**
 * What was found of a campaign beside its digests' figures (harm, and faults of its data) stands with it, so that each
 * is told once; the hour that was watched last is claimed by moving it on.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('campaigns', (t) => {
    t.text('findings')
    t.bigInteger('watched_at')
    t.index(['stage', 'watched_at'])
  })
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await knex.schema.alterTable('campaigns', (t) => {
    t.dropIndex(['stage', 'watched_at'])
    t.dropColumn('watched_at')
    t.dropColumn('findings')
  })
}
