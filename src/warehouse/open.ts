import type { WarehouseDefinition } from '../domain/catalog/catalog.ts'
import { Refusal } from '../refusal.ts'
import { aggregatesOf } from './aggregates.ts'
import { openBigQuery } from './bigquery.ts'
import type { Driver } from './driver.ts'
import { startEngine } from './duckdb/engine.ts'
import { createSpare, type Spare } from './duckdb/spare.ts'
import { openFiles } from './files.ts'
import { openPostgres } from './postgres.ts'
import { openSnowflake } from './snowflake.ts'
import { openSqlite } from './sqlite.ts'
import type { Warehouse, Warehouses } from './warehouse.ts'

/** The declared warehouses; each is opened when it is first asked for. */
export function openWarehouses(definitions: readonly WarehouseDefinition[]): Warehouses {
  const opened = new Map<string, Warehouse>()
  const spare = createSpare(startEngine)
  return {
    get(name) {
      const warehouse = opened.get(name) ?? aggregatesOf(name, driverOf(find(definitions, name), spare))
      opened.set(name, warehouse)
      return warehouse
    },
    async close() {
      const closing = [...opened.values()].map((warehouse) => warehouse.close())
      opened.clear()
      await Promise.all([...closing, spare.close()])
    },
  }
}

function find(definitions: readonly WarehouseDefinition[], name: string): WarehouseDefinition {
  const found = definitions.find((definition) => definition.name === name)
  if (found) return found
  const known = definitions.map((definition) => definition.name).join(', ') || 'none'
  throw new Refusal('unknown', `No warehouse is called "${name}". stairway.yaml declares: ${known}.`)
}

function driverOf(definition: WarehouseDefinition, spare: Spare): Driver {
  switch (definition.type) {
    case 'postgres':
      return openPostgres(definition)
    case 'sqlite':
      return openSqlite(definition)
    case 'files':
      return openFiles(definition, spare)
    case 'bigquery':
      return openBigQuery(definition)
    case 'snowflake':
      return openSnowflake(definition)
  }
}
