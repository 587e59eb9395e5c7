import { z } from 'zod'
import type { Api } from '../api.ts'
import { later, readFrom } from '../mail.ts'
import type { Counted, Counting, Step, Unseen } from '../target.ts'
import { JSON_API } from './campaign.ts'

/** Klaviyo's figures come late, and grow. */
const LATE_MS = 3_600_000

const REPORT = z
  .object({
    data: z.object({
      attributes: z.object({
        results: z.array(z.object({ statistics: z.object({ recipients: z.number().min(0) }) })),
      }),
    }),
  })
  .transform(({ data }) =>
    data.attributes.results.reduce((sum, { statistics }) => sum + statistics.recipients, 0),
  )

/**
 * How many got a campaign in all, beside the state of its send: of these only more than before says that it still goes
 * out. The report wants a metric of conversions, whichever: nothing of that is read.
 */
export async function withRecipients(
  api: Api,
  metric: string,
  step: Step,
  said: Counted | Unseen,
  asked: Counting,
): Promise<Counted | Unseen> {
  if (said.is === 'unseen') return said
  const read = await readFrom(api, report(step.words, metric), REPORT, asked)
  if (read.is === 'unread') return { is: 'counted', says: { ...said.says, why: read.answer.words } }
  const settledAt = later(asked.since, LATE_MS)
  const none = { fromAt: null, lastHour: null, newestAt: null }
  const count = { of: 'recipients', count: read.value, ...none, settledAt }
  return { is: 'counted', says: { ...said.says, count } }
}

function report(id: string, metric: string) {
  const attributes = {
    statistics: ['recipients'],
    timeframe: { key: 'last_12_months' },
    conversion_metric_id: metric,
    filter: `equals(campaign_id,"${id}")`,
  }
  return {
    method: 'POST' as const,
    path: '/api/campaign-values-reports',
    headers: JSON_API,
    body: { data: { type: 'campaign-values-report', attributes } },
  }
}
