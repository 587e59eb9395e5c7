import type { Catalog } from '../../domain/catalog/catalog.ts'
import { refuseUnless } from '../../domain/permission/permission.ts'
import type { ReportAddress, Reported, ReportedCheck } from '../../domain/readiness/reports.ts'
import type { Reader } from '../../domain/state/actor.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import { activeAddresses, findAddress } from '../../store/report-addresses.ts'
import { lastReports, newestReport } from '../../store/reports.ts'
import type { Deps, ReadDeps } from '../deps.ts'

/** What was said last of a check, of this campaign or of all; null where nothing was. */
export function readReported(
  { db }: ReadDeps,
  { id, teamId }: Campaign,
  check: string,
): Promise<Reported | null> {
  return newestReport(db, { teamId, check }, id)
}

/** Whose secret it is, revoked or not; null where nobody's. */
export function readAddress({ db }: ReadDeps, secret: string): Promise<ReportAddress | null> {
  return findAddress(db, secret)
}

/** Every check that pipelines report, for who may give them an address. */
export async function listReportedChecks(
  { db, catalog, members }: Pick<Deps, 'db' | 'catalog' | 'members'>,
  reader: Reader,
): Promise<ReportedCheck[]> {
  refuseUnless('keep_report_addresses', reader, null, await members())
  const addresses = new Map(
    (await activeAddresses(db, reader.teamId)).map((address) => [address.check, address]),
  )
  const last = await lastReports(db, reader.teamId)
  return reportedChecks(catalog).map(({ name, title }) => ({
    name,
    title,
    address: addresses.get(name) ?? null,
    last: last.get(name) ?? null,
  }))
}

export function reportedChecks({ checks }: Catalog): Catalog['checks'] {
  return checks.filter(({ kind }) => kind === 'report')
}
