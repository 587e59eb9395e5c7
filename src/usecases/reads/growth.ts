import { type Ledger, ledgerOf } from '../../domain/growth/ledger.ts'
import { boundsOf, type Quarter } from '../../domain/growth/quarter.ts'
import { refuseUnless } from '../../domain/permission/permission.ts'
import type { Reader } from '../../domain/state/actor.ts'
import { climbedBetween, measuredBefore } from '../../store/climbed.ts'
import { listHistories } from '../../store/events.ts'
import type { Deps } from '../deps.ts'

/** What a quarter's campaigns brought, as it stands now. */
export async function readGrowth(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  reader: Reader,
  quarter: Quarter,
  zone: string,
): Promise<Ledger> {
  refuseUnless('read_growth', reader, null, new Map())
  const { from, to } = boundsOf(quarter, zone)
  const campaigns = await climbedBetween(db, reader.teamId, from, to)
  const known = await measuredBefore(db, reader.teamId, to)
  const histories = await listHistories(
    db,
    campaigns.map(({ id }) => id),
  )
  return ledgerOf({ quarter, zone, from, to, now: now(), campaigns, known, histories })
}
