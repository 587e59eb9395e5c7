import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import knex from 'knex'

/** A shop's warehouse: a real SQLite file that grows as the story goes on. */
export interface Shop {
  readonly file: string
  /** So many more people of an arm, seen from `at` on: units `<arm>-1`, `<arm>-2`, … */
  expose(arm: string, people: number, at: Date): Promise<void>
  /** The first `people` of an arm do `what` at `at`, each worth `value`. */
  act(what: string, arm: string, people: number, at: Date, value?: number): Promise<void>
  /** The file is away, until the one who calls says that it is back. */
  away(): Promise<() => Promise<void>>
  /** Anything else that happens to a warehouse. */
  run(sql: string): Promise<void>
  close(): Promise<void>
}

export async function openShop(): Promise<Shop> {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-shop-'))
  const file = join(folder, 'shop.db')
  const db = knex({ client: 'sqlite3', connection: { filename: file }, useNullAsDefault: true })
  await db.raw('create table exposures (unit text, arm text, exposed_at text)')
  await db.raw('create table events (what text, unit text, at text, value real)')
  const known = new Map<string, number>()
  return {
    file,
    async expose(arm, people, at) {
      const from = known.get(arm) ?? 0
      known.set(arm, from + people)
      await db.raw(
        `with recursive n(i) as (select ? union all select i + 1 from n where i < ?)
         insert into exposures select ? || '-' || i, ?, ? from n`,
        [from + 1, from + people, arm, arm, at.toISOString()],
      )
    },
    async act(what, arm, people, at, value = 1) {
      await db.raw(
        `insert into events select ?, unit, ?, ? from exposures where arm = ?
         order by cast(substr(unit, length(arm) + 2) as integer) limit ?`,
        [what, at.toISOString(), value, arm, people],
      )
    },
    async away() {
      const elsewhere = join(folder, 'elsewhere.db')
      await rename(file, elsewhere)
      return () => rename(elsewhere, file)
    },
    run: async (sql) => void (await db.raw(sql)),
    async close() {
      await db.destroy()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What stairway.yaml says of the shop. */
export function shopYaml({ file }: Pick<Shop, 'file'>): string {
  const metric = (name: string, rest: string) =>
    `  ${name}: { warehouse: shop, ${rest}, sql: "select unit, at, value from events where what = '${name}'" }`
  return `
warehouses:
  shop: { type: sqlite, file: ${file} }
exposures:
  mailed: { warehouse: shop, sql: "select unit, arm, exposed_at from exposures" }
metrics:
${metric('purchase', 'label: Purchase, kind: proportion, direction: up')}
${metric('unsubscribe', 'label: Unsubscribe, kind: proportion, direction: down')}
${metric('spend', 'label: Spend, kind: mean, unit: USD, direction: up')}
`
}
