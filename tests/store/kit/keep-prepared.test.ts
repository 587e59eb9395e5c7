import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dialect } from '../../support/database.ts'
import { type OpenTestDatabase, openTestDatabase } from '../open.ts'

describe.runIf(dialect === 'sqlite')('statements that are kept prepared', () => {
  let opened: OpenTestDatabase
  beforeAll(async () => {
    opened = await openTestDatabase()
    await opened.db.schema.createTable('probe', (table) => table.text('words').unique())
  })
  afterAll(() => opened.close())

  const all = () => opened.db('probe').orderBy('words')

  it('take new values each time, and say how many rows they changed', async () => {
    for (const words of ['a', 'b']) await opened.db('probe').insert({ words })
    expect(await all()).toEqual([{ words: 'a' }, { words: 'b' }])
    for (const [words, changed] of [
      ['a', 1],
      ['x', 0],
    ] as const)
      expect(await opened.db('probe').where({ words }).delete()).toBe(changed)
    expect(await all()).toEqual([{ words: 'b' }])
  })

  it('say what is wrong each time, and serve again after an error', async () => {
    const missing = () => opened.db('nowhere').select()
    for (let n = 0; n < 2; n++) await expect(missing()).rejects.toThrow('no such table: nowhere')
    const twice = () => opened.db('probe').insert({ words: 'b' })
    for (let n = 0; n < 2; n++) await expect(twice()).rejects.toThrow(/unique/i)
    await opened.db('probe').insert({ words: 'c' })
    expect(await all()).toEqual([{ words: 'b' }, { words: 'c' }])
  })

  it('see a column that was added since', async () => {
    await all()
    await opened.db.schema.alterTable('probe', (table) => table.integer('n').defaultTo(7))
    expect((await all())[0]).toEqual({ words: 'b', n: 7 })
  })

  it('may be more than are kept', async () => {
    for (let n = 0; n < 450; n++) {
      const columns = { [`c${n % 225}`]: n }
      expect(await opened.db.select(opened.db.raw(`? as c${n % 225}`, [n]))).toEqual([columns])
    }
  })

  it('let the database be closed', async () => {
    const db = opened.another()
    await db('probe').select()
    await db.destroy()
    await expect(db('probe').select()).rejects.toThrow('acquire a connection')
  })
})
