import { map, nameOf, sql as query } from '../config/fields.ts'
import { type Kind, named } from '../config/kinds.ts'
import type { Asked, Check, Question } from './check.ts'
import { settled } from './settled.ts'
import { judged, unreadable, type Wanted, wantedFields, wantedOf } from './wanted.ts'

/** One value that a query gives on a declared warehouse. */
export const sql: Kind<Check> = {
  kind: 'sql',
  entry: (_around, { warehouses }) =>
    map({
      ...named('sql'),
      warehouse: nameOf('warehouse', warehouses),
      sql: query(),
      ...wantedFields,
    }).transform((entry, context) => {
      const { kind, title, warehouse } = entry
      const wanted = wantedOf(entry, context)
      return { kind, title, opened: sqlCheck({ warehouse, sql: entry.sql }, wanted ?? NEVER) }
    }),
}

/** Stands where an entry that is refused wants nothing. */
const NEVER: Wanted = { is: 'at least', bound: Number.POSITIVE_INFINITY }

function sqlCheck(asked: Pick<Asked, 'warehouse' | 'sql'>, wanted: Wanted): Check {
  return { ask: (about) => settled(asked.warehouse, () => answerOf(asked, wanted, about)) }
}

async function answerOf(asked: Pick<Asked, 'warehouse' | 'sql'>, wanted: Wanted, { means, now }: Question) {
  const found = await means.value({ ...asked, as: readAs(wanted) })
  const answer =
    'unread' in found ? unreadable(wanted, found.unread) : judged(wanted, meant(wanted, found.value), now)
  return { ...answer, at: now }
}

function readAs(wanted: Wanted): Asked['as'] {
  if (wanted.is === 'fresher than') return 'time'
  return wanted.is === 'equals' && typeof wanted.value !== 'number' ? 'text' : 'number'
}

/** Warehouses write a truth in several ways. */
const TRUTHS: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  '1': true,
  false: false,
  f: false,
  '0': false,
}

function meant(wanted: Wanted, value: number | string | null): number | string | boolean | null {
  if (wanted.is !== 'equals' || typeof wanted.value !== 'boolean' || value === null) return value
  return TRUTHS[String(value).toLowerCase()] ?? value
}
