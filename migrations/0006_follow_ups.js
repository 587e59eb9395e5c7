const STEPS = ['collect', 'model', 'analyze']
const KEPT = [
  ...['campaign_id', 'n', 'team_id', 'question', 'step', 'asked_by', 'asked_at', 'assignee', 'due_at'],
  ...['digest_id', 'state', 'finding', 'answered_by', 'answered_at'],
]

/**
 * Follow-ups are accepted, handed on or declined, and their answers say more than a finding. `words` and
 * `learned_words` are what is searched: without case and accents, made by Stairway, so that both databases find the same.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await knex.schema.alterTable('suggestions', (t) => {
    t.text('why')
    t.text('metric')
    t.text('arm')
    t.text('segment')
  })
  await knex.schema.alterTable('campaigns', (t) => {
    t.text('origin')
    t.text('led_to')
    t.text('learned_words')
  })
  await rebuild(knex, 'follow_ups_accepted', ['open', 'accepted', 'answered', 'declined'], withContract)
  await knex.raw(
    "create index follow_ups_due on follow_ups (due_at) where state in ('open', 'accepted') and due_at is not null",
  )
  await fillWords(knex)
}

function withContract(t) {
  t.text('about')
  t.bigInteger('accepted_at')
  t.text('reassigned')
  t.text('declined')
  t.enum('reminded', ['before', 'due'])
  t.text('escalated')
  t.enum('confidence', ['high', 'medium', 'low'])
  t.text('link')
  t.text('decision')
  t.text('ideas')
  t.text('words')
  t.check("(state = 'declined') = (declined is not null)", {}, 'follow_ups_declined')
  t.check("(state = 'answered') = (finding is not null)", {}, 'follow_ups_answered')
}

/** SQLite can't change a check, so the rows move into a new table, `next` until it takes the old one's name; the same on PostgreSQL. */
async function rebuild(knex, next, states, more) {
  await knex.schema.createTable(next, (t) => {
    t.integer('campaign_id').notNullable().references('id').inTable('campaigns')
    t.integer('n').notNullable()
    t.string('team_id').notNullable()
    t.primary(['campaign_id', 'n'])
    t.text('question').notNullable()
    t.enum('step', STEPS).notNullable()
    t.string('asked_by').notNullable()
    t.bigInteger('asked_at').notNullable()
    t.string('assignee')
    t.bigInteger('due_at')
    t.integer('digest_id')
    t.enum('state', states).notNullable()
    t.text('finding')
    t.string('answered_by')
    t.bigInteger('answered_at')
    more(t)
  })
  const columns = KEPT.join(', ')
  await knex.raw(`insert into ${next} (${columns}) select ${columns} from follow_ups`)
  await knex.schema.dropTable('follow_ups')
  await knex.schema.renameTable(next, 'follow_ups')
  await knex.schema.alterTable('follow_ups', (t) => {
    t.index(['team_id', 'assignee', 'state'])
  })
}

async function fillWords(knex) {
  for (const { campaign_id, n, question, finding } of await knex('follow_ups').select(
    'campaign_id',
    'n',
    'question',
    'finding',
  )) {
    const words = searchable([question, finding ?? ''].join(' '))
    await knex('follow_ups').where({ campaign_id, n }).update({ words })
  }
  for (const { id, conclusion } of await knex('campaigns')
    .whereNotNull('conclusion')
    .select('id', 'conclusion')) {
    const learned_words = searchable(JSON.parse(conclusion).learned ?? '')
    await knex('campaigns').where({ id }).update({ learned_words })
  }
}

/** As src/domain/search-words.ts made them when this was written. */
function searchable(text) {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}\p{Cs}\0]/gu, '')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟«»]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
  return plain === '' ? '' : ` ${plain} `
}

/**
 * What was declined goes back to open; what else is new is lost.
 * @param {import('knex').Knex} knex
 */
export async function down(knex) {
  await knex.raw('drop index follow_ups_due')
  await knex('follow_ups')
    .whereIn('state', ['accepted', 'declined'])
    .update({ state: 'open', declined: null })
  await rebuild(knex, 'follow_ups_answered', ['open', 'answered'], () => undefined)
  await knex.schema.alterTable('campaigns', (t) => {
    t.dropColumns('origin', 'led_to', 'learned_words')
  })
  await knex.schema.alterTable('suggestions', (t) => {
    t.dropColumns('why', 'metric', 'arm', 'segment')
  })
}
