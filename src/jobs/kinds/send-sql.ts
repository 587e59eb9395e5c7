import { stairwayOf } from '../../domain/state/actor.ts'
import { type ReadingDeps, readingSql } from '../../reading/reading.ts'
import { sentSqlWords, sqlFile } from '../../slack/cards/sql.ts'
import type { DeliveryDeps } from '../../slack/delivery/delivery.ts'
import { shareFiles } from '../../slack/delivery/share.ts'
import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { recordSent, recordUpload } from '../../usecases/growth.ts'
import { readState } from '../../usecases/reads/campaigns.ts'
import { sqlToSend } from '../../usecases/reads/messages.ts'
import { sqlGivenUp } from '../../usecases/sql.ts'
import { within } from '../../usecases/transaction.ts'
import type { JobKind } from '../contract.ts'
import { slackLane } from './deliver.ts'
import { settle } from './send-ledger.ts'

export type SqlDeps = Deps & ReadingDeps & Pick<DeliveryDeps, 'delivery'>

export function sendSqlKind(deps: SqlDeps): JobKind<JobKinds['send_sql']> {
  return {
    urgent: true,
    attempts: 6,
    key: ({ messageId }) => `sql:${messageId}`,
    lane: ({ person }) => slackLane(person),
    run: (payload) => sendSqlFile(deps, payload),
    whenDead: (tx, { payload, why }) => sqlGivenUp(within(tx, deps), payload, why),
  }
}

/** Writes what a reading runs into one file, and sends it to who asked: once. */
async function sendSqlFile(deps: SqlDeps, { teamId, messageId }: JobKinds['send_sql']): Promise<void> {
  const wanted = await sqlToSend(deps, messageId)
  if (!wanted) return
  const { person, campaignId, fileIds } = wanted
  const state = await readState(deps, stairwayOf(teamId), { id: campaignId })
  const at = deps.now()
  const file = sqlFile(readingSql(deps, state, at), state, at)
  const share = { person, comment: sentSqlWords(state).source, files: [file] }
  const record = (ids: readonly string[]) => recordUpload(deps, messageId, ids)
  settle(deps, await shareFiles({ client: deps.delivery, record }, share, fileIds))
  await recordSent(deps, messageId)
}
