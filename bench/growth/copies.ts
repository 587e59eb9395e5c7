import type { Knex } from 'knex'
import { isPostgres } from '../../src/store/kit/database.ts'
import { DIGESTS_A_COPY, KEY, ORDINARY, OWNER } from './population.ts'
import type { Batch, Ids } from './rows.ts'

/** What is copied: the columns of each table, and which of them hold text. */
export type Columns = Readonly<Record<keyof Batch, ReadonlyMap<string, 'text' | 'other'>>>

/** How many of each the first copy has. */
export interface Made extends Ids {
  readonly campaigns: number
}

export function columnsOf(batches: readonly Batch[]): Columns {
  const [first] = batches
  if (!first) throw new Error('Nothing to copy')
  const of = (table: keyof Batch) => {
    const rows = batches.flatMap((batch) => batch[table])
    const isText = (column: string) => rows.some((row) => typeof row[column] === 'string')
    return new Map(Object.keys(rows[0] ?? {}).map((each) => [each, isText(each) ? 'text' : 'other'] as const))
  }
  return {
    ...{ campaigns: of('campaigns'), tasks: of('tasks'), approval_requests: of('approval_requests') },
    ...{ decisions: of('decisions'), launch_steps: of('launch_steps'), follow_ups: of('follow_ups') },
    ...{ events: of('events'), digests: of('digests'), messages: of('messages'), mornings: of('mornings') },
  }
}

/** Copies all campaigns once more, as the k-th copy: other keys, other owners but the few that have a name, own ids. */
export async function copy(db: Knex, k: number, columns: Columns, made: Made): Promise<void> {
  for (const table of Object.keys(columns) as (keyof Batch)[]) {
    const all = [...columns[table]]
    if (all.length === 0) continue
    const picked = all.map(([column, holds]) => pick(db, table, column, holds, k, made))
    const into = `insert into ${table} (${all.map(([column]) => `"${column}"`).join()})`
    await db.raw(`${into} select ${picked.join()} from ${table} where ${whichOf(table, made)}`)
  }
}

function pick(
  db: Knex,
  table: keyof Batch,
  column: string,
  holds: 'text' | 'other',
  k: number,
  made: Made,
): string {
  const strides: Readonly<Record<string, number>> = { ...made, digests: DIGESTS_A_COPY }
  if (column === 'id') return `id + ${k * (strides[table] ?? 0)}`
  if (column === 'campaign_id') return `campaign_id + ${k * made.campaigns}`
  if (column === 'nonce') return `nonce || '-${k}'`
  if (holds === 'other') return `"${column}"`
  const renamed = renames(k).reduce((sql, [from, to]) => `replace(${sql}, '${from}', '${to}')`, `"${column}"`)
  if (column !== 'subject') return renamed
  const text = isPostgres(db) ? '::text' : ''
  return `case kind when 'card' then 'campaign:' || (campaign_id + ${k * made.campaigns})${text} else ${renamed} end`
}

/** The ids of digests begin with four digits that tell the copy, so that they are found in JSON and in subjects. */
const renames = (k: number): readonly (readonly [string, string])[] => [
  [OWNER, `U${k}X`],
  [ORDINARY, `U${k}ZOE`],
  [KEY, `c${k}-`],
  ['"digestId":1000', `"digestId":${1000 + k}`],
  ['digest:1000', `digest:${1000 + k}`],
  ['figures:1000', `figures:${1000 + k}`],
]

function whichOf(table: keyof Batch, { campaigns, events, messages }: Made): string {
  switch (table) {
    case 'campaigns':
      return `id <= ${campaigns}`
    case 'events':
      return `id <= ${events}`
    case 'messages':
      return `id <= ${messages}`
    case 'digests':
      return `id < ${1001 * DIGESTS_A_COPY}`
    case 'mornings':
      return `person like '${OWNER}%' or person = '${ORDINARY}'`
    default:
      return `campaign_id <= ${campaigns}`
  }
}
