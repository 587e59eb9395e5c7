/** What the mark of a move means to who starts Stairway on either side of it. */
import type { Knex } from 'knex'
import { isPostgres } from '../store/kit/database.ts'
import { type Move, moveOf, useMoved } from '../store/moves.ts'
import { Unstarted } from '../unstarted.ts'

/**
 * Before anything runs on a database: throws an Unstarted where it was moved away, else both sides would do everything,
 * and where a copy into it is not whole yet.
 */
export async function startWhereMoved(db: Knex, now: Date): Promise<void> {
  const out = await moveOf(db, 'out')
  if (out) throw new Unstarted(`Stairway can't start: ${awayWords(out, sqlitePlace(db))}`)
  if (!isPostgres(db)) return
  const inward = await moveOf(db, 'in')
  if (inward && !inward.endedAt) throw new Unstarted(`Stairway can't start: ${unfinishedWords(inward)}`)
  if (inward && !inward.usedAt) await useMoved(db, now)
}

function awayWords({ place, beganAt, endedAt }: Move, here: string): string {
  const back = `To go on here instead, without what has happened there: stairway move --stay --from ${here}`
  if (endedAt)
    return `${here} was moved to ${place} ${at(endedAt)}. Name that one in DATABASE_URL: on both, everything would be done twice.\n${back}`
  return `${here} is being moved to ${place}, begun ${at(beganAt)}. Run the same stairway move again: it goes on where it was.\n${back}`
}

function unfinishedWords({ place, beganAt }: Move): string {
  return `a copy of ${place} was begun here ${at(beganAt)} and is not whole. Run the same stairway move again: it goes on where it was.`
}

function sqlitePlace(db: Knex): string {
  return `sqlite:${db.client.config.connection?.filename ?? ''}`
}

/** `on 2026-03-02 08:00 UTC`. */
export function at(date: Date): string {
  return `on ${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
