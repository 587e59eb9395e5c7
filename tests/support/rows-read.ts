import type { Knex } from 'knex'

type Row = Readonly<Record<string, unknown>>
type Response = readonly Row[] | { readonly rows?: readonly Row[] } | number

/** How many rows come back from a table, by itself or first in a join, while something is done; or those that hold a column. */
export async function rowsRead(
  db: Knex,
  table: string,
  work: () => Promise<unknown>,
  column?: string,
): Promise<number> {
  const reads = new RegExp(`^(select|with)[^]* from [\`"]?${table}[\`"]?`, 'i')
  let rows = 0
  const hear = (response: Response, { sql }: { readonly sql: string }) => {
    if (!reads.test(sql)) return
    rows += rowsOf(response).filter((row) => column === undefined || column in row).length
  }
  db.on('query-response', hear)
  try {
    await work()
  } finally {
    db.off('query-response', hear)
  }
  return rows
}

function rowsOf(response: Response): readonly Row[] {
  if (typeof response === 'number') return []
  return 'rows' in response ? (response.rows ?? []) : (response as readonly Row[])
}
