/** How a move begins, or goes on: both sides are marked with its id, after all that speaks against it was asked. */
import type { Knex } from 'knex'
import { Refusal } from '../refusal.ts'
import { inTransaction, migrate } from '../store/kit/database.ts'
import { schemaState } from '../store/kit/read-only.ts'
import { heldIn } from '../store/move/empty.ts'
import { namesOf } from '../store/move/tables.ts'
import { beginMove, type Move, moveOf } from '../store/moves.ts'
import { fenceSilent, processesNow } from '../store/processes.ts'
import { at } from './mark.ts'

interface Sides {
  readonly source: Knex
  readonly target: Knex
  readonly from: string
  readonly to: string
  now(): Date
  /** Of a move that was not begun before. */
  readonly id: string
}

/** The mark on the new side. Throws a Refusal where nothing may be copied. */
export async function begin(sides: Sides): Promise<Move> {
  const { source, target, to, from, now } = sides
  await refuseOld(source, from)
  const out = await moveOf(source, 'out')
  const names = await namesOf(source)
  const known = await markOf(target)
  if (!known) {
    refuseElsewhere(out, to)
    await refuseHeld(sides, names)
  } else if (known.id !== out?.id) throw new Refusal('conflict', otherWords(to, known))
  await migrate(target)
  if (!known?.usedAt) await refuseRunning(target, to)
  const mark = { id: out?.id ?? sides.id, beganAt: now() }
  await beginMove(source, 'out', { ...mark, place: to })
  await inTransaction(target, async (tx) => {
    if (!known) await refuseHeld({ target: tx, to }, names)
    await beginMove(tx, 'in', { ...mark, place: from })
  })
  const inward = await moveOf(target, 'in')
  if (inward?.id !== mark.id) throw new Refusal('conflict', otherWords(to, inward))
  return inward
}

/** Migrations are a start's work; what a newer version wrote can't be read. */
async function refuseOld(source: Knex, from: string): Promise<void> {
  const { pending, unknown, done } = await schemaState(source)
  if (done === 0) throw new Refusal('unknown', `${from} holds nothing of Stairway.`)
  if (unknown.length > 0)
    throw new Refusal('conflict', `${from} was written by a newer Stairway (${unknown[0]}). Use that one.`)
  if (pending.length > 0)
    throw new Refusal(
      'conflict',
      `${from} is of an older version: ${pending[0]} is pending. Start this version of Stairway on it once, stop it, and move then.`,
    )
}

async function markOf(target: Knex): Promise<Move | null> {
  return (await target.schema.hasTable('moves')) ? moveOf(target, 'in') : null
}

/** Of a move that was begun or done already, the new side says so itself. */
function refuseElsewhere(out: Move | null, to: string): void {
  if (!out || (!out.endedAt && out.place === to)) return
  const [was, when] = out.endedAt ? ['was moved', out.endedAt] : ['is being moved', out.beganAt]
  throw new Refusal(
    'conflict',
    `It ${was} to ${out.place} ${at(when)}, and ${to} knows nothing of it. To move it anew: stairway move --stay first.`,
  )
}

async function refuseHeld(
  { target, to }: Pick<Sides, 'target' | 'to'>,
  names: readonly string[],
): Promise<void> {
  const held = await heldIn(target, names)
  if (held.length === 0) return
  const some =
    held.length > 3 ? `${held.slice(0, 3).join(', ')} and ${held.length - 3} more` : held.join(', ')
  throw new Refusal(
    'conflict',
    `${to} is not empty: rows are in ${some}. Two workspaces can't be put together; name an empty database.`,
  )
}

function otherWords(to: string, known: Move | null): string {
  return `${to} holds a copy of ${known?.place ?? 'another database'} that this move did not begin. Name an empty database.`
}

/** As long as a process on PostgreSQL may be silent. */
const LEASE_MS = 10_000

async function refuseRunning(target: Knex, to: string): Promise<void> {
  await fenceSilent(target, LEASE_MS)
  const [running] = await processesNow(target)
  if (running) throw new Refusal('conflict', `Stairway runs on ${to} (${running.name}). Stop it first.`)
}
