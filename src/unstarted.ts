/** Why a start failed, in words for who started it: what was seen, where, and what to do. */
import { WebAPIPlatformError } from '@slack/web-api'
import type { Config } from './config.ts'

/** Its message says it all: no stack helps. */
export class Unstarted extends Error {
  override readonly name = 'Unstarted'
}

type Place = Pick<Config, 'database' | 'port'>

/** Does a step of the start. Throws an Unstarted for what whoever starts it can mend. */
export async function starting<T>(config: Place, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    const words = whyUnstarted(error, config)
    throw words === undefined ? error : new Unstarted(`Stairway can't start: ${words}`)
  }
}

/** Undefined where it is a mistake of ours. */
export function whyUnstarted(error: unknown, { database, port }: Place): string | undefined {
  if (error instanceof WebAPIPlatformError)
    return `Slack does not take SLACK_BOT_TOKEN (${error.data.error}). Install the app, and put its "Bot User OAuth Token" there.`
  const { code, message = '' } = error as { readonly code?: unknown; readonly message?: string }
  const [, newer] = /The migration directory is corrupt.*missing: (\S+)/.exec(message) ?? []
  if (newer !== undefined)
    return `${databaseWords(database)} was written by a newer version of Stairway (${newer}). Start that one.`
  if (typeof code !== 'string') return undefined
  if (code.startsWith('slack_webapi'))
    return `Slack does not answer (${causeOf(error) ?? code}). Behind a proxy set HTTPS_PROXY; a start is tried once.`
  const listening = LISTENING[code]
  if (listening && 'syscall' in (error as object) && (error as { syscall?: unknown }).syscall === 'listen')
    return `port ${port} ${listening}. Set PORT or STAIRWAY_HOST.`
  const known = DATABASE[code]
  return known && `${databaseWords(database)} ${known(code)}`
}

const LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'is not for this user',
  EADDRNOTAVAIL: 'is at an address that is none of this machine',
}

const away = (code: string) => `does not answer (${code}). Is it running, and is DATABASE_URL right?`
const refused = (code: string) => `takes neither this user nor this password (${code}). Correct DATABASE_URL.`
const closed = (code: string) =>
  `can't be opened (${code}). It has to be a file in a folder that is there, and both writable for this user.`

const DATABASE: Readonly<Record<string, (code: string) => string>> = {
  SQLITE_CANTOPEN: closed,
  SQLITE_READONLY: closed,
  SQLITE_PERM: closed,
  SQLITE_IOERR: closed,
  SQLITE_NOTADB: () => 'is no SQLite database. Name another file in DATABASE_URL.',
  SQLITE_CORRUPT: () => 'is damaged. Put a backup in its place.',
  ECONNREFUSED: away,
  ECONNRESET: away,
  ENOTFOUND: away,
  EAI_AGAIN: away,
  ETIMEDOUT: away,
  EHOSTUNREACH: away,
  ENETUNREACH: away,
  '57P03': away,
  '28P01': refused,
  '28000': refused,
  '3D000': () => 'has no database of that name. Create it, or correct DATABASE_URL.',
  '42501': () => 'does not let this user make tables. Grant it, or name another user in DATABASE_URL.',
  '53300': () => 'has no connection left for us. Raise max_connections, or close others.',
}

/** Without user and password. */
function databaseWords(database: Config['database']): string {
  if (database.client === 'sqlite') return `the database ${database.file}`
  return `PostgreSQL at ${new URL(database.url).host || 'its socket'}`
}

function causeOf(error: unknown): string | undefined {
  const { cause } = error as { readonly cause?: { readonly cause?: { code?: unknown }; code?: unknown } }
  const code = cause?.cause?.code ?? cause?.code
  return typeof code === 'string' ? code : undefined
}
