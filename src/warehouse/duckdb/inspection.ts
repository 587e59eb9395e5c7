/** What a statement asks for beside the declared tables, by DuckDB's own parser. */
import { WarehouseError } from '../error.ts'

/** A part of a parsed statement, as `json_serialize_sql` writes it. */
type Node = Readonly<Record<string, unknown>>

/** They tell of the machine and of the process: settings, paths, and texts that are run as SQL. */
const OF_THE_MACHINE =
  /^(?:duckdb_|pragma_|pg_|sqlite_|current_setting$|getvariable$|query$|query_table$|json_execute|sql_auto|which_secret$|show_)/i
const SCHEMAS = /^(?:information_schema|pg_catalog)$/i

/** Throws a WarehouseError where something of the machine is asked for. */
export function refuseMachine(parsed: unknown): void {
  for (const node of nodesOf(parsed)) {
    const name = String(node.function_name ?? node.table_name ?? '')
    const schema = String(node.schema_name ?? node.schema ?? '')
    if (OF_THE_MACHINE.test(name) || SCHEMAS.test(schema))
      throw new WarehouseError('query', `it may read the declared tables and nothing else, not ${name}`)
  }
}

const EQUALS: readonly unknown[] = [
  'COMPARE_EQUAL',
  'COMPARE_NOTEQUAL',
  'COMPARE_IN',
  'COMPARE_NOT_IN',
  'COMPARE_DISTINCT_FROM',
  'COMPARE_NOT_DISTINCT_FROM',
]

/**
 * A column of `texts` that is compared with a whole number: DuckDB would round the text, so that '1.6' is 2. A name that
 * a select takes from another one, which gave it to something else, is left alone.
 */
export function roundedText(parsed: unknown, texts: readonly string[]): string | undefined {
  const named = namesGiven([...nodesOf(parsed)].filter(isPart))
  for (const select of [...nodesOf(parsed)].filter(({ type }) => type === 'SELECT_NODE')) {
    const given = new Set([...named, ...namesGiven([select.from_table])])
    const { from_table: _, cte_map: __, ...own } = select
    const found = comparedIn(
      own,
      texts.filter((name) => !given.has(name.toLowerCase())),
    )
    if (found !== undefined) return found
  }
  return undefined
}

/** A part of a declared query that has a name; ours only hold such queries. */
function isPart({ key }: Node): boolean {
  return typeof key === 'string' && !key.startsWith('stairway_')
}

function namesGiven(parts: readonly unknown[]): string[] {
  return [...nodesOf(parts)].flatMap(({ alias }) => (alias ? [String(alias).toLowerCase()] : []))
}

function comparedIn(own: Node, known: readonly string[]): string | undefined {
  for (const node of [...nodesOf(own)].filter(({ type }) => EQUALS.includes(type))) {
    const sides = [node.left, node.right, ...(Array.isArray(node.children) ? node.children : [])] as Node[]
    if (!sides.some(isWhole)) continue
    const column = sides.map(columnOf).find((name) => known.some((text) => isSame(text, name)))
    if (column !== undefined) return column
  }
  return undefined
}

function isWhole(node: Node | undefined): boolean {
  const value = node?.value as { readonly type?: { readonly id?: string } } | undefined
  return node?.class === 'CONSTANT' && /INT/.test(value?.type?.id ?? '')
}

function columnOf(node: Node | undefined): string | undefined {
  const names = node?.class === 'COLUMN_REF' ? node.column_names : undefined
  return Array.isArray(names) ? String(names.at(-1)) : undefined
}

function isSame(one: string, other: string | undefined): boolean {
  return one.toLowerCase() === other?.toLowerCase()
}

function* nodesOf(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield value as Node
  for (const part of Object.values(value)) yield* nodesOf(part)
}
