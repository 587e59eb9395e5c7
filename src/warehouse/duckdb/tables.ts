/** The declared tables as views over their files, which are all that a session may read. */
import { stat } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import type { FilesDefinition } from '../../domain/catalog/catalog.ts'
import { WarehouseError } from '../error.ts'
import { refuseCut } from './compressed.ts'
import { type Column, type CsvFile, columnsOf, type File, headOf, typedOf } from './csv.ts'
import type { Engine } from './engine.ts'
import { type ParquetFile, rowsOf, schemaOf } from './parquet.ts'
import { escaped, list, quoteName } from './quoting.ts'
import { fileFault } from './words.ts'

export type Table = { readonly name: string; readonly files: readonly File[] } & Content

/** What the files of a table were found to be. */
type Content =
  | { readonly csv: { readonly files: readonly CsvFile[]; readonly columns: readonly Column[] } }
  | { readonly csv?: never; readonly parquet: readonly ParquetFile[] }

/** The same, as long as they do not change. */
export type Known = Map<string, { readonly stamp: string; readonly content: Content }>

// Below this another thread finds nothing to do, and takes the processor while it waits for some.
const LARGE_BYTES = 10_000_000
// More would take the processor from answering people, which goes before reading files.
const THREADS = 2

/** Those tables that the SQL names. Throws a WarehouseError for files that are missing, or that can't be read. */
export async function tablesIn(
  engine: Engine,
  { tables, dates }: FilesDefinition,
  sql: string,
  known: Known,
): Promise<Table[]> {
  const named = Object.entries(tables).filter(([name]) => isNamed(sql, name))
  const found: Table[] = []
  for (const [name, path] of named) {
    const files = await filesOf(engine, name, path)
    if ((await bytesOf(files)) > LARGE_BYTES) await engine.run(`set threads = ${THREADS}`)
    found.push({ name, files, ...(await contentOf(engine, { name, files, dates }, known)) })
  }
  return found
}

/** Whether it may: a name that stands for something else costs a look at its files. */
function isNamed(sql: string, name: string): boolean {
  const spelled = [name, quoteName(name)].map(escaped).join('|')
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${spelled})(?![\\p{L}\\p{N}_])`, 'iu').test(sql)
}

/** Defines the views, then leaves the session able to read their files and nothing else. */
export async function defineTables(engine: Engine, tables: readonly Table[]): Promise<void> {
  for (const table of tables) {
    const rows = table.csv ? typedOf(table.csv.files, table.csv.columns) : rowsOf(table.parquet)
    await saying(tables, () => engine.run(`create view ${quoteName(table.name)} as ${rows}`))
  }
  const paths = tables.flatMap(({ files }) => files.map(({ path }) => path))
  await engine.run(`set allowed_paths = ${list(paths)}`)
  await engine.run('set enable_external_access = false')
  await engine.run('set lock_configuration = true')
}

/** What goes wrong in a file is told of the file. */
export async function saying<T>(tables: readonly Pick<Table, 'files'>[], work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw fileFault(
      error,
      tables.flatMap(({ files }) => files),
    )
  }
}

async function filesOf(engine: Engine, name: string, pattern: string): Promise<File[]> {
  const path = resolve(pattern)
  const rows = await engine.run('select file from glob($path) order by file', { path })
  if (rows.length === 0)
    throw new WarehouseError('unreachable', `table "${name}" has no file: nothing matches ${pattern}`)
  const [fixed = ''] = path.split(/[*?[{]/, 1)
  const folder = fixed === path ? dirname(path) : dirname(`${fixed}x`)
  return rows.map(({ file }) => ({ path: String(file), label: relative(folder, String(file)) }))
}

async function bytesOf(files: readonly File[]): Promise<number> {
  const stats = await Promise.all(files.map(({ path }) => stat(path)))
  return stats.reduce((bytes, { size }) => bytes + size, 0)
}

function kindOf(name: string, files: readonly File[]): 'parquet' | 'csv' {
  if (files.every(({ path }) => /\.parquet$/i.test(path))) return 'parquet'
  if (files.every(({ path }) => /\.[ct]sv(\.gz|\.zst)?$/i.test(path))) return 'csv'
  const say = `table "${name}" has other files than only .csv and .tsv (also .gz, .zst) or only .parquet: ${files[0]?.label}`
  throw new WarehouseError('unreachable', say)
}

interface Declared extends Pick<Table, 'name' | 'files'> {
  readonly dates: FilesDefinition['dates']
}

async function contentOf(engine: Engine, { name, files, dates }: Declared, known: Known): Promise<Content> {
  const kind = kindOf(name, files)
  const stamp = await stampOf(name, files)
  const before = known.get(name)
  if (before?.stamp === stamp) return before.content
  const content = await saying([{ files }], () =>
    kind === 'csv' ? csvOf(engine, files, dates) : parquetOf(engine, files),
  )
  known.set(name, { stamp, content })
  return content
}

async function csvOf(
  engine: Engine,
  files: readonly File[],
  dates: FilesDefinition['dates'],
): Promise<Content> {
  const heads: CsvFile[] = []
  for (const file of files) {
    await refuseCut(file)
    heads.push(await headOf(engine, file))
  }
  return { csv: { files: heads, columns: await columnsOf(engine, heads, dates) } }
}

async function parquetOf(engine: Engine, files: readonly File[]): Promise<Content> {
  const parquet: ParquetFile[] = []
  for (const file of files) parquet.push(await schemaOf(engine, file))
  return { parquet }
}

/** Throws a WarehouseError where two of the paths lead to one file. */
async function stampOf(name: string, files: readonly File[]): Promise<string> {
  const stats = await Promise.all(files.map(({ path }) => stat(path, { bigint: true })))
  const places = stats.map(({ dev, ino }) => `${dev} ${ino}`)
  const twin = places.findIndex((place, i) => places.indexOf(place) < i)
  if (twin >= 0) {
    const labels = [files[places.indexOf(places[twin] ?? '')], files[twin]].map((file) => file?.label)
    const say = `table "${name}" finds one file as ${labels.join(' and ')}: its rows would count twice`
    throw new WarehouseError('query', say)
  }
  return files
    .map(({ path }, i) =>
      [path, stats[i]?.ino, stats[i]?.size, stats[i]?.mtimeNs, stats[i]?.ctimeNs].join(' '),
    )
    .join('\n')
}
