import { currentStep } from '../../domain/launch.ts'
import type { UserId } from '../../domain/people.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { CampaignEvent } from '../../domain/state/events.ts'
import type { ApprovalRequest } from '../../domain/state/requests.ts'
import type { LaunchStep } from '../../domain/state/steps.ts'
import type { Tx } from '../../store/kit/database.ts'
import type { Deps } from '../deps.ts'
import { post, postInThread, redraw, redrawCard, sayInThread } from '../outbox.ts'
import { afterFound } from './findings.ts'
import { FOLLOW_UP_FOLLOWS } from './follow-ups.ts'
import * as words from './notices.ts'
import { askAgain, askToPredict } from './predictions.ts'

type Followed = {
  [Kind in CampaignEvent['kind']]?: (
    tx: Tx,
    deps: Deps,
    state: CampaignState,
    event: Extract<CampaignEvent, { kind: Kind }>,
    by: UserId,
  ) => Promise<unknown>
}

/** What follows from each event beside the card's redrawing: jobs and messages, written in the event's transaction. */
const FOLLOWS: Followed = {
  // An approver must not decide on what is no longer the brief: the request says what changed.
  brief_changed: async (tx, deps, state, { field }, by) => {
    await redrawRequest(tx, deps, state)
    await askAgain(tx, deps, state, field, by)
  },
  predicted: async (tx, deps, state) => {
    await redrawRequest(tx, deps, state)
    await redraw(tx, deps, state, 'prediction')
  },
  decided: (tx, deps, state) => redrawRequest(tx, deps, state),
  approved: async (tx, deps, state) => {
    await redrawRequest(tx, deps, state)
    await tellRequester(tx, deps, state, words.approved(state))
  },
  declined: async (tx, deps, state) => {
    await redrawRequest(tx, deps, state)
    await tellRequester(tx, deps, state, words.declined(state))
  },
  withdrawn: async (tx, deps, state, { words: why }, by) => {
    await redrawRequest(tx, deps, state)
    if (state.request?.by !== by) await tellRequester(tx, deps, state, words.withdrawn(state, by, why))
  },
  expired: async (tx, deps, state) => {
    await redrawRequest(tx, deps, state)
    await tellRequester(tx, deps, state, words.expired(state))
  },
  launch_scheduled: async (tx, deps, state, { launchAt }) => {
    await enqueueLaunch(tx, deps, state, launchAt)
    await redrawRequest(tx, deps, state)
    await postInThread(tx, deps, state, `scheduled:${launchAt.getTime()}`, words.scheduled(state, launchAt))
  },
  launch_refused: async (tx, deps, state, { why }) => {
    await redrawRequest(tx, deps, state)
    await post(tx, deps, state, {
      kind: 'notice',
      subject: `launch_refused:${deps.now().getTime()}`,
      target: state.campaign.owner,
      data: { words: words.launchRefused(state, why) },
    })
  },
  launch_started: async (tx, deps, state) => {
    await redraw(tx, deps, state, 'prediction')
    await nextStep(tx, deps, state)
  },
  step_changed: (tx, deps, state, { after }) => afterStep(tx, deps, state, after),
  went_live: (tx, deps, state) => postInThread(tx, deps, state, 'live', words.live(state)),
  paused: (tx, deps, state, event, by) => told(tx, deps, state, event, by),
  resumed: (tx, deps, state, event, by) => told(tx, deps, state, event, by),
  stopped: async (tx, deps, state, event, by) => {
    await told(tx, deps, state, event, by)
    await redraw(tx, deps, state, 'step')
    await redraw(tx, deps, state, 'harm')
  },
  cancelled: async (tx, deps, state, event, by) => {
    await redrawRequest(tx, deps, state)
    await redraw(tx, deps, state, 'step')
    await redraw(tx, deps, state, 'prediction')
    await told(tx, deps, state, event, by)
  },
  harm_found: afterFound,
  fault_found: afterFound,
  digest_muted: afterFound,
  digest_unmuted: afterFound,
  ...FOLLOW_UP_FOLLOWS,
  led_to: (tx, deps, state, { offspring: { n } }) =>
    n === null ? Promise.resolve() : redraw(tx, deps, state, 'follow_up', `follow_up:${n}`),
  suggestion_dismissed: (tx, deps, state, { digestId }) =>
    redraw(tx, deps, state, 'digest', `digest:${digestId}`),
  concluded: async (tx, deps, state) => {
    await redraw(tx, deps, state, 'prediction')
    await redraw(tx, deps, state, 'harm')
    await postInThread(tx, deps, state, 'concluded', words.concluded(state))
  },
}

/** Writes the jobs and messages that follow from an event. */
export async function followOn(
  tx: Tx,
  deps: Deps,
  state: CampaignState,
  event: CampaignEvent,
  by: UserId,
): Promise<void> {
  redrawCard(tx, deps, state)
  const follow = FOLLOWS[event.kind] as
    | ((tx: Tx, deps: Deps, state: CampaignState, event: CampaignEvent, by: UserId) => Promise<unknown>)
    | undefined
  await follow?.(tx, deps, state, event, by)
}

/** Puts a request to everybody who may decide it, and into the campaign's thread; asks who has not predicted. */
export async function putRequest(
  tx: Tx,
  deps: Deps,
  state: CampaignState,
  request: ApprovalRequest,
  approvers: readonly string[],
): Promise<void> {
  const { campaign } = state
  const subject = `request:${request.n}`
  for (const target of approvers) await post(tx, deps, state, { kind: 'approval', subject, target })
  await postInThread(tx, deps, state, subject, null, 'approval')
  await redraw(tx, deps, state, 'approval')
  await askToPredict(tx, deps, state, request.by)
  const payload = { teamId: campaign.teamId, campaignId: campaign.id, n: request.n }
  await deps.enqueue(tx, 'expire_request', payload, {
    key: `expire:${campaign.id}:${request.n}`,
    runAt: request.expiresAt,
  })
}

/** Every copy of the newest request; those of earlier ones stay as their decision left them. */
function redrawRequest(tx: Tx, deps: Deps, state: CampaignState): Promise<void> {
  const { request } = state
  return request ? redraw(tx, deps, state, 'approval', `request:${request.n}`) : Promise.resolve()
}

function tellRequester(tx: Tx, deps: Deps, state: CampaignState, said: string): Promise<unknown> {
  const { request } = state
  if (!request) return Promise.resolve()
  return post(tx, deps, state, {
    kind: 'notice',
    subject: `request:${request.n}:${request.state}`,
    target: request.by,
    data: { words: said },
  })
}

function told(tx: Tx, deps: Deps, state: CampaignState, event: words.Moved, by: UserId): Promise<unknown> {
  return sayInThread(tx, deps, state, event.kind, words.moved(state, event, by))
}

async function enqueueLaunch(tx: Tx, deps: Deps, { campaign }: CampaignState, launchAt: Date): Promise<void> {
  const payload = { teamId: campaign.teamId, campaignId: campaign.id, launchAt: launchAt.getTime() }
  await deps.enqueue(tx, 'launch_due', payload, {
    key: `launch:${campaign.id}:${launchAt.getTime()}`,
    runAt: launchAt,
  })
}

async function afterStep(tx: Tx, deps: Deps, state: CampaignState, step: LaunchStep): Promise<void> {
  if (step.state === 'sending') return
  // Messages of earlier tries too: each says what became of its step.
  await redraw(tx, deps, state, 'step')
  if (step.state === 'failed') {
    if (state.campaign.stage !== 'launching') return
    await postInThread(tx, deps, state, `step:${step.n}:failed:${step.tries}`, null, 'step')
    return
  }
  await nextStep(tx, deps, state)
}

/** Sends the webhook, or asks the person, whose turn it is. */
async function nextStep(tx: Tx, deps: Deps, state: CampaignState): Promise<void> {
  const step = currentStep(state)
  const { campaign } = state
  if (step?.state !== 'waiting') return
  if (step.plan.kind === 'manual') {
    await post(tx, deps, state, { kind: 'step', subject: `step:${step.n}:confirm`, target: step.plan.person })
    return
  }
  const payload = { teamId: campaign.teamId, campaignId: campaign.id, n: step.n, tries: step.tries }
  await deps.enqueue(tx, 'launch_step', payload, {
    key: `step:${campaign.id}:${step.n}:${step.tries}`,
    lane: `launch:${campaign.id}`,
    maxAttempts: 6,
  })
}
