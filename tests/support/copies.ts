import type { Knex } from 'knex'

const CHILDREN = ['tasks', 'approval_requests', 'decisions', 'launch_steps', 'events'] as const
const AT_ONCE = 50

/** Writes `count` copies of a campaign's rows, which `alter` makes different: their keys at least. Returns their ids. */
export async function copyCampaign<Row extends object>(
  db: Knex,
  id: number,
  count: number,
  alter: (row: Row, n: number) => Row,
): Promise<number[]> {
  const { id: _id, ...campaign } = await db('campaigns').where({ id }).first()
  const children = await Promise.all(CHILDREN.map((table) => db(table).where({ campaign_id: id })))
  const all: number[] = []
  for (let from = 0; from < count; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => from + i)
    await db.transaction(async (tx) => {
      const rows = numbers.map((n) => alter(campaign, n))
      const made: { id: number }[] = await tx('campaigns').insert(rows).returning('id')
      for (const [i, table] of CHILDREN.entries()) {
        const theirs = made.flatMap((one) => (children[i] ?? []).map((row) => ofCopy(row, one.id)))
        await tx.batchInsert(table, theirs, 100)
      }
      all.push(...made.map((one) => one.id))
    })
  }
  return all
}

function ofCopy(
  { id: _id, delivery, ...row }: Record<string, unknown>,
  campaignId: number,
): Record<string, unknown> {
  return { ...row, campaign_id: campaignId, ...(delivery === undefined ? {} : { delivery: null }) }
}
