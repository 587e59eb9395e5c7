import { placesOf } from '../../domain/approval/approvers.ts'
import { changedSinceSubmit } from '../../domain/approval/changes.ts'
import { type Delegation, isSet } from '../../domain/approval/delegation.ts'
import { type Membership, withStandIns } from '../../domain/people.ts'
import { refuseUnless } from '../../domain/permission/permission.ts'
import type { Reader } from '../../domain/state/actor.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import { delegationsSince } from '../../store/delegations.ts'
import { openRequestsFor } from '../../store/open-requests.ts'
import type { Deps } from '../deps.ts'

/** What somebody has delegated, and what was delegated to them: each that is active or still to come. */
export interface Delegations {
  readonly mine: readonly Delegation[]
  readonly toMe: readonly Delegation[]
}

export async function delegationsOf(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  reader: Reader,
): Promise<Delegations> {
  refuseUnless('delegate', reader, null, new Map())
  const all = await delegationsSince(db, reader.teamId, now())
  const set = all.filter((each) => isSet(each, now()))
  return {
    mine: set.filter(({ of }) => of === reader.userId),
    toMe: set.filter(({ to }) => to === reader.userId),
  }
}

/** More than anybody is told at once. */
const LOOKED_THROUGH = 500

/** Campaigns whose open request this stand-in may decide for who is away, those that expire first before others. */
export async function waitingInStead(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { teamId, of, to }: Delegation,
  members: Membership,
): Promise<Campaign[]> {
  const all = withStandIns(members, { standIns: [{ person: to, insteadOf: of }] })
  const seats = {
    person: to,
    teams: [...members].filter(([, team]) => team.has(of)).map(([name]) => name),
  }
  const open = await openRequestsFor(db, teamId, now(), seats, { offset: 0, limit: LOOKED_THROUGH })
  return open
    .filter((asked) => changedSinceSubmit(asked).length === 0)
    .filter(({ campaign: { owner }, request }) =>
      placesOf(request, owner, to, all).some(({ insteadOf }) => insteadOf === of),
    )
    .map(({ campaign }) => campaign)
}
