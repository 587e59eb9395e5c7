import { z } from 'zod'
import { formatCount } from '../../domain/text/numbers.ts'
import { ask, isOk, isStatus, unasked, unsent } from '../api.ts'
import { later, notAsked, readFrom } from '../mail.ts'
import { type Again, type Asked, type Found, type Sent, type SentStep, type Step, untold } from '../target.ts'
import {
  type Account,
  type Armed,
  armedIn,
  get,
  stateWords,
  type Trigger,
  triggerHandle,
  triggerIn,
  triggerOf,
  triggersOf,
} from './trigger.ts'

export async function readBack(account: Account, step: SentStep, asked: Asked): Promise<Found> {
  const trace = await traced(account, step, asked)
  return trace.is === 'trigger' ? became(account, step, trace.id, asked) : trace
}

type Trace = { readonly is: 'trigger'; readonly id: string } | Untraced
type Untraced = Again | { readonly is: 'absent' } | { readonly is: 'unknown'; readonly outcome: string }

/** Which trigger is this step's. */
async function traced(account: Account, step: SentStep, asked: Asked): Promise<Trace> {
  const { handle } = step.sent
  const id = triggerIn(handle)
  if (id !== null) return { is: 'trigger', id }
  if (handle === null || account.arms.isArmed(step, handle)) return { is: 'absent' }
  const armed = armedIn(handle)
  if (armed === null) return { is: 'unknown', outcome: `the handle is ${handle}` }
  const found = await sought(account, step, armed, asked)
  if (!Array.isArray(found)) return found
  const [first, ...others] = found
  if (first === undefined) return settled(account, step, handle, asked)
  if (others.length > 0) return { is: 'unknown', outcome: severalWords(found) }
  return { is: 'trigger', id: String(first) }
}

function severalWords(ids: readonly number[]): string {
  return `several triggers may be this one: ${ids.join(', ')}`
}

/** A request that was given up here may still be read there: before that long nothing is taken for absent. */
const SETTLES_MS = 120_000

function settled({ arms }: Account, step: SentStep, handle: string, asked: Asked): Untraced {
  const at = later(arms.openSince(step, handle, asked), SETTLES_MS)
  if (asked.now >= at) return { is: 'absent' }
  return { is: 'again', outcome: 'no trigger of it is there yet', notBefore: at }
}

/** So many triggers are looked at; more is another's work too. */
const MOST = 5

const FAULTS = z.object({ errors: z.array(z.unknown()).nullish() })

/** Triggers that may be this step's. No clock but ours is asked for it: theirs may differ. */
async function sought(
  account: Account,
  step: SentStep,
  { after, since }: Armed,
  asked: Asked,
): Promise<number[] | Untraced> {
  const read = await triggersOf(account, step, asked)
  if (read.is === 'unread') return unasked(account.api, read.answer, asked.now)
  const begun = read.value.filter((id) => id > after)
  if (begun.length > MOST) return { is: 'unknown', outcome: `${begun.length} triggers have begun since` }
  const ids: number[] = []
  for (const id of begun) {
    const trigger = await triggerOf(account, step, id, asked)
    if (trigger.is === 'unread') return unasked(account.api, trigger.answer, asked.now)
    const { scheduled_at } = trigger.value
    if (scheduled_at && scheduled_at >= since) ids.push(id)
  }
  return ids
}

async function became(account: Account, step: SentStep, id: string, asked: Asked): Promise<Found> {
  const { api } = account
  const read = await triggerOf(account, step, id, asked)
  if (read.is === 'unread') return unasked(api, read.answer, asked.now)
  const trigger = read.value
  const outcome = stateWords(trigger, asked.now)
  if (trigger.cancelled_at) return { is: 'failed', outcome }
  const faults = await faultsOf(account, step, id, trigger, asked)
  if (faults === null) return { is: 'again', outcome, notBefore: null }
  if (faults > 0)
    return { is: 'failed', outcome: `${outcome}, with ${formatCount(faults)} errors of its audience` }
  if (trigger.processed_at) return { is: 'done', outcome, ...reachedBy(trigger) }
  const notBefore = trigger.scheduled_at && trigger.scheduled_at > asked.now ? trigger.scheduled_at : null
  return { is: 'running', outcome, handle: triggerHandle(trigger.id), notBefore }
}

const reachedBy = ({ audience_count }: Trigger) => (audience_count ? { reached: audience_count } : {})

/** How many errors a trigger that has begun had; their words hold addresses. Null where that could not be asked. */
async function faultsOf(
  { api }: Account,
  { words }: Step,
  id: string,
  { scheduled_at }: Trigger,
  asked: Asked,
): Promise<number | null> {
  if (scheduled_at && scheduled_at > asked.now) return 0
  const read = await readFrom(api, get(`/v1/campaigns/${words}/triggers/${id}/errors`), FAULTS, asked)
  if (read.is === 'read') return (read.value.errors ?? []).length
  return isStatus(read.answer, 404) ? 0 : null
}

/** Until it starts a trigger is cancelled whole; one with a rate limit reaches no further people. */
export async function undo(account: Account, step: SentStep, asked: Asked): Promise<Sent> {
  const trace = await traced(account, step, asked)
  if (trace.is === 'absent') return { is: 'done', outcome: 'nothing of it is there' }
  return trace.is === 'trigger' ? cancelled(account, step, trace.id, asked) : untold(trace)
}

async function cancelled(account: Account, step: SentStep, id: string, asked: Asked): Promise<Sent> {
  const { api } = account
  const trigger = await triggerOf(account, step, id, asked)
  if (trigger.is === 'unread') return notAsked(api, trigger.answer, asked)
  const over = { is: 'done', outcome: stateWords(trigger.value, asked.now), ...partlyOf(account) } as const
  if (trigger.value.cancelled_at) return over
  const path = `/v1/campaigns/${step.words}/triggers/${id}/cancel`
  const answer = await ask(api, { method: 'POST', path }, asked)
  if (isOk(answer)) return cancelledNow(account, trigger.value, asked.now)
  if (!isStatus(answer, 409)) return unsent(api, answer, asked.now)
  return {
    is: 'refused',
    outcome: `${stateWords(trigger.value, asked.now)}: it is too late, the mail goes out`,
  }
}

/** Only one with a rate limit is cancelled while it goes out. */
function partlyOf({ settings }: Account): { readonly partly?: true } {
  return settings.rateLimit ? { partly: true } : {}
}

function cancelledNow(account: Account, { scheduled_at }: Trigger, now: Date): Sent {
  if (scheduled_at !== null && scheduled_at > now) return { is: 'done', outcome: 'cancelled before it began' }
  const outcome = 'cancelled; whom it had reached by then gets the mail'
  return { is: 'done', outcome, ...partlyOf(account) }
}
