import { refuseUnless } from '../domain/permission/permission.ts'
import type { CheckToken } from '../domain/readiness/reports.ts'
import type { Actor } from '../domain/state/actor.ts'
import { Refusal } from '../refusal.ts'
import { insertToken, revokeToken } from '../store/check-tokens.ts'
import type { Deps } from './deps.ts'
import { reportedChecks } from './reads/reports.ts'
import { transact } from './transaction.ts'

/** Lets whoever has `secret` report a check, and nobody else any more; gives the one that served until now. */
export async function makeCheckToken(
  deps: Deps,
  actor: Actor,
  check: string,
  secret: string,
): Promise<CheckToken | null> {
  await refuseUnreported(deps, actor, check)
  return transact(deps, async (open) => {
    const at = deps.now()
    const before = await revokeToken(open.db, actor, check, at)
    if (await insertToken(open.db, actor, { check, secret, at })) return before
    throw new Refusal(
      'conflict',
      `An address of ${check} was made at the same moment. If it did not reach you, make another: \`/campaign check token ${check}\``,
    )
  })
}

/** Lets nobody report a check any more; gives the token that served. Throws a Refusal where none does. */
export async function revokeCheckToken(deps: Deps, actor: Actor, check: string): Promise<CheckToken> {
  await refuseUnreported(deps, actor, check)
  return transact(deps, async (open) => {
    const ended = await revokeToken(open.db, actor, check, deps.now())
    if (ended) return ended
    throw new Refusal('conflict', `${check} has no address: nobody can report it.`)
  })
}

/** Said before a check is looked for: whoever may not need not learn which there are. */
async function refuseUnreported(deps: Deps, actor: Actor, check: string): Promise<void> {
  refuseUnless('keep_check_tokens', actor, null, await deps.members())
  const reported = reportedChecks(deps.catalog).map(({ name }) => name)
  if (reported.includes(check)) return
  const known =
    reported.length > 0
      ? `stairway.yaml declares ${reported.join(', ')}`
      : 'stairway.yaml declares none of `kind: report`'
  throw new Refusal('unknown', `There is no check "${check}" that pipelines report: ${known}.`)
}
