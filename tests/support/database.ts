import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres, type TestDatabase } from './postgres.ts'

/** Which database this run of the suite is on: TEST_DATABASE=postgres, or SQLite. */
export const dialect = process.env.TEST_DATABASE === 'postgres' ? 'postgres' : 'sqlite'

/** An empty database for one test file, of the run's dialect. Close every connection before `drop`. */
export async function testDatabase(): Promise<TestDatabase> {
  if (dialect === 'sqlite') return sqliteFile()
  const { url, stop } = await startPostgres()
  return { url, drop: stop }
}

async function sqliteFile(): Promise<TestDatabase> {
  const dir = await mkdtemp(join(tmpdir(), 'stairway-sqlite-'))
  return {
    url: `sqlite:${join(dir, 'stairway.db')}`,
    drop: () => rm(dir, { recursive: true, force: true }),
  }
}
