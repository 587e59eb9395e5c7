import type { Knex } from 'knex'
import { inTransaction, isPostgres, type Tx } from './kit/database.ts'
import { instant } from './kit/json.ts'

/** A second and what the way to Slack may differ by: a channel takes about a post a second. */
const GAP_MS = 1_100
/** A channel that was calm takes so many at once: two digests, each with its figures. */
const BURST_MS = 3 * GAP_MS
/** A turn further ahead was taken while the clock was: nothing takes a day. */
const DAY_MS = 86_400_000

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
    const [{ post_at: kept = null, ts = null } = {}] = await mine.clone().select('post_at', 'ts')
    if (ts !== null) return now // an edit is no post
    if (kept !== null && kept < now.getTime() + DAY_MS) return allowed(kept, now)
    const turn = Math.max(now.getTime(), (await lastTurn(tx, message, now)) + GAP_MS)
    await mine.update({ post_at: turn })
    return allowed(turn, now)
  })
}

/** Slack takes 50 edits a minute of a workspace, and more than a third of them is left to what people do. */
const EDIT_GAP_MS = 2_000
const EDITS_AT_ONCE_MS = 9 * EDIT_GAP_MS

/** When a card or a list may be edited that nobody has changed: each of a workspace's takes the next turn. */
export async function takeEditTurn(
  tx: Tx,
  { id, teamId }: Pick<Waiting, 'id' | 'teamId'>,
  now: Date,
): Promise<Date> {
  if (isPostgres(tx))
    await tx.raw('select pg_advisory_xact_lock(hashtext(?), hashtext(?))', [teamId, 'edits'])
  const last = await tx('messages')
    .where({ team_id: teamId })
    .whereRaw(`kind in ('card', 'waiting') and post_at is not null`) // as its index says it
    .where('post_at', '<', now.getTime() + DAY_MS)
    .orderBy('post_at', 'desc')
    .first('post_at')
  const turn = Math.max(now.getTime(), (last?.post_at ?? 0) + EDIT_GAP_MS)
  await tx('messages').where({ id }).update({ post_at: turn })
  return instant(Math.max(now.getTime(), turn - EDITS_AT_ONCE_MS))
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
    .whereNot({ kind: 'card' })
    .where((each) =>
      each
        .where('post_at', '<=', now.getTime() + BURST_MS)
        .orWhere((open) => open.whereNull('ts').whereNot({ state: 'dead' })),
    )
    .where('post_at', '<', now.getTime() + DAY_MS)
    .orderBy('post_at', 'desc')
    .first('post_at')
  return last?.post_at ?? 0
}
