import { parseEnv } from 'node:util'
import { ConfigError } from './problems.ts'
import { NoText, readTextFile } from './text-file.ts'

const FILE = '.env'

/** What an .env file holds: its variables, or null where there is no such file. */
export type EnvFile = Readonly<Record<string, string>> | null

/**
 * Reads .env, where there is one, into `env`; what is set already stays. Throws a ConfigError where it can't be read, or
 * where what stands in it gives no variable.
 */
export function loadEnvFile(env: NodeJS.ProcessEnv, path = FILE): EnvFile {
  const text = textOf(path)
  if (text === null) return null
  const values = parseEnv(text) as Record<string, string>
  const written = text.split('\n').some((line) => /^\s*[^\s#]/.test(line))
  if (written && Object.keys(values).length === 0)
    throw new ConfigError([{ path, message: 'holds no variable. Expected lines such as NAME=value.' }])
  const problems = problemsIn(text)
  if (problems.length > 0) throw new ConfigError(problems.map((message) => ({ path, message })))
  for (const [name, value] of Object.entries(values)) env[name] ??= value
  return values
}

const ASSIGNED = /^\s*(?:export\s+)?([\w.-]+)\s*=[^\S\n]*(.*)$/

/** What would be left out, or be something else, without a word. Values are not shown: they may be secrets. */
function problemsIn(text: string): string[] {
  const lines = text.split('\n')
  const problems: string[] = []
  for (let n = 0; n < lines.length; n += 1) {
    const line = lines[n] ?? ''
    if (/^\s*(#|$)/.test(line)) continue
    const [, name, value = ''] = ASSIGNED.exec(line) ?? []
    const [quote] = /^["'`]/.exec(value) ?? []
    if (name === undefined) problems.push(`line ${n + 1} sets nothing. Expected NAME=value.`)
    else if (quote === undefined)
      problems.push(...commentIn(value).map((say) => `line ${n + 1}: ${say} ${name} in quotes.`))
    else if (!value.slice(1).includes(quote)) {
      const end = lines.findIndex((each, i) => i > n && each.includes(quote))
      if (end < 0) problems.push(`line ${n + 1}: the quote of ${name} is not closed.`)
      else n = end
    }
  }
  return problems
}

/** `p#w` ends before its mark, which was hardly meant. */
function commentIn(value: string): string[] {
  return /^[^#]*[^\s#]#/.test(value) ? ['# begins a comment. Write the value of'] : []
}

function textOf(path: string): string | null {
  try {
    return readTextFile(path).replace(/\r\n?/g, '\n')
  } catch (error) {
    if (error instanceof NoText) throw new ConfigError([{ path, message: `${error.message}.` }])
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ENOENT') return null
    if (code === 'EACCES' || code === 'EISDIR')
      throw new ConfigError([{ path, message: `can't be read: ${code}.` }])
    throw error
  }
}
