import type { Knex } from 'knex'
import type { Known } from '../domain/growth/ledger.ts'
import type { Campaign } from '../domain/state/campaign.ts'
import { fromJson, instant } from './kit/json.ts'
import { jsonText } from './kit/json-path.ts'
import { type CampaignRow, campaignOf } from './rows.ts'

/** Campaigns of a workspace that went live or were concluded in that time, the oldest first. */
export async function climbedBetween(db: Knex, teamId: string, from: Date, to: Date): Promise<Campaign[]> {
  const between = (column: 'live_at' | 'ended_at') =>
    db('campaigns')
      .where({ team_id: teamId })
      .where(column, '>=', from.getTime())
      .where(column, '<', to.getTime())
  const rows: CampaignRow[] = [
    ...(await between('live_at')),
    ...(await between('ended_at').whereNotNull('conclusion').where({ stage: 'concluded' })),
  ]
  const each = new Map(rows.map((row) => [row.id, row]))
  return [...each.values()].sort((a, b) => a.id - b.id).map(campaignOf)
}

/** Of every campaign of a workspace that was concluded before that and measured a lift, the oldest first. */
export async function measuredBefore(db: Knex, teamId: string, before: Date): Promise<Known[]> {
  const rows: KnownRow[] = await db('campaigns')
    .where({ team_id: teamId, stage: 'concluded' })
    .whereNotNull('conclusion')
    .where('ended_at', '<', before.getTime())
    .whereRaw(`${jsonText(db, 'conclusion', 'measured', 'metric')} is not null`)
    .select('id', 'ended_at', 'predictions', db.raw(`${jsonText(db, 'conclusion', 'measured')} as measured`))
  return rows
    .sort((a, b) => a.id - b.id)
    .map(({ ended_at, predictions, measured }) => ({
      endedAt: instant(ended_at),
      predictions: predictions === null ? [] : fromJson(predictions),
      conclusion: { measured: fromJson(measured) },
    }))
}

interface KnownRow {
  readonly id: number
  readonly ended_at: number
  readonly predictions: string | null
  readonly measured: string
}
