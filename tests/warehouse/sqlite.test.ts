import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import knex from 'knex'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openWarehouses } from '../../src/warehouse/open.ts'
import { openSqlite } from '../../src/warehouse/sqlite.ts'
import type { Warehouse } from '../../src/warehouse/warehouse.ts'
import { exposures, metric, type Stage, sqliteStage, temporaryFolder } from './stages.ts'

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

  const seen = exposures(`select 'u1' as unit, 'mail' as arm, '2000-01-01' as exposed_at`)
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
    ['1772447400123', '2026-03-02T10:30:00.123Z'],
    ['946684800', '2000-01-01T00:00:00.000Z'],
  ])('reads %s as %s', async (at, expected) => {
    expect((await ask(at)).newest).toEqual(new Date(expected))
  })

  it.each([
    `'02/03/2026'`,
    `'now'`,
    `'1772447400'`,
    '0',
    '-86400',
    '46083',
    '20260302',
    '946684799',
    '17724474001234',
    '1772447400123456',
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
      { arm: 'mail', n: 1, sum: expected, sumSquares: expected ** 2, largest: Math.abs(expected) },
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

  describe('with a write-ahead log', () => {
    const logged = async () => {
      const { dir, remove } = await temporaryFolder()
      const file = join(dir, 'w.db')
      const writer = knex({ client: 'sqlite3', connection: { filename: file }, useNullAsDefault: true })
      await writer.raw('pragma journal_mode = wal')
      await writer.raw(`create table did as select 'u1' as unit, '2026-03-02' as "at", 7 as value`)
      const reader = openWarehouses([{ name: 'dwh', type: 'sqlite', file, timeoutSeconds: 5 }]).get('dwh')
      onTestFinished(async () => {
        await reader.close()
        await writer.destroy()
        await chmod(dir, 0o755)
        await remove()
      })
      const sum = async () => {
        const asked = { ...campaign, exposures: seen, metrics: [metric(DID)] }
        const { metrics } = await reader.read(asked)
        return metrics[0] && 'sums' in metrics[0] ? metrics[0].sums[0]?.sum : metrics[0]?.error
      }
      return { dir, file, writer, sum }
    }
    const DID = 'select unit, "at", value from did'

    it('that is at rest is read, and no file is left beside it', async () => {
      const { dir, writer, sum } = await logged()
      await writer.destroy()
      expect(await readdir(dir)).toEqual(['w.db'])
      expect(await sum()).toBe(7)
      expect(await readdir(dir)).toEqual(['w.db'])
    })

    it('that is written to is read with what stands in the log', async () => {
      const { writer, sum } = await logged()
      expect(await sum()).toBe(7)
      await writer.raw('update did set value = 8')
      expect(await sum()).toBe(8)
    })

    it('is read by somebody who may not write there, or told as what it is', async () => {
      const { dir, file, writer } = await logged()
      await writer.raw('pragma wal_autocheckpoint = 0')
      await writer.raw('update did set value = 9')
      const script = join(import.meta.dirname, 'read-as-nobody.ts')
      const kept = ['w.db', 'w.db-wal'].map((name) => join(dir, 'copy', name))
      await mkdir(join(dir, 'copy'))
      await Promise.all(kept.map((to) => copyFile(join(dir, basename(to)), to)))
      await writer.destroy()
      await Promise.all([dir, join(dir, 'copy')].map((each) => chmod(each, 0o555)))
      const asNobody = (path: string) =>
        spawnSync(process.execPath, ['--import', 'tsx', script, path], { encoding: 'utf8' }).stdout
      expect(asNobody(file)).toContain('"sum":9')
      expect(asNobody(kept[0] ?? '')).toMatch(
        /has no answer .*: the file keeps a write-ahead log: its folder must be writable/,
      )
      await chmod(join(dir, 'copy'), 0o755)
    })
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
