import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../../sandbox/free-port.ts'
import { createDatabase } from '../support/postgres.ts'

/** Where `npm install --prefix <folder> node@22 unleash-server` was done, which .ci/run does; null where nobody says. */
export function unleashFolder(env: NodeJS.ProcessEnv): string | null {
  const folder = env.UNLEASH_SERVER
  if (!folder) return null
  if (!existsSync(serverIn(folder))) throw new Error(`UNLEASH_SERVER: no unleash-server lies in ${folder}`)
  return folder
}

const serverIn = (folder: string) => join(folder, 'node_modules/unleash-server/dist/server.js')

export interface UnleashServer {
  readonly base: string
  readonly adminToken: string
  /** Of a client, in the environment `development`. */
  readonly clientToken: string
  stop(): Promise<void>
}

/** Unleash itself, on loopback, with a database of its own. */
export async function startUnleashServer(folder: string): Promise<UnleashServer> {
  const database = await createDatabase()
  const port = await freePort()
  const tokens = { adminToken: '*:*.stairway-admin', clientToken: 'default:development.stairway-client' }
  const child = spawn(join(folder, 'node_modules/node/bin/node'), [serverIn(folder)], {
    env: {
      ...placeOf(database.url),
      PORT: String(port),
      HTTP_HOST: '127.0.0.1',
      INIT_ADMIN_API_TOKENS: tokens.adminToken,
      INIT_BACKEND_API_TOKENS: tokens.clientToken,
      // Its start is said at this level alone.
      LOG_LEVEL: 'info',
      // It asks nobody outside.
      CHECK_VERSION: 'false',
      SEND_TELEMETRY: 'false',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = once(child, 'close')
  const said: string[] = []
  const started = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line)
        if (line.includes('Unleash has started')) resolve()
      })
  })
  const stop = async () => {
    child.kill('SIGKILL')
    await exit
    await database.drop()
  }
  const ended = exit.then(async () => {
    await database.drop()
    throw new Error(`Unleash ended:\n${said.slice(-20).join('\n')}`)
  })
  await Promise.race([started, ended])
  ended.catch(() => undefined)
  return { base: `http://127.0.0.1:${port}`, ...tokens, stop }
}

function placeOf(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  return {
    DATABASE_HOST: searchParams.get('host') ?? hostname,
    DATABASE_PORT: port || '5432',
    DATABASE_USERNAME: decodeURIComponent(username),
    DATABASE_PASSWORD: decodeURIComponent(password),
    DATABASE_NAME: pathname.slice(1),
    DATABASE_SSL: 'false',
  }
}
