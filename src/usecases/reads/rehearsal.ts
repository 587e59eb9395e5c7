import { refuseGated, refuseImpossible, seenSteps } from '../../domain/approval/looks.ts'
import { refuseFrozen } from '../../domain/freezes.ts'
import { checkLaunch } from '../../domain/launch.ts'
import { answerEvents } from '../../domain/readiness/answers.ts'
import type { Reader } from '../../domain/state/actor.ts'
import type { CampaignRef, CampaignState } from '../../domain/state/campaign.ts'
import type { PlanLooks } from '../../domain/state/looks.ts'
import { isBeforeLaunch, transition } from '../../domain/state/stage.ts'
import { answeredAfter, type Task } from '../../domain/state/tasks.ts'
import { refusalOf } from '../../refusal.ts'
import type { Deps } from '../deps.ts'
import { loadSeen } from '../seen.ts'
import { lookAtPlan } from './looks.ts'

export interface Rehearsal {
  /** With what its checks said just now, which is not kept. */
  readonly state: CampaignState
  /** When it would be launched; null for now. */
  readonly at: Date | null
  readonly looks: PlanLooks
  /** Why it would be refused, in words with tokens; null where it would start. */
  readonly hindrance: string | null
  /** Why nothing launches at that time, where `hindrance` is about something else; null where that is no matter. */
  readonly freeze: string | null
}

/**
 * What a launch would do, and what is in its way, by what checks and targets say now: it asks them, sends nothing and
 * keeps nothing. Without a time it is for the one that is set, else for now. Throws a Refusal once it was launched or
 * has ended.
 */
export async function rehearse(
  deps: Deps,
  reader: Reader,
  ref: CampaignRef,
  asked: Date | null,
): Promise<Rehearsal> {
  const before = await loadSeen(deps, reader, ref)
  const { stage, key, launchAt } = before.campaign
  if (!isBeforeLaunch(stage)) transition(stage, 'launch', key)
  const [looks, state] = await Promise.all([lookAtPlan(deps, before), askedNow(deps, before)])
  const { freezes, targets } = deps.catalog
  const now = deps.now()
  const at = asked ?? (launchAt && launchAt > now ? launchAt : null)
  const hindrance = await refusalOf(async () => {
    checkLaunch(state, freezes, at ?? now, now)
    const seen = seenSteps(state.campaign.brief.plan, looks)
    refuseImpossible(state.campaign, seen, targets)
    refuseGated(state.campaign, seen, targets)
  })
  const frozen = await refusalOf(async () => refuseFrozen(state, freezes, at ?? now))
  return { state, at, looks, hindrance, freeze: frozen === hindrance ? null : frozen }
}

/** The campaign as its checks would leave it: what they say here is in no history. */
async function askedNow(deps: Deps, state: CampaignState): Promise<CampaignState> {
  const askedAt = deps.now()
  const names = new Set(
    state.tasks.flatMap(({ check, state }) => (check === null || state === 'waived' ? [] : check)),
  )
  const answers = new Map(
    await Promise.all([...names].map(async (name) => [name, await deps.askCheck(state, name)] as const)),
  )
  const events = answerEvents(state, { answers, askedAt, now: deps.now() }, deps.catalog.checks)
  const tasks = events.reduce<readonly Task[]>(
    (all, each) => answeredAfter(all, each, deps.now()),
    state.tasks,
  )
  return { ...state, tasks: [...tasks] }
}
