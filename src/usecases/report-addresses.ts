import { refuseUnless } from '../domain/permission/permission.ts'
import type { ReportAddress } from '../domain/readiness/reports.ts'
import type { Actor } from '../domain/state/actor.ts'
import { Refusal } from '../refusal.ts'
import { insertAddress, revokeAddress } from '../store/report-addresses.ts'
import type { Deps } from './deps.ts'
import { reportedChecks } from './reads/reports.ts'
import { transact } from './transaction.ts'

/** Lets whoever has `secret` report a check, and nobody else any more; gives the one that served until now. */
export async function makeReportAddress(
  deps: Deps,
  actor: Actor,
  check: string,
  secret: string,
): Promise<ReportAddress | null> {
  await refuseUnreported(deps, actor, check)
  return transact(deps, async (open) => {
    const at = deps.now()
    const before = await revokeAddress(open.db, actor, check, at)
    if (await insertAddress(open.db, actor, { check, secret, at })) return before
    throw new Refusal(
      'conflict',
      `An address of ${check} was made at the same moment. If it did not reach you, make another: \`/campaign check address ${check}\``,
    )
  })
}

/** Lets nobody report a check any more; gives the address that served. Throws a Refusal where none does. */
export async function revokeReportAddress(deps: Deps, actor: Actor, check: string): Promise<ReportAddress> {
  await refuseUnreported(deps, actor, check)
  return transact(deps, async (open) => {
    const ended = await revokeAddress(open.db, actor, check, deps.now())
    if (ended) return ended
    throw new Refusal('conflict', `${check} has no address: nobody can report it.`)
  })
}

/** Said before a check is looked for: whoever may not need not learn which there are. */
async function refuseUnreported(deps: Deps, actor: Actor, check: string): Promise<void> {
  refuseUnless('keep_report_addresses', actor, null, await deps.members())
  const reported = reportedChecks(deps.catalog).map(({ name }) => name)
  if (reported.includes(check)) return
  const known =
    reported.length > 0
      ? `stairway.yaml declares ${reported.join(', ')}`
      : 'stairway.yaml declares none of `kind: report`'
  throw new Refusal('unknown', `There is no check "${check}" that pipelines report: ${known}.`)
}
