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
  for (const [name, value] of Object.entries(values)) env[name] ??= value
  return values
}

function textOf(path: string): string | null {
  try {
    return readTextFile(path)
  } catch (error) {
    if (error instanceof NoText) throw new ConfigError([{ path, message: `${error.message}.` }])
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ENOENT') return null
    if (code === 'EACCES' || code === 'EISDIR')
      throw new ConfigError([{ path, message: `can't be read: ${code}.` }])
    throw error
  }
}
