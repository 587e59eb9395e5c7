import { deciders } from '../../domain/approval/approvers.ts'
import { changedSinceSubmit } from '../../domain/approval/changes.ts'
import type { Membership, UserId } from '../../domain/people.ts'
import type { Reader } from '../../domain/state/actor.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { FollowUp } from '../../domain/state/follow-ups.ts'
import type { ApprovalRequest } from '../../domain/state/requests.ts'
import { isRunning } from '../../domain/state/stage.ts'
import type { LaunchStep } from '../../domain/state/steps.ts'
import type { Task } from '../../domain/state/tasks.ts'
import { type Bottleneck, bottleneckOf } from '../../domain/tasks/critical-path.ts'
import { openBefore } from '../../domain/tasks/predecessors.ts'
import { holderOf } from '../../domain/tasks/tasks.ts'
import { type OpenRequest, openRequestsFor } from '../../store/open-requests.ts'
import { pressingRunning } from '../../store/overview.ts'
import { endingOf, escalatedTo, newestRun, stopDecidedOf, submittedOf } from '../../store/owned.ts'
import {
  followUpsWaitingFor,
  newestRequests,
  openTasksOf,
  requiredTasks,
  SHOWN,
  stepsWaitingFor,
} from '../../store/waiting.ts'
import { tasksWaitingFor } from '../../store/waiting-tasks.ts'
import type { Deps } from '../deps.ts'
import { type Ending, endings, escalatedChoices, type One } from './endings.ts'
import { heldIn, type Overview, standingsOf } from './overview.ts'
import { withStandInsOf } from './stand-ins.ts'

export type Waiting =
  | ({
      readonly kind: 'task'
      /** Numbers of the open tasks that it waits for. */
      readonly waitsFor?: readonly number[]
      /** What holds the launch of its campaign. */
      readonly bottleneck?: Bottleneck
    } & One<Task>)
  /** Of those who are away and whom they stand in for; missing where it waits for themselves. */
  | ({ readonly kind: 'approval'; readonly insteadOf?: readonly UserId[] } & One<ApprovalRequest>)
  /** Its request came to nothing, and is for its owner to put again. */
  | ({ readonly kind: 'submit' } & One<ApprovalRequest>)
  | ({ readonly kind: 'step' } & One<LaunchStep>)
  /** Approved, and for its owner to launch. */
  | ({ readonly kind: 'launch' } & One<Campaign>)
  | Ending
  | ({ readonly kind: 'follow_up' } & One<FollowUp>)

export interface WaitsOn {
  /** Overdue first, then by due date, those without one last. */
  readonly waiting: readonly Waiting[]
  /** Of some kind of thing there is more than was read: what is here are the most urgent ones. */
  readonly more?: true
  /** The newest campaigns that have not ended and that this person owns or is the data partner of. */
  readonly campaigns: readonly Campaign[]
  /** There are more of those. */
  readonly moreCampaigns?: true
  /** Where those stand that run: all of them, and what waits for whom, for a lead; else theirs. Home alone shows it. */
  readonly overview?: Overview
}

export type WaitingDeps = Pick<Deps, 'db' | 'now' | 'catalog' | 'members'>

/** What waits on a person, of their workspace: the one list of `/campaign`, App Home and the daily message. Of each kind the most urgent ones are read, however many there are. */
export async function waitsOn(deps: WaitingDeps, { teamId, userId: person }: Reader): Promise<WaitsOn> {
  const { db, now } = deps
  const members = await withStandInsOf(deps, teamId, await deps.members())
  const steps = await stepsWaitingFor(db, teamId, person)
  const { approvals, more: moreApprovals } = await approvalsFor(deps, teamId, person, members)
  const kinds: readonly (readonly Waiting[])[] = [
    await tasksFor(deps, teamId, person),
    approvals,
    await inPages(
      (offset) => submittedOf(db, teamId, person, offset),
      (page) => submitsFor(deps, page),
    ),
    steps.map((of) => ({ kind: 'step' as const, ...of, dueAt: of.item.at ?? now() })),
    await questionsFor(deps, teamId, person),
    await endingsFor(deps, teamId, person),
    escalatedChoices(await escalatedTo(db, teamId, person), person),
  ]
  const { campaigns, more } = await newestRun(db, teamId, person)
  return {
    waiting: kinds.flat().sort((a, b) => due(a) - due(b)),
    ...(moreApprovals || kinds.some(({ length }) => length >= SHOWN) ? { more: true as const } : {}),
    campaigns,
    ...(more ? { moreCampaigns: true as const } : {}),
  }
}

/** Of a page of campaigns it may be that nothing waits: as many are looked at as it takes to find what is shown. */
async function inPages<T extends Waiting>(
  load: (offset: number) => Promise<readonly Campaign[]>,
  waits: (page: readonly Campaign[]) => readonly T[] | Promise<readonly T[]>,
): Promise<T[]> {
  const found: T[] = []
  for (let offset = 0; found.length < SHOWN; offset += SHOWN) {
    const page = await load(offset)
    found.push(...(await waits(page)))
    if (page.length < SHOWN) break
  }
  return found.slice(0, SHOWN)
}

async function endingsFor(deps: WaitingDeps, teamId: string, owner: UserId): Promise<Waiting[]> {
  const { db, now } = deps
  const waits = (page: readonly Campaign[]) => endings(deps, page)
  return [
    ...(await inPages((offset) => endingOf(db, { teamId, owner, now: now() }, offset), waits)),
    ...(await inPages((offset) => stopDecidedOf(db, teamId, owner, offset), waits)),
  ]
}

async function tasksFor({ db, now }: WaitingDeps, teamId: string, person: UserId): Promise<Waiting[]> {
  const tasks = await tasksWaitingFor(db, teamId, person)
  const open = await openTasksOf(db, [...new Set(tasks.map(({ campaign }) => campaign.id))])
  return tasks.flatMap(({ campaign, item }): Waiting[] => {
    const holder = holderOf(item, campaign)
    if (holder !== person && !heardLate(item, campaign, person)) return []
    const all = open.get(campaign.id) ?? []
    const bottleneck = bottleneckOf({ campaign, tasks: all }, now())
    const path = { waitsFor: openBefore(item, all), ...(bottleneck ? { bottleneck } : {}) }
    const of = holder === person ? {} : { of: holder }
    return [{ kind: 'task', campaign, item, dueAt: item.dueAt, ...path, ...of }]
  })
}

/** Who had it before it was handed on is not who leads. */
function heardLate({ told }: Task, { owner }: Campaign, person: UserId): boolean {
  return told?.lead?.to === person || (told?.holder?.to === person && owner === person)
}

/** Of a page of requests most may wait for nobody: others of their team have decided. */
const LOOKED_PAGE = 250

async function approvalsFor(
  { db, now }: WaitingDeps,
  teamId: string,
  person: UserId,
  members: Membership,
): Promise<{ approvals: Waiting[]; more: boolean }> {
  const seats = { person, teams: teamsOf(person, members) }
  const found: Waiting[] = []
  for (let offset = 0; found.length < SHOWN; offset += LOOKED_PAGE) {
    const asked = await openRequestsFor(db, teamId, now(), seats, { offset, limit: LOOKED_PAGE })
    found.push(...asked.flatMap((each) => approvalOf(each, person, members)))
    if (asked.length < LOOKED_PAGE) return { approvals: found.slice(0, SHOWN), more: found.length >= SHOWN }
  }
  return { approvals: found.slice(0, SHOWN), more: true }
}

/** Those they are of, or stand in for somebody in. */
function teamsOf(person: UserId, members: Membership): string[] {
  const others = (members.standIns ?? []).filter((each) => each.person === person)
  const people = [person, ...others.map(({ insteadOf }) => insteadOf)]
  return [...members].filter(([, team]) => people.some((each) => team.has(each))).map(([name]) => name)
}

function approvalOf(asked: OpenRequest, person: UserId, members: Membership): Waiting[] {
  const { campaign, request } = asked
  if (changedSinceSubmit(asked).length > 0) return []
  const theirs = deciders(request, campaign.owner, members).filter(({ by }) => by === person)
  if (theirs.length === 0) return []
  const others = theirs.flatMap(({ insteadOf }) => insteadOf ?? [])
  const stead = others.length > 0 ? { insteadOf: others } : {}
  return [{ kind: 'approval', campaign, item: request, dueAt: request.expiresAt, ...stead }]
}

/** Of campaigns of theirs: declined, expired, withdrawn, or changed since it was asked for; else approved, and to be launched. */
async function submitsFor({ db, now }: WaitingDeps, open: readonly Campaign[]): Promise<Waiting[]> {
  const ids = open.map(({ id }) => id)
  const [requests, tasksOf] = [await newestRequests(db, ids), await requiredTasks(db, ids)]
  return open.flatMap((campaign): Waiting[] => {
    const [request, tasks] = [requests.get(campaign.id), tasksOf(campaign.id)]
    const over = campaign.stage === 'preparing' ? request?.state !== 'open' : false
    if (!request) return []
    const changed = changedSinceSubmit({ campaign, request, tasks }).length > 0
    if (over || changed) return [{ kind: 'submit', campaign, item: request, dueAt: now() }]
    const launches = campaign.stage === 'approved' && campaign.launchAt === null
    return launches ? [{ kind: 'launch', campaign, item: campaign, dueAt: now() }] : []
  })
}

async function questionsFor({ db }: WaitingDeps, teamId: string, person: UserId): Promise<Waiting[]> {
  const open = await followUpsWaitingFor(db, teamId, person)
  return open.flatMap(({ campaign, item }): Waiting[] => {
    const { assignee, askedBy, escalated } = item
    const own = (assignee ?? askedBy) === person
    if (!own && escalated?.to !== person) return []
    return [
      { kind: 'follow_up', campaign, item, dueAt: item.dueAt, ...(own && assignee ? {} : { of: assignee }) },
    ]
  })
}

/** The same with where campaigns stand: of all of them for a lead, else of their own. */
export async function overviewFor(deps: Deps, reader: Reader): Promise<WaitsOn> {
  const waits = await waitsOn(deps, reader)
  const { teamId, userId } = reader
  if (!deps.catalog.teams.some(({ lead }) => lead === userId))
    return {
      ...waits,
      overview: { standings: await standingsOf(deps, waits.campaigns.filter(isRunning)), held: [] },
    }
  const { campaigns, more } = await pressingRunning(deps.db, teamId, deps.now())
  const standings = await standingsOf(deps, campaigns)
  const members = await withStandInsOf(deps, teamId, await deps.members())
  const held = await heldIn(deps, teamId, members)
  return { ...waits, overview: { standings, held, ...(more ? { more } : {}) } }
}

function due(waiting: Waiting): number {
  return waiting.dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER
}
