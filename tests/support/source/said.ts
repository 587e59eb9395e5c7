import type { Expression, Node, SignatureDeclaration } from 'typescript/unstable/ast'
import { SyntaxKind } from 'typescript/unstable/ast'
import {
  isArrayLiteralExpression,
  isArrowFunction,
  isAsExpression,
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isFunctionDeclaration,
  isIdentifier,
  isMethodDeclaration,
  isNoSubstitutionTemplateLiteral,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isReturnStatement,
  isStringLiteral,
  isTaggedTemplateExpression,
  isTemplateExpression,
  isVariableDeclaration,
} from 'typescript/unstable/ast/is'
import { type Source, walk } from './files.ts'

/** Stands for what is not known before somebody acts. */
export const OPEN = '…'

/** Where an expression stands: its file, and what its function's parameters are where that is known. */
export interface Place {
  readonly source: Source
  readonly given?: ReadonlyMap<string, readonly string[]>
}

export type Sources = ReadonlyMap<string, Source>

/** What is followed no deeper. */
const DEEPEST = 10
/** So many ways to say one thing are listed. */
const MOST = 40

/** Every text that an expression can be: what varies is `…`, a part with two readings `[a/b]`. None for null. */
export function textsOf(node: Node, at: Place, sources: Sources, depth = 0): string[] {
  if (depth > DEEPEST) return [OPEN]
  const deeper = (inner: Node, place = at) => textsOf(inner, place, sources, depth + 1)
  if (node.kind === SyntaxKind.NullKeyword) return []
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) return [node.text]
  if (isParenthesizedExpression(node) || isAsExpression(node)) return deeper(node.expression)
  if (isConditionalExpression(node)) return some([...deeper(node.whenTrue), ...deeper(node.whenFalse)])
  if (isBinaryExpression(node)) return some(ofBinary(node, deeper))
  if (isTaggedTemplateExpression(node)) return deeper(node.template)
  if (isTemplateExpression(node))
    return [
      node.templateSpans.reduce(
        (text, span) => text + partOf(span.expression, deeper) + span.literal.text,
        node.head.text,
      ),
    ]
  if (isIdentifier(node)) return some(ofName(node.text, node, at, sources, depth))
  if (isCallExpression(node)) return some(ofCall(node, at, sources, depth))
  return [OPEN]
}

/** A name that somebody else gives is open, even where there is a word for none. */
function partOf(part: Node, deeper: (node: Node) => string[]): string {
  const texts = deeper(part)
  return isCallExpression(part) && texts.includes(OPEN) ? OPEN : inline(texts)
}

function some(texts: readonly string[]): string[] {
  return [...new Set(texts)].slice(0, MOST)
}

/** As a part of a longer text: what is short is said, what is open stays open. */
function inline(texts: readonly string[]): string {
  const [only = ''] = texts
  if (texts.length <= 1) return texts.length === 0 ? '' : only
  const said = texts.filter((text) => text !== '')
  if (!said.some(isWordy))
    return said.includes(OPEN) ? OPEN : (said.find((text) => text.includes(OPEN)) ?? OPEN)
  return texts.length > 3 ? OPEN : `[${said.join('/')}]`
}

/** Whether there is a word in it that is known. */
export function isWordy(text: string): boolean {
  return /\p{L}/u.test(text)
}

function ofBinary(
  { left, operatorToken, right }: Node & { left: Expression; operatorToken: Node; right: Expression },
  deeper: (node: Node) => string[],
): string[] {
  switch (operatorToken.kind) {
    case SyntaxKind.PlusToken:
      return [inline(deeper(left)) + inline(deeper(right))]
    case SyntaxKind.QuestionQuestionToken:
    case SyntaxKind.BarBarToken:
      return [...deeper(left), ...deeper(right)]
    case SyntaxKind.AmpersandAmpersandToken:
      return deeper(right)
    default:
      return [OPEN]
  }
}

/** A parameter that is known, a constant of the function or the file, or one that is imported. */
function ofName(name: string, from: Node, at: Place, sources: Sources, depth: number): string[] {
  const given = at.given?.get(name)
  if (given) return [...given]
  const found = declared(name, from, at.source, sources)
  if (!found || !isVariableDeclaration(found.node) || !found.node.initializer) return [OPEN]
  const same = found.source === at.source
  return textsOf(found.node.initializer, same ? at : { source: found.source }, sources, depth + 1)
}

/** A function of ours says what its returns say; a list that is joined what its items do. */
function ofCall(call: Node, at: Place, sources: Sources, depth: number): string[] {
  if (!isCallExpression(call)) return [OPEN]
  const { expression } = call
  if (isPropertyAccessExpression(expression)) {
    const { name } = expression
    const list = expression.expression
    if (name.text === 'join' && isArrayLiteralExpression(list)) {
      const by = call.arguments[0] ? inline(textsOf(call.arguments[0], at, sources, depth + 1)) : ','
      return [list.elements.map((item) => inline(textsOf(item, at, sources, depth + 1))).join(by)]
    }
    const values = assigned(name.text, at.source)
    return values.length === 0 ? [OPEN] : values.flatMap((value) => ofFunction(value, at, sources, depth))
  }
  if (!isIdentifier(expression)) return [OPEN]
  return calledWith(expression.text, call, call.arguments, { at, sources, depth })
}

interface Here {
  readonly at: Place
  readonly sources: Sources
  readonly depth: number
}

function calledWith(name: string, from: Node, args: readonly Node[], { at, sources, depth }: Here): string[] {
  const found = declared(name, from, at.source, sources)
  const body = found && functionIn(found.node)
  if (!found || !body || returned(body).length === 0) return [OPEN]
  const given = new Map(
    body.parameters.flatMap(({ name }, i) => {
      const argument = args[i]
      return isIdentifier(name) && argument
        ? [[name.text, textsOf(argument, at, sources, depth + 1)] as const]
        : []
    }),
  )
  return returned(body).flatMap((value) =>
    textsOf(value, { source: found.source, given }, sources, depth + 1),
  )
}

/** What a function says that is given by its name, or made by a call. */
function ofFunction(value: Node, at: Place, sources: Sources, depth: number): string[] {
  if (!isIdentifier(value)) return textsOf(value, at, sources, depth + 1)
  return calledWith(value.text, value, [], { at, sources, depth })
}

/** What a table of this file gives a name: functions, or calls that make them. */
function assigned(name: string, { tree }: Source): Node[] {
  const values: Node[] = []
  walk(tree, (node) => {
    if (isPropertyAssignment(node) && isIdentifier(node.name) && node.name.text === name && node.initializer)
      values.push(node.initializer)
    return undefined
  })
  return values
}

interface Declared {
  readonly node: Node
  readonly source: Source
}

/** What a name means where it stands: nearest first. */
function declared(name: string, from: Node, source: Source, sources: Sources): Declared | null {
  for (let scope: Node | undefined = from.parent; scope; scope = scope.parent) {
    const node = declaredIn(scope, name)
    if (node) return { node, source }
  }
  const imported = source.imported.get(name)
  const other = imported && sources.get(imported.path)
  const node = other && declaredIn(other.tree, imported.name)
  return other && node ? { node, source: other } : null
}

function declaredIn(scope: Node, name: string): Node | null {
  let found: Node | null = null
  walk(scope, (node) => {
    const named = (isVariableDeclaration(node) || isFunctionDeclaration(node)) && node.name
    if (!found && named && isIdentifier(named) && named.text === name) found = node
    return isFunctionDeclaration(node) || isArrowFunction(node) || isMethodDeclaration(node)
      ? false
      : undefined
  })
  return found
}

/** The function that a declaration is, or holds; of one that makes a function the one that it makes. */
export function functionIn(node: Node): SignatureDeclaration | null {
  if (isFunctionDeclaration(node) || isMethodDeclaration(node) || isArrowFunction(node)) return node
  if (isVariableDeclaration(node) && node.initializer) return functionIn(node.initializer)
  return null
}

/** What a function gives back, wherever in it. */
function returned(declaration: SignatureDeclaration): Node[] {
  const { body } = declaration as { body?: Node }
  if (!body) return []
  if (isArrowFunction(body)) return returned(body)
  const values: Node[] = []
  walk(body, (node) => {
    if (isReturnStatement(node) && node.expression) values.push(node.expression)
    return isArrowFunction(node) || isFunctionDeclaration(node) ? false : undefined
  })
  return body.kind === SyntaxKind.Block ? values : [body]
}
