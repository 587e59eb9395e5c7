import { describe, expect, it } from 'vitest'
import { inTransaction } from '../../src/store/kit/database.ts'
import { type Bench, deferred, forever, HOUR, meeting, type Note } from './bench.ts'

/** What a transaction leaves behind. Long because it is a list of tests. */
export function enqueueContract(bench: () => Bench): void {
  describe('enqueue', () => {
    it('runs a committed job once, with its payload', async () => {
      const payloads: Note[] = []
      const engine = bench().engine(async (note) => payloads.push(note))
      await bench().add(engine, 7)
      expect(await engine.runDue()).toBe(1)
      expect(await engine.runDue()).toBe(0)
      expect(payloads).toEqual([{ teamId: 'T1', n: 7 }])
    })

    it('leaves no job of a transaction that was rolled back', async () => {
      const engine = bench().engine(forever)
      const work = inTransaction(bench().opened.db, async (tx) => {
        await engine.enqueue(tx, 'note', { teamId: 'T1', n: 1 })
        throw new Error('changed my mind')
      })
      await expect(work).rejects.toThrow('changed my mind')
      expect(await engine.runDue()).toBe(0)
    })

    it('waits for its time', async () => {
      const { engine, seen } = bench().recording()
      await bench().add(engine, 1, { runAt: new Date(+bench().now() + HOUR) })
      bench().pass(HOUR - 1)
      expect(await engine.runDue()).toBe(0)
      bench().pass(1)
      expect(await engine.runDue()).toBe(1)
      expect(seen.ran).toEqual([1])
    })

    it('drains what jobs enqueue too', async () => {
      const { engine, seen } = bench().recording({}, async ({ n }, _context, self) => {
        if (n < 3) await bench().add(self, n + 1)
      })
      await bench().add(engine, 1)
      expect(await engine.runDue()).toBe(3)
      expect(seen.ran).toEqual([1, 2, 3])
    })
  })
}

/** Jobs of one key become one. Long because it is a list of tests. */
export function keyContract(bench: () => Bench): void {
  describe('key', () => {
    it.each([
      ['later, then now', HOUR, 0],
      ['now, then later', 0, HOUR],
    ])('makes one job of two that wait (%s): the newer payload at the earlier time', async (_, one, two) => {
      const { engine, seen } = bench().recording()
      await bench().add(engine, 1, { key: 'card', runAt: new Date(+bench().now() + one) })
      await bench().add(engine, 2, { key: 'card', runAt: new Date(+bench().now() + two) })
      expect(await engine.runDue()).toBe(1)
      bench().pass(2 * HOUR)
      expect(await engine.runDue()).toBe(0)
      expect(seen.ran).toEqual([2])
    })

    it('makes one job of many enqueued at once', async () => {
      const { engine, seen } = bench().recording()
      await Promise.all(Array.from({ length: 20 }, (_, n) => bench().add(engine, n, { key: 'card' })))
      expect(await engine.runDue()).toBe(1)
      expect(seen.ran).toHaveLength(1)
    })

    it('belongs to a team and a kind', async () => {
      const { engine, seen } = bench().recording()
      await inTransaction(bench().opened.db, async (tx) => {
        await engine.enqueue(tx, 'note', { teamId: 'T1', n: 1, key: 'card' })
        await engine.enqueue(tx, 'note', { teamId: 'T2', n: 2, key: 'card' })
        await engine.enqueue(tx, 'other', { teamId: 'T1', n: 3, key: 'card' })
      })
      await engine.runDue()
      expect(seen.ran.sort()).toEqual([1, 2, 3])
    })

    it('runs again, afterwards, what is enqueued while it runs', async () => {
      const { engine, seen } = bench().recording({}, async ({ n }, _context, self) => {
        if (n === 1) await bench().add(self, 2, { key: 'card' })
        await new Promise(setImmediate)
      })
      await bench().add(engine, 1, { key: 'card' })
      expect(await engine.runDue()).toBe(2)
      expect(seen).toEqual({ ran: [1, 2], most: 1 })
    })

    it('lets a failed run go when a newer one waits', async () => {
      const { engine, seen } = bench().recording({}, async ({ n }, _context, self) => {
        if (n !== 1) return
        await bench().add(self, 2, { key: 'card' })
        throw new Error('too late anyway')
      })
      await bench().add(engine, 1, { key: 'card' })
      await engine.runDue()
      bench().pass(24 * HOUR)
      await engine.runDue()
      expect(seen.ran).toEqual([1, 2])
    })
  })
}

/** What may run at the same time. Long because it is a list of tests. */
export function laneContract(bench: () => Bench): void {
  describe('lane', () => {
    it('runs one at a time, in order of time and then of arrival', async () => {
      const { engine, seen } = bench().recording({ concurrency: 4 })
      const later = { lane: 'C1', runAt: new Date(+bench().now() + 10) }
      await bench().add(engine, 3, later)
      await bench().add(engine, 1, { lane: 'C1' })
      await bench().add(engine, 2, { lane: 'C1' })
      await bench().add(engine, 4, later)
      bench().pass(10)
      expect(await engine.runDue()).toBe(4)
      expect(seen).toEqual({ ran: [1, 2, 3, 4], most: 1 })
    })

    it('holds up no other lane, and no other team', async () => {
      const both = [deferred(), deferred()] as const
      const engine = bench().engine(async ({ n }) => {
        both[n === 0 ? 0 : 1].resolve()
        await both[n === 0 ? 1 : 0].promise // ends only when the other runs at the same time
      })
      await inTransaction(bench().opened.db, async (tx) => {
        await engine.enqueue(tx, 'note', { teamId: 'T1', n: 0, lane: 'C1' })
        await engine.enqueue(tx, 'note', { teamId: 'T2', n: 1, lane: 'C1' })
      })
      expect(await engine.runDue()).toBe(2)
    })

    it.each([
      ['lane', { lane: 'C1' }],
      ['key', { key: 'card' }],
    ])('lets others pass, but none of the same %s, while one runs', async (_, same) => {
      const [begun, mayEnd, passed, ended] = [deferred(), deferred(), deferred(), deferred()]
      const ran: number[] = []
      const engine = bench().engine(async ({ n }) => {
        ran.push(n)
        if (n === 1) begun.resolve()
        if (n === 1) await mayEnd.promise
        if (n === 2) ended.resolve()
        if (n === 3) passed.resolve()
      })
      await engine.start()
      await bench().add(engine, 1, same)
      await begun.promise
      await bench().add(engine, 2, same)
      await bench().add(engine, 3)
      await passed.promise
      mayEnd.resolve()
      await ended.promise
      expect(ran).toEqual([1, 3, 2])
    })

    it('runs no more jobs at once than it may', async () => {
      const { engine, seen } = bench().recording({ concurrency: 2 }, meeting(2))
      for (let n = 0; n < 6; n++) await bench().add(engine, n)
      expect(await engine.runDue()).toBe(6)
      expect(seen.most).toBe(2)
    })
  })
}
