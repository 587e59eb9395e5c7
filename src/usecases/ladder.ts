import { waitingFor } from '../domain/approval/approvers.ts'
import { changedSinceSubmit } from '../domain/approval/changes.ts'
import { escalate, policyOf } from '../domain/approval/ladder.ts'
import { stairwayOf } from '../domain/state/actor.ts'
import { subjectOf } from '../domain/subject.ts'
import { loadForChange } from '../store/campaigns.ts'
import { type Changed, change } from './change.ts'
import type { Deps, JobKinds } from './deps.ts'
import { outboxOf } from './outbox.ts'
import { readingMembers } from './reads/stand-ins.ts'
import { transact } from './transaction.ts'

/** Reminds who is still waited for, or who stands in for them, each once, however often this runs; nobody where there is nothing to decide. */
export async function remindApprovers(
  deps: Deps,
  { teamId, campaignId, n, when }: JobKinds['remind_approvers'],
): Promise<void> {
  const members = await readingMembers(deps, teamId, await deps.members())
  await transact(deps, async (open) => {
    const state = await loadForChange(open.db, { id: campaignId })
    const { request, campaign } = state
    const decidable = request?.n === n && request.state === 'open' && changedSinceSubmit(state).length === 0
    if (!decidable || request.expiresAt <= open.now()) return
    const outbox = outboxOf(open, state)
    for (const target of waitingFor(request, campaign.owner, members))
      await outbox.post({ kind: 'approval', subject: subjectOf('request', n, when), target })
  })
}

/** Puts a request that still waits to those whom its policy names for that; nothing where it was decided meanwhile. */
export async function escalateRequest(
  deps: Deps,
  { teamId, campaignId, n }: JobKinds['escalate_request'],
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, stairwayOf(teamId), { id: campaignId }, (state) => {
    const to = state.request ? (policyOf(deps.catalog.policies, state.request)?.escalate?.to ?? []) : []
    return escalate(state, n, to, members, deps.now())
  })
}
