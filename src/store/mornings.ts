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

export async function allMornings(db: Knex): Promise<Morning[]> {
  const rows: { team_id: string; person: string; next_at: number }[] = await db('mornings')
  return rows.map((row) => ({ teamId: row.team_id, person: row.person, nextAt: instant(row.next_at) }))
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

/** Everybody whom something of a campaign waits for or may wait for, each once a workspace. */
export async function busyPeople(db: Knex): Promise<Pick<Morning, 'teamId' | 'person'>[]> {
  const rows = await rawRows<{ team_id: string; person: string }>(
    db,
    `select team_id, owner as person from campaigns where ended_at is null
     union select team_id, partner from campaigns where ended_at is null and partner is not null
     union select team_id, assignee from tasks where assignee is not null and state in ${OPEN_TASKS}
     union select team_id, assignee from follow_ups where assignee is not null and state in ${OPEN_QUESTIONS}
     union select team_id, asked_by from follow_ups where assignee is null and state in ${OPEN_QUESTIONS}
     union select team_id, person from launch_steps where person is not null
       and (state in ('waiting', 'held') or undo like '%"state":"undoing"%')
     union select team_id, stand_in from delegations where ended_at is null`,
    [],
  )
  return rows.map((row) => ({ teamId: row.team_id, person: row.person }))
}
