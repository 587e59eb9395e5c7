import { AsyncLocalStorage } from 'node:async_hooks'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { beforeCommit } from '../../../src/store/kit/before-commit.ts'
import { afterCommit, inTransaction, type Tx } from '../../../src/store/kit/database.ts'
import { deferred } from '../../jobs/bench.ts'
import { dialect } from '../../support/database.ts'
import { type OpenTestDatabase, openTestDatabase } from '../open.ts'

/** Transactions that are begun at once; only SQLite, which has one writer, does them together. */
describe(`transactions side by side (${dialect})`, () => {
  let opened: OpenTestDatabase
  let begun: string[]

  beforeAll(async () => {
    opened = await openTestDatabase()
    await opened.db.schema.createTable('probe', (table) => table.text('words').unique())
    opened.db.on('query', ({ sql }: { sql: string }) => begun.push(sql))
  })
  afterAll(() => opened.close())
  beforeEach(async () => {
    begun = []
    await opened.db('probe').delete()
  })

  const kept = () => opened.db('probe').orderBy('words').pluck('words')
  const put = (words: string) => (tx: Tx) =>
    tx('probe')
      .insert({ words })
      .then(() => words)
  const fail = () => Promise.reject(new Error('changed my mind'))
  /** A transaction that has begun, so that those after it have to wait. */
  const running = async () => {
    const [begun, gate] = [deferred(), deferred()]
    const work = inTransaction(opened.db, () => {
      begun.resolve()
      return gate.promise
    })
    await begun.promise
    return {
      end: () => {
        gate.resolve()
        return work
      },
    }
  }

  it('gives each its own value', async () => {
    const work = ['a', 'b', 'c', 'd'].map((words) => inTransaction(opened.db, put(words)))
    expect(await Promise.all(work)).toEqual(['a', 'b', 'c', 'd'])
    expect(await kept()).toEqual(['a', 'b', 'c', 'd'])
  })

  it('keeps what the others did when one throws, and nothing of that one', async () => {
    const half = async (tx: Tx) => {
      await put('half')(tx)
      return fail()
    }
    const works = [put('a'), put('b'), half, put('c')]
    const ended = await Promise.allSettled(works.map((work) => inTransaction<string>(opened.db, work)))
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect(await kept()).toEqual(['a', 'b', 'c'])
  })

  it('says once that each is committed, and never that one which threw is', async () => {
    const said: string[] = []
    const saying = (words: string, end?: () => Promise<never>) => async (tx: Tx) => {
      await put(words)(tx)
      afterCommit(tx, () => said.push(words))
      await end?.()
    }
    const works = [saying('a'), saying('b', fail), saying('c')]
    await Promise.allSettled(works.map((work) => inTransaction(opened.db, work)))
    expect(said.sort()).toEqual(['a', 'c'])
  })

  it('lets each see what those before it did, also of one that is done twice', async () => {
    const count = async (tx: Tx) => Number((await tx('probe').count({ n: '*' }).first())?.n)
    const countThenPut = (words: string) => async (tx: Tx) => {
      const before = await count(tx)
      await put(words)(tx)
      return before
    }
    const first = inTransaction(opened.db, countThenPut('a'))
    if (dialect === 'postgres') await first
    const second = inTransaction(opened.db, countThenPut('b'))
    const third = inTransaction(opened.db, fail)
    await expect(third).rejects.toThrow('changed my mind')
    expect([await first, await second]).toEqual([0, 1])
  })

  it('leaves each in the context of who began it', async () => {
    const who = new AsyncLocalStorage<string>()
    const seen = ['ana', 'raj', 'mei'].map((name) =>
      who.run(name, () => inTransaction(opened.db, async () => who.getStore())),
    )
    expect(await Promise.all(seen)).toEqual(['ana', 'raj', 'mei'])
  })

  it('does at its end what was left to the end, once a key, the newest', async () => {
    await inTransaction(opened.db, async (tx) => {
      for (const words of ['a1', 'a2']) beforeCommit(tx, 'a', () => put(words)(tx))
      await tx.transaction(async (inner) => beforeCommit(inner, 'b', () => put('b1')(tx)))
      expect(await tx('probe').pluck('words')).toEqual([])
    })
    expect(await kept()).toEqual(['a2', 'b1'])
  })

  it('keeps nothing where what was left to the end throws', async () => {
    const work = inTransaction(opened.db, async (tx) => {
      beforeCommit(tx, 'a', fail)
      await put('half')(tx)
    })
    await expect(work).rejects.toThrow('changed my mind')
    expect(await kept()).toEqual([])
  })

  it.runIf(dialect === 'sqlite')('does what several left to the end once for all of them', async () => {
    const first = await running()
    const others = ['a', 'b', 'c'].map((words) =>
      inTransaction(opened.db, async (tx) => beforeCommit(tx, 'card', () => put(words)(tx))),
    )
    await Promise.all([first.end(), ...others])
    expect(await kept()).toEqual(['c'])
  })

  it.runIf(dialect === 'sqlite')('commits together what came while another ran', async () => {
    const first = await running()
    const others = Array.from({ length: 8 }, (_, n) => inTransaction(opened.db, put(String(n))))
    await Promise.all([first.end(), ...others])
    expect(begun.filter((sql) => sql.startsWith('COMMIT'))).toHaveLength(2)
    expect(await kept()).toHaveLength(8)
  })

  it.runIf(dialect === 'sqlite')('says what is wrong with one inside another, and goes on', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const outer = inTransaction(opened.db, async () => {
      const inner = inTransaction(opened.db, put('inner'))
      vi.advanceTimersByTime(10_000)
      await inner
    })
    await expect(outer).rejects.toThrow('inside another one')
    vi.useRealTimers()
    expect(await inTransaction(opened.db, put('later'))).toBe('later')
    expect(await kept()).toEqual(['later'])
  })

  it.runIf(dialect === 'sqlite')('waits as long as it takes where those before it get on', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const first = await running()
    const many = Array.from({ length: 40 }, (_, n) =>
      inTransaction(opened.db, async (tx) => {
        if (n === 15) vi.advanceTimersByTime(9_000)
        if (n === 16) vi.advanceTimersByTime(9_000)
        return put(String(n))(tx)
      }),
    )
    await Promise.all([first.end(), ...many])
    vi.useRealTimers()
    expect(await kept()).toHaveLength(40)
  })

  it.runIf(dialect === 'sqlite')('fails all of them when the commit fails, and does none again', async () => {
    await opened.db.raw('create table parent (id integer primary key)')
    await opened.db.raw('create table late (id integer references parent deferrable initially deferred)')
    let runs = 0
    const first = await running()
    const orphan = async (tx: Tx) => {
      runs += 1
      await tx.raw('insert into late values (404)')
    }
    const both = [inTransaction(opened.db, put('a')), inTransaction(opened.db, orphan)]
    await first.end()
    const ended = await Promise.allSettled(both)
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(runs).toBe(1)
    expect(await kept()).toEqual([])
    expect(await inTransaction(opened.db, put('later'))).toBe('later')
  })
})
