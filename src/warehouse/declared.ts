import type { WarehouseDefinition } from '../domain/catalog/catalog.ts'
import { WarehouseError } from './error.ts'

/** How a warehouse reads the text of SQL: what may hide a `:name`, and what is a placeholder. */
export interface Syntax {
  readonly nestedComments: boolean
  /** To the end of the line; sticky. */
  readonly lineComment: RegExp
  /** Strings and quoted identifiers, tried in turn; sticky. */
  readonly quoted: readonly RegExp[]
  /** Every form of placeholder that the warehouse knows; sticky. */
  readonly placeholder: RegExp
}

const LINE_COMMENT = /--[^\n]*/y
const STRING = /'(?:[^']|'')*'/y
const IDENTIFIER = /"(?:[^"]|"")*"/y
const BACKSLASH_STRING = /'(?:[^'\\]|\\[\s\S]|'')*'/y
const ESCAPE_STRING = /[eE]'(?:[^'\\]|\\[\s\S]|'')*'/y
const DOLLAR_STRING = /\$((?:[\p{L}_][\p{L}\p{N}_]*)?)\$[\s\S]*?\$\1\$/uy

/** Only SQLite reads `[a]` and backticks as names; the others have arrays there. */
export const SYNTAX: Readonly<Record<WarehouseDefinition['type'], Syntax>> = {
  postgres: {
    nestedComments: true,
    lineComment: LINE_COMMENT,
    quoted: [ESCAPE_STRING, STRING, IDENTIFIER, DOLLAR_STRING],
    placeholder: /:[\p{L}_][\p{L}\p{N}_]*|\$\d+/uy,
  },
  sqlite: {
    nestedComments: false,
    lineComment: LINE_COMMENT,
    quoted: [STRING, IDENTIFIER, /\[[^\]]*\]/y, /`(?:[^`]|``)*`/y],
    placeholder: /[:@$][\p{L}\p{N}_]+|\?\d*/uy,
  },
  files: {
    nestedComments: true,
    lineComment: LINE_COMMENT,
    quoted: [ESCAPE_STRING, STRING, IDENTIFIER, DOLLAR_STRING],
    placeholder: /:[\p{L}_][\p{L}\p{N}_]*|\$[\p{L}\p{N}_]+|\?\d*/uy,
  },
  // Texts are in either quotes, raw or not, one or three of them; names are in backticks.
  bigquery: {
    nestedComments: false,
    lineComment: /(?:--|#)[^\n]*/y,
    quoted: [
      /(?:r|br|rb)(?:'''[\s\S]*?'''|"""[\s\S]*?"""|'[^'\n]*'|"[^"\n]*")/iy,
      /b?(?:'''(?:[^\\]|\\[\s\S])*?'''|"""(?:[^\\]|\\[\s\S])*?""")/iy,
      /b?(?:'(?!'')(?:[^'\\\n]|\\[\s\S])*'|"(?!"")(?:[^"\\\n]|\\[\s\S])*")/iy,
      /`(?:[^`\\]|\\[\s\S])*`/y,
    ],
    placeholder: /:[\p{L}_][\p{L}\p{N}_]*|@{1,2}[\p{L}\p{N}_]+|\?/uy,
  },
  // After a name or a bracket a colon is a path into a value: `payload:customer.id`.
  snowflake: {
    nestedComments: false,
    lineComment: /(?:--|\/\/)[^\n]*/y,
    quoted: [BACKSLASH_STRING, IDENTIFIER, /\$\$[\s\S]*?\$\$/y],
    placeholder: /(?<![\p{L}\p{N}_$"\])]):[\p{L}\p{N}_]+|\?/uy,
  },
}

const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_$]*/uy
const CAST = /::|:=/y
const BLANK = /\s+/y

interface Token {
  readonly kind: 'code' | 'blank' | 'placeholder' | 'end'
  readonly text: string
}

/**
 * The declared SQL with each `:campaign` replaced by what `campaign` returns, and without its final semicolon.
 * Throws a WarehouseError for any other placeholder, several statements, and quotes or parentheses that don't
 * close: the SQL is put between parentheses of ours and must not get out of them.
 */
export function bindDeclared(sql: string, syntax: Syntax, campaign: () => string): string {
  const tokens = [...tokensOf(sql, syntax)]
  const end = tokens.findIndex((token) => token.kind === 'end')
  const statement = end < 0 ? tokens : tokens.slice(0, end)
  if (tokens.slice(statement.length).some((token) => token.kind === 'code' || token.kind === 'placeholder')) {
    throw fault('it has several statements; only one is run')
  }
  checkParentheses(statement)
  return statement
    .map((token) => (token.kind === 'placeholder' ? bound(token.text, campaign) : token.text))
    .join('')
}

/** What is wrong with the text of a declared query, for the configuration to report; undefined where nothing is, or the type is none. */
export function faultOf(sql: string, type: string): string | undefined {
  if (!isType(type)) return undefined
  try {
    bindDeclared(sql, SYNTAX[type], () => '')
    return undefined
  } catch (error) {
    if (error instanceof WarehouseError) return error.message
    throw error
  }
}

function isType(type: string): type is WarehouseDefinition['type'] {
  return Object.hasOwn(SYNTAX, type)
}

function bound(name: string, campaign: () => string): string {
  if (name === ':campaign') return campaign()
  const hint = name.startsWith(':') ? ' (if it is no placeholder, put a space after the colon)' : ''
  throw fault(`it has the placeholder ${name}; only :campaign is bound${hint}`)
}

function checkParentheses(tokens: readonly Token[]): void {
  let depth = 0
  for (const { text } of tokens) {
    if (text === '(') depth += 1
    if (text === ')') depth -= 1
    if (depth < 0) break
  }
  if (depth !== 0) throw fault('its parentheses do not match')
}

function* tokensOf(sql: string, syntax: Syntax): Generator<Token> {
  for (let at = 0; at < sql.length; ) {
    const token = tokenAt(sql, at, syntax)
    yield token
    at += token.text.length
  }
}

function tokenAt(sql: string, at: number, syntax: Syntax): Token {
  const blank =
    matchAt(BLANK, sql, at) ?? matchAt(syntax.lineComment, sql, at) ?? blockComment(sql, at, syntax)
  if (blank) return { kind: 'blank', text: blank }
  for (const pattern of [...syntax.quoted, WORD, CAST]) {
    const text = matchAt(pattern, sql, at)
    if (text) return { kind: 'code', text }
  }
  const placeholder = matchAt(syntax.placeholder, sql, at)
  if (placeholder) return { kind: 'placeholder', text: placeholder }
  return single(sql.charAt(at))
}

function single(text: string): Token {
  if (text === "'" || text === '"' || text === '`') throw fault(`a quote (${text}) is not closed`)
  return { kind: text === ';' ? 'end' : 'code', text }
}

function blockComment(sql: string, at: number, { nestedComments }: Syntax): string | undefined {
  if (!sql.startsWith('/*', at)) return undefined
  const marks = /\/\*|\*\//g
  marks.lastIndex = at + 2
  let depth = 1
  while (depth > 0) {
    const mark = marks.exec(sql)
    if (!mark) throw fault('a comment is not closed')
    if (mark[0] === '*/') depth -= 1
    else if (nestedComments) depth += 1
  }
  return sql.slice(at, marks.lastIndex)
}

function matchAt(pattern: RegExp, sql: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(sql)?.[0]
}

function fault(reason: string): WarehouseError {
  return new WarehouseError('query', reason)
}
