import { z } from 'zod'
import { map } from '../../config/fields.ts'
import { type Kind, named } from '../../config/kinds.ts'
import { type Api, requestWords, unsent } from '../api.ts'
import { arms } from '../armed.ts'
import { apiFields, apiKey, baseOf } from '../entry.ts'
import {
  aheadField,
  later,
  notAsked,
  readFrom,
  stillSending,
  timeWords,
  unreadLook,
  unseen,
} from '../mail.ts'
import {
  type Asked,
  type Gate,
  type Look,
  namedFirst,
  type Sender,
  type Sent,
  type Step,
  type Undo,
  type Unseen,
} from '../target.ts'
import { readBack, undo } from './read-back.ts'
import { withSends } from './sends.ts'
import {
  type Account,
  armedHandle,
  type CustomerioSettings,
  get,
  stateWords,
  type Trigger,
  triggerHandle,
  triggerIn,
  triggerOf,
  triggersOf,
} from './trigger.ts'

/** API-triggered broadcasts of Customer.io. A trigger whose answer is lost is looked for among those of its broadcast. */
export const customerio: Kind<Sender> = {
  kind: 'customerio',
  entry: ({ env }) =>
    map({
      ...named('customerio'),
      ...apiFields('https://api.customer.io'),
      key: apiKey(env, 'an App API key of Customer.io'),
      ahead: aheadField(),
      rate_limit: z.record(z.string(), z.union([z.number(), z.boolean()]), { error: RATE_LIMIT }).optional(),
    }).transform(({ kind, title, base, key, timeout, deadline, ahead, rate_limit }) => ({
      kind,
      title,
      opened: customerioSender({
        base: baseOf(base),
        key,
        timeoutSeconds: timeout,
        deadlineMinutes: deadline,
        aheadMinutes: ahead,
        rateLimit: rate_limit ?? null,
      }),
    })),
}

const RATE_LIMIT = 'a map of numbers, as Customer.io documents the rate_limit of a trigger'

/** One trigger each ten seconds; the answer says nothing of when it ends. */
const LIMIT_MS = 10_000

export function customerioSender(settings: CustomerioSettings): Sender {
  const { base, key, timeoutSeconds, deadlineMinutes } = settings
  const api: Api = {
    base,
    headers: { authorization: `Bearer ${key}` },
    secrets: [key],
    timeoutSeconds,
    limitEnds: (_, now) => later(now, LIMIT_MS),
  }
  const account = { api, settings, arms: arms() }
  return {
    host: new URL(base).host,
    form: '<broadcast>',
    thing: namedFirst('broadcast'),
    counts: 'sends',
    unread,
    patienceMs: deadlineMinutes * 60_000,
    look: (step, asked) => look(account, step, asked),
    send: (step, asked) => send(account, step, asked),
    readBack: (step, asked) => readBack(account, step, asked),
    undo: (step, asked) => undo(account, step, asked),
    count: async (step, asked) =>
      withSends(account, step, stillSending(step, await readBack(account, step, asked)), asked),
  }
}

function unread(words: string): string | null {
  return /^\d{1,15}$/.test(words) ? null : 'Customer.io wants the number of a broadcast, such as 12'
}

const BROADCAST = z
  .object({ broadcast: z.object({ state: z.string().nullish(), active: z.boolean().nullish() }) })
  .transform(({ broadcast: { state, active } }) => ({ state: state ?? null, isActive: active ?? null }))

function triggerRequest({ settings }: Account, { words }: Step, { now }: Asked) {
  const scheduledAt = Math.ceil(later(now, settings.aheadMinutes * 60_000).getTime() / 1_000)
  const limit = settings.rateLimit && { rate_limit: settings.rateLimit }
  return {
    method: 'POST' as const,
    path: `/v1/campaigns/${words}/triggers`,
    body: { scheduled_at: scheduledAt, ...limit },
  }
}

async function look(account: Account, step: Step, asked: Asked): Promise<Look | Unseen> {
  const why = unread(step.words)
  if (why) return unreadLook(why)
  const { api } = account
  const would = requestWords(api, triggerRequest(account, step, asked))
  const read = await readFrom(api, get(`/v1/broadcasts/${step.words}`), BROADCAST, asked)
  if (read.is === 'unread') return unseen(read.answer, would)
  const id = triggerIn(step.sent?.handle ?? null)
  const trigger = id === null ? null : await triggerOf(account, step, id, asked)
  if (trigger?.is === 'unread') return unseen(trigger.answer, would)
  const begun = trigger?.value ?? null
  return {
    is: 'seen',
    exists: true,
    state: begun ? stateWords(begun, asked.now) : read.value.state,
    gates: begun ? [] : gatesOf(read.value),
    people: begun?.audience_count || null,
    undo: undoOf(account, begun, asked.now),
    would,
  }
}

function gatesOf({ state, isActive }: z.output<typeof BROADCAST>): Gate[] {
  const gate = (words: string): Gate => ({ words, link: null, refuses: ['send'] })
  if (state === 'draft') return [gate('the broadcast is a draft in Customer.io')]
  return isActive === false ? [gate('the broadcast is not active in Customer.io')] : []
}

function undoOf({ settings }: Account, trigger: Trigger | null, now: Date): Undo {
  if (settings.rateLimit) return { is: trigger?.cancelled_at ? 'none' : 'stops the rest' }
  const until = trigger?.scheduled_at ?? null
  const isOver = trigger && (trigger.cancelled_at || trigger.processed_at || (until && until <= now))
  return isOver ? { is: 'none' } : { is: 'until it starts', until }
}

const BEGUN = z.object({ id: z.int() })

async function send(account: Account, step: Step, asked: Asked): Promise<Sent> {
  const why = unread(step.words)
  if (why) return { is: 'refused', outcome: why }
  const handle = step.sent?.handle ?? null
  if (handle === null) return arm(account, step, asked)
  return account.arms.fire(step, handle, asked, async () => {
    const begun = await readFrom(account.api, triggerRequest(account, step, asked), BEGUN, asked)
    if (begun.is === 'unread') return unsent(account.api, begun.answer, asked.now)
    const at = later(asked.now, account.settings.aheadMinutes * 60_000)
    const outcome = `scheduled for ${timeWords(at)}`
    return { is: 'running', outcome, handle: triggerHandle(begun.value.id), notBefore: at }
  })
}

/** What was begun before is not this step's. */
async function arm(account: Account, step: Step, asked: Asked): Promise<Sent> {
  const before = await triggersOf(account, step, asked)
  if (before.is === 'unread') return notAsked(account.api, before.answer, asked)
  const handle = armedHandle({ after: Math.max(0, ...before.value), since: asked.now })
  return account.arms.arm(step, handle, 'nothing is sent yet', asked)
}
