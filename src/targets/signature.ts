import { Webhook } from 'standardwebhooks'

/** Headers by which a receiver knows that `payload` comes from us, as Standard Webhooks has them; `secret` is `whsec_…`. */
export function signature(
  secret: string,
  { id, payload, now }: { readonly id: string; readonly payload: string; readonly now: Date },
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, now, payload),
  }
}
