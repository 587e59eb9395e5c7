/** Where plans stand, as JSON; of events, only these kinds hold one. */
const PLANS = [
  ['campaigns', 'brief'],
  ['approval_requests', 'brief'],
  ['launch_steps', 'plan'],
  ['events', 'data', ['created', 'brief_changed', 'submitted', 'launch_started', 'step_changed']],
]

const NAMES = [
  ['webhook', 'sent'],
  ['manual', 'human'],
]

/**
 * A step of a plan says who does it, a person or a declared target, and no longer what kind of target that is. A step
 * that was begun keeps what its target calls it, and a task the check that answers for it.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('launch_steps', (t) => {
    t.text('handle')
  })
  await knex.schema.alterTable('tasks', (t) => {
    t.string('check_name')
  })
  await rename(knex, NAMES)
}

/**
 * Handles and checks are lost.
 * @param {import('knex').Knex} knex
 */
export async function down(knex) {
  await rename(
    knex,
    NAMES.map(([before, after]) => [after, before]),
  )
  await knex.schema.alterTable('tasks', (t) => {
    t.dropColumn('check_name')
  })
  await knex.schema.alterTable('launch_steps', (t) => {
    t.dropColumn('handle')
  })
}

/**
 * In place, one statement a table: no row comes here, and rows without such a step are not written. In JSON a quote
 * within a text has a backslash before it, so nothing that somebody typed reads `"kind":"manual"`.
 */
async function rename(knex, names) {
  for (const [table, column, kinds] of PLANS) {
    const renamed = names.reduce(
      (sql, [from, to]) => `replace(${sql}, '${kindOf(from)}', '${kindOf(to)}')`,
      column,
    )
    const rows = knex(table).where((either) => {
      for (const [from] of names) either.orWhereLike(column, `%${kindOf(from)}%`)
    })
    if (kinds) rows.whereIn('kind', kinds)
    await rows.update({ [column]: knex.raw(renamed) })
  }
}

function kindOf(name) {
  return `"kind":"${name}"`
}
