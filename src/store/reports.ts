import type { Knex } from 'knex'
import type { ReportAddress, Reported } from '../domain/readiness/reports.ts'
import { fromJson, storable, toJson } from './kit/json.ts'

/** Of all campaigns. */
const ALL = 0
/** Of a check and a campaign. */
const MOST_KEPT = 50

interface Receipt {
  readonly address: ReportAddress
  /** Null: it speaks of all. */
  readonly campaignId: number | null
  readonly receivedAt: Date
}

/** Keeps a report, in place of one of the same moment, and the newest of its check and campaign alone. */
export async function insertReport(
  tx: Knex.Transaction,
  { address, campaignId, receivedAt }: Receipt,
  report: Reported,
): Promise<void> {
  const of = { team_id: address.teamId, check_name: address.check, campaign_id: campaignId ?? ALL }
  const said = { received_at: receivedAt.getTime(), address_id: address.id, answer: toJson(storable(report)) }
  await tx('check_reports')
    .insert({ ...of, at: report.at.getTime(), ...said })
    .onConflict(['team_id', 'check_name', 'campaign_id', 'at'])
    .merge()
  const oldest = tx('check_reports').where(of).orderBy('at', 'desc').offset(MOST_KEPT).limit(1).select('at')
  await tx('check_reports').where(of).where('at', '<=', oldest).delete()
}

/** What was said last of a check: of this campaign, or of all. */
export async function newestReport(
  db: Knex,
  { teamId, check }: Pick<ReportAddress, 'teamId' | 'check'>,
  campaignId: number | null,
): Promise<Reported | null> {
  const row: { answer: string } | undefined = await db('check_reports')
    .where({ team_id: teamId, check_name: check })
    .whereIn('campaign_id', campaignId === null ? [ALL] : [ALL, campaignId])
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'received_at', order: 'desc' },
    ])
    .first('answer')
  return row ? fromJson<Reported>(row.answer) : null
}

/** What was said last of each check, of whatever campaign. */
export async function lastReports(db: Knex, teamId: string): Promise<Map<string, Reported>> {
  const newest = db('check_reports')
    .where({ team_id: teamId })
    .groupBy('check_name')
    .select('check_name')
    .max('at as at')
    .as('newest')
  const rows: { check_name: string; answer: string }[] = await db('check_reports as r')
    .join(newest, (on) => on.on('newest.check_name', 'r.check_name').on('newest.at', 'r.at'))
    .where('r.team_id', teamId)
    .orderBy('r.received_at')
    .select('r.check_name', 'r.answer')
  return new Map(rows.map(({ check_name, answer }) => [check_name, fromJson<Reported>(answer)]))
}
