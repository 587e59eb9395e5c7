import type { Knex } from 'knex'

type Response = readonly unknown[] | { readonly rows?: readonly unknown[] } | number

/** How many rows come back from a table, by itself or first in a join, while something is done. */
export async function rowsRead(db: Knex, table: string, work: () => Promise<unknown>): Promise<number> {
  const reads = new RegExp(`^(select|with)[^]* from [\`"]?${table}[\`"]?`, 'i')
  let rows = 0
  const hear = (response: Response, { sql }: { readonly sql: string }) => {
    if (reads.test(sql)) rows += countOf(response)
  }
  db.on('query-response', hear)
  try {
    await work()
  } finally {
    db.off('query-response', hear)
  }
  return rows
}

function countOf(response: Response): number {
  if (typeof response === 'number') return 0
  return 'rows' in response ? (response.rows?.length ?? 0) : (response as readonly unknown[]).length
}
