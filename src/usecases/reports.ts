import type { ReportAddress, Reported } from '../domain/readiness/reports.ts'
import { Refusal } from '../refusal.ts'
import { findCampaignId } from '../store/campaigns.ts'
import { inTransaction, type Tx } from '../store/kit/database.ts'
import { lockAddress } from '../store/report-addresses.ts'
import { insertReport, newestReport } from '../store/reports.ts'
import { askReported } from './checks.ts'
import type { Deps } from './deps.ts'

/** A report as it came; `campaign` is the key of the one it speaks of, null for all. */
interface SentReport {
  readonly report: Reported
  readonly campaign: string | null
}

/** Keeps what a pipeline says of a check; whether nothing newer was said before. Throws a Refusal for a campaign that is not there. */
export function takeReport(
  { db, now, enqueue }: Pick<Deps, 'db' | 'now' | 'enqueue'>,
  address: ReportAddress,
  { report, campaign }: SentReport,
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    await lockAddress(tx, address)
    const campaignId = campaign === null ? null : await campaignOf(tx, address, campaign)
    await insertReport(tx, { address, campaignId, receivedAt: now() }, report)
    const newest = await newestReport(tx, address, campaignId)
    const isNewest = newest?.at.getTime() === report.at.getTime()
    if (isNewest) await askReported({ db: tx, enqueue }, address, campaignId)
    return isNewest
  })
}

async function campaignOf(tx: Tx, { teamId }: ReportAddress, key: string): Promise<number> {
  const id = await findCampaignId(tx, teamId, key.toLowerCase())
  if (id !== null) return id
  throw new Refusal('unknown', `campaign: there is no ${key} in this workspace`)
}
