import { approversOf } from '../domain/approval/approvers.ts'
import type { Team } from '../domain/catalog/catalog.ts'
import { type Membership, peopleWords, type TeamMembers, type UserId } from '../domain/people.ts'
import type { ApprovalRequest } from '../domain/state/requests.ts'
import { subjectOf } from '../domain/subject.ts'

import { loadCampaign, loadForChange, openCampaigns } from '../store/campaigns.ts'
import type { Db } from '../store/kit/database.ts'
import { messageIds, wasWritten } from '../store/messages.ts'
import { workspaces } from '../store/mornings.ts'
import { allOpenRequests } from '../store/open-requests.ts'
import type { Deps } from './deps.ts'
import { outboxOf, postToTeam } from './outbox.ts'
import { readingMembers } from './reads/stand-ins.ts'
import { type OpenDeps, transact } from './transaction.ts'

/**
 * Keeps up with who is of which team: an open request goes to whoever may decide it by now, and a user group that can't be
 * read is told to who can mend it.
 */
export async function followMemberships(deps: Deps): Promise<void> {
  const members = await deps.members()
  await putWhereNew(deps, members)
  for (const team of deps.catalog.teams) {
    const known = members.get(team.name)
    if (known?.unread !== undefined && known.unread !== 'unavailable') await tellUnread(deps, team, known)
  }
}

interface Followed {
  readonly who: string
  readonly at: Date
}

/** Who could decide when all open requests were put to them last. */
const followed = new WeakMap<Db, Followed>()

const ALL_AGAIN_MS = 3_600_000
/** A submit may have looked the members up so long before it was committed. */
const SUBMITTED_MS = 10 * 60_000

/** All requests where somebody else may decide than before, and once an hour; else those that were submitted since. */
async function putWhereNew(deps: Deps, members: Membership): Promise<void> {
  const before = followed.get(deps.db)
  const now = { who: await whoDecides(deps, members), at: deps.now() }
  const passed = before ? now.at.getTime() - before.at.getTime() : ALL_AGAIN_MS
  const all = before?.who !== now.who || passed >= ALL_AGAIN_MS || passed < 0
  await putOpenRequests(deps, members, all ? null : new Date(now.at.getTime() - SUBMITTED_MS))
  if (all) followed.set(deps.db, now)
}

/** The same text while it is the same people. */
async function whoDecides(deps: Deps, members: Membership): Promise<string> {
  const spaces = await workspaces(deps.db)
  const all = await Promise.all(spaces.map((teamId) => readingMembers(deps, teamId, members)))
  return JSON.stringify(
    all.map((each) => [[...each].map(([name, team]) => [name, [...team]]), each.standIns, each.stoodIn]),
  )
}

/** Draws what waits for people anew, after somebody has come, left, or changed their team. */
export async function redrawOpenRequests(deps: Deps): Promise<void> {
  for (const { campaignId, n } of await allOpenRequests(deps.db))
    await transact(deps, async (open) => {
      const outbox = outboxOf(open, await loadForChange(open.db, { id: campaignId }))
      outbox.redrawCard()
      await outbox.redraw('approval', subjectOf('request', n))
    })
}

/** Whoever was not of the team, of a group that could not be read, or nobody's stand-in, when it was submitted. */
export async function putOpenRequests(
  deps: Deps,
  members: Membership,
  since: Date | null = null,
): Promise<void> {
  const known = new Map<string, Membership>()
  for (const { campaignId } of await allOpenRequests(deps.db, since)) {
    const { request, campaign } = await loadCampaign(deps.db, { id: campaignId })
    if (request?.state !== 'open') continue
    const { teamId } = campaign
    const all = known.get(teamId) ?? (await readingMembers(deps, teamId, members))
    known.set(teamId, all)
    const approvers = approversOf(request, campaign.owner, all)
    if ((await unasked(deps.db, campaignId, request, approvers)).length > 0)
      await transact(deps, (open) => putToOthers(open, campaignId, approvers))
  }
}

async function putToOthers(open: OpenDeps, campaignId: number, approvers: readonly UserId[]): Promise<void> {
  const state = await loadForChange(open.db, { id: campaignId })
  if (state.request?.state !== 'open') return
  const outbox = outboxOf(open, state)
  const subject = subjectOf('request', state.request.n)
  for (const target of await unasked(open.db, campaignId, state.request, approvers))
    await outbox.post({ kind: 'approval', subject, target })
  await outbox.redraw('approval', subject)
  outbox.redrawCard()
}

async function unasked(
  db: Db,
  campaignId: number,
  { n }: ApprovalRequest,
  approvers: readonly UserId[],
): Promise<UserId[]> {
  const copies = await messageIds(db, campaignId, 'approval', subjectOf('request', n))
  const asked = new Set(copies.map(({ target }) => target))
  return approvers.filter((person) => !asked.has(person))
}

/** So long nobody is told of the same again. */
const TOLD_MS = 7 * 86_400_000

/** The lead of the team, else the owners of campaigns that it has to approve. */
async function tellUnread(deps: Deps, team: Team, known: TeamMembers): Promise<void> {
  const { now, catalog } = deps
  const asked = catalog.policies.filter(({ requires }) => requires.some((each) => each.team === team.name))
  const policies = asked.map(({ name }) => name)
  const campaigns = await openCampaigns(deps.db)
  const concerned = campaigns.filter(({ policy }) => policies.includes(policy))
  const lead = await living(deps, [team.lead])
  const told = new Map((lead.length > 0 ? campaigns : concerned).map((each) => [each.teamId, lead]))
  const since = new Date(now().getTime() - TOLD_MS)
  const words = unreadWords(team, known)
  for (const [teamId, leads] of told) {
    const owners = concerned.filter((each) => each.teamId === teamId).map(({ owner }) => owner)
    const people = leads.length > 0 ? leads : await living(deps, owners)
    await transact(deps, async (open) => {
      const about = `${team.name}-${known.unread}`
      if (await wasWritten(open.db, { teamId, kind: 'notice' }, subjectOf('unread', about), since)) return
      const subject = subjectOf('unread', about, now())
      for (const target of people)
        await postToTeam(open, { teamId, kind: 'notice', subject, target, data: { words } })
    })
  }
}

async function living(deps: Deps, people: readonly (UserId | undefined)[]): Promise<UserId[]> {
  const named = [...new Set(people)].filter((person): person is UserId => person !== undefined)
  const gone = await deps.deactivated(named)
  return named.filter((person) => !gone.includes(person))
}

/** By Slack's error: why it is so, and what helps. */
const WHY: Readonly<Record<string, readonly [why: string, mend: string]>> = {
  no_such_subteam: [
    'there is no such group any more',
    'List the members, or another group, in stairway.yaml and start me again.',
  ],
  plan_upgrade_required: [
    'the plan of this workspace has no user groups',
    'List the members in stairway.yaml and start me again.',
  ],
  missing_scope: [
    'I lack the scope usergroups:read',
    'An admin has to install the app again from manifest.yaml.',
  ],
}

function unreadWords({ name, usergroup }: Team, known: TeamMembers): string {
  const fallback = [
    `Slack says ${known.unread}`,
    'An admin of this workspace can say what that is about.',
  ] as const
  const [why, mend] = WHY[known.unread ?? ''] ?? fallback
  const listed = [...known]
  const counts =
    listed.length === 0
      ? 'nobody is of it'
      : `only who is listed by name counts: ${peopleWords(listed, 'and')}`
  return `I can't read the user group ${usergroup} of the ${name} team: ${why}. Until it is mended, ${counts}. ${mend}`
}
