import { openDatabase } from '../src/store/kit/database.ts'

/** Throws unless the database file holds an event for each payload whose change was acked, and for no other. */
export async function checkDurable(file: string, acked: readonly string[]): Promise<void> {
  const db = openDatabase({ client: 'sqlite', file })
  try {
    const rows: { delivery: string }[] = await db('events').whereNotNull('delivery').select('delivery')
    const held = new Set(rows.map((row) => row.delivery))
    const lost = acked.filter((delivery) => !held.has(delivery)).length
    if (lost > 0) throw new Error(`${lost} of ${acked.length} acked changes are not in the database`)
    if (held.size > acked.length)
      throw new Error(`${held.size - acked.length} changes were made that nobody acked`)
  } finally {
    await db.destroy()
  }
}
