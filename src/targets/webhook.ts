import { choice, duration, map, signingSecret, targetUrl } from '../config/fields.ts'
import { type Kind, named } from '../config/kinds.ts'
import type { ReachedOf } from '../domain/state/steps.ts'
import { faultWords, isTimeout, neverLeft } from './answer-words.ts'
import { retryAfter } from './retry-after.ts'
import { signature } from './signature.ts'
import { type Asked, NOT_SEEN, type Sender, type Sent, type Step } from './target.ts'
import { askStatus } from './webhook-status.ts'

/** Any receiver that verifies Standard Webhooks and keeps the id: the same one twice has one effect. */
export const webhook: Kind<Sender> = {
  kind: 'webhook',
  entry: ({ env }) =>
    map({
      ...named('webhook'),
      url: targetUrl(env),
      secret: signingSecret(env),
      status: targetUrl(env).optional(),
      counts: choice('rows', 'sends').optional(),
      timeout: duration('s', 60, '10s').default(10),
      deadline: duration('min', 1_440, '1h').default(60),
    }).transform(({ kind, title, url, secret, status, counts, timeout, deadline }) => ({
      kind,
      title,
      opened: webhookSender({
        url,
        secret,
        status,
        counts,
        timeoutSeconds: timeout,
        deadlineMinutes: deadline,
      }),
    })),
}

export interface WebhookSettings {
  readonly url: string
  /** Standard Webhooks secret, `whsec_…`. */
  readonly secret: string
  /** Where the receiver says what became of a step; a 2xx is all that is known without it. */
  readonly status?: string | undefined
  /** What its `reached` counts. */
  readonly counts?: ReachedOf | undefined
  readonly timeoutSeconds: number
  /** How long it is tried. */
  readonly deadlineMinutes: number
}

/** What a receiver has done can't be taken back, and is read back only by its status; the id is what makes it safe to send again. */
export function webhookSender(settings: WebhookSettings): Sender {
  const { status, counts } = settings
  return {
    ...(counts && { counts }),
    host: new URL(settings.url).host,
    form: '<what it shall do>',
    unread: () => null,
    patienceMs: settings.deadlineMinutes * 60_000,
    bounds: true,
    repeats: 'safe by id',
    look: async (step) => ({ ...NOT_SEEN, would: requestWords(settings, step) }),
    send: async (step, asked) => {
      const sent = await post(settings, step.id, bodyOf(step), asked)
      return status && sent.is === 'done' ? { ...sent, is: 'running', handle: null, notBefore: null } : sent
    },
    ...(status && { readBack: (step, asked) => askStatus({ ...settings, status }, step, asked) }),
  }
}

function requestWords(settings: WebhookSettings, step: Step): string {
  return `POST ${new URL(settings.url).host}\n${JSON.stringify(bodyOf(step), null, 2)}`
}

function bodyOf({ n, target, words, people, campaign: { key, owner, brief } }: Step): object {
  const { name, kind, arms, audience } = brief
  return {
    type: 'campaign.launch_step',
    campaign: { key, name, kind, owner, arms, audience },
    step: { n, target, words, ...(people ? { people } : {}) },
  }
}

/** Not the receiver's no: it, or what stands before it, asks for the same once more (RFC 9110, RFC 8470). */
const AGAIN: readonly number[] = [408, 425, 429]
/** Of an answer no more is read, and nothing is kept. */
const MOST_READ = 65_536

/**
 * POSTs `body` as JSON with Standard Webhooks headers. Of 408, 425, 429 and what never left nothing came; 5xx and other
 * faults of the network leave it open, as an answer that breaks off does; another status outside 2xx is the receiver's no.
 */
async function post(settings: WebhookSettings, id: string, body: object, asked: Asked): Promise<Sent> {
  const payload = JSON.stringify(body)
  const timeout = AbortSignal.any([asked.signal, AbortSignal.timeout(settings.timeoutSeconds * 1_000)])
  try {
    const response = await fetch(settings.url, {
      method: 'POST',
      headers: headersOf(settings, id, payload, asked.now),
      body: payload,
      redirect: 'manual',
      signal: timeout,
    })
    if (response.ok && (await breaksOff(response)))
      return { is: 'unknown', outcome: 'an answer that broke off' }
    // Its status is all that counts, whatever becomes of the rest.
    await response.body?.cancel().catch(() => undefined)
    return resultOf(response, asked.now)
  } catch (error) {
    const outcome = faultWords(error, settings.timeoutSeconds)
    return neverLeft(error) ? { is: 'again', outcome, notBefore: null } : { is: 'unknown', outcome }
  }
}

function headersOf(
  { secret }: WebhookSettings,
  id: string,
  payload: string,
  now: Date,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'idempotency-key': id,
    'user-agent': 'Stairway',
    ...signature(secret, { id, payload, now }),
  }
}

/** Whether the connection ends within the body; one that only takes its time does not. */
async function breaksOff({ body }: Response): Promise<boolean> {
  if (!body) return false
  let read = 0
  try {
    for await (const chunk of body.values({ preventCancel: true })) {
      read += chunk.length
      if (read > MOST_READ) return false
    }
    return false
  } catch (error) {
    return !isTimeout(error)
  }
}

function resultOf(response: Response, now: Date): Sent {
  const outcome = `HTTP ${response.status}`
  if (response.ok) return { is: 'done', outcome }
  const notBefore = retryAfter(response.headers.get('retry-after'), now)
  if (AGAIN.includes(response.status)) return { is: 'again', outcome, notBefore }
  return response.status < 500 ? { is: 'refused', outcome } : { is: 'unknown', outcome, notBefore }
}
