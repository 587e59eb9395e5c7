import { findBrowser } from '../browser/browser.ts'
import { dialect } from './database.ts'
import { startPostgres } from './postgres.ts'

/** Starts one PostgreSQL server for the whole run on PostgreSQL; each test file gets its own database on it. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (findBrowser(process.env) === null)
    console.log('No browser is found (CHROMIUM_PATH can name one): the tests in tests/browser are skipped')
  if (dialect === 'sqlite' || process.env.TEST_DATABASE_URL) return undefined
  const server = await startPostgres()
  process.env.TEST_DATABASE_URL = server.url // inherited by the workers, which start after this
  return server.stop
}
