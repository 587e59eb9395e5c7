import { z } from 'zod'
import type { Api } from '../api.ts'
import { type Read, readFrom } from '../mail.ts'
import type { Asked, Step } from '../target.ts'

export const JSON_API = { 'content-type': 'application/vnd.api+json' }

export function post(kind: 'campaign-send-job' | 'campaign-recipient-estimation-job', id: string) {
  return {
    method: 'POST' as const,
    path: `/api/${kind}s`,
    headers: JSON_API,
    body: { data: { type: kind, id } },
  }
}

export function get(resource: string, id: string) {
  return { method: 'GET' as const, path: `/api/${resource}/${id}` }
}

const INSTANT = z.iso.datetime({ offset: true }).transform((value) => new Date(value))
const CAMPAIGN = z
  .object({
    data: z.object({
      attributes: z.object({
        status: z.string(),
        archived: z.boolean().nullish(),
        send_time: INSTANT.nullish(),
        send_strategy: z.object({ datetime: INSTANT.nullish() }).nullish().catch(null),
      }),
    }),
  })
  .transform(({ data: { attributes } }) => ({
    status: attributes.status,
    isArchived: attributes.archived ?? false,
    sendTime: attributes.send_time ?? null,
    /** The time that its maker gave it, where that is one for everybody. */
    ownTime: attributes.send_strategy?.datetime ?? null,
  }))
export type Campaign = z.output<typeof CAMPAIGN>
export const JOB = z
  .object({ data: z.object({ attributes: z.object({ status: z.string() }) }) })
  .transform(({ data }) => data.attributes.status)
export const ON_ITS_WAY: readonly string[] = [
  'Adding Recipients',
  'Preparing to schedule',
  'Preparing to send',
  'Queued without Recipients',
  'Scheduled',
  'Sending',
  'Sending Segments',
]
export const SENT: readonly string[] = ['Sent', 'Variations Sent']
export const isCancelled = (status: string) => status === 'Cancelled' || status.startsWith('Cancelled:')

export function campaignOf(api: Api, { words }: Step, asked: Asked): Promise<Read<Campaign>> {
  return readFrom(api, get('campaigns', words), CAMPAIGN, asked)
}
