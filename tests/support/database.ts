import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { databaseFolder } from './folder.ts'
import { createDatabase, type TestDatabase } from './postgres.ts'

/** Which database this run of the suite is on: TEST_DATABASE=postgres, or SQLite. */
export const dialect = process.env.TEST_DATABASE === 'postgres' ? 'postgres' : 'sqlite'

/** An empty database of the run's dialect. Close every connection before `drop`. */
export async function testDatabase(): Promise<TestDatabase> {
  return dialect === 'sqlite' ? sqliteFile() : createDatabase()
}

/** A SQLite database whose file is not there yet. */
export async function sqliteFile(): Promise<TestDatabase & { readonly file: string }> {
  const dir = await databaseFolder('stairway-sqlite-')
  const file = join(dir, 'stairway.db')
  return { file, url: `sqlite:${file}`, drop: () => rm(dir, { recursive: true, force: true }) }
}
