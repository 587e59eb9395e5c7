import { unasked, unsent } from '../api.ts'
import { isOfStep, later, notAsked, readFrom, strange, timeWords } from '../mail.ts'
import type { Asked, Found, Gate, Sent, SentStep } from '../target.ts'
import { type Account, type Campaign, campaignOf, type Named, SUCCESS } from './account.ts'

/** A blast is sent once, so its state says what became of a request, and to schedule it twice is to schedule it once. */

const UNSENT: readonly string[] = ['Draft', 'Ready']
const ON_ITS_WAY: readonly string[] = ['Scheduled', 'Starting', 'Running']

export function scheduleRequest({ settings }: Account, { campaign }: Named, { now }: Asked) {
  const sendAt = later(now, settings.aheadMinutes * 60_000).toISOString()
  return { method: 'POST' as const, path: `/api/campaigns/${campaign}/schedule`, body: { sendAt } }
}

export function blastGates({ type, campaignState }: Campaign): Gate[] {
  const gate = (words: string): Gate => ({ words, link: null, refuses: ['send'] })
  if (type !== 'Blast') return [gate('a triggered campaign needs its lists: 4021 to list 77')]
  return UNSENT.includes(campaignState) ? [] : [gate(`the campaign is ${campaignState} in Iterable already`)]
}

export async function sendBlast(account: Account, named: Named, asked: Asked): Promise<Sent> {
  const read = await campaignOf(account, named, asked)
  if (read.is === 'unread') return notAsked(account.api, read.answer, asked)
  const gate = blastGates(read.value)[0]
  if (gate) return { is: 'refused', outcome: gate.words }
  const request = scheduleRequest(account, named, asked)
  const scheduled = await readFrom(account.api, request, SUCCESS, asked)
  if (scheduled.is === 'unread') {
    const no = unsent(account.api, scheduled.answer, asked.now)
    return no.is === 'refused' ? schedulesOr(account, named, no, asked) : no
  }
  const at = new Date(request.body.sendAt)
  return {
    is: 'running',
    outcome: `scheduled for ${timeWords(at)}`,
    handle: request.body.sendAt,
    notBefore: at,
  }
}

/** It was unsent a moment ago: a no may mean that an earlier try, whose answer was lost, has come through meanwhile. */
async function schedulesOr(account: Account, named: Named, no: Sent, asked: Asked): Promise<Sent> {
  const read = await campaignOf(account, named, asked)
  if (read.is === 'unread') return { is: 'unknown', outcome: no.outcome }
  const { campaignState: state, startAt } = read.value
  if (!ON_ITS_WAY.includes(state) && state !== 'Finished') return no
  return { is: 'running', outcome: state, handle: (startAt ?? asked.now).toISOString(), notBefore: startAt }
}

export async function readBlast(
  account: Account,
  { sent }: SentStep,
  named: Named,
  asked: Asked,
): Promise<Found> {
  const read = await campaignOf(account, named, asked)
  if (read.is === 'unread') return unasked(account.api, read.answer, asked.now)
  const { campaignState: state, startAt, sendSize } = read.value
  if (UNSENT.includes(state)) return takenBackOrAbsent(state, sent.handle)
  if (state === 'Aborted' || state === 'Archived') return { is: 'failed', outcome: `${state} in Iterable` }
  const isOurs = sent.handle !== null || isOfStep(startAt, sent)
  if (isOurs === false || (isOurs === null && state === 'Finished'))
    return { is: 'unknown', outcome: `${state}, and Iterable does not say that it is of this launch` }
  if (state === 'Finished') return { is: 'done', outcome: state, ...(sendSize ? { reached: sendSize } : {}) }
  if (!ON_ITS_WAY.includes(state)) return strange(state, sent, asked.now, account.settings.deadlineMinutes)
  const handle = sent.handle ?? startAt?.toISOString() ?? null
  return { is: 'running', outcome: state, handle, notBefore: startAt && startAt > asked.now ? startAt : null }
}

/** What was scheduled and is no more was taken back by somebody: it is not sent again. */
function takenBackOrAbsent(state: string, handle: string | null): Found {
  if (handle === null) return { is: 'absent' }
  return { is: 'failed', outcome: `${state}: its schedule was cancelled in Iterable` }
}

/** A schedule is cancelled, what runs is aborted. */
export async function undoBlast(account: Account, named: Named, asked: Asked): Promise<Sent> {
  const read = await campaignOf(account, named, asked)
  if (read.is === 'unread') return notAsked(account.api, read.answer, asked)
  const over = overWords(read.value.campaignState)
  if (over) return over
  const isAhead = read.value.campaignState === 'Scheduled'
  const no = await taken(account, named, isAhead ? 'cancel' : 'abort', asked)
  if (no === null) return isAhead ? { is: 'done', outcome: 'cancelled before it began' } : STOPPED
  return no.is === 'refused' ? beginsMeanwhile(account, named, no, isAhead, asked) : no
}

const STOPPED: Sent = {
  is: 'done',
  outcome: 'aborted; mail that had gone by then has gone',
  partly: true,
}

async function taken(
  { api }: Account,
  { campaign }: Named,
  how: 'cancel' | 'abort',
  asked: Asked,
): Promise<Sent | null> {
  const request = { method: 'POST' as const, path: `/api/campaigns/${how}`, body: { campaignId: campaign } }
  const read = await readFrom(api, request, SUCCESS, asked)
  return read.is === 'read' ? null : unsent(api, read.answer, asked.now)
}

/** What could not be cancelled since it has begun is aborted; what is over by then is said to be. */
async function beginsMeanwhile(
  account: Account,
  named: Named,
  no: Sent,
  isAhead: boolean,
  asked: Asked,
): Promise<Sent> {
  const read = await campaignOf(account, named, asked)
  if (read.is === 'unread') return no
  const over = overWords(read.value.campaignState)
  if (over) return over
  if (!isAhead || read.value.campaignState === 'Scheduled') return no
  return (await taken(account, named, 'abort', asked)) ?? STOPPED
}

function overWords(state: string): Sent | null {
  if (state === 'Finished') return { is: 'refused', outcome: 'Finished: the mail has gone' }
  if (UNSENT.includes(state)) return { is: 'done', outcome: `${state}: nothing is being sent` }
  if (state === 'Aborted') return { is: 'done', outcome: state, partly: true }
  return state === 'Archived' ? { is: 'done', outcome: state } : null
}
