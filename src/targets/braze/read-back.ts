import { z } from 'zod'
import { formatCount } from '../../domain/text/numbers.ts'
import { ask, isOk, unasked, unsent } from '../api.ts'
import { later, type Read, timeWords } from '../mail.ts'
import type { Asked, Found, Running, Sent, SentStep, Step } from '../target.ts'
import { type Account, handleOf, type Kept, keptIn, readBraze, timeOf, withHost } from './account.ts'

/** `<campaign> to segment` */
export function campaignIn(words: string): string | null {
  return /^([\w-]{1,64}) to segment$/.exec(words)?.[1] ?? null
}

/**
 * A schedule can't be found again before its time: it is not in the list of those that were made in Braze. So once a
 * request for one may have arrived, its time is waited for, and Braze's figures for its send are read.
 */
export async function readBack(account: Account, step: SentStep, asked: Asked): Promise<Found> {
  const kept = keptIn(step.sent.handle)
  if (kept === null) return { is: 'absent' }
  if (account.arms.isArmed(step, handleOf(kept))) return unsentYet(account, step, kept, asked)
  if (asked.now < kept.time) return waits(kept)
  const sent = await sentBy(account, step, kept, asked)
  if (sent.is === 'unread') return unasked(account.api, sent.answer, asked.now)
  return judged(account, kept, sent.value, asked.now)
}

function unsentYet(
  account: Account,
  step: SentStep,
  kept: Kept,
  asked: Asked,
): Running | { readonly is: 'absent' } {
  return isNear(account, kept, asked) ? renewed(account, step, kept, asked) : { is: 'absent' }
}

/** Whether its time leaves too little to stop it, or has passed. */
export function isNear({ settings }: Account, { time }: Kept, { now }: Asked): boolean {
  return time < later(now, (settings.aheadMinutes * 60_000) / 2)
}

/** Of what surely was not scheduled: it may be, for a time that leaves enough to stop it. */
export function renewed(account: Account, step: Step, kept: Kept, asked: Asked): Running {
  const handle = handleOf({ ...kept, time: timeOf(account, asked) })
  return account.arms.arm(step, handle, 'nothing is sent yet', asked)
}

function waits(kept: Kept): Running {
  const what = kept.scheduleId ? 'scheduled for' : 'no answer to a schedule for'
  return {
    is: 'running',
    outcome: `${what} ${timeWords(kept.time)}`,
    handle: handleOf(kept),
    notBefore: kept.time,
  }
}

const SERIES = z.object({
  data: z.array(
    z.object({
      messages: z.record(z.string(), z.array(z.object({ sent: z.number().nullish() }))).nullish(),
    }),
  ),
})

/** Days that Braze keeps figures of a send. */
const DAYS = 14

/** By Braze's own count, of all channels. */
export async function sentBy(
  account: Account,
  step: SentStep,
  kept: Kept,
  asked: Asked,
): Promise<Read<number>> {
  const query = {
    campaign_id: campaignIn(step.words) ?? '',
    send_id: kept.sendId,
    length: String(DAYS),
  }
  const request = { method: 'GET' as const, path: '/sends/data_series', query }
  const read = await readBraze(account, request, SERIES, asked)
  if (read.is === 'unread') return read
  const messages = read.value.data.flatMap((day) => Object.values(day.messages ?? {}).flat())
  return { is: 'read', value: messages.reduce((sum, { sent }) => sum + (sent ?? 0), 0) }
}

/** Braze's figures come late, and grow: they are through once they are the same twice. */
const GROWS_MS = 300_000

function judged({ settings }: Account, kept: Kept, sent: number, now: Date): Found {
  if (sent === 0) return unseenYet(settings.deadlineMinutes * 60_000, kept, now)
  const outcome = `${formatCount(sent)} sent, by Braze's count at ${timeWords(now)}`
  if (sent === kept.counted) return { is: 'done', outcome, reached: sent }
  return {
    is: 'running',
    outcome,
    handle: handleOf({ ...kept, counted: sent }),
    notBefore: later(now, GROWS_MS),
  }
}

function unseenYet(deadlineMs: number, kept: Kept, now: Date): Found {
  const outcome = `Braze counts nothing of the send ${kept.sendId} since ${timeWords(kept.time)}`
  if (now >= later(kept.time, deadlineMs)) return { is: 'unknown', outcome }
  return { is: 'running', outcome, handle: handleOf(kept), notBefore: null }
}

/** Braze deletes a schedule that is about to begin for all, some or none. */
const NEAR_MS = 60_000

export async function undo(account: Account, step: SentStep, asked: Asked): Promise<Sent> {
  const kept = keptIn(step.sent.handle)
  if (kept === null || account.arms.isArmed(step, handleOf(kept)))
    return { is: 'done', outcome: 'nothing of it was sent' }
  if (asked.now >= kept.time) return tooLate(account, step, kept, asked)
  if (kept.scheduleId === null) return { is: 'refused', outcome: unnamedWords(kept) }
  return deleted(account, step, kept, kept.scheduleId, asked)
}

/** A delete whose answer was lost may have come in time: what Braze counts says whether the mail has gone. */
async function tooLate(account: Account, step: SentStep, kept: Kept, asked: Asked): Promise<Sent> {
  const sent = await sentBy(account, step, kept, asked)
  const began = `it began ${timeWords(kept.time)}`
  if (sent.is === 'read' && sent.value > 0)
    return {
      is: 'refused',
      outcome: `${began}, and Braze counts ${formatCount(sent.value)} sent: the mail has gone`,
    }
  return { is: 'refused', outcome: `${began}: the mail goes out, unless its schedule was deleted` }
}

function unnamedWords({ time }: Kept): string {
  return `Braze's answer, which names the schedule, was lost: stop the campaign in Braze before ${timeWords(time)}`
}

async function deleted(
  { api }: Account,
  step: SentStep,
  { time }: Kept,
  scheduleId: string,
  asked: Asked,
): Promise<Sent> {
  const body = { campaign_id: campaignIn(step.words), schedule_id: scheduleId }
  const answer = await ask(api, { method: 'POST', path: '/campaigns/trigger/schedule/delete', body }, asked)
  if (!isOk(answer)) return undeleted(unsent(api, withHost(api, answer), asked.now), time)
  if (time > later(asked.now, NEAR_MS))
    return { is: 'done', outcome: 'the schedule is deleted before its time' }
  const outcome = 'the schedule is deleted so near to its time that Braze may have sent it to some'
  return { is: 'done', outcome }
}

/** It may be refused since an earlier try, whose answer was lost, has deleted it: Braze does not say. */
function undeleted(no: Sent, time: Date): Sent {
  if (no.is !== 'refused') return no
  const outcome = `${no.outcome}: see in Braze whether it is still scheduled for ${timeWords(time)}`
  return { is: 'refused', outcome }
}
