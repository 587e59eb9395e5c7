import { type Delegation, isActive, refuseDelegation } from '../domain/approval/delegation.ts'
import type { Notice } from '../domain/message.ts'
import type { Membership, UserId } from '../domain/people.ts'
import { refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import { subjectOf } from '../domain/subject.ts'
import { token } from '../domain/text/tokens.ts'
import { Refusal } from '../refusal.ts'
import {
  delegationsSince,
  endDelegations,
  findDelegation,
  insertDelegation,
  lockDelegations,
  wasDelegated,
} from '../store/delegations.ts'
import { sentTwice } from '../store/events.ts'
import { refuseDeactivated } from './deactivated.ts'
import type { Deps, JobKinds, Turn } from './deps.ts'
import * as words from './follow-on/delegation-words.ts'
import { putOpenRequests, redrawOpenRequests } from './memberships.ts'
import { postToTeam } from './outbox.ts'
import { waitingInStead } from './reads/delegations.ts'
import { type OpenDeps, transact } from './transaction.ts'

/** Somebody is away: who decides approvals in their stead, from when (null: now) until when. */
export interface Away {
  readonly to: UserId
  readonly from: Date | null
  readonly until: Date
}

/** Has another decide all approvals of who asks for it, who is told. Throws a Refusal for who can't, or where somebody does already. */
export async function delegate(deps: Deps, actor: Actor, { to, from, until }: Away): Promise<Delegation> {
  const members = await deps.members()
  refuseUnless('delegate', actor, null, members)
  await refuseUnfit(deps, actor, to, members)
  return transact(deps, async (open) => {
    const { db, now } = open
    await lockDelegations(db, actor)
    if (await wasDelegated(db, actor)) throw sentTwice()
    const begins = from && from > now() ? from : now()
    const wanted = { of: actor.userId, to, from: begins, until }
    refuseDelegation(wanted, await delegationsSince(db, actor.teamId, now()), now())
    const set = await insertDelegation(db, actor, wanted, now())
    const waiting = isActive(set, now()) ? await waitingInStead(open, set, members) : null
    await tell(open, set, 'set', words.delegated(set, waiting))
    await enqueueTurn(open, set, 'begin', set.from)
    await enqueueTurn(open, set, 'end', set.until)
    return set
  })
}

/** Ends what somebody has delegated, or one of it, from now on. Throws a Refusal where nothing is set. */
export async function endDelegation(deps: Deps, actor: Actor, id?: number): Promise<Delegation[]> {
  return transact(deps, async (open) => {
    const ended = await endDelegations(open.db, actor.teamId, actor.userId, open.now(), id)
    if (ended.length === 0)
      throw new Refusal('conflict', 'Nobody decides for you, so there is nothing to end.')
    for (const each of ended) {
      await tell(open, each, 'ended', words.delegationEnded(each))
      await enqueueTurn(open, each, 'ended', open.now())
    }
    return ended
  })
}

/** Puts what waits to whoever decides it from now on, and draws it anew; nothing else where it was ended meanwhile. */
export async function turnDelegation(
  deps: Deps,
  { teamId, delegationId, at }: JobKinds['turn_delegation'],
): Promise<void> {
  const members = await deps.members()
  const delegation = await findDelegation(deps.db, teamId, delegationId)
  if (!delegation) return
  if (at === 'begin' && isActive(delegation, deps.now()))
    await transact(deps, (open) => tellBegun(open, delegation, members))
  await putOpenRequests(deps, members)
  await redrawOpenRequests(deps)
}

/** Who was told that it would come hears what waits once it has; what began at once said so itself. */
async function tellBegun(open: OpenDeps, delegation: Delegation, members: Membership): Promise<void> {
  const waiting = await waitingInStead(open, delegation, members)
  if (waiting.length === 0 || delegation.madeAt >= delegation.from) return
  await tell(open, delegation, 'begun', words.begun(delegation, waiting))
}

async function tell(
  open: OpenDeps,
  { id, teamId, to }: Delegation,
  what: 'set' | 'begun' | 'ended',
  said: string,
): Promise<void> {
  const data: Notice = { words: said, ...(what === 'ended' ? {} : { offers: ['mine'] }) }
  await postToTeam(open, {
    teamId,
    kind: 'notice',
    subject: subjectOf('delegation', id, what),
    target: to,
    data,
  })
}

function enqueueTurn(open: OpenDeps, { id, teamId }: Delegation, at: Turn, runAt: Date): Promise<void> {
  return open.enqueue(open.db, 'turn_delegation', { teamId, delegationId: id, at }, { runAt })
}

/** Whoever is of a declared team decides already, wherever they are from. */
async function refuseUnfit(deps: Deps, actor: Actor, to: UserId, members: Membership): Promise<void> {
  await refuseDeactivated(deps, [to])
  if ([...members.values()].some((team) => team.has(to))) return
  const [outsider] = await deps.outsiders(actor.teamId, [to])
  if (outsider === undefined) return
  throw new Refusal(
    'conflict',
    `${token.person(to)} is no member of this workspace (a guest, of another company, or an app), and decides nothing here: name somebody else.`,
  )
}
