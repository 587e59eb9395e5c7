import { findBrowser, serveBrowser } from '../browser/browser.ts'
import { dialect } from './database.ts'
import { createDatabase, launchPostgres } from './postgres.ts'
import { type Shared, share } from './shared.ts'

/** One PostgreSQL server and one browser for the whole run, each started by the first test that asks for it. */
export async function setup(): Promise<() => Promise<void>> {
  const browser = findBrowser(process.env)
  if (browser === null)
    console.log('No browser is found (CHROMIUM_PATH can name one): the tests in tests/browser are skipped')
  const end = await share({ postgres, browser: () => browserAt(browser ?? '') })
  const dropTemplate = dialect === 'postgres' ? await makeTemplate() : async () => undefined
  return async () => {
    await dropTemplate()
    await end()
  }
}

async function postgres(): Promise<Shared> {
  const given = process.env.TEST_DATABASE_URL
  return given ? { url: given, stop: async () => undefined } : launchPostgres()
}

async function browserAt(path: string): Promise<Shared> {
  const server = await serveBrowser(path)
  return { url: server.wsEndpoint(), stop: () => server.close() }
}

/** The database with our schema that those of the tests are copies of. */
async function makeTemplate(): Promise<() => Promise<void>> {
  const { migrate } = await import('../../src/store/kit/database.ts')
  const { openUrl } = await import('../store/open.ts')
  const { url, drop } = await createDatabase()
  const db = openUrl(url)
  await migrate(db)
  await db.destroy()
  process.env.TEST_TEMPLATE = new URL(url).pathname.slice(1)
  return drop
}
