import { describe, expect, test } from 'vitest'
import { asked, later, type PlayedRun, type Plays, type Stand, sent, stand, step } from './runs.ts'
import type { Contract } from './runs-contract.ts'

/** Where a vendor can stop a run. */
export function keepsTheContractOfStops(contract: Contract, cancelled: PlayedRun['state']): void {
  const { words, states } = contract
  let at: Stand
  const started = async (state: PlayedRun['state']) => {
    at = await stand(contract)
    await at.sender.send(step(words), asked())
    const [run] = at.runs
    if (run) run.state = state
    return run
  }
  const look = async (handle: string | null) => {
    const looked = await at.sender.look(handle ? sent(words, handle) : step(words), asked())
    return looked.is === 'seen' ? looked.undo.is : looked.is
  }
  const undo = (handle: string | null = '101') => at.sender.undo?.(sent(words, handle), asked(90))

  describe('a stop', () => {
    test('stops what is on, of which only the rest is said to be stopped', async () => {
      const run = await started(states.on[0])
      expect([await look(null), await look('101')]).toEqual(['stops the rest', 'stops the rest'])
      expect(await undo()).toMatchObject({ is: 'done' })
      expect(run?.state).toBe(cancelled)
      expect(await look('101')).toBe('stops the rest')
      expect(await at.sender.readBack?.(sent(words, '101'), asked(90))).toMatchObject({ is: 'failed' })
    })

    test('asked twice stops once', async () => {
      await started(states.on[0])
      await undo()
      const posts = at.vendor.seen.filter(({ method }) => method === 'POST').length
      expect(await undo()).toMatchObject({ is: 'done' })
      expect(at.vendor.seen.filter(({ method }) => method === 'POST')).toHaveLength(posts)
    })

    test('comes too late for what is done, and is promised no more then', async () => {
      await started(states.done[0])
      expect(await look('101')).toBe('none')
      expect(await undo()).toMatchObject({ is: 'refused', outcome: expect.stringMatching(/^too late: /) })
    })

    test('that arrives a moment after the end comes too late', async () => {
      const plays: Plays = (seen, memory) => {
        const [run] = memory.runs
        if (run && seen.method === 'POST') run.state = states.done[0]
        return contract.plays(seen, memory)
      }
      at = await stand({ ...contract, plays })
      await at.sender.send(step(words), asked())
      expect(await undo()).toMatchObject({ is: 'refused', outcome: expect.stringMatching(/^too late: /) })
    })

    test('that is not answered is open, and is told once it is asked again', async () => {
      let stops = 0
      const plays: Plays = (seen, memory) => {
        const reply = contract.plays(seen, memory)
        if (seen.method !== 'POST' || memory.runs.length === 0 || !/cancel|stop/.test(seen.path)) return reply
        stops++
        return 'cut'
      }
      at = await stand({ ...contract, plays })
      await at.sender.send(step(words), asked())
      expect(await undo()).toMatchObject({ is: 'unknown', outcome: expect.stringMatching(/^no connection/) })
      expect(await undo()).toMatchObject({ is: 'done' })
      expect(stops).toBe(1)
    })

    test('finds a run whose answer was lost', async () => {
      const run = await started(states.on[0])
      expect(await undo(null)).toMatchObject({ is: 'done' })
      expect(run?.state).toBe(cancelled)
    })

    test('of what nobody can tell is told to a person at once', async () => {
      at = await stand(contract)
      for (const seconds of [1, 2]) at.begin(later(seconds), contract.mark).state = states.on[0]
      expect(await undo(null)).toMatchObject({
        is: 'refused',
        outcome: expect.stringMatching(/^2 runs were begun since/),
      })
      at.vendor.failWith({ reply: contract.wrongKey })
      expect(await undo()).toMatchObject({ is: 'refused', outcome: expect.stringMatching(/^HTTP 401/) })
    })

    test('of what never began has nothing to do', async () => {
      at = await stand(contract)
      expect(await undo(null)).toEqual({ is: 'done', outcome: 'it never began' })
    })
  })
}
