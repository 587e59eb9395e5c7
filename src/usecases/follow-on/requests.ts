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
): Promise<void> {
  const change = followed(open, state, request.by)
  const { outbox } = change
  const subject = subjectOf('request', request.n)
  for (const target of approvers) await outbox.post({ kind: 'approval', subject, target })
  await outbox.postInThread(subject, null, 'approval')
  await outbox.redraw('approval')
  await askToPredict(change)
  await enqueueExpiry(change, request)
}

async function enqueueExpiry(
  { open, state: { campaign } }: Followed,
  { n, expiresAt }: ApprovalRequest,
): Promise<void> {
  const payload = { teamId: campaign.teamId, campaignId: campaign.id, n }
  await open.enqueue(open.db, 'expire_request', payload, { runAt: expiresAt })
}

/** Every copy of the newest request; those of earlier ones stay as their decision left them. */
export async function redrawRequest({ state: { request }, outbox }: Followed): Promise<void> {
  if (request) await outbox.redraw('approval', subjectOf('request', request.n))
}

export async function tellRequester({ state: { request }, outbox }: Followed, said: string): Promise<void> {
  if (!request) return
  const subject = subjectOf('request', request.n, request.state)
  await outbox.post({ kind: 'notice', subject, target: request.by, data: { words: said } })
}
