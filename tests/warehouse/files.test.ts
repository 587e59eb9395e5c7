import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { readdir, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  ExposureDefinition,
  FilesDefinition,
  MetricDefinition,
} from '../../src/domain/catalog/catalog.ts'
import { startEngine } from '../../src/warehouse/duckdb/engine.ts'
import { tablesIn } from '../../src/warehouse/duckdb/tables.ts'
import { openWarehouses } from '../../src/warehouse/open.ts'
import type { Warehouse } from '../../src/warehouse/warehouse.ts'
import { exposures, fileReader, metric, openDuckdb, temporaryFolder } from './stages.ts'

const until = new Date('2026-03-17T00:00:00Z')
const campaign = { campaignKey: 'winback', metrics: [], until }

const folder = await temporaryFolder()
const writer = await openDuckdb()
const reader = fileReader()
const path = (name: string) => join(folder.dir, name)
const define = (tables: Record<string, string>) =>
  ({ name: 'dwh', type: 'files', tables, timeoutSeconds: 30 }) as const
const open = (tables: Record<string, string>) => reader.open(define(tables))
afterAll(async () => {
  await reader.close()
  writer.close()
  await folder.remove()
})

async function measured(warehouse: Warehouse, seen: ExposureDefinition, definition: MetricDefinition) {
  const { metrics } = await warehouse.read({ ...campaign, exposures: seen, metrics: [definition] })
  const [read] = metrics
  if (!read || 'error' in read) throw read?.error
  return read
}

const hillstrom = resolve(import.meta.dirname, '../../../shared/data/hillstrom.csv.gz')
const given = existsSync(hillstrom)
if (!given) console.log('skipped: the Hillstrom figures, ../shared/data/hillstrom.csv.gz is not there')

describe.runIf(given)('the Hillstrom campaign', () => {
  const seen = exposures(
    `select row_number() over () as unit, treatment as arm, timestamp '2026-03-02' as exposed_at from hillstrom`,
  )
  const column = (name: string) =>
    `select row_number() over () as unit, timestamp '2026-03-09' as at, ${name} as value from hillstrom`
  const warehouse = open({ hillstrom })

  it('has its customers', async () => {
    expect((await warehouse.read({ ...campaign, exposures: seen })).exposures).toEqual({
      perArm: [
        { arm: 'Mens E-Mail', n: 21_307 },
        { arm: 'No E-Mail', n: 21_306 },
        { arm: 'Womens E-Mail', n: 21_387 },
      ],
      duplicates: 0,
      oldest: new Date('2026-03-02T00:00:00Z'),
      newest: new Date('2026-03-02T00:00:00Z'),
      segments: [],
    })
  })

  it.each([
    ['visit', { mens: 3894, none: 2262, womens: 3238 }],
    ['conversion', { mens: 267, none: 122, womens: 189 }],
  ])('has its people with a %s', async (name, { mens, none, womens }) => {
    const definition = metric(column(name), { kind: 'proportion', windowDays: 14 })
    const { sums, newest } = await measured(warehouse, seen, definition)
    expect(sums).toEqual([
      { arm: 'Mens E-Mail', n: 21_307, sum: mens, sumSquares: mens },
      { arm: 'No E-Mail', n: 21_306, sum: none, sumSquares: none },
      { arm: 'Womens E-Mail', n: 21_387, sum: womens, sumSquares: womens },
    ])
    expect(newest).toEqual(new Date('2026-03-09T00:00:00Z'))
  })

  it('has its spend, to the cent, and its squares, to four places', async () => {
    const { sums } = await measured(warehouse, seen, metric(column('spend')))
    const printed = sums.map((row) => [row.arm, row.n, row.sum.toFixed(6), row.sumSquares.toFixed(6)])
    expect(printed).toEqual([
      ['Mens E-Mail', 21_307, '30311.690000', '6759024.497300'],
      ['No E-Mail', 21_306, '13908.330000', '2870050.362100'],
      ['Womens E-Mail', 21_387, '23038.110000', '4911446.576300'],
    ])
  })
})

describe('tables over files', () => {
  // 300 000 rows are many of the blocks and row groups that DuckDB reads in parallel.
  it.each(['csv', 'parquet'])('numbers the rows of a %s file in the order of the file', async (type) => {
    await writer.run(
      `copy (select i, i * 37 % 1000 as noise from range(1, 300001) r(i)) to '${path(`rows.${type}`)}'`,
    )
    const warehouse = open({ numbered: path(`rows.${type}`) })
    const arm = `case when row_number() over () = i then 'in order' else 'moved' end as arm`
    const sql = `select row_number() over () as unit, ${arm}, '2026-03-02' as exposed_at from numbered`
    const { perArm } = (await warehouse.read({ ...campaign, exposures: exposures(sql) })).exposures
    expect(perArm).toEqual([{ arm: 'in order', n: 300_000 }])
    const value = `select row_number() over () as unit, '2026-03-02' as at, i as value from numbered`
    const { sums } = await measured(warehouse, exposures(sql), metric(value))
    expect(sums).toEqual([
      { arm: 'in order', n: 300_000, sum: 45_000_150_000, sumSquares: 9.00004500005e15, largest: 300_000 },
    ])
  })

  it('reads each file of a glob, by column name, and those that come later', async () => {
    await writeFile(path('day-1.csv'), 'unit,arm,exposed_at\nu1,mail,2026-03-02 09:00:00\n')
    const warehouse = open({ 'odd "name"': path('day-*.csv*'), days: path('day-*.csv') })
    const seen = exposures(`select * from days`)
    const odd = exposures(`select * from "odd ""name"""`)
    expect((await warehouse.read({ ...campaign, exposures: seen })).exposures.perArm).toEqual([
      { arm: 'mail', n: 1 },
    ])
    await writeFile(path('day-2.csv'), 'exposed_at,unit,arm\n2026-03-03 09:00:00,u2,control\n')
    expect((await warehouse.read({ ...campaign, exposures: odd })).exposures.perArm).toEqual([
      { arm: 'control', n: 1 },
      { arm: 'mail', n: 1 },
    ])
  })

  it('reads gzip, and says which file is missing or of no known type', async () => {
    const seen = exposures('select * from t')
    await writeFile(path('z.csv.gz'), gzipSync('unit,arm,exposed_at\nu1,mail,2026-03-02\n'))
    const zipped = await open({ t: path('z.csv.gz') }).read({ ...campaign, exposures: seen })
    expect(zipped.exposures.perArm).toEqual([{ arm: 'mail', n: 1 }])
    const missing = open({ t: path('none.csv') }).read({ ...campaign, exposures: seen })
    await expect(missing).rejects.toThrow(
      /has no answer .*table "t" has no file: nothing matches .*none\.csv/,
    )
    await writeFile(path('t.xlsx'), '')
    const sheet = open({ t: path('t.xlsx') }).read({ ...campaign, exposures: seen })
    await expect(sheet).rejects.toThrow(/table "t" has other files than only \.csv .*t\.xlsx/)
  })

  it('stops what needs more memory than it is granted, and blames no query for it', async () => {
    await writeFile(path('t.csv'), 'x\n1\n')
    const small = reader.open({ ...define({ t: path('t.csv') }), memory: 30_000_000 })
    const all = `select max(len(x)) as unit, 'mail' as arm, '2026-03-02' as exposed_at
      from (select list(i) as x from range(20000000) as r(i))`
    await expect(small.read({ ...campaign, exposures: exposures(all) })).rejects.toMatchObject({
      fault: 'timeout',
      message: expect.stringMatching(
        /^Exposure query "mailed" was stopped \(warehouse "dwh"\): Out of Memory/,
      ),
    })
  })

  it('reads any number of metrics in the memory that one needs', async () => {
    const rows = 'from range(200000) as r(i)'
    const seen = exposures(
      `select 'customer-' || i as unit, 'mail' as arm, timestamp '2026-03-02' as exposed_at ${rows}`,
    )
    const did = metric(`select 'customer-' || i as unit, timestamp '2026-03-03' as "at", 1 as value ${rows}`)
    const metrics = Array.from({ length: 6 }, (_, index) => ({ ...did, name: `m${index}` }))
    const small = reader.open({ ...define({}), memory: 100_000_000 })
    const read = await small.read({ ...campaign, exposures: seen, metrics })
    const sums = [{ arm: 'mail', n: 200_000, sum: 200_000, sumSquares: 200_000 }]
    expect(read.metrics).toMatchObject(metrics.map(() => ({ sums })))
  })

  it('takes true and false as values', async () => {
    await writeFile(path('paid.csv'), 'unit,day,paid\nu1,2026-03-02,true\nu2,2026-03-02,false\n')
    const warehouse = open({ paid: path('paid.csv') })
    const seen = exposures(`select unit, 'mail' as arm, day as exposed_at from paid`)
    const paid = metric('select unit, day as at, paid as value from paid', { kind: 'proportion' })
    const { sums } = await measured(warehouse, seen, paid)
    expect(sums).toEqual([{ arm: 'mail', n: 2, sum: 1, sumSquares: 1 }])
  })
})

describe('the process that reads', () => {
  it.each([
    [1, 'a few rows', 1],
    [2, 'more than 10 MB', 11],
  ])('has %i of the threads for %s', async (threads, _, rows) => {
    const file = path(`long-${rows}.csv`)
    await writeFile(file, ['long', ...Array(rows).fill('x'.repeat(1_000_000)), ''].join('\n'))
    const engine = await startEngine()
    await engine.open(1_000_000_000)
    await tablesIn(engine, define({ long: file }), 'select * from long', new Map())
    const [row] = await engine.run(`select current_setting('threads') as threads`)
    await engine.end()
    expect(Number(row?.threads)).toBe(threads)
  })

  const one = `select 1 as unit, 'mail' as arm, timestamp '2026-03-02' as exposed_at`
  const huge = [
    ['a text', `select len(repeat('xxxx', 1000000000 + i)) as unit from range(1) r(i)`],
    ['texts put together', `select len(string_agg(repeat('x', 1000000), '')) as unit from range(10000)`],
    ['a list of texts', `select len(list(repeat('x', 1000000 + i))) as unit from range(10000) r(i)`],
  ] as const

  it.each(huge)(
    'is ended in time where a query builds %s beyond its memory, and is there for the next',
    async (_case, sql) => {
      const memory = 200_000_000
      const warehouse = reader.open({ ...define({}), memory, timeoutSeconds: 10 })
      const asked = `select unit, 'mail' as arm, timestamp '2026-03-02' as exposed_at from (${sql})`
      const most = await largestChild(() =>
        expect(warehouse.read({ ...campaign, exposures: exposures(asked) })).rejects.toMatchObject({
          fault: 'timeout',
        }),
      )
      // Half as much again and half a gigabyte are the limit; what comes between two looks goes beyond it.
      expect(most).toBeLessThan(2_000_000_000)
      expect(
        (await warehouse.read({ ...campaign, exposures: exposures(one) })).exposures.perArm,
      ).toHaveLength(1)
    },
  )

  describe('of several warehouses', () => {
    const names = (unit: string) =>
      exposures(`select name as unit, 'mail' as arm, timestamp '2026-03-02' as exposed_at from ${unit}`)
    const two = async (more: Partial<FilesDefinition> = {}) => {
      for (const each of ['mine', 'yours']) await writeFile(path(`${each}.csv`), `name\n${each}\n`)
      const mine = { ...define({ mine: path('mine.csv') }), ...more }
      const warehouses = openWarehouses([mine, { ...define({ yours: path('yours.csv') }), name: 'other' }])
      const read = (name: string, seen: ExposureDefinition) =>
        warehouses.get(name).read({ ...campaign, exposures: { ...seen, warehouse: name } })
      return { read, close: () => warehouses.close() }
    }
    const arms = [{ arm: 'mail', n: 1 }]

    it('is one, and shows to none what another one declares', async () => {
      const { read, close } = await two()
      const others = ownEngines()
      expect((await read('dwh', names('mine'))).exposures.perArm).toEqual(arms)
      expect((await read('other', names('yours'))).exposures.perArm).toEqual(arms)
      expect(ownEngines().filter((pid) => !others.includes(pid))).toHaveLength(1)
      await expect(read('other', names('mine'))).rejects.toThrow(/mine does not exist/)
      await expect(read('other', names(`'${path('mine.csv')}'`))).rejects.toThrow(/Permission Error/)
      await close()
      expect(ownEngines().filter((pid) => !others.includes(pid))).toEqual([])
    })

    it('has the memory of the one that reads', async () => {
      const { read, close } = await two({ memory: 30_000_000 })
      const list = names('(select len(list(i)) as name from range(5000000) as r(i))')
      expect((await read('other', list)).exposures.perArm).toEqual(arms)
      await expect(read('dwh', list)).rejects.toThrow(/Out of Memory/)
      expect((await read('other', list)).exposures.perArm).toEqual(arms)
      await close()
    })

    it('is nobody else’s while a read lasts, so that its end ends no other', async () => {
      const { read, close } = await two()
      const others = ownEngines()
      const started = () => ownEngines().filter((pid) => !others.includes(pid))
      const endless = names('(select max(i) as name from range(1000000000000) r(i))')
      const asked = ['dwh', 'other'].map((name) => read(name, endless).catch((error: Error) => error.message))
      await expect.poll(() => started().length, { timeout: 60_000 }).toBe(2)
      process.kill(Number(started()[0]), 'SIGKILL')
      expect(await Promise.race(asked)).toContain('Out of Memory')
      await close()
      expect(
        (await Promise.all(asked)).map((said) => /Stairway is closing/.test(String(said))).sort(),
      ).toEqual([false, true])
    })

    it('is started anew where it has ended meanwhile', async () => {
      const { read, close } = await two()
      const others = ownEngines()
      await read('dwh', names('mine'))
      const [own] = ownEngines().filter((pid) => !others.includes(pid))
      process.kill(Number(own), 'SIGKILL')
      expect((await read('other', names('yours'))).exposures.perArm).toEqual(arms)
      await close()
    })
  })

  it('keeps a quick read from waiting for a slow one', async () => {
    const warehouse = openWarehouses([define({})]).get('dwh')
    const endless = `select max(i) as unit, 'mail' as arm, timestamp '2026-03-02' as exposed_at from range(1000000000000) r(i)`
    const slow = warehouse
      .read({ ...campaign, exposures: exposures(endless) })
      .catch((error: Error) => error.message)
    const quick = warehouse.read({ ...campaign, exposures: exposures(one) }).then(() => 'quick')
    expect(await Promise.race([slow, quick])).toBe('quick')
    await warehouse.close()
    expect(await slow).toContain('Stairway is closing')
  })

  it.each([
    'duckdb_settings()',
    'duckdb_views()',
    'information_schema.views',
    'pg_catalog.pg_views',
    'sqlite_master',
    `query('select * from duckdb_settings()')`,
    `json_execute_serialized_sql(json_serialize_sql('select * from duckdb_settings()'))`,
    `(select current_setting('temp_directory'))`,
    `(select 1 where exists (select 1 from DuckDB_Databases()))`,
  ])('shows nothing of the machine: %s', async (source) => {
    const driver = reader.driver(define({}))
    await expect(driver.run({ sql: `select * from ${source}`, values: [] })).rejects.toThrow(
      'it may read the declared tables and nothing else',
    )
    await driver.close()
  })
})

function ownEngines(): string[] {
  const asked = ['-P', String(process.pid), '-f', 'engine-process']
  return spawnSync('pgrep', asked, { encoding: 'utf8' }).stdout.split('\n')
}

/** Bytes that the largest process that we started took while `work` ran. */
async function largestChild(work: () => Promise<unknown>): Promise<number> {
  let most = 0
  const looking = setInterval(() => {
    for (const pid of ownEngines()) {
      const peak = pid && existsSync(`/proc/${pid}/status`) && readFileSync(`/proc/${pid}/status`, 'utf8')
      const [, kilobytes = '0'] = (peak && /VmHWM:\s+(\d+)/.exec(peak)) || []
      most = Math.max(most, Number(kilobytes) * 1024)
    }
  }, 100)
  await work().finally(() => clearInterval(looking))
  return most
}

describe('the lock', () => {
  const tables = { t: path('t.csv') }
  const driver = reader.driver(define(tables))
  const run = (sql: string) => driver.run({ sql, values: [] })
  beforeAll(async () => {
    await writeFile(path('t.csv'), 'x\n1\n')
    await writeFile(path('secret.csv'), 'x\nsecret\n')
  })
  afterAll(() => driver.close())

  it.each([
    `select * from '${path('secret.csv')}'`,
    `select * from read_text('${path('secret.csv')}')`,
    `select * from glob('${path('*')}')`,
    `select * from read_csv('https://example.com/x.csv')`,
  ])('keeps %s out', async (sql) => {
    await expect(run(sql)).rejects.toThrow(/Permission Error/)
  })

  it.each([
    `copy (select 1) to '${path('t.csv')}'`,
    `copy (select 1) to '${path('out.csv')}'`,
    `copy (select 1) to '${join(tmpdir(), 'out.csv')}'`,
    `attach '${path('new.db')}'`,
    'create table x (y int)',
    'drop view t',
    'set enable_external_access = true',
    'reset lock_configuration',
    'install httpfs',
    'select 1; create table x (y int)',
  ])('does not run %s', async (sql) => {
    const before = (await readdir(folder.dir)).sort()
    await expect(run(sql)).rejects.toThrow()
    expect((await readdir(folder.dir)).sort()).toEqual(before)
    expect(await run('select x from t')).toEqual([{ x: 1n }])
  })

  it('follows a file that is replaced', async () => {
    await writeFile(path('next.csv'), 'x\nnew\n')
    await rename(path('next.csv'), path('t.csv'))
    expect(await run('select x from t')).toEqual([{ x: 'new' }])
  })
})
