import type { Membership, UserId } from '../people.ts'
import type { ApprovalRequest } from '../state/requests.ts'

interface Tally {
  readonly team: string
  readonly count: number
  readonly given: number
  /** Who may still decide for this team. */
  readonly waitingFor: readonly UserId[]
}

/** What each team has given and who it waits for. */
export function tallies(request: ApprovalRequest, owner: UserId, members: Membership): Tally[] {
  const decidedBy = new Set(request.decisions.map((decision) => decision.by))
  return request.requires.map(({ team, count }) => {
    const given = request.decisions.filter(
      (decision) => decision.verdict === 'approve' && decision.team === team,
    ).length
    const may = membersOf(request, team, members).filter(
      (user) => !isOwn(request, owner, user) && !decidedBy.has(user),
    )
    return { team, count, given, waitingFor: given >= count ? [] : may }
  })
}

/** Everybody who may decide now, each once. */
export function waitingFor(request: ApprovalRequest, owner: UserId, members: Membership): UserId[] {
  return [...new Set(tallies(request, owner, members).flatMap((tally) => tally.waitingFor))]
}

/** Everybody the request is put to: all who may decide, whether they have or not. */
export function approversOf(request: ApprovalRequest, owner: UserId, members: Membership): UserId[] {
  const all = request.requires.flatMap(({ team }) => membersOf(request, team, members))
  return [...new Set(all)].filter((user) => !isOwn(request, owner, user))
}

/** Who may decide for a team: those of it, and whom the request was escalated to. */
export function membersOf({ terms }: ApprovalRequest, team: string, members: Membership): UserId[] {
  return [...new Set([...(members.get(team) ?? []), ...(terms?.backups ?? [])])]
}

/** Whether it is their own: who owns it, asked for it or has changed its brief decides nothing of it. */
function isOwn({ by, terms }: ApprovalRequest, owner: UserId, user: UserId): boolean {
  if (terms?.selfApproval) return false
  return user === owner || user === by || (terms?.authors.includes(user) ?? false)
}
