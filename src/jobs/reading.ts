import { metricsOf, type NamedMetric } from '../domain/brief.ts'
import type { Arm, CampaignState } from '../domain/campaign.ts'
import type { Catalog, ExposureDefinition } from '../domain/catalog.ts'
import type { CampaignReading } from '../domain/reading.ts'
import { headline } from '../domain/readout/headline.ts'
import { type MetricInput, type ReadoutInput, readout } from '../domain/readout/readout.ts'
import { Refusal } from '../refusal.ts'
import { WarehouseError } from '../warehouse/error.ts'
import type {
  CampaignQuery,
  Exposures,
  MetricAggregates,
  Warehouse,
  Warehouses,
} from '../warehouse/warehouse.ts'

const DAY_MS = 86_400_000

export interface ReadingDeps {
  readonly catalog: Catalog
  readonly warehouses: Warehouses
}

/** A reading, with every failure that the data partner has to hear of. */
export interface Reading extends CampaignReading {
  readonly failures: readonly string[]
  /** Every failure is of the kind that may pass: no connection, no answer in time. */
  readonly passing: boolean
}

/** Asks the warehouse for a campaign as it stands at `asOf`: one row an arm for each metric. Failures become words. */
export async function readCampaign(deps: ReadingDeps, state: CampaignState, asOf: Date): Promise<Reading> {
  const { brief, key } = state.campaign
  const exposures = deps.catalog.exposures.find((each) => each.name === brief.exposures)
  if (!exposures)
    return nothing(
      brief.exposures
        ? `stairway.yaml declares no exposure query ${brief.exposures} any more`
        : `no exposure query is named: \`/campaign brief ${key} exposures <name>\``,
    )
  if (brief.arms.length < 2)
    return nothing(`no arms are named to compare: \`/campaign brief ${key} arms control, treatment\``)
  try {
    return await read(deps, state, exposures, asOf)
  } catch (error) {
    if (isSaid(error)) return nothing(error.message, isPassing(error))
    throw error
  }
}

async function read(
  deps: ReadingDeps,
  state: CampaignState,
  definition: ExposureDefinition,
  asOf: Date,
): Promise<Reading> {
  const { brief, key } = state.campaign
  const warehouse = deps.warehouses.get(definition.warehouse)
  const query: CampaignQuery = { campaignKey: key, exposures: definition, until: asOf }
  const exposures = await warehouse.exposures(query)
  refuseUnplannedArms(exposures, brief.arms)
  const measured: Measured[] = []
  for (const named of metricsOf(brief, deps.catalog))
    measured.push(await measure(warehouse, query, named, state))
  const result = readout(inputOf(state, exposures, measured, asOf))
  const failures = measured.flatMap(({ failure }) => (failure ? [failure] : []))
  const passing = measured.every(({ failure, passes }) => !failure || passes) && failures.length > 0
  return { readout: result, headline: headline(result), failure: null, failures, passing }
}

interface Measured {
  readonly input: MetricInput
  readonly newest: Date | null
  readonly failure: string | null
  readonly passes: boolean
}

async function measure(
  warehouse: Warehouse,
  query: CampaignQuery,
  named: NamedMetric,
  state: CampaignState,
): Promise<Measured> {
  const { brief } = state.campaign
  const { metric, name, role } = named
  if (!metric)
    return failed(
      { name, label: name, kind: 'mean', direction: 'up', role },
      `stairway.yaml declares no metric ${name} any more`,
      false,
    )
  const { label, kind, direction, unit } = metric
  const margin = brief.guardrails.find((guardrail) => guardrail.metric === name)?.margin
  const head = {
    name,
    label,
    kind,
    direction,
    role,
    ...(unit ? { unit } : {}),
    ...(margin && role === 'guardrail' ? { margin } : {}),
  }
  try {
    const { sums, newest } = await warehouse.metric({ ...query, metric })
    return { input: { ...head, sums: inArmOrder(sums, brief.arms) }, newest, failure: null, passes: false }
  } catch (error) {
    if (isSaid(error)) return failed(head, error.message, isPassing(error))
    throw error
  }
}

type Head = Omit<Extract<MetricInput, { failure: string }>, 'failure'>

function failed(head: Head, failure: string, passes: boolean): Measured {
  return { input: { ...head, failure }, newest: null, failure, passes }
}

function inputOf(
  { campaign }: CampaignState,
  exposures: Exposures,
  measured: readonly Measured[],
  asOf: Date,
): ReadoutInput {
  const { brief, liveAt } = campaign
  const users = brief.arms.map((arm) => exposures.perArm.find((each) => each.arm === arm.name)?.n ?? 0)
  const minimumEffect = brief.outcome?.minimumEffect
  return {
    arms: brief.arms,
    users,
    metrics: measured.map(({ input }) => input),
    duplicates: exposures.duplicates,
    day: liveAt ? Math.max(1, Math.floor((asOf.getTime() - liveAt.getTime()) / DAY_MS) + 1) : 1,
    horizonDays: brief.horizonDays ?? 14,
    asOf,
    newestData: newestOf([exposures.newest, ...measured.map(({ newest }) => newest)]),
    ...(minimumEffect ? { minimumEffect } : {}),
  }
}

function inArmOrder(sums: MetricAggregates['sums'], arms: readonly Arm[]) {
  return arms.map(({ name }) => sums.find((each) => each.arm === name) ?? { n: 0, sum: 0, sumSquares: 0 })
}

function refuseUnplannedArms(exposures: Exposures, arms: readonly Arm[]): void {
  const unplanned = exposures.perArm
    .filter(({ arm }) => !arms.some(({ name }) => name === arm))
    .map(({ arm }) => `"${arm}"`)
  if (unplanned.length === 0) return
  const planned = arms.map(({ name }) => `"${name}"`).join(', ')
  throw new WarehouseError(
    'query',
    `the exposure query returned arms that the brief does not plan: ${unplanned.slice(0, 5).join(', ')}; planned are ${planned}`,
  )
}

function newestOf(dates: readonly (Date | null)[]): Date | null {
  const known = dates.filter((date): date is Date => date !== null)
  return known.length === 0 ? null : new Date(Math.max(...known.map((date) => date.getTime())))
}

function nothing(why: string, passing = false): Reading {
  return {
    readout: null,
    headline: `Nothing can be read out: ${why}`,
    failure: why,
    failures: [why],
    passing,
  }
}

function isSaid(error: unknown): error is WarehouseError | Refusal {
  return error instanceof WarehouseError || error instanceof Refusal
}

function isPassing(error: unknown): boolean {
  return error instanceof WarehouseError && error.fault !== 'query'
}
