import type { Node } from 'typescript/unstable/ast'
import { SyntaxKind } from 'typescript/unstable/ast'
import {
  isBinaryExpression,
  isCallExpression,
  isIdentifier,
  isImportDeclaration,
  isJsxAttribute,
  isJsxText,
  isNewExpression,
  isNoSubstitutionTemplateLiteral,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isStringLiteral,
  isTaggedTemplateExpression,
  isTemplateExpression,
  isTypeNode,
} from 'typescript/unstable/ast/is'
import { type Source, walk } from './files.ts'
import { isWordy, type Sources, textsOf } from './said.ts'

export interface SeenText {
  readonly path: string
  readonly text: string
}

/** Every text in the sources that somebody can see, each once a file, in the order in which they stand. */
export function textsIn(sources: Sources): SeenText[] {
  const seen = [...sources.values()].filter(({ path }) => !STATEMENTS.test(path))
  return seen.flatMap((source) => {
    const found: string[] = []
    walk(source.tree, (node) => look(node, source, sources, found))
    return [...new Set(found)].map((text) => ({ path: source.path, text }))
  })
}

/** Statements of databases alone; what is refused there stands in docs/refusals.md. */
const STATEMENTS = /^src\/store\/|^src\/warehouse\/(?:sql-|dialects|statement)/

/** A part of a text is read with it, and not once more. */
function look(node: Node, source: Source, sources: Sources, found: string[]): boolean | undefined {
  if (isImportDeclaration(node) || isTypeNode(node) || isUnseen(node)) return false
  if (isJsxAttribute(node) && !SEEN_ATTRIBUTES.test(nameOf(node.name))) return false
  if (!isText(node)) return undefined
  const [text = ''] = isJsxText(node) ? [node.text] : textsOf(node, { source }, sources)
  const isPart = found.some((whole) => whole.includes(text.trim()))
  if (!isPart && isProse(text, node)) found.push(text)
  return undefined
}

function isText(node: Node): boolean {
  return (
    isStringLiteral(node) ||
    isNoSubstitutionTemplateLiteral(node) ||
    isTemplateExpression(node) ||
    isJsxText(node)
  )
}

/** What an element says to who sees or hears it; all else of it is markup. */
const SEEN_ATTRIBUTES = /^(?:aria|title|alt|placeholder|label|aria-label|aria-description)$/

/** Errors are for us, logs for who runs it, and what is compared is not said. */
function isUnseen(node: Node): boolean {
  if (isNewExpression(node))
    return (
      isIdentifier(node.expression) &&
      /^(?:Error|TypeError|RangeError|RegExp|URL)$/.test(node.expression.text)
    )
  if (isBinaryExpression(node)) return COMPARES.includes(node.operatorToken.kind)
  if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) return false
  const { expression, name } = node.expression
  const logs = /^(?:trace|debug|info|warn|error|fatal)$/.test(name.text)
  return logs && /(?:^|\.)(?:log|console)$/.test(nameOf(expression))
}

const COMPARES: readonly SyntaxKind[] = [
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
  SyntaxKind.InKeyword,
]

function nameOf(node: Node): string {
  if (isIdentifier(node)) return node.text
  return isPropertyAccessExpression(node) ? `${nameOf(node.expression)}.${node.name.text}` : ''
}

/** What is shown as it is, be it one word. */
const SHOWN =
  /^(?:text|title|label|submit|close|confirm|deny|placeholder|readAs|summary|words|hint|head|heading|description|name)$/

const SEVERAL_WORDS = /\p{L}[\p{L}\d'’,.:;!?)*_`]*\s+\S*\p{L}/u
const SQL =
  /^\s*(?:--|select|with|insert|update|delete|create|set|begin|pragma|copy|describe|alter|drop|case|from|join|where|on|and)\b(?=[\s\S]*[(=*.]|\s\S+\s(?:from|as|on|set)\b)|\b(?:cast|nullif|coalesce|count|sum|min|max|typeof|pg_typeof|extract|try_cast|timestamp_?add|regexp_\w+|over|values)\s?\(|\b(?:union all|group by|order by|strict_mode)\b/i
/** Places in code and styles of markup: many words, none of them read. */
const MACHINES =
  /^[\w-]+(?:\s*[:=;{}]\s*[\w#%.-]+)+;?$|^(?:\.|\/)[\w/.-]+$|^[<:.]|charset=|^default-src|^event: |^\((?:max|min|prefers)-|^M\d|^(?:var|url|calc)\(/

function isProse(text: string, node: Node): boolean {
  if (!isWordy(text) || SQL.test(text) || MACHINES.test(text)) return false
  return SEVERAL_WORDS.test(text) || isShown(node, text)
}

/** A capital begins a word of ours; what is written small is a name in code. */
function isShown(node: Node, text: string): boolean {
  const { parent } = node
  if (isTaggedTemplateExpression(parent)) return /^md$/.test(nameOf(parent.tag))
  const named = isPropertyAssignment(parent) && isIdentifier(parent.name) && SHOWN.test(parent.name.text)
  return (named || isJsxText(node) || isJsxAttribute(parent)) && /^\p{Lu}/u.test(text.trim())
}
