import type { CallExpression, Node } from 'typescript/unstable/ast'
import {
  isCallExpression,
  isFunctionDeclaration,
  isIdentifier,
  isMethodDeclaration,
  isNewExpression,
  isPropertyAccessExpression,
  isVariableDeclaration,
} from 'typescript/unstable/ast/is'
import { type Source, walk } from './files.ts'
import { functionIn, isWordy, OPEN, type Place, type Sources, textsOf } from './said.ts'

export interface SaidRefusal {
  /** The file whose words they are. */
  readonly path: string
  /** `…` where it is that of another refusal, which is handed on. */
  readonly code: string
  readonly words: string
}

interface Refusals {
  /** Each once. */
  readonly said: readonly SaidRefusal[]
  /** Files that make one whose words nobody knows before. */
  readonly unknown: readonly string[]
}

const CLASSES = ['Refusal', 'UnknownKey']

/** Every refusal that the sources make: in the words of who calls, where it is made of those. */
export function refusalsIn(sources: Sources): Refusals {
  const calls = callsIn(sources)
  const said: SaidRefusal[] = []
  const unknown: string[] = []
  for (const source of sources.values())
    walk(source.tree, (node) => {
      if (!isNewExpression(node) || !isIdentifier(node.expression) || !CLASSES.includes(node.expression.text))
        return undefined
      const found = saidBy(node, source, calls, sources).filter(({ words }) => isWordy(words))
      said.push(...found)
      if (found.length === 0) unknown.push(source.path)
      return undefined
    })
  return { said: eachOnce(said), unknown }
}

/** What several callers say alike stands with the first of the domain. */
function eachOnce(said: readonly SaidRefusal[]): SaidRefusal[] {
  const rank = ({ path }: SaidRefusal) => (path.startsWith('src/domain/') ? 0 : 1)
  const sorted = [...said].sort((a, b) => rank(b) - rank(a) || (a.path < b.path ? 1 : -1))
  return [...new Map(sorted.map((each) => [`${each.code} ${each.words}`, each])).values()]
}

interface Call {
  readonly node: CallExpression
  readonly source: Source
}
type Calls = ReadonlyMap<string, readonly Call[]>

function callsIn(sources: Sources): Calls {
  const calls = new Map<string, Call[]>()
  for (const source of sources.values())
    walk(source.tree, (node) => {
      if (!isCallExpression(node)) return undefined
      const { expression } = node
      const named = isPropertyAccessExpression(expression) ? expression.name : expression
      if (isIdentifier(named)) calls.set(named.text, [...(calls.get(named.text) ?? []), { node, source }])
      return undefined
    })
  return calls
}

function saidBy(node: Node, source: Source, calls: Calls, sources: Sources): SaidRefusal[] {
  if (!isNewExpression(node)) return []
  const [first, second] = node.arguments ?? []
  if (!first || !second) return []
  const isUnknownKey = isIdentifier(node.expression) && node.expression.text === 'UnknownKey'
  const [code = OPEN] = isUnknownKey ? ['unknown'] : textsOf(first, { source }, sources)
  const here = textsOf(second, { source }, sources)
  return placesOf(second, source, calls, sources, 0).flatMap(({ path, ...place }) => {
    const texts = textsOf(second, place, sources)
    const ofCaller = JSON.stringify(texts) !== JSON.stringify(here)
    return texts.map((words) => ({ path: ofCaller ? path : source.path, code, words: readable(words) }))
  })
}

/** Without the forms of a command, which stand behind each that is refused. */
function readable(words: string): string {
  return words.replace(/\n…$/, '').replaceAll('"`…`"', '"…"')
}

const DEEPEST = 3

/** Where words stand: here, or with each caller where they are made of what callers say. */
function placesOf(
  words: Node,
  source: Source,
  calls: Calls,
  sources: Sources,
  depth: number,
): (Place & { readonly path: string })[] {
  const here = [{ source, path: source.path }]
  const maker = makerOf(words)
  if (!maker || depth > DEEPEST) return here
  const used = maker.parameters.filter((name) => name !== null && uses(words, name))
  if (used.length === 0) return here
  const callers = (calls.get(maker.name) ?? []).filter((call) => isOf(call, maker, source))
  const places = callers.flatMap((call) =>
    placesOf(call.node, call.source, calls, sources, depth + 1).map((place) => ({
      source,
      path: place.path,
      given: new Map(
        maker.parameters.flatMap((name, i) => {
          const argument = call.node.arguments[i]
          return name !== null && argument ? [[name, textsOf(argument, place, sources)] as const] : []
        }),
      ),
    })),
  )
  return places.length > 0 ? places : here
}

interface Maker {
  readonly name: string
  /** Null for one that is taken apart. */
  readonly parameters: readonly (string | null)[]
  readonly isMethod: boolean
}

/** The named function around a node. */
function makerOf(node: Node): Maker | null {
  for (let at: Node | undefined = node.parent; at; at = at.parent) {
    const named = nameOf(at)
    if (!named || !isIdentifier(named)) continue
    const parameters = (functionIn(at)?.parameters ?? []).map(({ name }) =>
      isIdentifier(name) ? name.text : null,
    )
    return { name: named.text, parameters, isMethod: isMethodDeclaration(at) }
  }
  return null
}

function nameOf(node: Node): Node | null {
  if (isFunctionDeclaration(node) || isMethodDeclaration(node)) return node.name ?? null
  return isVariableDeclaration(node) && functionIn(node) ? node.name : null
}

function uses(words: Node, name: string | null): boolean {
  let found = isIdentifier(words) && words.text === name
  walk(words, (node) => {
    if (isIdentifier(node) && node.text === name) found = true
    return undefined
  })
  return found
}

/** Whether a call is of that function: in its file, by its import, or as a method in its room. */
function isOf({ node, source }: Call, { name, isMethod }: Maker, of: Source): boolean {
  const asMethod = isPropertyAccessExpression(node.expression)
  if (isMethod) return asMethod && roomOf(source.path) === roomOf(of.path)
  return !asMethod && (source === of || source.imported.get(name)?.path === of.path)
}

/** `commands`, `src/domain/approval`: the folder, of `src/` the room in it. */
export function roomOf(path: string): string {
  return path.split('/').slice(0, -1).slice(0, 3).join('/')
}
