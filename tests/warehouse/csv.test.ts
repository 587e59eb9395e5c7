import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { FilesDefinition } from '../../src/domain/catalog/catalog.ts'
import type { MetricAggregates, Warehouse } from '../../src/warehouse/warehouse.ts'
import { exposures, fileReader, metric, openDuckdb, temporaryFolder } from './stages.ts'

const folder = await temporaryFolder()
const writer = await openDuckdb()
const reader = fileReader()
afterAll(async () => {
  await reader.close()
  writer.close()
  await folder.remove()
})
const place = join(folder.dir, 'files')
beforeEach(async () => {
  await rm(place, { recursive: true, force: true })
  await mkdir(place)
})

const until = new Date('2026-03-20T00:00:00Z')
const ONE = `select 1 as unit, 'mail' as arm, timestamp '2026-03-01' as exposed_at`
const EVENTS = 'select unit, "at", value from events'

/** Writes `events.csv` and reads the metric of it. */
async function read(
  content: string | Buffer,
  { sql = EVENTS, seen = ONE, name = 'events.csv', ...more }: ReadMore = {},
): Promise<MetricAggregates> {
  await writeFile(join(place, name), content)
  const tables = { events: join(place, name.startsWith('events') ? 'events*' : name) }
  const asked = { campaignKey: 'winback', exposures: exposures(seen), metrics: [metric(sql)], until }
  const { metrics } = await opened(tables, more).read(asked)
  const [only] = metrics
  if (!only || 'error' in only) throw only?.error
  return only
}

type More = Partial<Pick<FilesDefinition, 'dates' | 'memory'>>

const known = new Map<string, Warehouse>()

/** One for all tests that declare the same, as people have. */
function opened(tables: FilesDefinition['tables'], more: More = {}): Warehouse {
  const definition: FilesDefinition = { name: 'dwh', type: 'files', tables, timeoutSeconds: 60, ...more }
  const declared = JSON.stringify(definition)
  const warehouse = known.get(declared) ?? reader.open(definition)
  known.set(declared, warehouse)
  return warehouse
}

interface ReadMore extends More {
  readonly sql?: string
  readonly seen?: string
  readonly name?: string
}

const rows = (...lines: string[]) => `${lines.join('\n')}\n`
const value = (...values: string[]) => rows('unit,at,value', ...values.map((each) => `1,2026-03-02,${each}`))
const total = async (...asked: Parameters<typeof read>) => (await read(...asked)).sums[0]?.sum
const many = (count: number, line: string) => Array.from({ length: count }, () => line)

describe('a value is read as it stands, in whatever row', () => {
  it('of money after 20 480 whole numbers, the first kind of W4', async () => {
    const content = value(...many(30_000, '2'), ...many(100, '2.49'), ...many(100, '0.40'))
    expect(await total(content)).toBeCloseTo(60_000 + 249 + 40, 6)
  })

  it.each([
    ['a whole number after fractions', ['2.49', '2'], 4.49],
    ['a fraction after whole numbers', ['2', '2.49'], 4.49],
    ['numbers in quotes', ['"2.5"', '"3"'], 5.5],
    ['spaces around numbers', [' 2 ', '3 '], 5],
    ['exponents', ['1e3', '2'], 1002],
    ['leading zeros', ['007', '1'], 8],
    ['nothing between the commas', ['', '3'], 3],
    ['true and FALSE', ['true', 'FALSE'], 1],
    ['nothing in any row', ['', ''], 0],
    ['many digits', ['0.1', '123456789012345.5'], 123456789012345.6],
    ['less than zero', ['-2.50', '1.00'], -1.5],
  ])('%s', async (_case, values, expected) => {
    expect(await total(value(...values))).toBe(expected)
  })

  it.each([
    ['n/a', '3', 'that is no number'],
    ['NULL', '3', 'that is no number'],
    ['12 EUR', '3', 'that is no number'],
    ['"1,200"', '3', 'without marks of thousands'],
    ['"2,49"', '3', 'write numbers with a point'],
    ['1.500.000', '3', 'without marks of thousands'],
    ['1 000', '3', 'without marks of thousands'],
    ['nan', '3', 'that is no number'],
  ])('refuses %s with its place, in the last row too', async (bad, good, why) => {
    const shown = bad.replaceAll('"', '')
    const last = read(value(...many(30_000, good), bad))
    await expect(last).rejects.toThrow(
      `can't be read: value "${shown}" (${why === 'that is no number' ? why : 'write numbers with a point, and without marks of thousands'})`,
    )
    await expect(read(value(bad, good))).rejects.toThrow('Found in events.csv, line 2, column value.')
    await expect(last).rejects.toThrow('Found in events.csv, line 30002, column value.')
  })

  it('counts lines as an editor does, where texts have several', async () => {
    const content = rows('unit,at,value,note', '1,2026-03-02,2,"a', 'b', 'c"', '1,2026-03-02,n/a,x')
    await expect(read(content)).rejects.toThrow('Found in events.csv, line 5, column value.')
  })
})

describe('declared SQL over columns', () => {
  it.each([
    ['a comparison', `${EVENTS} where value > 0.5`, 5],
    ['an equality', `${EVENTS} where value = 2`, 2],
    ['arithmetic', 'select unit, "at", value * 2 + 1 as value from events', 13.8],
    ['a sum', 'select unit, max("at") as "at", sum(value) as value from events group by unit', 5.4],
    ['dates', `${EVENTS} where "at" >= date '2026-03-02' and "at" < timestamp '2026-03-03'`, 5.4],
    ['a function of dates', `${EVENTS} where date_trunc('month', "at") = date '2026-03-01'`, 5.4],
    ['dates as text', `${EVENTS} where "at" >= '2026-03-02'`, 5.4],
  ])('goes on working: %s', async (_case, sql, expected) => {
    expect(await total(value('2', '3', '0.4'), { sql })).toBeCloseTo(expected, 9)
  })

  it.each([
    [
      'a comparison',
      `${EVENTS} where value > 0`,
      /value is text, since not all of its values are numbers: write value::double/,
    ],
    ['arithmetic', 'select unit, "at", value * 2 as value from events', /write value::double/],
    [
      'a rounded equality',
      `${EVENTS} where value = 2`,
      /value is read as text, since events\.csv, line 3 has "n\/a": write value::double/,
    ],
    ['a list', `${EVENTS} where value in (1, 2)`, /since events\.csv, line 3 has "n\/a"/],
    [
      'a case',
      'select unit, "at", case when value <> 2 then 1 end as value from events',
      /line 3 has "n\/a"/,
    ],
  ])('is refused over text, and told what to write: %s', async (_case, sql, words) => {
    await expect(read(value('1.6', 'n/a'), { sql })).rejects.toThrow(words)
  })

  it('does what it says where it casts by itself', async () => {
    const sql = `select unit, "at", coalesce(try_cast(value as double), 0) as value from events`
    expect(await total(value('1.6', 'n/a'), { sql })).toBe(1.6)
    const named = `select unit, "at", 1 as value from (select *, value::double as amount from events where value <> 'n/a') where amount = 2`
    expect(await total(value('1.6', 'n/a', '2'), { sql: named })).toBe(1)
  })

  it('finds no rows in a file with a header alone', async () => {
    const read_ = await read('unit,at,value\n', {
      sql: `${EVENTS} where value > 0 and "at" > date '2026-01-01'`,
    })
    expect(read_).toMatchObject({ newest: null, sums: [{ n: 1, sum: 0 }] })
  })
})

describe('dates', () => {
  const at = (...dates: string[]) => rows('unit,at,value', ...dates.map((date) => `1,${date},1`))
  const newest = async (...asked: Parameters<typeof read>) => (await read(...asked)).newest?.toISOString()

  it.each([
    ['2026-03-02', '2026-03-02T00:00:00.000Z'],
    ['2026/3/2', '2026-03-02T00:00:00.000Z'],
    ['2026-03-02T10:30', '2026-03-02T10:30:00.000Z'],
    ['2026-03-02 10:30', '2026-03-02T10:30:00.000Z'],
    ['2026-03-02T10:30Z', '2026-03-02T10:30:00.000Z'],
    ['2026-03-02T10:30:00.123Z', '2026-03-02T10:30:00.123Z'],
    ['2026-03-02 10:30:00+02:00', '2026-03-02T08:30:00.000Z'],
    ['2026-03-02T10:30:00-05', '2026-03-02T15:30:00.000Z'],
    ['2026-03-02 10:30:00 UTC', '2026-03-02T10:30:00.000Z'],
    ['1772447400', '2026-03-02T10:30:00.000Z'],
    ['1772447400123', '2026-03-02T10:30:00.123Z'],
    ['1772447400.5', '2026-03-02T10:30:00.500Z'],
    [' 2026-03-02 ', '2026-03-02T00:00:00.000Z'],
    ['13/03/2026', '2026-03-13T00:00:00.000Z'],
    ['03/13/2026', '2026-03-13T00:00:00.000Z'],
    ['13.03.2026 10:30', '2026-03-13T10:30:00.000Z'],
  ])('reads %s', async (date, expected) => {
    expect(await newest(at(date))).toBe(expected)
  })

  it.each([
    ['03/02/2026', '2026-02-03 to some and 2026-03-02 to others'],
    ['3.2.2026 10:00', '2026-02-03 to some and 2026-03-02 to others'],
    ['02/03/26', 'its year has two digits'],
    ['26-03-02', 'its year has two digits'],
    ['0', "can't be a time since 2000"],
    ['46083', "can't be a time since 2000"],
    ['20260302', "can't be a time since 2000"],
    ['946684799', "can't be a time since 2000"],
    ['1772447400123456', "can't be a time since 2000"],
    ['2026-02-30', 'at "2026-02-30"'],
    ['yesterday', 'at "yesterday"'],
    ['epoch', 'at "epoch"'],
    ['infinity', 'at "infinity"'],
    ['31/02/2026', 'at "31/02/2026"'],
  ])('refuses %s with its place', async (date, words) => {
    const failed = read(at(date))
    await expect(failed).rejects.toThrow(words)
    await expect(failed).rejects.toThrow('Found in events.csv, line 2, column at.')
  })

  it('of one pattern follow one rule, whichever file decides it', async () => {
    await writeFile(join(place, 'events-1.csv'), at('03/02/2026', '03/11/2026'))
    expect(await newest(at('03/13/2026'), { name: 'events-2.csv' })).toBe('2026-03-13T00:00:00.000Z')
    expect((await read(at('03/13/2026'), { name: 'events-2.csv' })).sums[0]?.sum).toBe(3)
  })

  it('that contradict each other are refused', async () => {
    await expect(read(at('13/03/2026', '03/14/2026'))).rejects.toThrow(/at "(13\/03|03\/14)\/2026"/)
  })

  it.each([
    ['mdy', '2026-03-02T00:00:00.000Z'],
    ['dmy', '2026-02-03T00:00:00.000Z'],
  ] as const)('are what stairway.yaml says: %s', async (dates, expected) => {
    expect(await newest(at('03/02/2026'), { dates, seen: ONE.replace('2026-03-01', '2026-01-01') })).toBe(
      expected,
    )
  })

  it('that do not fit what stairway.yaml says are refused', async () => {
    await expect(read(at('13/03/2026'), { dates: 'mdy' })).rejects.toThrow('at "13/03/2026"')
  })

  it('beyond the first 5000 rows decide as well', async () => {
    const content = at(...many(6000, '03/02/2026'), '03/13/2026')
    expect(await newest(content)).toBe('2026-03-13T00:00:00.000Z')
    await expect(read(at(...many(6000, '03/02/2026')))).rejects.toThrow('to some and')
  })

  it('with and without a time in one column are told apart row by row', async () => {
    const seen = ONE.replace('2026-03-01', '2026-03-02 09:00')
    expect(await total(at('2026-03-02', '2026-03-02 08:59', '2026-03-02 09:01'), { seen })).toBe(2)
  })
})

describe('ids', () => {
  const seen = `select unit, 'mail' as arm, timestamp '2026-03-01' as exposed_at from (values (1000), (17)) t(unit)`
  const of = (...units: string[]) => rows('unit,at,value', ...units.map((unit) => `${unit},2026-03-02,1`))

  it.each([
    ['whole', ['1000', '17'], 2],
    ['floats of another program', ['1000.0', '17.0'], 2],
    ['floats with more zeros', ['1000.00', '17.00'], 2],
    ['exponents', ['1e3', '17'], 2],
    ['in quotes', ['"1000"', '"17"'], 2],
    ['leading zeros, which are names', ['001000', '000017'], 0],
    ['floats beside names, which are names', ['1000.0', 'x17'], 0],
    ['beyond what a double holds', ['9007199254740993', '1000'], 1],
  ])('%s', async (_case, units, expected) => {
    expect(await total(of(...units), { seen })).toBe(expected)
  })

  it('keeps versions apart that differ in a zero', async () => {
    const versions = `select version as unit, 'mail' as arm, timestamp '2026-03-01' as exposed_at from (values ('1.1'), ('1.10')) t(version)`
    expect(await total(of('1.1', '1.10'), { seen: versions })).toBe(2)
    expect((await read(of('1.1', '1.10'), { seen: versions })).sums[0]?.n).toBe(2)
  })

  it.each([
    ['double', '1000.0::double', 1],
    ['float', '1000.0::float', 1],
    ['decimal', '1000.00::decimal(20, 2)', 1],
    ['bigint', '1000::bigint', 1],
    ['text', `'1000'`, 1],
    ['text with a point', `'1000.0'`, 0],
    ['a fraction', '1000.5::double', 0],
  ])('of Parquet: %s', async (_case, unit, expected) => {
    const file = join(place, 'events.parquet')
    await writer.run(`copy (select ${unit} as unit, timestamp '2026-03-02' as "at", 1 as value) to '${file}'`)
    const asked = { campaignKey: 'winback', exposures: exposures(seen), metrics: [metric(EVENTS)], until }
    const { metrics } = await opened({ events: file }).read(asked)
    expect(metrics).toMatchObject([{ sums: [{ sum: expected }] }])
  })
})

describe('a file', () => {
  const lines = ['unit,at,value', '1,2026-03-02,2', '1,2026-03-02,3']
  const delimited = (delimiter: string) => rows(...lines.map((line) => line.replaceAll(',', delimiter)))

  it.each<[string, string | Buffer, string?]>([
    ['with semicolons', delimited(';')],
    ['with tabs', delimited('\t'), 'events.tsv'],
    ['with bars', delimited('|')],
    ['with a mark of its encoding', `\uFEFF${rows(...lines)}`],
    ['with the line ends of Windows', lines.join('\r\n')],
    ['with blank lines at its end', `${rows(...lines)}\n\n`],
    ['with capitals and spaces in its header', rows('UNIT, At ,VALUE', ...lines.slice(1))],
    ['with a column that has no name', rows('unit,at,value,', ...lines.slice(1).map((line) => `${line},x`))],
    ['in gzip', gzipSync(rows(...lines)), 'events.csv.gz'],
  ])('%s is read', async (_case, content, name = 'events.csv') => {
    expect(await total(content, { name })).toBe(5)
  })

  it('in zstd is read', async () => {
    const file = join(place, 'events.csv.zst')
    await writer.run(
      `copy (select 1 as unit, date '2026-03-02' as "at", 5 as value) to '${file}' (format csv, header)`,
    )
    const asked = { campaignKey: 'winback', exposures: exposures(ONE), metrics: [metric(EVENTS)], until }
    const { metrics } = await opened({ events: file }).read(asked)
    expect(metrics).toMatchObject([{ sums: [{ sum: 5 }] }])
  })

  const late = (line: string) => rows(...lines, ...many(30_000, '1,2026-03-02,1'), line)
  it.each<[string, string | Buffer, string]>([
    [
      'in Latin-1',
      Buffer.from(rows('unit,at,value,name', '1,2026-03-02,2,M\u00fcller'), 'latin1'),
      'events.csv, line 2: is not UTF-8',
    ],
    [
      'in Latin-1 at its end',
      Buffer.from(late('1,2026-03-02,M\u00fcller'), 'latin1'),
      'events.csv, line 30004: is not UTF-8',
    ],
    [
      'in UTF-16',
      Buffer.from(`\uFEFF${rows(...lines)}`, 'utf16le'),
      'events.csv is UTF-16: save it as UTF-8',
    ],
    [
      'in UTF-16 without a mark',
      Buffer.from(rows(...lines), 'utf16le'),
      'events.csv is UTF-16: save it as UTF-8',
    ],
    ['that is empty', '', 'events.csv is empty'],
    [
      'with a last line of sums',
      late('Total,2000'),
      'events.csv, line 30004: has 2 fields where its header has 3',
    ],
    [
      'with a field more',
      late('1,2026-03-02,2,x'),
      'events.csv, line 30004: has 4 fields where its header has 3',
    ],
    [
      'with a title above its header',
      rows('Report of March', ...lines),
      'events.csv, line 2: has 3 fields where its header has 1',
    ],
    ['with a quote that is not closed', rows(...lines, '"1,2026-03-02,2'), 'a quote is not closed'],
    [
      'with two columns of one name',
      rows('unit,at,value,Unit', '1,2026-03-02,2,1'),
      'events.csv, line 1: two columns are called Unit',
    ],
  ])('%s is refused with its place', async (_case, content, words) => {
    await expect(read(content)).rejects.toThrow(words)
  })

  it('is called as it lies below the pattern, never by the path of the machine', async () => {
    await mkdir(join(place, 'march'))
    await writeFile(join(place, 'march', 'events.csv'), value('n/a'))
    const asked = { campaignKey: 'winback', exposures: exposures(ONE), metrics: [metric(EVENTS)], until }
    const { metrics } = await opened({ events: join(place, '*', 'events.csv') }).read(asked)
    const [failed] = metrics
    const message = failed && 'error' in failed ? failed.error.message : ''
    expect(message).toContain('Found in march/events.csv, line 2, column value.')
    expect(message).not.toContain(folder.dir)
  })

  it('that fails takes no metric of other files with it', async () => {
    await writeFile(join(place, 'empty.csv'), '')
    await writeFile(join(place, 'good.csv'), rows(...lines))
    const tables = { empty: join(place, 'empty.csv'), good: join(place, 'good.csv') }
    const metrics = ['empty', 'good'].map((table) => metric(EVENTS.replace('events', table), { name: table }))
    const asked = { campaignKey: 'winback', exposures: exposures(ONE), metrics, until }
    const read = await opened(tables).read(asked)
    expect(read.metrics).toMatchObject([
      { error: { message: expect.stringContaining('empty.csv is empty') } },
      { sums: [{ sum: 5 }] },
    ])
  })
})
