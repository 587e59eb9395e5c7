import type { Reminder } from '../../domain/approval/expiry.ts'
import type { Notice, Offer } from '../../domain/message.ts'
import type { UserId } from '../../domain/people.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { ApprovalRequest } from '../../domain/state/requests.ts'
import { subjectOf } from '../../domain/subject.ts'
import type { OpenDeps } from '../transaction.ts'
import { type Followed, followed } from './followed.ts'
import { askToPredict } from './predictions.ts'

/** Puts a request to everybody who may decide it, and into the campaign's thread; asks who has not predicted. */
export async function putRequest(
  open: OpenDeps,
  state: CampaignState,
  request: ApprovalRequest,
  approvers: readonly UserId[],
  reminders: ReadonlyMap<Reminder, Date>,
): Promise<void> {
  const change = followed(open, state, request.by)
  const { outbox } = change
  const subject = subjectOf('request', request.n)
  for (const target of approvers) await outbox.post({ kind: 'approval', subject, target })
  await outbox.postInThread(subject, null, 'approval')
  await outbox.redraw('approval')
  await askToPredict(change)
  await enqueueExpiry(change, request)
  await enqueueReminders(change, request, reminders)
}

async function enqueueExpiry(
  { open, state: { campaign } }: Followed,
  { n, expiresAt }: ApprovalRequest,
): Promise<void> {
  const payload = { teamId: campaign.teamId, campaignId: campaign.id, n }
  await open.enqueue(open.db, 'expire_request', payload, { runAt: expiresAt })
}

async function enqueueReminders(
  { open, state: { campaign } }: Followed,
  { n }: ApprovalRequest,
  reminders: ReadonlyMap<Reminder, Date>,
): Promise<void> {
  for (const [when, runAt] of reminders) {
    const payload = { teamId: campaign.teamId, campaignId: campaign.id, n, when }
    await open.enqueue(open.db, 'remind_approvers', payload, { runAt })
  }
}

/** Every copy of the newest request; those of earlier ones stay as their decision left them. */
export async function redrawRequest({ state: { request }, outbox }: Followed): Promise<void> {
  if (request) await outbox.redraw('approval', subjectOf('request', request.n))
}

/** The same while what is asked can still change: until the launch. */
export async function redrawStanding(change: Followed): Promise<void> {
  const { stage } = change.state.campaign
  if (stage === 'in_review' || stage === 'approved') await redrawRequest(change)
}

export async function tellRequester(
  { state: { request }, outbox }: Followed,
  said: string,
  offers: readonly Offer[],
): Promise<void> {
  if (!request) return
  const subject = subjectOf('request', request.n, request.state)
  const data: Notice = { words: said, offers }
  await outbox.post({ kind: 'notice', subject, target: request.by, data })
}

/** Who asked hears of it each time; whoever took it back knows. */
export async function tellTakenBack(
  { state: { request }, outbox, open }: Followed,
  said: string,
): Promise<void> {
  if (!request) return
  const subject = subjectOf('request', request.n, 'taken_back', open.now())
  await outbox.post({ kind: 'notice', subject, target: request.by, data: { words: said } })
}

/** What became of requests: what they offer may not be possible any more. */
export async function redrawNotices({ state: { request }, outbox }: Followed): Promise<void> {
  if (request) await outbox.redraw('notice', subjectOf('request', request.n))
}
