import { approversOf } from '../../domain/approval/approvers.ts'
import type { Ladder } from '../../domain/approval/ladder.ts'
import { type Notice, type Offer, readerOf } from '../../domain/message.ts'
import type { UserId } from '../../domain/people.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { ApprovalRequest } from '../../domain/state/requests.ts'
import { subjectOf } from '../../domain/subject.ts'
import { messageIds } from '../../store/messages.ts'
import type { OpenDeps } from '../transaction.ts'
import { type Followed, followed } from './followed.ts'
import { askToPredict } from './predictions.ts'

/** Puts a request to everybody who may decide it, and into the campaign's thread; asks who has not predicted. */
export async function putRequest(
  open: OpenDeps,
  state: CampaignState,
  request: ApprovalRequest,
  approvers: readonly UserId[],
  ladder: Ladder,
): Promise<void> {
  const change = followed(open, state, request.by)
  const { outbox } = change
  const subject = subjectOf('request', request.n)
  for (const target of approvers) await outbox.post({ kind: 'approval', subject, target })
  await outbox.postInThread(subject, null, 'approval')
  await outbox.redraw('approval')
  await askToPredict(change)
  await enqueueExpiry(change, request)
  await enqueueLadder(change, request, ladder)
}

async function enqueueExpiry(
  { open, state: { campaign } }: Followed,
  { n, expiresAt }: ApprovalRequest,
): Promise<void> {
  const payload = { teamId: campaign.teamId, campaignId: campaign.id, n }
  await open.enqueue(open.db, 'expire_request', payload, { runAt: expiresAt })
}

async function enqueueLadder(
  { open, state: { campaign } }: Followed,
  { n }: ApprovalRequest,
  { reminders, escalateAt }: Ladder,
): Promise<void> {
  const request = { teamId: campaign.teamId, campaignId: campaign.id, n }
  if (escalateAt) await open.enqueue(open.db, 'escalate_request', request, { runAt: escalateAt })
  for (const [when, runAt] of reminders) {
    await open.enqueue(open.db, 'remind_approvers', { ...request, when }, { runAt })
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

/** Whom it goes to now is asked as all others were. */
export async function askBackups(change: Followed, to: readonly UserId[]): Promise<void> {
  const { state, outbox } = change
  const { request, campaign } = state
  if (!request) return
  const subject = subjectOf('request', request.n)
  const may = approversOf(request, campaign.owner, new Map())
  for (const target of to) if (may.includes(target)) await outbox.post({ kind: 'approval', subject, target })
  await redrawRequest(change)
}

/** Everybody: who owns it, who was asked, and the channel; who asked is told that it is approved. */
export async function tellGlass({ state, outbox, open }: Followed, said: string): Promise<void> {
  const { request, campaign } = state
  if (!request) return
  const copies = await messageIds(open.db, campaign.id, 'approval', subjectOf('request', request.n))
  const people = new Set([campaign.owner, ...copies.flatMap((copy) => readerOf(copy) ?? [])])
  people.delete(request.by)
  const subject = subjectOf('request', request.n, 'glass', open.now())
  const data: Notice = { words: said }
  for (const target of people) await outbox.post({ kind: 'notice', subject, target, data })
  await outbox.sayInChannel(subject, said)
}

export async function tellRequester(
  { state: { request }, outbox, open }: Followed,
  said: string,
  offers: readonly Offer[],
): Promise<void> {
  if (!request) return
  // One that was taken back may come to the same end once more.
  const subject = subjectOf('request', request.n, request.state, open.now())
  const data: Notice = { words: said, offers }
  await outbox.post({ kind: 'notice', subject, target: request.by, data })
}

/** Who asked hears of it each time, and of who decided and who was away, whoever did not take it back; who did knows. */
export async function tellTakenBack(
  { state: { request }, outbox, open, by }: Followed,
  said: string,
  stead?: { readonly by: UserId; readonly insteadOf: UserId },
): Promise<void> {
  if (!request) return
  const subject = subjectOf('request', request.n, 'taken_back', open.now())
  const others = stead ? [stead.by, stead.insteadOf].filter((each) => each !== by) : []
  for (const target of new Set([request.by, ...others]))
    await outbox.post({ kind: 'notice', subject, target, data: { words: said } })
}

/** Who was away hears of it once: it is their place that is filled. */
export async function tellInStead(
  { state: { request }, outbox, open }: Followed,
  insteadOf: UserId,
  said: string,
): Promise<void> {
  if (!request) return
  const subject = subjectOf('request', request.n, 'in_stead', open.now())
  await outbox.post({ kind: 'notice', subject, target: insteadOf, data: { words: said } })
}

/** What became of requests: what they offer may not be possible any more. */
export async function redrawNotices({ state: { request }, outbox }: Followed): Promise<void> {
  if (request) await outbox.redraw('notice', subjectOf('request', request.n))
}
