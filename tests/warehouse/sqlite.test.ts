import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWarehouses } from '../../src/warehouse/open.ts'
import { openSqlite } from '../../src/warehouse/sqlite.ts'
import type { Warehouse } from '../../src/warehouse/warehouse.ts'
import { exposures, metric, type Stage, sqliteStage } from './stages.ts'

const campaign = { campaignKey: 'winback', metrics: [], until: new Date('2026-03-17T00:00:00Z') }

describe('a SQLite warehouse', () => {
  let stage: Stage
  let warehouse: Warehouse
  beforeAll(async () => {
    stage = await sqliteStage()
    warehouse = openWarehouses([stage.definition]).get('dwh')
  })
  afterAll(async () => {
    await warehouse.close()
    await stage.stop()
  })

  const seen = exposures(`select 'u1' as unit, 'mail' as arm, 0 as exposed_at`)
  const ask = async (at: string, value = '1') => {
    const sql = `select 'u1' as unit, ${at} as "at", ${value} as value`
    const { metrics } = await warehouse.read({ ...campaign, exposures: seen, metrics: [metric(sql)] })
    const [read] = metrics
    if (!read || 'error' in read) throw read?.error
    return read
  }

  it.each([
    [`'2026-03-02'`, '2026-03-02T00:00:00.000Z'],
    [`'2026-03-02 10:30'`, '2026-03-02T10:30:00.000Z'],
    [`'2026-03-02T10:30:00.1234Z'`, '2026-03-02T10:30:00.123Z'],
    [`'2026-03-02T10:30:00+02:00'`, '2026-03-02T08:30:00.000Z'],
    ['1772447400', '2026-03-02T10:30:00.000Z'],
    ['1772447400.123', '2026-03-02T10:30:00.123Z'],
    ['-86400', '1969-12-31T00:00:00.000Z'],
  ])('reads %s as %s', async (at, expected) => {
    expect((await ask(at)).newest).toEqual(new Date(expected))
  })

  it.each([
    `'02/03/2026'`,
    `'now'`,
    `'1772447400'`,
    '1772447400123',
    `'2026-13-02'`,
    `'2026-03-02T10:00+0200'`,
    `x'00'`,
  ])('refuses %s as a date', async (at) => {
    await expect(ask(at)).rejects.toThrow(/returned what can't be read: at ".*" ?.*Dates are ISO text/)
  })

  it.each([
    [`'12.5'`, 12.5],
    [`' 3 '`, 3],
    ['7', 7],
    [`'1e2'`, 100],
    ['null', 0],
  ])('reads the value %s as %d', async (value, expected) => {
    expect((await ask(`'2026-03-02'`, value)).sums).toEqual([
      { arm: 'mail', n: 1, sum: expected, sumSquares: expected ** 2 },
    ])
  })

  it.each([`'12 EUR'`, `'abc'`, `''`, `x'31'`])('refuses %s as a value', async (value) => {
    await expect(ask(`'2026-03-02'`, value)).rejects.toThrow(/can't be read: value "/)
  })

  it.each([
    `insert into did (unit, "at", value) values ('u1', 0, 1)`,
    'drop table did',
    'create table x (y)',
    'vacuum',
    'pragma user_version = 7',
  ])('is read-only for: %s', async (sql) => {
    if (stage.definition.type !== 'sqlite') throw new Error('expected SQLite')
    const driver = openSqlite(stage.definition)
    await expect(driver.run({ sql, values: [] })).rejects.toThrow(/SQLITE_READONLY/)
    await driver.close()
  })

  it('creates no file that is missing', async () => {
    const file = join(import.meta.dirname, 'missing.db')
    const missing = openWarehouses([{ name: 'dwh', type: 'sqlite', file, timeoutSeconds: 5 }]).get('dwh')
    await expect(missing.read({ ...campaign, exposures: seen })).rejects.toThrow(
      /^Exposure query "mailed" has no answer \(warehouse "dwh"\): the file can't be opened: SQLITE_CANTOPEN/,
    )
    await missing.close()
    expect(existsSync(file)).toBe(false)
  })
})
