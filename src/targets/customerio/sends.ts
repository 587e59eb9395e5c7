import { z } from 'zod'
import type { TargetCount } from '../../domain/state/arrivals.ts'
import { later, readFrom } from '../mail.ts'
import type { Counted, Counting, SentStep, Unseen } from '../target.ts'
import { type Account, get, triggerIn, triggersOf } from './trigger.ts'

const HOUR_MS = 3_600_000
const HOURS = 24
/** Until a whole hour after the stop is counted, and told. */
const SETTLES_MS = 2 * HOUR_MS

const METRICS = z
  .object({ metric: z.object({ series: z.object({ sent: z.array(z.number().min(0)).max(HOURS) }) }) })
  .transform(({ metric }) => metric.series.sent)

/**
 * How many were sent by the hour, beside the state of its trigger. They are those of all triggers of its broadcast, so
 * they are taken while no newer one than the step's is there.
 */
export async function withSends(
  account: Account,
  step: SentStep,
  said: Counted | Unseen,
  asked: Counting,
): Promise<Counted | Unseen> {
  const id = triggerIn(step.sent.handle)
  if (said.is === 'unseen' || id === null) return said
  const triggers = await triggersOf(account, step, asked)
  if (triggers.is === 'unread') return unread(said, triggers.answer.words)
  if (triggers.value.some((each) => each > Number(id))) return said
  const query = { period: 'hours', steps: String(HOURS) }
  const request = { ...get(`/v1/broadcasts/${step.words}/metrics`), query }
  const read = await readFrom(account.api, request, METRICS, asked)
  if (read.is === 'unread') return unread(said, read.answer.words)
  return { is: 'counted', says: { ...said.says, count: countOf(read.value, asked) } }
}

function unread({ says }: Counted, why: string): Counted {
  return { is: 'counted', says: { ...says, why } }
}

/** The last hour holds now. Whether they begin on the clock is not said: each is taken to begin as early as it may. */
function countOf(sent: readonly number[], { since, now }: Counting): TargetCount {
  const hours = sent.map((count, i) => ({ count, at: later(now, -(sent.length - i) * HOUR_MS) }))
  const after = hours.filter(({ at }) => at >= since)
  const fromAt = after[0]?.at ?? since
  const count = after.reduce((sum, hour) => sum + hour.count, 0)
  return { of: 'sends', count, fromAt, lastHour: null, newestAt: null, settledAt: later(since, SETTLES_MS) }
}
