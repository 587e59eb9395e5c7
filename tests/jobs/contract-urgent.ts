import { describe, expect, it } from 'vitest'
import { type Bench, deferred, meeting } from './bench.ts'

/** What goes before what. Long because it is a list of tests. */
export function urgencyContract(bench: () => Bench): void {
  describe('urgent', () => {
    it('goes before others that were due earlier', async () => {
      const { engine, seen } = bench().recording({ concurrency: 1 })
      for (const n of [1, 2, 3]) await bench().add(engine, n, { kind: 'other' })
      bench().pass(10)
      await bench().add(engine, 4)
      expect(await engine.runDue()).toBe(4)
      expect(seen.ran).toEqual([4, 1, 2, 3])
    })

    it('waits for no other: those take half of what runs at once, and go on when they end', async () => {
      const [begun, mayEnd, passed, all] = [deferred(), deferred(), deferred(), deferred()]
      const ran: number[] = []
      const engine = bench().engine(
        async ({ n }) => {
          ran.push(n)
          if (n === 9) return passed.resolve()
          if (ran.length === 2) begun.resolve()
          if (ran.length === 7) all.resolve()
          await mayEnd.promise
        },
        { concurrency: 4 },
      )
      for (let n = 0; n < 6; n++) await bench().add(engine, n, { kind: 'other' })
      await engine.start()
      await begun.promise
      await bench().add(engine, 9)
      await passed.promise
      expect(ran.toSorted()).toEqual([0, 1, 9])
      mayEnd.resolve()
      await all.promise
    })

    it('takes all that runs at once, where nothing else is due', async () => {
      const { engine, seen } = bench().recording({ concurrency: 4 }, meeting(4))
      for (let n = 0; n < 8; n++) await bench().add(engine, n)
      expect(await engine.runDue()).toBe(8)
      expect(seen.most).toBe(4)
    })

    it('leaves one to others where only one runs at once, and half of more', async () => {
      for (const [concurrency, most] of [
        [1, 1],
        [2, 1],
        [5, 2],
      ] as const) {
        const { engine, seen } = bench().recording({ concurrency }, meeting(most))
        for (let n = 0; n < 6; n++) await bench().add(engine, n, { kind: 'other' })
        expect(await engine.runDue()).toBe(6)
        expect(seen.most, `${concurrency} at once`).toBe(most)
      }
    })

    it('changes no order within a lane', async () => {
      const { engine, seen } = bench().recording()
      await bench().add(engine, 1, { kind: 'other', lane: 'C1' })
      await bench().add(engine, 2, { lane: 'C1' })
      expect(await engine.runDue()).toBe(2)
      expect(seen).toEqual({ ran: [1, 2], most: 1 })
    })
  })
}
