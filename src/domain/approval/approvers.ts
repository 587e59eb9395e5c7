import type { Membership, StandIn, UserId } from '../people.ts'
import { type ApprovalRequest, decisionOf } from '../state/requests.ts'

interface Tally {
  readonly team: string
  readonly count: number
  readonly given: number
  /** Who may still decide for this team. Stand-ins change nothing of that: each fills the place of one of these. */
  readonly waitingFor: readonly UserId[]
}

/** Who is asked to decide: somebody, or who stands in for them. */
export interface Decider {
  readonly by: UserId
  readonly insteadOf?: UserId
}

/** A way in which somebody may decide. */
export interface Place extends Pick<Decider, 'insteadOf'> {
  readonly team: string
}

/** What each team has given and who it waits for. */
export function tallies(request: ApprovalRequest, owner: UserId, members: Membership): Tally[] {
  return request.requires.map(({ team, count }) => {
    const given = request.decisions.filter(
      (decision) => decision.verdict === 'approve' && decision.team === team,
    ).length
    const may = membersOf(request, team, members).filter((user) => hasPlace(request, owner, user))
    return { team, count, given, waitingFor: given >= count ? [] : may }
  })
}

/**
 * Whom the request waits for, for one team or for all: who stands in for somebody instead of them. Whoever is asked for
 * themselves is not asked for another too, since each counts once.
 */
export function deciders(
  request: ApprovalRequest,
  owner: UserId,
  members: Membership,
  team?: string,
): Decider[] {
  const all = tallies(request, owner, members)
  const themselves = new Set(all.flatMap((tally) => tally.waitingFor))
  const asked = all.filter((tally) => team === undefined || tally.team === team)
  return [...new Set(asked.flatMap((tally) => tally.waitingFor))].map((user) => {
    const standIn = standInsFor(request, owner, members).find(
      ({ person, insteadOf }) => insteadOf === user && !themselves.has(person) && !isSpent(request, person),
    )
    return standIn ? { by: standIn.person, insteadOf: user } : { by: user }
  })
}

/** Everybody whom it waits for now, each once. */
export function waitingFor(request: ApprovalRequest, owner: UserId, members: Membership): UserId[] {
  return [...new Set(deciders(request, owner, members).map(({ by }) => by))]
}

/** Everybody the request is put to: all who may decide, whether they have or not, and who stands in for one of them. */
export function approversOf(request: ApprovalRequest, owner: UserId, members: Membership): UserId[] {
  const all = request.requires.flatMap(({ team }) => membersOf(request, team, members))
  const may = all.filter((user) => !isOwn(request, owner, user))
  const standIns = standInsFor(request, owner, members).filter(({ insteadOf }) => may.includes(insteadOf))
  return [...new Set([...may, ...standIns.map(({ person }) => person)])]
}

/** The ways in which somebody may decide, for themselves before in another's stead. */
export function placesOf(request: ApprovalRequest, owner: UserId, by: UserId, members: Membership): Place[] {
  if (isSpent(request, by)) return []
  const teamsOf = (user: UserId) =>
    hasPlace(request, owner, user)
      ? request.requires.filter(({ team }) => membersOf(request, team, members).includes(user))
      : []
  const others = standInsFor(request, owner, members).filter(({ person }) => person === by)
  return [
    ...teamsOf(by).map(({ team }) => ({ team })),
    ...others.flatMap(({ insteadOf }) => teamsOf(insteadOf).map(({ team }) => ({ team, insteadOf }))),
  ]
}

/** Who may decide for a team: those of it, and whom the request was escalated to. */
export function membersOf({ terms }: ApprovalRequest, team: string, members: Membership): UserId[] {
  return [...new Set([...(members.get(team) ?? []), ...(terms?.backups ?? [])])]
}

function hasPlace(request: ApprovalRequest, owner: UserId, user: UserId): boolean {
  return !isOwn(request, owner, user) && !isSpent(request, user)
}

/** Each counts once in a request: by a decision of their own, by one in another's stead, or by one in theirs. */
function isSpent(request: ApprovalRequest, user: UserId): boolean {
  return decisionOf(request, user) !== undefined
}

/** Whether it is their own: who owns it, asked for it or has changed its brief decides nothing of it. */
function isOwn(request: ApprovalRequest, owner: UserId, user: UserId): boolean {
  return !request.terms?.selfApproval && isTheirs(request, owner, user)
}

function isTheirs({ by, terms }: ApprovalRequest, owner: UserId, user: UserId): boolean {
  return user === owner || user === by || (terms?.authors.includes(user) ?? false)
}

/** Those who may stand in here: never who has a hand in it, not even where people may approve what is their own. */
function standInsFor(request: ApprovalRequest, owner: UserId, { standIns = [] }: Membership): StandIn[] {
  return standIns.filter(({ person }) => !isTheirs(request, owner, person))
}
