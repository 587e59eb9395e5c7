import type { ExposureDefinition, MetricDefinition, WarehouseDefinition } from '../domain/catalog.ts'
import { Refusal } from '../refusal.ts'
import { aggregatesOf, type Driver } from './aggregates.ts'
import { openFiles } from './files.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/** What the units of an arm did: enough for value, interval and p. */
export interface MetricSums {
  readonly arm: string
  /** All exposed units of the arm; those without a value count as 0. */
  readonly n: number
  /** Units with a value over 0 (proportion), or the sum of the values (mean). */
  readonly sum: number
  /** Sum over units of the squared value of the unit. */
  readonly sumSquares: number
}

export interface Exposures {
  /** Sorted by arm. */
  readonly perArm: readonly { readonly arm: string; readonly n: number }[]
  /** Units seen in several arms: counted here and left out everywhere. */
  readonly duplicates: number
  /** The newest exposure, of any unit with an arm. */
  readonly newest: Date | null
}

export interface CampaignQuery {
  readonly campaignKey: string
  readonly exposures: ExposureDefinition
  /** Exposures and values after it do not count. */
  readonly until: Date
}

export interface MetricQuery extends CampaignQuery {
  readonly metric: MetricDefinition
}

export interface MetricAggregates {
  /** Sorted by arm. */
  readonly sums: readonly MetricSums[]
  /** The newest value of anyone, exposed or not: how fresh the data is. */
  readonly newest: Date | null
}

/**
 * Runs the declared queries inside the warehouse and brings back one row an arm. A query that fails, is stopped
 * or returns the wrong columns throws a WarehouseError; a query declared for another warehouse a Refusal.
 */
export interface Warehouse {
  exposures(q: CampaignQuery): Promise<Exposures>
  metric(q: MetricQuery): Promise<MetricAggregates>
  /** Stops what still runs. */
  close(): Promise<void>
}

export interface Warehouses {
  /** Throws a Refusal if no warehouse has this name. */
  get(name: string): Warehouse
  close(): Promise<void>
}

/** The declared warehouses; each is opened when it is first asked for. */
export function openWarehouses(definitions: readonly WarehouseDefinition[]): Warehouses {
  const opened = new Map<string, Warehouse>()
  return {
    get(name) {
      const warehouse = opened.get(name) ?? aggregatesOf(name, driverOf(find(definitions, name)))
      opened.set(name, warehouse)
      return warehouse
    },
    async close() {
      const closing = [...opened.values()].map((warehouse) => warehouse.close())
      opened.clear()
      await Promise.all(closing)
    },
  }
}

function find(definitions: readonly WarehouseDefinition[], name: string): WarehouseDefinition {
  const found = definitions.find((definition) => definition.name === name)
  if (found) return found
  const known = definitions.map((definition) => definition.name).join(', ') || 'none'
  throw new Refusal('unknown', `No warehouse is called "${name}". stairway.yaml declares: ${known}.`)
}

function driverOf(definition: WarehouseDefinition): Driver {
  switch (definition.type) {
    case 'postgres':
      return openPostgres(definition)
    case 'sqlite':
      return openSqlite(definition)
    case 'files':
      return openFiles(definition)
  }
}
