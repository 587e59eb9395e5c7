import { Webhook } from 'standardwebhooks'
import type { TargetDefinition } from '../domain/catalog/catalog.ts'

/** How a request ended. `again`: it may be sent once more under the same id, not before `notBefore`. */
export type WebhookResult =
  | { readonly is: 'done'; readonly outcome: string }
  | { readonly is: 'refused'; readonly outcome: string }
  | { readonly is: 'again'; readonly outcome: string; readonly notBefore: Date | null }

/**
 * POSTs `body` as JSON with Standard Webhooks headers. `id` is the idempotency key: the same for every try of one step.
 * 429, 5xx and network faults may be tried again; another status outside 2xx is the receiver's no.
 */
export async function sendWebhook(
  target: TargetDefinition,
  id: string,
  body: object,
  now: Date,
  signal: AbortSignal,
): Promise<WebhookResult> {
  const payload = JSON.stringify(body)
  const timeout = AbortSignal.any([signal, AbortSignal.timeout(target.timeoutSeconds * 1_000)])
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      headers: headersOf(target, id, payload, now),
      body: payload,
      redirect: 'manual',
      signal: timeout,
    })
    await response.body?.cancel()
    return resultOf(response, now)
  } catch (error) {
    return { is: 'again', outcome: faultWords(error, target), notBefore: null }
  }
}

function headersOf(target: TargetDefinition, id: string, payload: string, now: Date): Record<string, string> {
  return {
    'content-type': 'application/json',
    'idempotency-key': id,
    'user-agent': 'Stairway',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(target.secret).sign(id, now, payload),
  }
}

function resultOf(response: Response, now: Date): WebhookResult {
  const outcome = `HTTP ${response.status}`
  if (response.ok) return { is: 'done', outcome }
  if (response.status !== 429 && response.status < 500) return { is: 'refused', outcome }
  return { is: 'again', outcome, notBefore: retryAfter(response.headers.get('retry-after'), now) }
}

/** Seconds or an HTTP date, as RFC 9110 has it; an hour at most, and null where it asks for no wait. */
function retryAfter(value: string | null, now: Date): Date | null {
  if (!value) return null
  const at = /^\d+$/.test(value) ? now.getTime() + Number(value) * 1_000 : httpDate(value)
  return at > now.getTime() ? new Date(Math.min(at, now.getTime() + 3_600_000)) : null
}

/** NaN for anything else: `Date.parse` alone reads "-5" as a month. */
function httpDate(value: string): number {
  return value.endsWith('GMT') ? Date.parse(value) : Number.NaN
}

function faultWords(error: unknown, target: TargetDefinition): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `no answer within ${target.timeoutSeconds} s`
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined
  return cause?.code ? `no connection (${cause.code})` : 'no connection'
}
