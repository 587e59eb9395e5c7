import { type LinkRow, linkRows } from '../../store/links.ts'
import type { ReadDeps } from '../deps.ts'

/** What leads to a thing, by its name: `winback` its card, `winback:digest` its newest digest, `winback-3` a follow-up. */
export async function readLinks(
  { db }: ReadDeps,
  teamId: string,
  keys: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  if (keys.size === 0) return new Map()
  const rows = await linkRows(db, teamId, [...keys])
  return new Map(rows.map((row) => [nameOf(row), row.permalink]))
}

function nameOf({ key, kind, n }: LinkRow): string {
  switch (kind) {
    case 'card':
      return key
    case 'digest':
      return `${key}:digest`
    case 'follow_up':
      return `${key}-${n}`
  }
}
