/** The declared tables as views over their files, which are all that a session may read. */
import { stat } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import type { FilesDefinition } from '../../domain/catalog/catalog.ts'
import { WarehouseError } from '../error.ts'
import { type Column, type CsvFile, columnsOf, type File, headOf, typedOf } from './csv.ts'
import type { Engine } from './engine.ts'
import { escaped, list, quoteName } from './quoting.ts'
import { fileFault, type LabelOf } from './words.ts'

export interface Table {
  readonly name: string
  readonly files: readonly File[]
  /** Of CSV: what its columns are. */
  readonly csv?: { readonly files: readonly CsvFile[]; readonly columns: readonly Column[] }
}

/** What CSV files were found to be, as long as they do not change. */
export type Known = Map<string, { readonly stamp: string; readonly csv: NonNullable<Table['csv']> }>

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
    if (kindOf(name, files) === 'parquet') found.push({ name, files })
    else found.push({ name, files, csv: await csvOf(engine, { name, files }, dates, known) })
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
  for (const { name, files, csv } of tables) {
    const rows = csv
      ? typedOf(csv.files, csv.columns)
      : `select * from read_parquet(${list(files.map(({ path }) => path))}, union_by_name = true)`
    await saying(tables, () => engine.run(`create view ${quoteName(name)} as ${rows}`))
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
    throw fileFault(error, labelsOf(tables))
  }
}

export function labelsOf(tables: readonly Pick<Table, 'files'>[]): LabelOf {
  const labels = new Map(tables.flatMap(({ files }) => files.map(({ path, label }) => [path, label])))
  return (path) => labels.get(path) ?? 'a file'
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

function kindOf(name: string, files: readonly File[]): 'parquet' | 'csv' {
  if (files.every(({ path }) => /\.parquet$/i.test(path))) return 'parquet'
  if (files.every(({ path }) => /\.[ct]sv(\.gz|\.zst)?$/i.test(path))) return 'csv'
  const say = `table "${name}" has other files than only .csv and .tsv (also .gz, .zst) or only .parquet: ${files[0]?.label}`
  throw new WarehouseError('unreachable', say)
}

async function csvOf(
  engine: Engine,
  { name, files }: Table,
  dates: FilesDefinition['dates'],
  known: Known,
): Promise<NonNullable<Table['csv']>> {
  const stamp = await stampOf(files)
  const before = known.get(name)
  if (before?.stamp === stamp) return before.csv
  const csv = await saying([{ files }], async () => {
    const heads: CsvFile[] = []
    for (const file of files) heads.push(await headOf(engine, file))
    return { files: heads, columns: await columnsOf(engine, heads, dates) }
  })
  known.set(name, { stamp, csv })
  return csv
}

async function stampOf(files: readonly File[]): Promise<string> {
  const stats = await Promise.all(files.map(({ path }) => stat(path, { bigint: true })))
  return files
    .map(({ path }, i) =>
      [path, stats[i]?.ino, stats[i]?.size, stats[i]?.mtimeNs, stats[i]?.ctimeNs].join(' '),
    )
    .join('\n')
}
