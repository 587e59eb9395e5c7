import { readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import type { Node, SourceFile } from 'typescript/unstable/ast'
import {
  isIdentifier,
  isImportDeclaration,
  isNamedImports,
  isStringLiteral,
} from 'typescript/unstable/ast/is'
import { API } from 'typescript/unstable/sync'

/** Our sources as TypeScript's own parser reads them. */

const ROOT = new URL('../../../', import.meta.url).pathname
/** Never written: what is parsed is ours alone, without what it imports. */
const PROJECT = join(ROOT, 'tests/support/source/tsconfig.json')
const OPTIONS = {
  noResolve: true,
  noLib: true,
  noEmit: true,
  types: [],
  allowImportingTsExtensions: true,
  jsx: 'preserve',
}

export interface Source {
  /** From the root of the repository. */
  readonly path: string
  readonly tree: SourceFile
  /** Where a name comes from that another file of ours exports: its path, and its name there. */
  readonly imported: ReadonlyMap<string, { readonly path: string; readonly name: string }>
}

/** Every file of these folders, by its path. Starts the compiler, so once a test file is enough. */
export function readSources(folders: readonly string[]): ReadonlyMap<string, Source> {
  const paths = folders.flatMap(filesOf).sort()
  const project = JSON.stringify({ compilerOptions: OPTIONS, files: paths.map((path) => join(ROOT, path)) })
  const readFile = (path: string) => (path === PROJECT ? project : undefined)
  const fileExists = (path: string) => (path === PROJECT ? true : undefined)
  const api = new API({ cwd: ROOT, fs: { readFile, fileExists } })
  try {
    const [opened] = api.updateSnapshot({ openProject: PROJECT }).getProjects()
    return new Map(
      paths.flatMap((path) => {
        const tree = opened?.program.getSourceFile(join(ROOT, path))
        return tree ? [[path, { path, tree, imported: importsOf(path, tree) }] as const] : []
      }),
    )
  } finally {
    api.close()
  }
}

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
}

function importsOf(path: string, tree: SourceFile): Source['imported'] {
  const found = new Map<string, { path: string; name: string }>()
  for (const statement of tree.statements) {
    if (!isImportDeclaration(statement) || !isStringLiteral(statement.moduleSpecifier)) continue
    const from = statement.moduleSpecifier.text
    const bindings = statement.importClause?.namedBindings
    if (!from.startsWith('.') || !bindings || !isNamedImports(bindings)) continue
    for (const { name, propertyName } of bindings.elements)
      found.set(name.text, {
        path: normalize(join(dirname(path), from)),
        name: propertyName && isIdentifier(propertyName) ? propertyName.text : name.text,
      })
  }
  return found
}

/** Calls `see` for each node below `node`, in the order in which they stand; where it says false, for none below. */
export function walk(node: Node, see: (node: Node) => boolean | undefined): void {
  node.forEachChild((child) => {
    if (see(child) !== false) walk(child, see)
    return undefined
  })
}
