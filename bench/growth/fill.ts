import type { Knex } from 'knex'
import { uniform } from '../monte-carlo/random.ts'
import { hurry, insertAll, numberOn } from './bulk.ts'
import { columnsOf, copy } from './copies.ts'
import { DIGESTS_A_COPY, TOLD } from './population.ts'
import { type Batch, emptyBatch, writeCampaign } from './rows.ts'

/** Campaigns that are inserted together. */
const TOGETHER = 100

export interface Filled {
  readonly campaigns: number
  readonly tasks: number
  readonly events: number
}

export interface FillOptions {
  /** Up to a thousand, or so many thousands. */
  readonly campaigns: number
  readonly seed: number
  /** A readout as a snapshot keeps it. */
  readonly readout: string
  readonly progress?: (done: number) => void
}

/** Fills an empty, migrated database with campaigns and all that happened to them; the same for the same seed. */
export async function fill(db: Knex, options: FillOptions): Promise<Filled> {
  const { campaigns, progress } = options
  const told = Math.min(campaigns, TOLD)
  const copies = Math.ceil(campaigns / told)
  await hurry(db)
  const { batches, ids } = tell(options, told, copies)
  for (const batch of batches) await insertBatch(db, batch)
  const columns = columnsOf(batches)
  for (let k = 1; k < copies; k++) {
    await db.transaction((tx) => copy(tx, k, columns, { ...ids, campaigns: told }))
    progress?.((k + 1) * told)
  }
  await numberOn(db)
  const tasks = batches.reduce((sum, batch) => sum + batch.tasks.length, 0)
  return { campaigns: told * copies, tasks: tasks * copies, events: ids.events * copies }
}

function tell({ seed, readout }: FillOptions, told: number, copies: number) {
  const random = uniform(seed)
  const ids = { events: 0, digests: 1000 * DIGESTS_A_COPY, messages: 0 }
  const of = { told, copies, random, ids, readout, heard: new Set<string>() }
  const batches: Batch[] = []
  for (let n = 0; n < told; n++) {
    if (n % TOGETHER === 0) batches.push(emptyBatch())
    writeCampaign(batches.at(-1) ?? emptyBatch(), { ...of, n })
  }
  return { batches, ids }
}

/** In the order in which each points only to those before it. */
function insertBatch(db: Knex, batch: Batch): Promise<void> {
  return db.transaction(async (tx) => {
    for (const table of Object.keys(batch)) await insertAll(tx, table, batch[table as keyof Batch])
  })
}
