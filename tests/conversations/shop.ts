import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import knex from 'knex'
import { databaseFolder } from '../support/folder.ts'

export interface Person {
  readonly unit: string
  readonly arm: string
  readonly place: string
  readonly at: Date
  /** Names of events, an hour after they came. */
  readonly did: readonly string[]
}

/** A shop's warehouse: a real SQLite file that grows as the story goes on. */
export interface Shop {
  readonly file: string
  /** So many more people of an arm, seen from `at` on: units `<arm>-1`, `<arm>-2`, … */
  expose(arm: string, people: number, at: Date): Promise<void>
  /** The first `people` of an arm do `what` at `at`, each worth `value`. */
  act(what: string, arm: string, people: number, at: Date, value?: number): Promise<void>
  /** The file is away, until the one who calls says that it is back. */
  away(): Promise<() => Promise<void>>
  /** People of one campaign among several, with what each of them does: the exposure query `own`. */
  fill(campaign: string, people: readonly Person[]): Promise<void>
  /** Anything else that happens to a warehouse. */
  run(sql: string): Promise<void>
  close(): Promise<void>
}

export async function openShop(): Promise<Shop> {
  const folder = await databaseFolder('stairway-shop-')
  const file = join(folder, 'shop.db')
  const db = knex({ client: 'sqlite3', connection: { filename: file }, useNullAsDefault: true })
  await db.raw('create table exposures (unit text, arm text, exposed_at text)')
  await db.raw('create table events (what text, unit text, at text, value real)')
  await db.raw('create table people (campaign text, unit text, arm text, exposed_at text, place text)')
  await db.raw('create index of_campaign on people (campaign)')
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
    async fill(campaign, people) {
      const rows = people.map(({ unit, arm, place, at }) => [unit, arm, at.toISOString(), place])
      const events = people.flatMap(({ unit, at, did }) =>
        did.map((what) => [what, unit, new Date(at.getTime() + 3_600_000).toISOString()]),
      )
      const each = (columns: string) => `${columns} from json_each(?)`
      await db.raw(`insert into people select ?, ${each('value->>0, value->>1, value->>2, value->>3')}`, [
        campaign,
        JSON.stringify(rows),
      ])
      await db.raw(`insert into events select ${each('value->>0, value->>1, value->>2, 1')}`, [
        JSON.stringify(events),
      ])
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
  quick: { warehouse: shop, first-data: 2h, sql: "select unit, arm, exposed_at from exposures" }
  own: { warehouse: shop, segments: [place], sql: "select unit, arm, exposed_at, place from people where campaign = :campaign" }
metrics:
${metric('purchase', 'label: Purchase, kind: proportion, direction: up')}
${metric('unsubscribe', 'label: Unsubscribe, kind: proportion, direction: down')}
${metric('spend', 'label: Spend, kind: mean, unit: USD, direction: up')}
  refund: { warehouse: shop, label: Refund, kind: proportion, direction: down, sql: "select unit, at, value from refunds" }
`
}
