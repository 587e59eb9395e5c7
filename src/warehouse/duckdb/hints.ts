/** Where in the files it is, and why a column is text. */
import { reasonOf, WarehouseError } from '../error.ts'
import { type Column, firstWhere, namesOf } from './csv.ts'
import { same } from './csv-head.ts'
import type { Engine } from './engine.ts'
import { roundedText } from './inspection.ts'
import { escaped, literal } from './quoting.ts'
import type { Table } from './tables.ts'

const NO_NUMBER = (t: string) => `try_cast(${t} as double) is null`

/** Throws a WarehouseError where DuckDB would round a text to compare it with a whole number. */
export async function refuseRounding(
  engine: Engine,
  parsed: unknown,
  tables: readonly Table[],
): Promise<void> {
  const mixed = tables.flatMap(({ csv }) => csv?.columns.filter(({ like }) => like === 'numbers') ?? [])
  const column = roundedText(
    parsed,
    mixed.map(({ name }) => name),
  )
  if (column === undefined) return
  const why = await whyText(engine, tables, column)
  const say = `${column} is read as text${why}: write ${column}::double to compare it with a number`
  throw new WarehouseError('query', say)
}

async function whyText(engine: Engine, tables: readonly Table[], column: string): Promise<string> {
  for (const { csv } of tables) {
    const found = csv && (await firstWhere(engine, csv.files, column, NO_NUMBER))
    if (found) return `, since ${found.place} has "${found.value}"`
  }
  return ''
}

/** What an error of DuckDB leaves open: which columns there are, or why one of them is text. */
export function hintOf(error: unknown, sql: string, tables: readonly Table[]): Error | undefined {
  if (!(error instanceof Error) || error instanceof WarehouseError) return undefined
  return missing(error, tables) ?? mixedTypes(error, sql, tables)
}

const NOT_FOUND = /Referenced column "(.+?)" not found/
const MOST_NAMES = 12
const LONGEST_NAME = 60

/** Of a column that no file has: what they have instead, which tells a page or another delimiter from a typo. */
function missing(error: Error, tables: readonly Table[]): Error | undefined {
  const [, column] = NOT_FOUND.exec(error.message) ?? []
  const files = tables.flatMap(({ csv }) => csv?.files ?? [])
  const [first] = files
  const known = files.some(({ head }) => head.columns.some((name) => same(name, column ?? '')))
  if (column === undefined || known || !first) return undefined
  const names = first.head.columns.map((name) => name.slice(0, LONGEST_NAME))
  const listed = [...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? ['…'] : [])].join(', ')
  const has = names.length === 1 ? `the one column ${listed}` : `the columns ${listed}`
  const said = reasonOf(error).replace(/ ?Candidate bindings: .*/, '')
  return new WarehouseError('query', `${said} ${first.label} has ${has}`)
}

/** Of an error that types don't fit: which of the columns that the SQL names are text, though one would think otherwise. */
function mixedTypes(error: Error, sql: string, tables: readonly Table[]): Error | undefined {
  if (!/VARCHAR/.test(error.message)) return undefined
  const like = tables.flatMap(({ csv }) => csv?.columns.filter((column) => column.like) ?? [])
  const named = like.filter(({ name }) => new RegExp(`\\b${escaped(name)}\\b`, 'i').test(sql))
  if (named.length === 0) return undefined
  return new WarehouseError('query', `${reasonOf(error)}. ${named.map(asText).join('. ')}`)
}

function asText({ name, like }: Column): string {
  return like === 'dates'
    ? `${name} is text, since its dates could have the day or the month first: say dates: dmy or dates: mdy in stairway.yaml`
    : `${name} is text, since not all of its values are numbers: write ${name}::double`
}

/** The first place in the files of these tables where a value stands, in a column of that name before others. */
export async function whereIs(
  engine: Engine,
  tables: readonly Table[],
  column: string,
  value: string,
): Promise<string | undefined> {
  const places = tables.flatMap(({ csv }) =>
    csv ? namesOf(csv.files).map((name) => ({ files: csv.files, name })) : [],
  )
  const ordered = [...places.filter(({ name }) => same(name, column)), ...places]
  for (const { files, name } of ordered) {
    const found = await firstWhere(engine, files, name, (t) => `starts_with(${t}, ${literal(value.trim())})`)
    if (found) return `${found.place}, column ${name}`
  }
  return undefined
}
