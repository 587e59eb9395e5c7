import type { IncomingHttpHeaders } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import type { Traffic } from '../workspace/traffic.ts'

const STEP = z.object({
  type: z.literal('campaign.launch_step'),
  campaign: z.object({
    key: z.string(),
    arms: z.array(z.object({ name: z.string(), weight: z.number() })),
    audience: z.object({ size: z.number().nullable() }).nullable(),
  }),
  step: z.object({ n: z.number(), words: z.string() }),
})

/** A campaign as a launch step names it. */
export type Launched = z.infer<typeof STEP>['campaign']

type Received = { readonly ok: true } | { readonly ok: false; readonly error: string }

/** The tool that launch steps are sent to: a sender of e-mail and the like, as Stairway's customers have one. */
export interface Sender {
  /** Takes each step once, whoever sends it twice. */
  receive(headers: IncomingHttpHeaders, body: string): Promise<Received>
}

interface SenderOptions {
  /** `whsec_…` */
  readonly secret: string
  /** What it got is shown there. */
  readonly traffic: Traffic
  /** What follows in the world. */
  readonly send: (campaign: Launched) => Promise<void>
}

export function createSender({ secret, traffic, send }: SenderOptions): Sender {
  const seen = new Set<string>()
  const answer = async (headers: IncomingHttpHeaders, body: string): Promise<Received> => {
    if (!isSigned(headers, body, secret)) return { ok: false, error: 'The signature is wrong' }
    const step = STEP.safeParse(JSON.parse(body))
    if (!step.success) return { ok: false, error: z.prettifyError(step.error) }
    const once = String(headers['idempotency-key'])
    if (seen.has(once)) return { ok: true }
    await send(step.data.campaign)
    seen.add(once)
    return { ok: true }
  }
  return {
    async receive(headers, body) {
      const received = await answer(headers, body)
      const request = { 'webhook-id': headers['webhook-id'], body: JSON.parse(body) }
      const what = 'webhook of a launch step'
      traffic.add({ direction: 'to-slack', what, ok: received.ok, request, answer: received })
      return received
    },
  }
}

/** By hand, since the library holds the timestamp against the machine's clock and not the workspace's. */
function isSigned(headers: IncomingHttpHeaders, body: string, secret: string): boolean {
  const at = new Date(Number(headers['webhook-timestamp']) * 1_000)
  if (Number.isNaN(at.getTime())) return false
  const expected = new Webhook(secret).sign(String(headers['webhook-id']), at, body)
  return headers['webhook-signature'] === expected
}
