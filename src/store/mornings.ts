import type { Knex } from 'knex'
import type { UserId } from '../domain/people.ts'
import { rawRows } from './kit/database.ts'
import { instant } from './kit/json.ts'

/** Somebody, and when they hear next what waits for them. */
export interface Morning {
  readonly teamId: string
  readonly person: UserId
  readonly nextAt: Date
}

/** Those that have come. */
export async function dueMornings(db: Knex, now: Date): Promise<Morning[]> {
  const rows: { team_id: string; person: string; next_at: number }[] = await db('mornings').where(
    'next_at',
    '<=',
    now.getTime(),
  )
  return rows.map((row) => ({ teamId: row.team_id, person: row.person, nextAt: instant(row.next_at) }))
}

type Somebody = Pick<Morning, 'teamId' | 'person'>

/** Which of these people have mornings. */
export async function morningsOf(db: Knex, people: readonly UserId[]): Promise<Somebody[]> {
  return peopleOf(
    await db('mornings')
      .whereIn('person', [...people])
      .select('team_id', 'person'),
  )
}

interface PersonRow {
  readonly team_id: string
  readonly person: string
}

function peopleOf(rows: readonly PersonRow[]): Somebody[] {
  return rows.map((row) => ({ teamId: row.team_id, person: row.person }))
}

/** Begins the mornings of somebody; those that have begun stay as they are. */
export async function beginMornings(db: Knex, { teamId, person, nextAt }: Morning): Promise<void> {
  await db('mornings')
    .insert({ team_id: teamId, person, next_at: nextAt.getTime() })
    .onConflict(['team_id', 'person'])
    .ignore()
}

/** Takes a morning, so that nobody else does; false where somebody has. */
export async function takeMorning(
  tx: Knex.Transaction,
  { teamId, person, nextAt }: Morning,
  then: Date,
): Promise<boolean> {
  const taken = await tx('mornings')
    .where({ team_id: teamId, person, next_at: nextAt.getTime() })
    .update({ next_at: then.getTime() })
  return taken === 1
}

const OPEN_TASKS = "('todo', 'doing', 'blocked')"
const OPEN_QUESTIONS = "('open', 'accepted')"

/** Changes may commit in another order than their events are numbered: so many are looked at again. */
const OVERLAP = 1_000

/** The newest event of which everybody has been found. */
const looked = new WeakMap<Knex, number>()

/**
 * Everybody whom something of a campaign waits for or may wait for, each once a workspace: at first of all campaigns,
 * from then on of those to which something has happened since. That somebody stands in is no event. `done` says that they have their mornings.
 */
export async function newlyBusy(db: Knex): Promise<{ people: Somebody[]; done: () => void }> {
  const since = looked.get(db)
  const [newest] = await rawRows<{ id: number | null }>(db, 'select max(id) as id from events', [])
  const last = Number(newest?.id ?? 0)
  const people =
    since === last ? await standIns(db) : await busyPeople(db, since === undefined ? null : since - OVERLAP)
  return { people, done: () => void looked.set(db, last) }
}

const STAND_INS = 'select team_id, stand_in as person from delegations where ended_at is null'

async function standIns(db: Knex): Promise<Somebody[]> {
  return peopleOf(await rawRows(db, STAND_INS, []))
}

async function busyPeople(db: Knex, since: number | null): Promise<Somebody[]> {
  const of = (id: string) =>
    since === null ? '' : ` and ${id} in (select campaign_id from events where id > ${since})`
  const rows = await rawRows<PersonRow>(
    db,
    `select team_id, owner as person from campaigns where ended_at is null${of('id')}
     union select team_id, partner from campaigns where ended_at is null and partner is not null${of('id')}
     union select team_id, assignee from tasks
       where assignee is not null and state in ${OPEN_TASKS} and over is null${of('campaign_id')}
     union select team_id, assignee from follow_ups
       where assignee is not null and state in ${OPEN_QUESTIONS}${of('campaign_id')}
     union select team_id, asked_by from follow_ups
       where assignee is null and state in ${OPEN_QUESTIONS}${of('campaign_id')}
     union select team_id, person from launch_steps where person is not null
       and (state in ('waiting', 'held') or undo like '%"state":"undoing"%')${of('campaign_id')}
     union ${STAND_INS}`,
    [],
  )
  return peopleOf(rows)
}

/** Every workspace that has had a campaign, one step along the index each. */
export async function workspaces(db: Knex): Promise<string[]> {
  const rows = await rawRows<{ team_id: string }>(
    db,
    `with recursive spaces(team_id) as (
      select min(team_id) from campaigns
      union all
      select (select min(c.team_id) from campaigns c where c.team_id > spaces.team_id) from spaces
        where spaces.team_id is not null)
    select team_id from spaces where team_id is not null`,
    [],
  )
  return rows.map((row) => row.team_id)
}
