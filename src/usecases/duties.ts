/** Everything that was to be done by now, and what there is of it. It reads, and changes nothing. */
import { waitingFor } from '../domain/approval/approvers.ts'
import { changedSinceSubmit } from '../domain/approval/changes.ts'
import { ladderOf } from '../domain/approval/ladder.ts'
import type { Duty } from '../domain/audit/duty.ts'
import { GRACE_MS } from '../domain/audit/findings.ts'
import { subjectOf } from '../domain/subject.ts'
import { loadCampaign } from '../store/campaigns.ts'
import { checkedCampaigns } from '../store/checks.ts'
import * as duties from '../store/duties.ts'
import { hasHappened } from '../store/events.ts'
import { liveJobs, waitingSince } from '../store/live-jobs.ts'
import { messageIds } from '../store/messages.ts'
import { allOpenRequests } from '../store/open-requests.ts'
import { repeated } from '../store/repeats.ts'
import { unwatchedCampaigns } from '../store/watch.ts'
import { dueTasks } from './checks.ts'
import type { Deps } from './deps.ts'
import { readingMembers } from './reads/stand-ins.ts'
import { isWatched } from './watch.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export async function dutiesOf(deps: Deps): Promise<Duty[]> {
  const { db, now } = deps
  const before = new Date(now().getTime() - GRACE_MS)
  const since = new Date(now().getTime() - DAY_MS)
  const all = [
    await duties.unclaimed(db, before),
    await duties.unmade(db, before),
    await duties.unposted(db, since, before),
    await duties.undelivered(db, before),
    await duties.unclosed(db, before),
    await duties.unstarted(db, before),
    await duties.unsent(db, before),
    await repeated(db, since),
    await reminders(deps, since, before),
    await watches(deps),
    await checks(deps, before),
    await lateJobs(deps),
  ]
  return all.flat()
}

const NOT_DONE = { times: 0, isWorkedOn: false } as const

/** By these a request may be open that nobody could decide when they were to be reminded. */
const OPENED_AGAIN = [
  'approval_taken_back',
  'brief_changed',
  'task_added',
  'task_changed',
  'task_removed',
  'launch_scheduled',
] as const

async function reminders(deps: Deps, since: Date, before: Date): Promise<Duty[]> {
  const open = await allOpenRequests(deps.db)
  if (open.length === 0) return []
  const [members, working] = [
    await deps.members(),
    await liveJobs(deps.db, 'remind_approvers', ['campaignId', 'n']),
  ]
  const due: Duty[] = []
  for (const { campaignId, n } of open) {
    const state = await loadCampaign(deps.db, { id: campaignId })
    const { campaign, request } = state
    if (request?.n !== n || changedSinceSubmit(state).length > 0 || request.expiresAt <= before) continue
    const all = await readingMembers(deps, campaign.teamId, members)
    if (waitingFor(request, campaign.owner, all).length === 0) continue
    const ladder = ladderOf(deps.catalog.policies, request, await deps.zone(campaign.owner))
    for (const [when, dueAt] of ladder.reminders) {
      if (dueAt < since || dueAt > before) continue
      const sent = await messageIds(deps.db, campaignId, 'approval', subjectOf('request', n, when))
      if (sent.length === 0 && (await hasHappened(deps.db, campaignId, OPENED_AGAIN, dueAt))) continue
      const { teamId, key } = campaign
      // Another reminder of it that waits may be this one, by a policy that was another when it was submitted.
      const isWorkedOn = working.has(`${campaignId} ${n}`)
      const of = { teamId, what: 'reminder', campaign: key, id: `${n}/${when}` } as const
      due.push({ ...of, dueAt, times: sent.length > 0 ? 1 : 0, isWorkedOn })
    }
  }
  return due
}

/** Enough to say that it stands still. */
const MOST_UNWATCHED = 100

/** Each hour the guardrails of every live campaign: two without a look are amiss. */
async function watches({ db, now }: Deps): Promise<Duty[]> {
  const longAgo = new Date(now().getTime() - 2 * HOUR_MS)
  const unwatched = (await unwatchedCampaigns(db, longAgo, null, MOST_UNWATCHED)).filter(isWatched)
  return unwatched.flatMap(({ id, teamId, key, liveAt, stage }) =>
    stage === 'live' && liveAt && liveAt <= longAgo
      ? [{ ...NOT_DONE, teamId, what: 'watch', campaign: key, id, dueAt: longAgo }]
      : [],
  )
}

async function checks(deps: Deps, before: Date): Promise<Duty[]> {
  const then = { ...deps, now: () => before }
  const due = (await checkedCampaigns(deps.db)).filter(({ tasks }) => dueTasks(tasks, then).length > 0)
  if (due.length === 0) return []
  const working = await liveJobs(deps.db, 'ask_checks', ['campaignId'])
  const all: Duty[] = []
  for (const { id, teamId } of due) {
    const { campaign } = await loadCampaign(deps.db, { id })
    const of = { teamId, what: 'checks', campaign: campaign.key, id } as const
    all.push({ ...of, dueAt: before, times: 0, isWorkedOn: working.has(String(id)) })
  }
  return all
}

/** Jobs wait for others of their lane, and for a machine that is busy: not for an hour, and the first of them not for two. */
async function lateJobs({ db, now }: Deps): Promise<Duty[]> {
  const late = await waitingSince(db, new Date(now().getTime() - HOUR_MS))
  return late.map(({ teamId, since }) => {
    const of = { teamId, what: 'jobs', campaign: null, id: since.getTime() } as const
    return { ...NOT_DONE, ...of, dueAt: since }
  })
}
