import { readFile, writeFile } from 'node:fs/promises'
import type { Knex } from 'knex'
import { migrate, openDatabase } from '../../src/store/kit/database.ts'
import { dialect, sqliteFile } from '../support/database.ts'
import { createDatabase, type TestDatabase } from '../support/postgres.ts'

/** A database of the run's dialect, with our schema. `another` opens it once more; `close` closes all and drops it. */
export interface OpenTestDatabase {
  readonly db: Knex
  readonly url: string
  another(): Knex
  close(): Promise<void>
}

export async function openTestDatabase(): Promise<OpenTestDatabase> {
  return opened(await migratedDatabase())
}

/** The same on PostgreSQL, whatever the run's dialect is: what only that database can. */
export async function openTestPostgres(): Promise<OpenTestDatabase> {
  if (dialect === 'postgres') return openTestDatabase()
  const database = await createDatabase()
  const db = openUrl(database.url)
  await migrate(db)
  await db.destroy()
  return opened(database)
}

function opened({ url, drop }: TestDatabase): OpenTestDatabase {
  const all: Knex[] = []
  const another = () => {
    const db = openUrl(url)
    all.push(db)
    return db
  }
  const close = async () => {
    await Promise.all(all.map((each) => each.destroy()))
    await drop()
  }
  return { db: another(), url, another, close }
}

export function openUrl(url: string): Knex {
  if (!url.startsWith('sqlite:')) return openDatabase({ client: 'postgres', url })
  return openDatabase({ client: 'sqlite', file: url.slice('sqlite:'.length) })
}

/** A database of the run's dialect with our schema: a copy of one that was migrated once. Close every connection before `drop`. */
export async function migratedDatabase(): Promise<TestDatabase> {
  if (dialect === 'postgres') return createDatabase(process.env.TEST_TEMPLATE)
  template ??= migratedFile()
  const { file, url, drop } = await sqliteFile()
  await writeFile(file, await template)
  return { url, drop }
}

let template: Promise<Buffer> | undefined

async function migratedFile(): Promise<Buffer> {
  const { file, url, drop } = await sqliteFile()
  const db = openUrl(url)
  await migrate(db)
  await db.destroy() // what is in the log goes to the file as it closes
  const bytes = await readFile(file)
  await drop()
  return bytes
}
