import { fileURLToPath } from 'node:url'
import type { Knex } from 'knex'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { afterCommit, inTransaction, isPostgres, migrate } from '../../../src/store/kit/database.ts'
import { dialect, testDatabase } from '../../support/database.ts'
import { type OpenTestDatabase, openTestDatabase, openUrl } from '../open.ts'

let opened: OpenTestDatabase
let db: Knex

beforeAll(async () => {
  opened = await openTestDatabase()
  db = opened.db
  await db.schema.createTable('probe', (table) => {
    table.bigIncrements('id')
    table.bigInteger('at')
    table.text('words').unique()
  })
  await db.schema.createTable('child', (table) => {
    table.bigInteger('probe_id').references('probe.id')
  })
})
afterAll(() => opened.close())

describe(`the database (${dialect})`, () => {
  it('knows which one it is, inside a transaction too', async () => {
    expect(isPostgres(db)).toBe(dialect === 'postgres')
    expect(await inTransaction(db, async (tx) => isPostgres(tx))).toBe(dialect === 'postgres')
  })

  it('has the Slack team in every table of ours', async () => {
    const tables: string[] = isPostgres(db)
      ? (await db('pg_tables').where({ schemaname: 'public' }).pluck('tablename')).map(String)
      : await db('sqlite_master').where({ type: 'table' }).pluck('name')
    // Processes run the jobs of all teams; moves and audits are of the whole database.
    const ours = tables.filter(
      (name) => !/^(?:knex_|sqlite_|process|moves$|audits$|probe$|child$)/.test(name),
    )
    expect(ours).toEqual(
      expect.arrayContaining(['campaigns', 'tasks', 'events', 'messages', 'jobs', 'digests']),
    )
    for (const name of ours) expect(await db.schema.hasColumn(name, 'team_id'), name).toBe(true)
  })

  it('gives ids, milliseconds and counts as numbers', async () => {
    const at = Date.parse('2026-03-02T09:00:00.123Z')
    const [inserted] = await db('probe').insert({ at, words: 'numbers' }).returning(['id', 'at'])
    expect(inserted).toEqual({ id: expect.any(Number), at })
    expect(await db('probe').where({ words: 'numbers' }).count({ n: '*' })).toEqual([{ n: 1 }])
  })

  it('keeps nothing of a transaction that throws', async () => {
    const work = inTransaction(db, async (tx) => {
      await tx('probe').insert({ words: 'half' })
      throw new Error('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    expect(await db('probe').where({ words: 'half' })).toEqual([])
  })

  it('says when a transaction, with what it holds, is committed', async () => {
    const said: string[] = []
    await inTransaction(db, async (tx) => {
      await tx.transaction(async (inner) => afterCommit(inner, () => said.push('committed')))
      await tx('probe').insert({ words: 'outer' })
      said.push('end of work')
    })
    expect(said).toEqual(['end of work', 'committed'])
  })

  it('says nothing of a transaction that is rolled back', async () => {
    const said: string[] = []
    const work = inTransaction(db, async (tx) => {
      afterCommit(tx, () => said.push('committed'))
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    await db.raw('select 1')
    expect(said).toEqual([])
  })

  it('keeps bound values out of the messages of errors', async () => {
    const words = 'private words of a person'
    await db('probe').insert({ words })
    const error = await db('probe')
      .insert({ words })
      .then(String, (e: Error) => e.message)
    expect(error).toMatch(/unique/i)
    expect(error).not.toContain('private')
  })

  it('refuses a row that points nowhere', async () => {
    await expect(db('child').insert({ probe_id: 404 })).rejects.toThrow(/foreign key/i)
  })

  it('migrates once, also when the process before was killed in a migration', async () => {
    await migrate(db)
    await db('knex_migrations_lock').update({ is_locked: 1 })
    await migrate(db)
    expect(await db('knex_migrations').where({ name: '0001_jobs.js' })).toHaveLength(1)
  })

  it('undoes its migrations and does them again', async () => {
    const { url, drop } = await testDatabase()
    const fresh = openUrl(url)
    await migrate(fresh)
    const directory = fileURLToPath(new URL('../../../migrations', import.meta.url))
    await fresh.migrate.rollback({ directory, loadExtensions: ['.js'] }, true)
    expect(await fresh.schema.hasTable('jobs')).toBe(false)
    await migrate(fresh)
    expect(await fresh.schema.hasTable('jobs')).toBe(true)
    await fresh.destroy()
    await drop()
  })
})

describe.runIf(dialect === 'sqlite')('SQLite', () => {
  it.each([
    ['journal_mode', 'wal'],
    ['synchronous', 2], // FULL
    ['foreign_keys', 1],
    ['busy_timeout', 5000],
  ])('runs with %s %s', async (pragma, value) => {
    const rows: Record<string, unknown>[] = await db.raw(`pragma ${pragma}`)
    expect(Object.values(rows[0] ?? {})).toEqual([value])
  })
})

describe.runIf(dialect === 'postgres')('PostgreSQL', () => {
  it('refuses an int8 that a number cannot hold', async () => {
    await expect(db.raw('select 9007199254740993::int8')).rejects.toThrow(/safe integers/)
  })

  it('lets processes that start together migrate one after the other', async () => {
    const { url, drop } = await testDatabase()
    const replicas = [openUrl(url), openUrl(url), openUrl(url)]
    await Promise.all(replicas.map(migrate))
    expect(await replicas[0]?.('knex_migrations').where({ name: '0001_jobs.js' })).toHaveLength(1)
    await Promise.all(replicas.map((replica) => replica.destroy()))
    await drop()
  })
})
