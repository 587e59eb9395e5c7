import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'

const DATABASE = 'tests/support/database.ts'

/** Test files that never ask which database the run is on, as paths from `root`: on each they are the same. */
export function askNoDatabase(root: string): string[] {
  const known = new Map<string, readonly string[]>()
  const imports = (file: string) => {
    const found = known.get(file) ?? importsOf(root, file)
    known.set(file, found)
    return found
  }
  return readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('tests', name))
    .filter((test) => !reached(test, imports).has(DATABASE))
}

function reached(from: string, imports: (file: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set([from])
  for (const file of seen) for (const next of imports(file)) seen.add(next) // a Set goes on to what is added meanwhile
  return seen
}

function importsOf(root: string, file: string): string[] {
  const found = readFileSync(join(root, file), 'utf8').matchAll(
    /\b(?:from\s+|import\s+|import\(\s*)'(\.[^']+)'/g,
  )
  return [...found]
    .map(([, path = '']) => normalize(join(file, '..', path)))
    .filter((path) => existsSync(join(root, path)))
}
