import type { Offer } from '../../domain/message.ts'
import type { UserId } from '../../domain/people.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { CampaignEvent } from '../../domain/state/events.ts'
import { subjectOf } from '../../domain/subject.ts'
import type { OpenDeps } from '../transaction.ts'
import { concludedLine, liveLine } from './announcements.ts'
import { lookForData, proveStop } from './arrivals.ts'
import { CHECK_FOLLOWS } from './checks.ts'
import { CHOICE_FOLLOWS, redrawAsked } from './choices.ts'
import { redrawDaily } from './daily.ts'
import { FOLLOW_UP_FOLLOWS } from './follow-ups.ts'
import { type Follow, type Followed, type Follows, followed } from './followed.ts'
import { tellFree, tellFreed } from './freed-tasks.ts'
import { tellLapsed, tellLaunchMissed, tellLaunchRefused, tellOverridden } from './given-up.ts'
import { redrawUnmet, tellUnmet } from './go-lives.ts'
import { INCIDENT_FOLLOWS } from './incidents.ts'
import { afterStep, enqueueLaunch, nextStep, saySchedule, sayScheduleAgain } from './launches.ts'
import * as words from './notices.ts'
import { askAgain } from './predictions.ts'
import {
  askBackups,
  redrawNotices,
  redrawRequest,
  redrawStanding,
  tellGlass,
  tellInStead,
  tellRequester,
  tellTakenBack,
} from './requests.ts'
import { redrawSharing } from './sharing.ts'
import { takeBack, tellStopped } from './undo.ts'

/** What somebody does about a request that came to nothing. */
const MEND: readonly Offer[] = ['edit_brief', 'submit']

/** What follows from each event beside the card's redrawing: jobs and messages, written in the event's transaction. */
const FOLLOWS: Partial<Follows<CampaignEvent>> = {
  // An approver must not decide on what is no longer the brief: the request says what changed.
  brief_changed: async (change, { field }) => {
    await redrawRequest(change)
    await askAgain(change, field)
  },
  task_added: redrawStanding,
  task_changed: async (change, event) => {
    await redrawUnmet(change)
    await tellFreed(change, event)
    await redrawStanding(change)
  },
  task_removed: async (change, { frees = [], task }) => {
    const free = change.state.tasks.filter(({ n }) => frees.includes(n))
    await tellFree(change, free, [task.n])
    await redrawStanding(change)
  },
  predicted: async (change) => {
    await redrawRequest(change)
    await change.outbox.redraw('prediction')
  },
  decided: async (change, { decision }) => {
    await redrawRequest(change)
    if (decision.insteadOf)
      await tellInStead(change, decision.insteadOf, words.decidedInStead(change.state, decision))
  },
  approved: async (change) => {
    await redrawRequest(change)
    await tellRequester(change, words.approved(change.state), [
      'launch',
      ...(isLate(change.state) ? ['set_time' as const] : []),
    ])
  },
  approval_taken_back: async (change, event) => {
    await redrawRequest(change)
    await redrawNotices(change)
    await tellTakenBack(change, words.takenBack(change.state, change.by, event), event.stead)
  },
  declined: async (change, { points }) => {
    await redrawRequest(change)
    if (points) await tellRequester(change, words.changesAsked(change.state), ['points', ...MEND])
    else await tellRequester(change, words.declined(change.state), MEND)
  },
  point_done: redrawNotices,
  withdrawn: async (change, { words: why }) => {
    const { state, by } = change
    await redrawRequest(change)
    if (state.request?.by !== by) await tellRequester(change, words.withdrawn(state, by, why), MEND)
  },
  expired: async (change) => {
    await redrawRequest(change)
    await tellRequester(change, words.expired(change.state), ['submit'])
  },
  escalated: (change, { to }) => askBackups(change, to),
  glass_broken: (change, { words: why }) =>
    tellGlass(change, words.glassBroken(change.state, change.by, why)),
  lapsed: async (change, { words: why }) => {
    await redrawRequest(change)
    await redrawNotices(change)
    await tellLapsed(change, why)
  },
  launch_scheduled: async (change, { launchAt }) => {
    await enqueueLaunch(change, launchAt)
    await redrawRequest(change)
    await redrawNotices(change)
    await saySchedule(change, launchAt)
  },
  launch_refused: async (change, event) => {
    await redrawRequest(change)
    await tellLaunchRefused(change, event)
  },
  freeze_overridden: tellOverridden,
  launch_missed: async (change, event) => {
    await redrawRequest(change)
    await tellLaunchMissed(change, event)
  },
  launch_started: async (change) => {
    await redrawRequest(change)
    await redrawNotices(change)
    await change.outbox.redraw('prediction')
    await nextStep(change)
  },
  step_changed: afterStep,
  undo_begun: async (change) => {
    await takeBack(change, words.undoBegun(change.state, change.by))
    await change.outbox.redraw('step')
  },
  went_live: async (change) => {
    await change.outbox.sayInChannel(subjectOf('live'), liveLine(change.state))
    await lookForData(change)
  },
  paused: told,
  resumed: told,
  stopped: async (change, event) => {
    await tellStopped(change, event)
    await proveStop(change)
    await change.outbox.redraw('step')
    await change.outbox.redraw('harm')
    await redrawAsked(change)
  },
  cancelled: async (change, event) => {
    await redrawRequest(change)
    await change.outbox.redraw('step')
    await change.outbox.redraw('prediction')
    await told(change, event)
  },
  go_live_unmet: tellUnmet,
  ...CHECK_FOLLOWS,
  ...INCIDENT_FOLLOWS,
  ...FOLLOW_UP_FOLLOWS,
  ...CHOICE_FOLLOWS,
  led_to: async ({ outbox }, { offspring: { n } }) => {
    if (n !== null) await outbox.redraw('follow_up', subjectOf('follow_up', n))
  },
  suggestion_dismissed: ({ outbox }, { digestId }) => outbox.redrawDigest(digestId),
  concluded: async (change) => {
    const { state, outbox } = change
    await redrawAsked(change)
    await outbox.redraw('prediction')
    await outbox.redraw('harm')
    await outbox.postInThread(subjectOf('concluded'), words.concluded(state))
    await outbox.sayInChannel(subjectOf('concluded', 'channel'), concludedLine(state))
  },
}

/** Writes the jobs and messages that follow from the events of one change, `state` being the campaign after all of them. */
export async function followOn(
  open: OpenDeps,
  state: CampaignState,
  events: readonly CampaignEvent[],
  by: UserId,
): Promise<void> {
  const change = followed(open, state, by)
  if (events.length > 0) await redrawCard(change, events)
  for (const event of events) {
    const follow = FOLLOWS[event.kind] as Follow<CampaignEvent> | undefined
    await follow?.(change, event)
  }
  if (events.length === 0) return
  await sayScheduleAgain(change)
  await redrawDaily(change, events)
  await redrawSharing(change, events)
}

/** What a digest counts, and what it finds amiss with the data. */
const BY_DIGESTS: ReadonlySet<CampaignEvent['kind']> = new Set([
  'digest_made',
  'fault_found',
  'fault_gone',
  'task_added',
])

/** What a digest finds is on the card too, and ten thousand of them come in one minute. */
async function redrawCard({ outbox }: Followed, events: readonly CampaignEvent[]): Promise<void> {
  const byDigest = events.some(({ kind }) => kind === 'digest_made')
  if (byDigest && events.every(({ kind }) => BY_DIGESTS.has(kind))) await outbox.redrawCardInTurn()
  else outbox.redrawCard()
}

/** Approved once the time that it asked for had passed. */
function isLate({ campaign, request }: CampaignState): boolean {
  return campaign.launchAt === null && request?.terms?.passedAt !== undefined
}

/** In the channel, for those who read it now. */
function told({ state, by, outbox, open }: Followed, event: words.Moved): Promise<void> {
  return outbox.sayInChannel(subjectOf(event.kind, open.now()), words.moved(state, event, by))
}
