/** What was to be reminded of by the end, and what the auditor of the product finds. */
import { remindersOf } from '../../src/domain/approval/expiry.ts'
import { findingsOf } from '../../src/domain/audit/findings.ts'
import { nudgeDue } from '../../src/domain/follow-up/nudges.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { dutiesOf } from '../../src/usecases/duties.ts'
import type { Life } from './life.ts'
import { DAY } from './script.ts'

/** A reminder of a request, due at an instant of the clock; `closedAt`: when nobody had to decide any more. */
export interface DueReminder {
  readonly campaignId: number
  readonly key: string
  readonly n: number
  readonly when: string
  readonly dueAt: number
  readonly expiresAt: number
  readonly closedAt: number | null
}

export interface Due {
  readonly reminders: readonly DueReminder[]
  /** Follow-ups whose lateness somebody was to hear of a day before the end, and did not. */
  readonly unheard: readonly string[]
  readonly findings: readonly string[]
}

/** Of the default policy of the place, which nobody changes. */
const POLICY = { expiresAfterHours: 72 }

export async function dueOf({ stairway: { deps } }: Life): Promise<Due> {
  const { db, now } = deps
  const reminders: DueReminder[] = []
  const unheard: string[] = []
  for (const { id, key, owner } of await db('campaigns').select('id', 'key', 'owner')) {
    const zone = await deps.zone(owner)
    for (const { n, requested_at, expires_at, closed_at } of await db('approval_requests').where({
      campaign_id: id,
    }))
      for (const [when, at] of remindersOf(new Date(Number(requested_at)), POLICY, zone))
        reminders.push({
          ...{ campaignId: id, key, n, when, dueAt: +at, expiresAt: Number(expires_at) },
          closedAt: closed_at === null ? null : Number(closed_at),
        })
    const { followUps } = await loadCampaign(db, { id })
    const before = new Date(+now() - DAY)
    for (const followUp of followUps)
      if (nudgeDue(followUp, before, zone) === 'late') unheard.push(`${key}-${followUp.n}`)
  }
  const findings = findingsOf(await dutiesOf(deps), now()).map(({ words }) => words)
  return { reminders, unheard, findings }
}
