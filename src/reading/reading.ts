import { metricsOf, type NamedMetric } from '../domain/brief/brief.ts'
import type { Catalog } from '../domain/catalog/catalog.ts'
import type { CampaignReading, ReadingSql } from '../domain/digest/reading.ts'
import { harmCrossings } from '../domain/incidents/harm.ts'
import { headline } from '../domain/readout/headline.ts'
import { joinState, joinWords } from '../domain/readout/join.ts'
import { type Looking, readout } from '../domain/readout/look.ts'
import type { ValidityProblem } from '../domain/readout/pieces.ts'
import { dataFaults, problemWords } from '../domain/readout/validity.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import { Refusal } from '../refusal.ts'
import { WarehouseError } from '../warehouse/error.ts'
import type {
  CampaignQuery,
  MetricAggregates,
  MetricFailure,
  Warehouse,
  Warehouses,
} from '../warehouse/warehouse.ts'
import { type BroughtMetric, readoutInput, recentDays } from './readout-input.ts'

export interface ReadingDeps {
  readonly catalog: Catalog
  readonly warehouses: Warehouses
}

/** A reading, with every failure that the data partner has to hear of. */
export interface Reading extends CampaignReading {
  readonly failures: readonly string[]
  /** What else keeps somebody who watches from seeing everything: a fault of the data, which has a task of its own. */
  readonly faults: readonly string[]
  /** Every failure is of the kind that may pass: no connection, no answer in time. */
  readonly passing: boolean
}

/** Asks the warehouse for a campaign as it stands at `asOf`, and judges it as one of many looks; by exposures from `since` on, where that is said. Failures become words. */
export async function readCampaign(
  deps: ReadingDeps,
  state: CampaignState,
  asOf: Date,
  { since, ...looking }: Looking & { readonly since?: Date | undefined } = {},
): Promise<Reading> {
  try {
    return await read(deps, state, { asOf, since }, looking)
  } catch (error) {
    if (isSaid(error)) return nothing(error.message, isPassing(error))
    throw error
  }
}

/** What `readCampaign` runs. Throws a Refusal where there is nothing to ask. */
export function readingSql(deps: ReadingDeps, state: CampaignState, asOf: Date): ReadingSql {
  try {
    const { warehouse, query } = questionOf(deps, state, asOf)
    return { warehouse: query.exposures.warehouse, sql: warehouse.script(query) }
  } catch (error) {
    throw isSaid(error) ? new Refusal('invalid', `There is nothing to run: ${error.message}`) : error
  }
}

interface Question {
  readonly warehouse: Warehouse
  readonly query: CampaignQuery
  /** The brief's metrics; those that stairway.yaml declares are in the query too. */
  readonly named: readonly NamedMetric[]
}

function questionOf({ catalog, warehouses }: ReadingDeps, state: CampaignState, until: Date): Question {
  const { brief, key: campaignKey } = state.campaign
  const exposures = catalog.exposures.find((each) => each.name === brief.exposures)
  if (!exposures)
    throw new Refusal(
      'invalid',
      brief.exposures
        ? `stairway.yaml declares no exposure query ${brief.exposures} any more`
        : `no exposure query is named: \`/campaign brief ${campaignKey} exposures <name>\``,
    )
  if (brief.arms.length < 2) {
    const say = `no arms are named to compare: \`/campaign brief ${campaignKey} arms control, treatment\``
    throw new Refusal('invalid', say)
  }
  const named = metricsOf(brief, catalog)
  const metrics = named.flatMap(({ metric }) => (metric ? [metric] : []))
  const warehouse = warehouses.get(exposures.warehouse)
  const arms = brief.arms.map(({ name }) => name)
  const asked = { metrics, arms, recentDays: recentDays(state, named, until) }
  return { warehouse, query: { campaignKey, exposures, ...asked, until }, named }
}

interface Span {
  readonly asOf: Date
  readonly since: Date | undefined
}

async function read(
  deps: ReadingDeps,
  state: CampaignState,
  { asOf, since }: Span,
  looking: Looking,
): Promise<Reading> {
  const { warehouse, query, named } = questionOf(deps, state, asOf)
  const { exposures, metrics: brought } = await warehouse.read(since ? { ...query, since } : query)
  const asked = named.map((each) =>
    measured(each, each.metric ? brought[query.metrics.indexOf(each.metric)] : undefined),
  )
  const between = harmCrossings(state.campaign.harms)
  const result = readout(readoutInput(state, exposures, asked, asOf), { ...looking, between })
  const lost = asked.filter((each): each is Asked & Lost => 'failure' in each.brought && !each.join)
  const passing = lost.every(({ passes }) => passes) && lost.length > 0
  const failures = lost.map(({ brought }) => brought.failure)
  const faults = dataFaults(result)
    .filter((fault) => BLINDING.has(fault))
    .map((fault) => problemWords(fault, result))
  return { readout: result, headline: headline(result), failure: null, failures, faults, passing }
}

/** Faults of the data behind which harm may be that no look can see. */
const BLINDING: ReadonlySet<ValidityProblem> = new Set(['strays', 'join', 'behind'])

interface Asked extends BroughtMetric {
  /** It failed for a reason that may pass. */
  readonly passes: boolean
}

interface Lost {
  readonly brought: { readonly failure: string }
}

function measured(named: NamedMetric, brought: MetricAggregates | MetricFailure | undefined): Asked {
  const lost = (failure: string, passes: boolean): Asked => ({ named, brought: { failure }, passes })
  if (!brought) return lost(`stairway.yaml declares no metric ${named.name} any more`, false)
  if ('error' in brought) return lost(brought.error.message, isPassing(brought.error))
  const state = brought.reach.join && joinState(brought.reach.join)
  if (!brought.reach.join || state === 'fine') return { named, brought, passes: false }
  const words = joinWords(named.metric?.label ?? named.name, brought.reach.join)
  const broken = state === 'broken'
  return {
    named,
    brought: broken ? { failure: words.replace(/\.$/, '') } : brought,
    passes: false,
    join: { metric: named.name, broken, words },
  }
}

function nothing(why: string, passing = false): Reading {
  return {
    readout: null,
    headline: `Nothing can be read out: ${why}`,
    failure: why,
    failures: [why],
    faults: [],
    passing,
  }
}

function isSaid(error: unknown): error is WarehouseError | Refusal {
  return error instanceof WarehouseError || error instanceof Refusal
}

function isPassing(error: unknown): boolean {
  return error instanceof WarehouseError && error.fault !== 'query'
}
