/** What one file of a pattern says otherwise than another: as a value that refuses whoever reads it. */
import { same } from './csv-head.ts'
import { literal, quoteName } from './quoting.ts'

interface Column {
  readonly name: string
  /** As DuckDB calls it. */
  readonly type: string
}

export interface Columned {
  /** How people know the file. */
  readonly label: string
  readonly columns: readonly Column[]
}

/** Neighbours that are alike in `what` they are, to be read together. */
export function runsOf<T>(files: readonly T[], what: (file: T) => unknown): [T, ...T[]][] {
  const runs: [T, ...T[]][] = []
  for (const file of files) {
    const run = runs.at(-1)
    if (run && JSON.stringify(what(run[0])) === JSON.stringify(what(file))) run.push(file)
    else runs.push([file])
  }
  return runs
}

/**
 * SQL of the columns of `file` among `all`. DuckDB fills a column that a file lacks with NULL, which is nobody's value,
 * and makes a day a midnight where another file has times: whoever asks for such a column is refused, and nobody else.
 */
export function selectOf(file: Columned, all: readonly Columned[]): string {
  const refuse = ({ name, type }: Column, say: string) =>
    `cast(error(${literal(say)}) as ${type}) as ${quoteName(name)}`
  const known = firsts(all)
  const replaced = file.columns.flatMap((column) => {
    const first = known.find((each) => same(each.name, column.name))
    if (!first || !clash(first.type, column.type)) return []
    return [refuse(column, otherType(file.label, column, first))]
  })
  const added = known
    .filter(({ name }) => !file.columns.some((own) => same(own.name, name)))
    .map((column) => refuse(column, lacks(file.label, column)))
  const own = replaced.length > 0 ? `* replace (${replaced.join(', ')})` : '*'
  return [own, ...added].join(', ')
}

type First = Column & { readonly label: string }

/** Each column as the first file has it that does. */
function firsts(all: readonly Columned[]): First[] {
  const known: First[] = []
  for (const { label, columns } of all)
    for (const column of columns)
      if (!known.some(({ name }) => same(name, column.name))) known.push({ ...column, label })
  return known
}

function lacks(label: string, { name, label: first }: First): string {
  return `${label} has no column ${name}, which ${first} has: give it that column, or declare it as a table of its own`
}

function otherType(label: string, { name, type }: Column, first: First): string {
  return `${label} has ${name} as ${type}, and ${first.label} as ${first.type}: write both alike, or declare them as tables of their own`
}

const FRACTION = /^(?:DOUBLE|FLOAT|DECIMAL)/
const CLASHES: readonly (readonly [RegExp, RegExp])[] = [
  [/^DATE$/, /^TIMESTAMP/],
  // As text a fraction of zero is an id of its own: 1000.0.
  [FRACTION, /^VARCHAR$/],
]

function clash(one: string, other: string): boolean {
  return CLASHES.some(([a, b]) => (a.test(one) && b.test(other)) || (a.test(other) && b.test(one)))
}
