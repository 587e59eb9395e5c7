import { standInsAt, stoodInBefore } from '../../domain/approval/delegation.ts'
import { type Membership, withStandIns } from '../../domain/people.ts'
import type { Reader } from '../../domain/state/actor.ts'
import { delegationsSince, holdDelegations } from '../../store/delegations.ts'
import type { Tx } from '../../store/kit/database.ts'
import type { Deps, ReadDeps } from '../deps.ts'

/** So long somebody is told that they stood in. */
const TOLD_MS = 14 * 86_400_000

/** Members with who decides in whose stead now, in that workspace: to show, to ask and to remind by. */
export async function withStandInsOf(
  { db, now }: ReadDeps & Pick<Deps, 'now'>,
  teamId: string,
  members: Membership,
): Promise<Membership> {
  const known = await delegationsSince(db, teamId, before(now()))
  return withStandIns(members, { standIns: standInsAt(known, now()), stoodIn: stoodInBefore(known, now()) })
}

/**
 * The same inside the transaction that decides by it: what was ended a moment ago counts no more. Nobody of outside decides
 * in another's stead, whatever they were when it was delegated to them.
 */
export async function decidingMembers(
  tx: Tx,
  { teamId, userId, outside }: Reader,
  members: Membership,
  now: Date,
): Promise<Membership> {
  const known = await holdDelegations(tx, teamId, before(now))
  const standIns = standInsAt(known, now).filter(({ person }) => !outside || person !== userId)
  return withStandIns(members, { standIns, stoodIn: stoodInBefore(known, now) })
}

/** Whom messages go to: a stand-in who has left, or is a guest by now, decides nothing, so they go to who is away. Asks Slack. */
export async function readingMembers(deps: Deps, teamId: string, members: Membership): Promise<Membership> {
  const all = await withStandInsOf(deps, teamId, members)
  const { standIns = [], stoodIn = [] } = all
  const people = standIns.map(({ person }) => person)
  const ofNoTeam = people.filter((person) => ![...members.values()].some((team) => team.has(person)))
  const unfit = [...(await deps.deactivated(people)), ...(await deps.outsiders(teamId, ofNoTeam))]
  return withStandIns(members, {
    standIns: standIns.filter(({ person }) => !unfit.includes(person)),
    stoodIn,
  })
}

function before(now: Date): Date {
  return new Date(now.getTime() - TOLD_MS)
}
