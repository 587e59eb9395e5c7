import type { Knex } from 'knex'
import { rawRows } from '../kit/database.ts'
import { workerSchema } from '../kit/worker-pool.ts'

/** What a PostgreSQL database holds already: tables with these names that have rows, and jobs that wait. */
export async function heldIn(target: Knex, names: readonly string[]): Promise<string[]> {
  const held: string[] = []
  for (const name of names) if (await hasRows(target, 'current_schema()', name)) held.push(name)
  const worker = await workerSchema(target)
  if (await hasRows(target, `'${worker}'`, '_private_jobs', worker)) held.push('jobs of graphile-worker')
  return held
}

async function hasRows(target: Knex, schema: string, name: string, prefix = ''): Promise<boolean> {
  const there = await rawRows(
    target,
    `select 1 from information_schema.tables where table_schema = ${schema} and table_name = ?`,
    [name],
  )
  if (there.length === 0) return false
  const table = prefix ? `"${prefix}"."${name}"` : `"${name}"`
  return (await rawRows(target, `select 1 from ${table} limit 1`, [])).length > 0
}
