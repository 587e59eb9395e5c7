import type { Knex } from 'knex'
import type { Task } from '../domain/state/tasks.ts'
import { OPEN_TASK } from './conditions.ts'
import { rawRows } from './kit/database.ts'
import { jsonText } from './kit/json-path.ts'
import { type TaskRow, taskOf } from './rows.ts'
import { type Of, SHOWN, withCampaigns } from './waiting.ts'

type Row = TaskRow & { campaign_id: number }

/** As the indexes of migration 0025 have it. */
const OPEN = "t.state in ('todo', 'doing', 'blocked') and t.over is null"
const URGENT = 'order by t.due_at is null, t.due_at, t.campaign_id, t.n'

/**
 * The most urgent open tasks, of campaigns that have not ended, that wait for a person or that they were told of; those
 * without a due date last. Each way in which one may be theirs is asked by itself, since no index serves two.
 */
export async function tasksWaitingFor(
  db: Knex,
  teamId: string,
  person: string,
  limit = SHOWN,
): Promise<Of<Task>[]> {
  const ways = waysTo(db, teamId, person)
  const found = ways.map(({ sql }, i) => `select * from (${sql} ${URGENT} limit ${limit}) as way${i}`)
  const rows = await rawRows<Row>(
    db,
    `select t.* from (${found.join(' union ')}) as found
      join tasks t on t.campaign_id = found.campaign_id and t.n = found.n ${URGENT} limit ${limit}`,
    ways.flatMap(({ values }) => values),
  )
  return withCampaigns(db, rows, taskOf)
}

interface Way {
  readonly sql: string
  readonly values: readonly string[]
}

function waysTo(db: Knex, teamId: string, person: string): Way[] {
  const picked = 'select t.campaign_id, t.n from'
  const of = 'tasks t join campaigns c on c.id = t.campaign_id and c.ended_at is null'
  const runs = (role: 'owner' | 'partner') =>
    `campaigns c join tasks t on t.campaign_id = c.id where c.team_id = ? and c.${role} = ? and c.ended_at is null`
  const unasked = `${OPEN} and t.assignee is null`
  const toLead = jsonText(db, 't.told', 'lead', 'to')
  const toHolder = jsonText(db, 't.told', 'holder', 'to')
  return [
    { sql: `${picked} ${of} where t.team_id = ? and t.assignee = ? and ${OPEN}`, values: [teamId, person] },
    {
      sql: `${picked} ${runs('owner')} and ${unasked} and (t.team = 'growth' or c.partner is null)`,
      values: [teamId, person],
    },
    { sql: `${picked} ${runs('partner')} and ${unasked} and t.team = 'data'`, values: [teamId, person] },
    {
      sql: `${picked} ${of} where t.team_id = ? and ${toLead} = ? and ${OPEN} and t.told is not null`,
      values: [teamId, person],
    },
    {
      sql: `${picked} ${runs('owner')} and ${OPEN} and t.told is not null and ${toHolder} = ?`,
      values: [teamId, person, person],
    },
  ]
}

/** Required tasks of a workspace that are open, were due before that, in campaigns that have not ended. */
export async function lateTasks(db: Knex, teamId: string, before: Date, limit = SHOWN): Promise<Of<Task>[]> {
  const late = lateBefore(db, before).where('tasks.team_id', teamId).limit(limit)
  return withCampaigns(db, await late, taskOf)
}

/** More than that is told on another day. */
const TOLD_AT_ONCE = 1_000

/** The same of every workspace, without those of which everybody has heard who is to. */
export async function untoldLateTasks(db: Knex, before: Date): Promise<Of<Task>[]> {
  const untold = lateBefore(db, before).where((either) =>
    either.whereNull('tasks.told').orWhere('tasks.told', 'not like', '%"lead"%'),
  )
  return withCampaigns(db, await untold.limit(TOLD_AT_ONCE), taskOf)
}

function lateBefore(db: Knex, before: Date): Knex.QueryBuilder<TaskRow, Row[]> {
  return db('tasks')
    .join('campaigns', 'campaigns.id', 'tasks.campaign_id')
    .whereRaw(OPEN_TASK)
    .where({ 'tasks.required': true, 'campaigns.ended_at': null })
    .where('tasks.due_at', '<', before.getTime())
    .orderBy(['tasks.due_at', 'tasks.campaign_id', 'tasks.n'])
    .select('tasks.*')
}
