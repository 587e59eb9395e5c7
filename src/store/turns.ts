import type { Knex } from 'knex'
import { inTransaction, isPostgres, type Tx } from './kit/database.ts'
import { instant } from './kit/json.ts'

/** A second and what the way to Slack may differ by: a channel takes about a post a second. */
const GAP_MS = 1_100
/** A channel that was calm takes so many at once: two digests, each with its figures. */
const BURST_MS = 3 * GAP_MS

/** A message on its way to a channel. */
interface Waiting {
  readonly id: number
  readonly teamId: string
  readonly target: string
}

/**
 * When a message that nobody waits for may be posted: it takes the next turn in its channel, and keeps it. By the
 * database, so that the pace holds over all processes and after a start.
 */
export function takeTurn(db: Knex, message: Waiting, now: Date): Promise<Date> {
  return inTransaction(db, async (tx) => {
    const mine = tx('messages').where({ id: message.id })
    const [{ post_at: kept = null } = {}] = await mine.clone().select('post_at')
    if (kept !== null) return allowed(kept, now)
    const turn = Math.max(now.getTime(), (await lastTurn(tx, message, now)) + GAP_MS)
    await mine.update({ post_at: turn })
    return allowed(turn, now)
  })
}

function allowed(turn: number, now: Date): Date {
  return instant(Math.max(now.getTime(), turn - BURST_MS))
}

/** Those of one channel take turns until they commit. What was sent has no turn to come: its clock was another one. */
async function lastTurn(tx: Tx, { teamId, target }: Waiting, now: Date): Promise<number> {
  if (isPostgres(tx)) await tx.raw('select pg_advisory_xact_lock(hashtext(?), hashtext(?))', [teamId, target])
  const last = await tx('messages')
    .where({ team_id: teamId, target })
    .whereNotNull('post_at')
    .where((each) =>
      each
        .where('post_at', '<=', now.getTime() + BURST_MS)
        .orWhere((open) => open.whereNull('ts').whereNot({ state: 'dead' })),
    )
    .orderBy('post_at', 'desc')
    .first('post_at')
  return last?.post_at ?? 0
}
