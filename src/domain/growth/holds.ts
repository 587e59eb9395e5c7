/** What a campaign waited for, from its events: every stretch of its time with what held it. */
import { changedSinceSubmit } from '../approval/changes.ts'
import { missingFromBrief } from '../brief/brief.ts'
import type { CampaignState } from '../state/campaign.ts'
import { apply, type RecordedEvent } from '../state/events.ts'
import { type Flight, flight } from '../state/stage.ts'
import type { Task } from '../state/tasks.ts'
import { currentStep } from '../steps/steps.ts'
import { readinessThen } from '../tasks/readiness.ts'
import { isOverdue } from '../tasks/tasks.ts'

/** `what` and `who` (teams) as people read them; `free` where nothing held it: work, and the days it runs. */
interface Holder {
  readonly what: string
  readonly who: readonly string[]
  readonly free: boolean
}

export interface Stretch extends Holder {
  readonly flight: Flight
  readonly ms: number
}

const DAY = 86_400_000

/** Stretches in order of time, from the creation to the end or to `until`. Throws for events that are no history. */
export function stretchesOf(history: readonly RecordedEvent[], id: number, until: Date): Stretch[] {
  const stretches: Stretch[] = []
  let state: CampaignState | null = null
  for (const [index, recorded] of history.entries()) {
    if (recorded.at >= until) break
    state = apply(state, recorded, id)
    const next = history[index + 1]?.at ?? until
    stretches.push(...between(state, recorded.at, next < until ? next : until))
  }
  return stretches
}

/** Nothing happens between two events but that things fall due. */
function between(state: CampaignState, from: Date, to: Date): Stretch[] {
  const where = flight(state.campaign.stage)
  if (!where || state.campaign.stage === 'concluded') return []
  const inside = fallingDue(state).filter((at) => from.getTime() < at && at < to.getTime())
  const cuts = [from.getTime(), ...inside.sort((a, b) => a - b), to.getTime()]
  return cuts.slice(1).flatMap((end, i) => {
    const start = cuts[i] ?? end
    // What is due at an instant is late right after it.
    return end > start ? [{ flight: where, ms: end - start, ...holderOf(state, new Date(start + 1)) }] : []
  })
}

/** Instants at which something else begins to hold it. */
function fallingDue(state: CampaignState): number[] {
  if (state.campaign.stage === 'preparing')
    return state.tasks.flatMap(({ dueAt }) => (dueAt ? [dueAt.getTime()] : []))
  const end = horizonEnd(state)
  return state.campaign.stage === 'live' && end !== null ? [end] : []
}

function horizonEnd({ campaign: { liveAt, brief } }: CampaignState): number | null {
  return liveAt && brief.horizonDays !== null ? liveAt.getTime() + brief.horizonDays * DAY : null
}

/** What a campaign waits for at an instant. One case a stage. */
function holderOf(state: CampaignState, at: Date): Holder {
  switch (state.campaign.stage) {
    case 'preparing':
      return preparing(state, at)
    case 'in_review':
      return changedSinceSubmit(state).length > 0
        ? held('changed after submit')
        : held('approval', missingTeams(state))
    case 'approved':
      if (changedSinceSubmit(state).length > 0) return held('changed after the approval')
      return held(state.campaign.launchAt ? 'waiting for its date' : 'waiting to be launched')
    case 'launching':
      return launching(state)
    case 'paused':
      return held('paused')
    case 'stopped':
      return held('stopped, not concluded')
    case 'live': {
      const end = horizonEnd(state)
      return end !== null && at.getTime() > end ? held('past its horizon, not concluded') : free('running')
    }
    case 'concluded':
    case 'cancelled':
      return free('ended')
  }
}

function preparing(state: CampaignState, at: Date): Holder {
  const { holding } = readinessThen(state.tasks, at)
  const blocked = holding.filter((task) => task.state === 'blocked')
  if (blocked.length > 0) return held('blocked tasks', teamsOf(blocked))
  const late = holding.filter((task) => isOverdue(task, at))
  if (late.length > 0) return held('late tasks', teamsOf(late))
  if (holding.length > 0) return free('tasks')
  if (missingFromBrief(state.campaign.brief).length > 0) return free('the brief')
  const before = state.request?.state
  return before === 'declined' || before === 'expired' || before === 'withdrawn'
    ? held(`${before}, not submitted again`)
    : held('ready, not submitted')
}

function launching(state: CampaignState): Holder {
  const step = currentStep(state)
  if (step?.state === 'failed') return held('a failed launch step')
  if (step?.state === 'paused') return held('a paused launch')
  if (step?.state === 'held') return free('stages of its launch')
  return step?.plan.kind === 'human' ? held('a manual launch step') : free('launch steps')
}

function missingTeams({ request }: CampaignState): string[] {
  return (request?.requires ?? [])
    .filter(({ team, count }) => {
      const given = request?.decisions.filter((each) => each.team === team && each.verdict === 'approve')
      return (given?.length ?? 0) < count
    })
    .map(({ team }) => team)
}

function teamsOf(tasks: readonly Task[]): string[] {
  return [...new Set(tasks.map(({ team }) => team))].sort()
}

function held(what: string, who: readonly string[] = []): Holder {
  return { what, who, free: false }
}

function free(what: string): Holder {
  return { what, who: [], free: true }
}
