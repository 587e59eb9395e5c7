/** CSV files as one table: every column is read as text, and is of a type where all rows of all files agree. */
import { open } from 'node:fs/promises'
import type { Row } from '../driver.ts'
import { WarehouseError } from '../error.ts'
import { type ColumnType, type DateOrder, KINDS, TYPES, typeOf } from './column-types.ts'
import { type CsvHead, csvHead, same } from './csv-head.ts'
import type { Engine } from './engine.ts'
import { type Columned, runsOf, selectOf } from './lacking.ts'
import { list, literal, quoteName } from './quoting.ts'

export interface File {
  readonly path: string
  /** How people know it. */
  readonly label: string
}

export interface CsvFile extends File {
  readonly head: CsvHead
}

export interface Column {
  readonly name: string
  /** None where no row has a value. */
  readonly type: ColumnType | 'text' | 'empty'
  /** Of text: some of its values are numbers, or all are dates that could have the day or the month first. */
  readonly like?: 'numbers' | 'dates'
}

const SAMPLE = 5000
const UTF_16 = ['fffe', 'feff']

/** Delimiter and columns, from the first line alone. */
export async function headOf(engine: Engine, file: File): Promise<CsvFile> {
  if (UTF_16.includes(await firstBytes(file.path)))
    throw new WarehouseError('query', `${file.label} is UTF-16: save it as UTF-8`)
  const whole = `delim = '\x01', quote = '', escape = '', header = false, strict_mode = false`
  const rows = await engine.run(
    `select line from read_csv(${list([file.path])}, auto_detect = false, ${whole}, columns = {'line': 'varchar'}) limit 1`,
  )
  const line = rows[0]?.line
  return { ...file, head: csvHead(file.label, typeof line === 'string' ? line : undefined) }
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return buffer.subarray(0, bytesRead).toString('hex')
  } finally {
    await file.close()
  }
}

/** SQL of all rows in the order of the files, each column as text; NULL where a file has no such column. */
function textOf(files: readonly CsvFile[]): string {
  return unionOf(files, () => '*')
}

/** The same, but who asks for a column that a file lacks is refused. */
function wholeTextOf(files: readonly CsvFile[]): string {
  const all = files.map(columned)
  return unionOf(files, (first) => selectOf(first, all))
}

function unionOf(files: readonly CsvFile[], select: (first: Columned) => string): string {
  return runsOf(files.map(columned), ({ head }) => head)
    .map(([first, ...more]) => `select ${select(first)} from ${reader(first, more)}`)
    .join(' union all by name ')
}

function columned(file: CsvFile): CsvFile & Columned {
  return { ...file, columns: file.head.columns.map((name) => ({ name, type: 'VARCHAR' })) }
}

function reader({ path, head }: CsvFile, more: readonly CsvFile[]): string {
  const columns = head.columns.map((name) => `${literal(name)}: 'varchar'`).join(', ')
  const paths = list([path, ...more.map((file) => file.path)])
  const strict = `quote = '"', escape = '"', header = true, strict_mode = true, null_padding = false`
  return `read_csv(${paths}, auto_detect = false, delim = ${literal(head.delimiter)}, ${strict}, columns = {${columns}})`
}

/** As the view over the files has them: names are those of the first file that has them. */
export function namesOf(files: readonly CsvFile[]): string[] {
  const names: string[] = []
  for (const name of files.flatMap(({ head }) => head.columns))
    if (!names.some((known) => same(known, name))) names.push(name)
  return names
}

type Test = Pick<ColumnType, 'test'>

/** What some rows have shown of a column: whether there is any value, and which types all of them are of. */
interface Shown<T extends Test = ColumnType> {
  readonly values: number
  readonly numbers: number
  readonly fits: ReadonlySet<T>
}

/**
 * Some rows tell of which kind a column may be, and of which types of that kind; all rows whether it is of the first of
 * them. Where it is not, all rows are asked once more for the others.
 */
export async function columnsOf(
  engine: Engine,
  files: readonly CsvFile[],
  order: DateOrder | undefined,
): Promise<Column[]> {
  const names = namesOf(files)
  const ask = <T extends Test>(asked: ReadonlyMap<string, readonly T[]>, limit?: number) =>
    shown(engine, files, asked, limit)
  const kinds = await ask(new Map(names.map((name) => [name, KINDS])), SAMPLE)
  const likely = names.flatMap((name): [string, readonly ColumnType[]][] => {
    const kind = kinds.of(name).values > 0 && KINDS.find((each) => kinds.of(name).fits.has(each))
    return kind ? [[name, TYPES.filter((type) => type.name === kind.name)]] : []
  })
  const fine = await ask(new Map(likely), SAMPLE)
  const sampled = (name: string): Shown => ({ ...kinds.of(name), fits: fine.of(name).fits })
  // All columns, since DuckDB tells no fault of a row by those that it doesn't read.
  const open = new Map(names.map((name) => [name, candidates(sampled(name), order)]))
  const all = await ask(kinds.rows < SAMPLE ? new Map<string, ColumnType[]>() : open)
  const failed = [...open].flatMap(([name, first]) =>
    first.length > 0 && all.asked(name) && typeIn(all.of(name), order) === 'text' ? [name] : [],
  )
  const again = await ask(new Map(failed.map((name) => [name, [...sampled(name).fits]])))
  return names.map((name) => {
    const last = [again, all].find((each) => each.asked(name))?.of(name) ?? sampled(name)
    const type = typeIn(last, order)
    if (type !== 'text') return { name, type }
    if ([...last.fits].some((each) => each.name === 'date')) return { name, type, like: 'dates' }
    return kinds.of(name).numbers > 0 ? { name, type, like: 'numbers' } : { name, type }
  })
}

function typeIn(shown: Shown, order: DateOrder | undefined): Column['type'] {
  if (shown.values === 0) return 'empty'
  return typeOf((type) => shown.fits.has(type), order) ?? 'text'
}

/** What all rows have to be asked for: the type that is likeliest, of dates both orders; all of them where no row has a value. */
function candidates(sample: Shown, order: DateOrder | undefined): readonly ColumnType[] {
  if (sample.values === 0) return TYPES
  const likely = typeOf((type) => sample.fits.has(type), order)
  const dates = [...sample.fits].filter(({ name }) => name === 'date')
  return likely && likely.name !== 'date' ? [likely] : dates
}

async function shown<T extends Test>(
  engine: Engine,
  files: readonly CsvFile[],
  asked: ReadonlyMap<string, readonly T[]>,
  limit?: number,
) {
  const columns = [...asked.keys()]
  const rows = columns.length === 0 ? [] : await engine.run(aggregates(files, asked, limit))
  const [row = {}] = rows
  const of = (name: string): Shown<T> => {
    const place = columns.indexOf(name)
    const fits = asked.get(name)?.filter((_, i) => row[`fits_${place}_${i}`] === true)
    return {
      values: Number(row[`values_${place}`] ?? 0),
      numbers: Number(row[`numbers_${place}`] ?? 0),
      fits: new Set(fits),
    }
  }
  return { rows: Number(row.rows ?? 0), of, asked: (name: string) => asked.has(name) }
}

function aggregates(
  files: readonly CsvFile[],
  asked: ReadonlyMap<string, readonly Test[]>,
  limit?: number,
): string {
  const columns = [...asked].map(([name, types], place) => {
    const t = `c${place}`
    const fits = types.map((type, i) => `bool_and(${type.test(t)}) as fits_${place}_${i}`)
    const numbers = `count(${limit === undefined ? 'null' : `try_cast(${t} as double)`}) as numbers_${place}`
    return { text: `${trimmed(name)} as ${t}`, sums: [`count(${t}) as values_${place}`, numbers, ...fits] }
  })
  const first = limit === undefined ? '' : ` limit ${limit}`
  return `select count(*) as rows, ${columns.flatMap(({ sums }) => sums).join(', ')}
from (select ${columns.map(({ text }) => text).join(', ')} from (${textOf(files)})${first})`
}

const trimmed = (name: string) => `nullif(trim(${quoteName(name)}), '')`

/** SQL of all rows, each column of its type. */
export function typedOf(files: readonly CsvFile[], columns: readonly Column[]): string {
  const read = columns.map(({ name, type }) => {
    if (type === 'empty') return `null as ${quoteName(name)}`
    return type === 'text' ? quoteName(name) : `${type.read(trimmed(name))} as ${quoteName(name)}`
  })
  return `select ${read.join(', ')} from (${wholeTextOf(files)})`
}

/** Where the first value of a column is for which `test` holds, as `events.csv, line 30002: "n/a"`. */
export async function firstWhere(
  engine: Engine,
  files: readonly CsvFile[],
  name: string,
  test: (t: string) => string,
): Promise<{ readonly place: string; readonly value: string } | undefined> {
  for (const file of files) {
    const column = file.head.columns.find((each) => same(each, name))
    if (column === undefined) continue
    const rows = await engine.run(`${numbered(file, column)}
select line, t from stairway_rows where t is not null and ${test('t')} limit 1`)
    const [row] = rows
    if (row) return { place: `${file.label}, line ${lineOf(row)}`, value: String(row.t) }
  }
  return undefined
}

/** A row begins a line after the one before it, and one more for each line break in its texts. */
function numbered(file: CsvFile, column: string): string {
  const all = file.head.columns.map((name) => `coalesce(${quoteName(name)}, '')`).join(', ')
  return `with stairway_texts as (
  select row_number() over () as n, ${trimmed(column)} as t, concat(${all}) as texts from (${textOf([file])})
), stairway_rows as (
  select t, n + 1 + coalesce(sum(length(texts) - length(replace(texts, chr(10), ''))) over (order by n rows between unbounded preceding and 1 preceding), 0) as line
  from stairway_texts order by n
)`
}

function lineOf({ line }: Row): string {
  return String(line)
}
