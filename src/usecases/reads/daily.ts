import { tallies } from '../../domain/approval/approvers.ts'
import { canFinish } from '../../domain/approval/quorum.ts'
import type { Membership, UserId } from '../../domain/people.ts'
import type { Reader } from '../../domain/state/actor.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import { isMutedBy } from '../../domain/state/reminder-events.ts'
import { newestTo } from '../../store/messages.ts'
import type { ReadDeps } from '../deps.ts'
import { withStandInsOf } from './stand-ins.ts'
import { type Waiting, type WaitingDeps, waitsOn } from './waiting.ts'

/** What a person hears of in the morning. */
export interface Daily {
  readonly waiting: readonly Waiting[]
  /** There is more than was read: what is here are the most urgent ones. */
  readonly more?: true
  /** Campaigns that they left out, and that something waits in. */
  readonly muted: readonly Campaign[]
}

/** What waits on a person without the campaigns that they muted; an approval that nobody else can give stays. */
export async function dailyOf(deps: WaitingDeps, reader: Reader): Promise<Daily> {
  const { waiting, more } = await waitsOn(deps, reader)
  const members = await withStandInsOf(deps, reader.teamId, await deps.members())
  const isHeard = (each: Waiting) =>
    !isMutedBy(each.campaign, reader.userId) || needsThem(each, reader.userId, members)
  const muted = waiting.filter((each) => !isHeard(each)).map(({ campaign }) => campaign)
  return {
    waiting: waiting.filter(isHeard),
    ...(more ? { more } : {}),
    muted: [...new Map(muted.map((each) => [each.id, each])).values()],
  }
}

/** Whether the approvals that are missing can't be given without them, and those whom they stand in for. */
function needsThem(waiting: Waiting, person: UserId, members: Membership): boolean {
  if (waiting.kind !== 'approval') return false
  const theirs = [person, ...(waiting.insteadOf ?? [])]
  const others = tallies(waiting.item, waiting.campaign.owner, members).map((seats) => ({
    ...seats,
    waitingFor: seats.waitingFor.filter((each) => !theirs.includes(each)),
  }))
  return !canFinish(others)
}

/** Whether a newer list has come to the same person. */
export async function isOutdated(
  { db }: ReadDeps,
  { id, teamId, target }: { readonly id: number; readonly teamId: string; readonly target: string },
): Promise<boolean> {
  const [newest] = await newestTo(db, { teamId, kind: 'waiting' }, [target])
  return newest !== undefined && newest.id !== id
}
