import { describe, expect, it } from 'vitest'
import { askedTogether } from '../../../src/store/kit/ask-together.ts'
import { createWrites, writesOf } from '../../../src/store/kit/writes.ts'
import { dialect } from '../../support/database.ts'
import { openTestDatabase } from '../open.ts'

describe('writes of a table', () => {
  it.each([
    'insert into `tasks` (`n`) values (1)',
    'INSERT INTO tasks (n) values (1)',
    'insert or ignore into "tasks" (n) values (1)',
    'update `tasks` set n = 1',
    'update or replace tasks set n = 1',
    '  delete from `tasks` where n = 1',
    'with `old` as (select 1) delete from tasks where n in old',
    'with `due` as (select 1) update `tasks` set `n` = ? where `n` in (select `n` from `due`) returning *',
    'insert into `jobs` (`n`) values (1) on conflict do update set n = 1; delete from tasks',
    'create table tasks (n)',
    'pragma foreign_keys = off',
  ])('are counted: %s', (sql) => {
    const writes = createWrites()
    const before = writes.of(['tasks', 'events'])
    writes.note(sql)
    expect(writes.of(['tasks', 'events'])).toBeGreaterThan(before)
  })

  it.each([
    'select * from tasks',
    'begin;',
    'COMMIT',
    'rollback',
    'insert into `jobs` (`n`) values (1)',
    'update `tasks_of_old` set n = 1',
    'with t as (select * from tasks) select * from t',
    'with t as (select * from tasks) update jobs set n = 1',
  ])('are none: %s', (sql) => {
    const writes = createWrites()
    writes.note(sql)
    expect(writes.of(['tasks', 'events'])).toBe(0)
  })
})

describe(`what was asked before (${dialect})`, () => {
  it('is asked again only after a write of what it reads; inside a transaction and beside other writers, always', async () => {
    const opened = await openTestDatabase()
    const { db } = opened
    await db.schema.createTable('probe', (table) => table.integer('n'))
    let questions = 0
    const count = askedTogether(['probe'], async (db, keys: readonly string[]) => {
      questions += 1
      const [row] = await db('probe').count({ n: '*' })
      return new Map(keys.map((key) => [key, row?.n]))
    })
    const one = dialect === 'sqlite' ? 1 : 2
    expect([await count(db, 'all'), await count(db, 'all'), questions]).toEqual([0, 0, one])
    await db('probe').insert({ n: 1 })
    expect([await count(db, 'all'), await count(db, 'all'), questions]).toEqual([1, 1, 2 * one])
    await db.transaction(async (tx) => {
      await tx('probe').insert({ n: 2 })
      expect([await count(tx, 'all'), questions]).toEqual([2, 2 * one + 1])
      expect(writesOf(tx, ['probe'])).toBeNull()
      await tx.rollback()
    })
    expect(await count(db, 'all')).toBe(1)
    await opened.close()
  })
})
