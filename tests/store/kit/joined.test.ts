import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { beforeCommit } from '../../../src/store/kit/before-commit.ts'
import { afterCommit, inTransaction, type Tx } from '../../../src/store/kit/database.ts'
import { writeLater } from '../../../src/store/kit/write-later.ts'
import { dialect } from '../../support/database.ts'
import { type OpenTestDatabase, openTestDatabase } from '../open.ts'

describe(`a transaction inside another one (${dialect})`, () => {
  let opened: OpenTestDatabase
  let asked: string[] = []

  beforeAll(async () => {
    opened = await openTestDatabase()
    await opened.db.schema.createTable('probe', (table) => table.text('words').unique())
    opened.db.on('query', ({ sql }: { sql: string }) => asked.push(sql))
  })
  afterAll(() => opened.close())
  beforeEach(async () => {
    await opened.db('probe').delete()
    asked = []
  })

  const words = (db = opened.db) => db('probe').orderBy('words').pluck('words')
  const put = (said: string) => async (tx: Tx) => {
    await tx('probe').insert({ words: said })
    return said
  }
  const putLater = (said: string) => async (tx: Tx) =>
    writeLater(tx, 'probe', null, { words: said }, (whole, table, rows) => whole(table).insert(rows))

  it('is that one: its value comes at once, its rows with the whole', async () => {
    const said: string[] = []
    await inTransaction(opened.db, async (tx) => {
      said.push(await inTransaction(tx, put('inner')))
      await inTransaction(tx, async (inner) => afterCommit(inner, () => said.push('committed')))
      said.push('end of work')
    })
    expect(said).toEqual(['inner', 'end of work', 'committed'])
    expect(await words()).toEqual(['inner'])
    expect(asked.filter((sql) => /^(begin|savepoint)/i.test(sql))).toHaveLength(1)
  })

  it('is undone with the whole, though it ended well', async () => {
    const work = inTransaction(opened.db, async (tx) => {
      await inTransaction(tx, put('inner'))
      throw new Error('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    expect(await words()).toEqual([])
  })

  it('undoes the whole where it throws', async () => {
    const work = inTransaction(opened.db, async (tx) => {
      await put('outer')(tx)
      await inTransaction(tx, () => Promise.reject(new Error('changed my mind')))
    })
    await expect(work).rejects.toThrow('changed my mind')
    expect(await words()).toEqual([])
  })

  it('leaves what waits for the end to the end of the whole, once a key', async () => {
    await inTransaction(opened.db, async (tx) => {
      for (const said of ['first', 'last'])
        await inTransaction(tx, async (inner) => beforeCommit(inner, 'card', () => put(said)(inner)))
      expect(await words(tx)).toEqual([])
    })
    expect(await words()).toEqual(['last'])
  })

  it('leaves the rows that it writes later in the tables of who opened the whole', async () => {
    await inTransaction(opened.db, async (tx) => {
      await inTransaction(tx, putLater('inner'), 'writes later')
      expect(await words(tx)).toEqual(['inner'])
    })
    expect(await words()).toEqual(['inner'])
  })

  it('finds the rows in the tables that were left to the end before it', async () => {
    await inTransaction(opened.db, async (tx) => {
      await putLater('outer')(tx)
      expect(await words(tx)).toEqual([])
      expect(await inTransaction(tx, words)).toEqual(['outer'])
    })
  })
})
