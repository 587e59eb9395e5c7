/** Parquet files as one table. */
import type { File } from './csv.ts'
import type { Engine } from './engine.ts'
import { type Columned, runsOf, selectOf } from './lacking.ts'
import { list } from './quoting.ts'

export type ParquetFile = File & Columned

/** What its footer says. */
export async function schemaOf(engine: Engine, file: File): Promise<ParquetFile> {
  const rows = await engine.run(`describe select * from read_parquet(${list([file.path])})`)
  const columns = rows.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }))
  return { ...file, columns }
}

/** SQL of all rows in the order of the files; who asks for a column that a file lacks, or has otherwise, is refused. */
export function rowsOf(files: readonly ParquetFile[]): string {
  return runsOf(files, ({ columns }) => columns)
    .map(([first, ...more]) => {
      const paths = [first, ...more].map(({ path }) => path)
      return `select ${selectOf(first, files)} from read_parquet(${list(paths)})`
    })
    .join(' union all by name ')
}
