import type { Knex } from 'knex'
import { migrate, openDatabase } from '../../src/store/kit/database.ts'
import { testDatabase } from '../support/database.ts'

/** A database of the run's dialect, with our schema. `another` opens it once more; `close` closes all and drops it. */
export interface OpenTestDatabase {
  readonly db: Knex
  another(): Knex
  close(): Promise<void>
}

export async function openTestDatabase(): Promise<OpenTestDatabase> {
  const { url, drop } = await testDatabase()
  const opened: Knex[] = []
  const another = () => {
    const db = openUrl(url)
    opened.push(db)
    return db
  }
  const db = another()
  await migrate(db)
  const close = async () => {
    await Promise.all(opened.map((each) => each.destroy()))
    await drop()
  }
  return { db, another, close }
}

export function openUrl(url: string): Knex {
  if (!url.startsWith('sqlite:')) return openDatabase({ client: 'postgres', url })
  return openDatabase({ client: 'sqlite', file: url.slice('sqlite:'.length) })
}
