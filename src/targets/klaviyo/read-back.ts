import { type Answered, type Api, ask, isOk, isStatus, type Lost, unasked, unsent } from '../api.ts'
import { isOfStep, later, type MailSettings, notAsked, readFrom, strange } from '../mail.ts'
import { type Asked, type Found, type Sent, type SentStep, untold } from '../target.ts'
import { campaignOf, get, isCancelled, JOB, JSON_API, ON_ITS_WAY, SENT } from './campaign.ts'

export async function readBack(
  api: Api,
  settings: MailSettings,
  step: SentStep,
  asked: Asked,
): Promise<Found> {
  const read = await campaignOf(api, step, asked)
  if (read.is === 'unread') return unasked(api, read.answer, asked.now)
  const { status } = read.value
  const { sent } = step
  if (status === 'Draft') return drafted(api, step, asked)
  if (isCancelled(status)) return { is: 'failed', outcome: status }
  const isOurs = sent.handle !== null || isOfStep(read.value.sendTime, sent)
  if (isOurs === false || (isOurs === null && SENT.includes(status)))
    return { is: 'unknown', outcome: `${status}, and Klaviyo does not say that it is of this launch` }
  if (SENT.includes(status)) return { is: 'done', outcome: status }
  if (!ON_ITS_WAY.includes(status)) return strange(status, sent, asked.now, settings.deadlineMinutes)
  return { is: 'running', outcome: status, handle: isOurs ? step.words : null, notBefore: null }
}

/** A draft whose job waits is on its way; one that was taken on before was taken back by somebody, and is not sent again. */
async function drafted(api: Api, { words, sent }: SentStep, asked: Asked): Promise<Found> {
  const job = await readFrom(api, get('campaign-send-jobs', words), JOB, asked)
  if (job.is === 'unread' && !isStatus(job.answer, 404)) return unasked(api, job.answer, asked.now)
  const status = job.is === 'read' ? job.value : null
  if (status === 'queued' || status === 'processing')
    return { is: 'running', outcome: status, handle: words, notBefore: null }
  if (sent.handle === null) return { is: 'absent' }
  return { is: 'failed', outcome: TAKEN_BACK }
}

const TAKEN_BACK = 'Draft: the send was taken back in Klaviyo'

/** Until its time is so near, a send is put back to a draft; later a draft could hold people who have got the mail. */
const NEAR_MS = 60_000

export async function undo(api: Api, step: SentStep, asked: Asked): Promise<Sent> {
  const read = await campaignOf(api, step, asked)
  if (read.is === 'unread') return notAsked(api, read.answer, asked)
  const { status, sendTime } = read.value
  const over = status === 'Draft' ? await waiting(api, step, asked) : overWords(status)
  if (over) return over
  const isAhead = status === 'Scheduled' && sendTime !== null && sendTime > later(asked.now, NEAR_MS)
  const answer = await ask(api, patch(step.words, isAhead ? 'revert' : 'cancel'), asked)
  if (isOk(answer))
    return isAhead
      ? { is: 'done', outcome: 'reverted to a draft before its time' }
      : { is: 'done', outcome: CANCELLED, partly: true }
  return lateOr(api, step, answer, asked)
}

/** A draft of which a job waits can be cancelled; else there is nothing to take back. */
async function waiting(api: Api, step: SentStep, asked: Asked): Promise<Sent | null> {
  const found = await drafted(api, step, asked)
  if (found.is === 'again' || found.is === 'unknown') return untold(found)
  return found.is === 'running' ? null : overWords('Draft')
}

const CANCELLED = 'cancelled; mail that had gone by then has gone'

function patch(id: string, action: 'cancel' | 'revert') {
  return {
    method: 'PATCH' as const,
    path: `/api/campaign-send-jobs/${id}`,
    headers: JSON_API,
    body: { data: { type: 'campaign-send-job', id, attributes: { action } } },
  }
}

/** What there is nothing to take back of. */
function overWords(status: string): Sent | null {
  if (SENT.includes(status)) return { is: 'refused', outcome: `${status}: the mail has gone` }
  if (isCancelled(status)) return { is: 'done', outcome: status, partly: true }
  return status === 'Draft' ? { is: 'done', outcome: 'Draft: nothing is being sent' } : null
}

/** A no to a cancel may mean that it came too late: then that is said. */
async function lateOr(api: Api, step: SentStep, answer: Answered | Lost, asked: Asked): Promise<Sent> {
  const no = unsent(api, answer, asked.now)
  if (no.is !== 'refused') return no
  const read = await campaignOf(api, step, asked)
  return (read.is === 'read' && overWords(read.value.status)) || no
}
