/** That a database was moved out of this one or into it. A move has the same id on both sides. */
import type { Knex } from 'knex'
import type { Tx } from './kit/database.ts'
import { instant, toInstant } from './kit/json.ts'

export type Direction = 'out' | 'in'

/** How far a table is copied: the key of the last row, and how many rows. */
export interface Copied {
  readonly after: readonly (string | number)[]
  readonly rows: number
}

export interface Move {
  readonly id: string
  /** The other side, in words. */
  readonly place: string
  readonly beganAt: Date
  /** When both sides were found to be the same. */
  readonly endedAt: Date | null
  /** When Stairway started on the new side for the first time. */
  readonly usedAt: Date | null
  /** By table; of the new side. */
  readonly copied: Readonly<Record<string, Copied>>
}

interface MoveRow {
  direction: Direction
  id: string
  place: string
  began_at: number
  ended_at: number | null
  used_at: number | null
  copied: string
}

export async function moveOf(db: Knex, direction: Direction): Promise<Move | null> {
  const row = await db<MoveRow>('moves').where({ direction }).first('*')
  if (!row) return null
  return {
    id: row.id,
    place: row.place,
    beganAt: instant(row.began_at),
    endedAt: toInstant(row.ended_at),
    usedAt: toInstant(row.used_at),
    copied: JSON.parse(row.copied),
  }
}

/** One that was begun already stays as it is. */
export async function beginMove(
  db: Knex,
  direction: Direction,
  { id, place, beganAt }: Pick<Move, 'id' | 'place' | 'beganAt'>,
): Promise<void> {
  await db<MoveRow>('moves')
    .insert({ direction, id, place, began_at: +beganAt, copied: '{}' })
    .onConflict('direction')
    .ignore()
}

export async function keepCopied(tx: Tx, copied: Move['copied']): Promise<void> {
  await tx<MoveRow>('moves')
    .where({ direction: 'in' })
    .update({ copied: JSON.stringify(copied) })
}

export async function endMove(db: Knex, direction: Direction, at: Date): Promise<void> {
  await db<MoveRow>('moves').where({ direction }).whereNull('ended_at').update({ ended_at: +at })
}

export async function useMoved(db: Knex, at: Date): Promise<void> {
  await db<MoveRow>('moves').where({ direction: 'in' }).whereNull('used_at').update({ used_at: +at })
}

/** This database was not moved, whatever was said before. */
export async function forgetMove(db: Knex): Promise<void> {
  await db<MoveRow>('moves').where({ direction: 'out' }).delete()
}
