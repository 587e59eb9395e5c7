import { dirname, resolve } from 'node:path'
import type { FaultOf } from './config/around.ts'
import { type Declaration, NOTHING_DECLARED } from './config/catalog.ts'
import { isInstalled } from './config/clients.ts'
import { type EnvironmentSettings, present, readEnvironment } from './config/environment.ts'
import { type FileReading, readCatalog } from './config/file.ts'
import { ConfigError, type Problem } from './config/problems.ts'
import { NoText, readTextFile } from './config/text-file.ts'

export type { DatabaseSettings, LogLevel, SlackSettings } from './config/environment.ts'
export { ConfigError, type Problem } from './config/problems.ts'

/** All that Stairway is told from outside. */
export interface Config extends EnvironmentSettings, Declaration {}

const USUAL_FILE = './stairway.yaml'

/**
 * The environment and stairway.yaml as one. The file is the one that STAIRWAY_CONFIG names, else ./stairway.yaml
 * where there is one. `faultOf` reads its SQL as the warehouses do. Throws a ConfigError that holds every mistake of both.
 */
export function loadConfig(
  env: NodeJS.ProcessEnv,
  faultOf: FaultOf,
  readFile: (path: string) => string = readTextFile,
): Config {
  const { settings, problems } = readEnvironment(env)
  const file = readCatalogFile(env, settings.timeZone, faultOf, readFile)
  const all = [...problems, ...('problems' in file ? file.problems : [])]
  if (all.length > 0 || 'problems' in file) throw new ConfigError(all)
  return { ...settings, ...file }
}

/** The same for what never speaks with Slack: its tokens may be missing. Throws a ConfigError with all other mistakes. */
export function loadWithoutSlack(
  env: NodeJS.ProcessEnv,
  faultOf: FaultOf,
): Pick<Config, 'database' | 'timeZone' | 'catalog'> {
  const { settings, problems } = readEnvironment(env)
  const file = readCatalogFile(env, settings.timeZone, faultOf, readTextFile)
  const all = [
    ...problems.filter(({ path }) => !path.startsWith('SLACK_')),
    ...('problems' in file ? file.problems : []),
  ]
  if (all.length > 0 || 'problems' in file) throw new ConfigError(all)
  return { database: settings.database, timeZone: settings.timeZone, catalog: file.catalog }
}

function readCatalogFile(
  env: NodeJS.ProcessEnv,
  timeZone: string,
  faultOf: FaultOf,
  readFile: (path: string) => string,
): FileReading {
  const asked = present(env, 'STAIRWAY_CONFIG')
  const path = asked ?? USUAL_FILE
  const read = tryReading(path, readFile)
  if ('text' in read)
    return readCatalog(read.text, { env, folder: dirname(resolve(path)), timeZone, isInstalled, faultOf })
  if ('fault' in read) return { problems: [{ path: asked ?? USUAL_FILE, message: `${read.fault}.` }] }
  if (read.code === 'ENOENT' && asked === undefined) return NOTHING_DECLARED
  return { problems: [unreadable(asked, read.code)] }
}

function tryReading(
  path: string,
  readFile: (path: string) => string,
): { readonly text: string } | { readonly code: string } | { readonly fault: string } {
  try {
    return { text: readFile(path) }
  } catch (error) {
    if (error instanceof NoText) return { fault: error.message }
    if (error instanceof Error && 'code' in error) return { code: String(error.code) }
    throw error
  }
}

function unreadable(asked: string | undefined, code: string): Problem {
  const why =
    { ENOENT: 'there is no such file', EACCES: 'it may not be read', EISDIR: 'it is a folder' }[code] ?? code
  if (asked === undefined) return { path: USUAL_FILE, message: `can't be read: ${why}.` }
  return { path: 'STAIRWAY_CONFIG', message: `${asked} can't be read: ${why}.` }
}
