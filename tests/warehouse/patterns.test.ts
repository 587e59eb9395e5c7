import { link, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { openWarehouses } from '../../src/warehouse/open.ts'
import type { MetricAggregates } from '../../src/warehouse/warehouse.ts'
import { exposures, metric, openDuckdb, temporaryFolder } from './stages.ts'

const folder = await temporaryFolder()
const writer = await openDuckdb()
const place = join(folder.dir, 'files')
beforeEach(async () => {
  await rm(place, { recursive: true, force: true })
  await mkdir(place)
})

const CSV = join(place, 'g*.csv')
const PARQUET = join(place, 'g*.parquet')
const warehouses = [CSV, PARQUET].map((events, i) =>
  openWarehouses([{ name: `w${i}`, type: 'files', tables: { events }, timeoutSeconds: 60 }]),
)
afterAll(async () => {
  await Promise.all(warehouses.map((each) => each.close()))
  writer.close()
  await folder.remove()
})

const until = new Date('2026-03-20T00:00:00Z')
const EVENTS = 'select unit, "at", value from events'

async function read(of: 'csv' | 'parquet', sql = EVENTS, at = '2026-03-02 09:00'): Promise<MetricAggregates> {
  const name = of === 'csv' ? 'w0' : 'w1'
  const seen = exposures(`select 1 as unit, 'mail' as arm, timestamp '${at}' as exposed_at`, name)
  const warehouse = warehouses[of === 'csv' ? 0 : 1]?.get(name)
  const asked = {
    campaignKey: 'winback',
    exposures: seen,
    metrics: [metric(sql, { warehouse: name })],
    until,
  }
  const [only] = (await warehouse?.read(asked))?.metrics ?? []
  if (!only || 'error' in only) throw only?.error
  return only
}

const total = async (...asked: Parameters<typeof read>) => (await read(...asked)).sums[0]?.sum
const csv = (name: string, ...lines: string[]) => writeFile(join(place, name), `${lines.join('\n')}\n`)
const parquet = (name: string, select: string) => writer.run(`copy (${select}) to '${join(place, name)}'`)
const HEADER = 'unit,at,value'
const LINE = '1,2026-03-03,2'

describe('a column that one file of a pattern lacks', () => {
  it.each([
    ['is called otherwise there', ['unit,at,val', LINE], 'value'],
    ['is missing there', ['unit,at', '1,2026-03-03'], 'value'],
    ['is missing there, as the whole header is', [LINE, LINE], 'unit'],
  ])('is refused where it is read: it %s', async (_case, lines, column) => {
    await csv('g1.csv', HEADER, LINE)
    await csv('g2.csv', ...lines)
    const words = `g2.csv has no column ${column}, which g1.csv has: give it that column, or declare it as a table of its own`
    await expect(read('csv')).rejects.toThrow(words)
  })

  it('is refused of Parquet too, and where the first file lacks it', async () => {
    const row = `select 1 as unit, timestamp '2026-03-03 10:00' as "at"`
    await parquet('g1.parquet', row)
    await parquet('g2.parquet', `${row}, 2 as value`)
    await expect(read('parquet')).rejects.toThrow('g1.parquet has no column value, which g2.parquet has')
  })

  it('is of no matter where nothing asks for it, nor are capitals and the order', async () => {
    await csv('g1.csv', `${HEADER},note`, `${LINE},x`)
    await csv('g2.csv', 'VALUE,unit,At', '3,1,2026-03-03')
    expect(await total('csv')).toBe(5)
    const row = `select 1 as unit, timestamp '2026-03-03 10:00' as "at"`
    await parquet('g1.parquet', `${row}, 2 as value, 'x' as note`)
    await parquet('g2.parquet', `select 3 as "VALUE", * from (${row})`)
    expect(await total('parquet')).toBe(5)
    expect(await total('parquet', 'select unit, "at", 1 as value from events')).toBe(2)
  })
})

describe('a column of Parquet that is of another type in another file', () => {
  const row = (unit: string, at: string, value: string) =>
    `select ${unit} as unit, ${at} as "at", ${value} as value`
  const DAY = `date '2026-03-02'`
  const TIME = `timestamp '2026-03-02 10:00'`

  it.each([
    ['days and times', row('1', DAY, '1'), row('1', TIME, '1'), 'at', 'DATE', 'TIMESTAMP'],
    ['times and days', row('1', TIME, '1'), row('1', DAY, '1'), 'at', 'TIMESTAMP', 'DATE'],
    ['text and fractions', row(`'1'`, TIME, '1'), row('1.0::double', TIME, '1'), 'unit', 'VARCHAR', 'DOUBLE'],
    [
      'large whole numbers and fractions',
      row('1::bigint', TIME, '1'),
      row('1.0::double', TIME, '1'),
      '',
      '',
      '',
    ],
    ['text and whole numbers', row(`'1'`, TIME, '1'), row('1', TIME, '1'), '', '', ''],
    ['whole numbers and fractions of values', row('1', TIME, '1'), row('1', TIME, '1.5::double'), '', '', ''],
    ['times with and without a zone', row('1', TIME, '1'), row('1', `${TIME}::timestamptz`, '1'), '', '', ''],
  ])('%s', async (_case, one, other, column, first, second) => {
    await parquet('g1.parquet', one)
    await parquet('g2.parquet', other)
    if (column === '') return expect((await read('parquet')).reach).toEqual({ exposed: 1, others: 0 })
    await expect(read('parquet')).rejects.toThrow(
      `g2.parquet has ${column} as ${second}, and g1.parquet as ${first}: write both alike, or declare them as tables of their own`,
    )
  })
})

describe('a file', () => {
  it.each([
    ['a symbolic link', symlink],
    ['a hard link', link],
  ])('that a pattern finds twice, as %s, is refused', async (_case, linked) => {
    await csv('g-march.csv', HEADER, LINE)
    await linked(join(place, 'g-march.csv'), join(place, 'g-latest.csv'))
    await expect(read('csv')).rejects.toThrow(
      'table "events" finds one file as g-latest.csv and g-march.csv: its rows would count twice',
    )
  })

  it('that is something else is told by the columns that it seems to have', async () => {
    await csv('g1.csv', '<!doctype html>', '<title>Sign in</title>')
    await expect(read('csv')).rejects.toThrow('g1.csv has the one column <!doctype html>')
    await csv('g1.csv', 'unit~at~value', '1~2026-03-03~2')
    await expect(read('csv')).rejects.toThrow('g1.csv has the one column unit~at~value')
    await csv('g1.csv', 'unit,at,amount', LINE)
    await expect(read('csv')).rejects.toThrow('g1.csv has the columns unit, at, amount')
  })

  it('that is no Parquet is told by its name, not by its path', async () => {
    await csv('g1.parquet', 'PAR1')
    const failed = read('parquet')
    await expect(failed).rejects.toThrow(/g1\.parquet/)
    await expect(failed).rejects.not.toThrow(folder.dir)
  })
})
