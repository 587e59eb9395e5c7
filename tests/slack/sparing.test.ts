import { beforeEach, describe, expect, it } from 'vitest'
import { createSparing, type Sparing } from '../../src/slack/sparing.ts'
import { deferred } from '../jobs/bench.ts'

const ANA = { teamId: 'T1', userId: 'UANA' }
const TOM = { teamId: 'T1', userId: 'UTOM' }

let clock = 0
let sparing: Sparing
beforeEach(() => {
  clock = 5_000
  sparing = createSparing(() => clock)
})

const soon = async () => 'read'
/** What is refused, whether at once or later. */
const refusal = (reading: Promise<unknown>) =>
  reading.then(
    () => null,
    (error: Error) => error.message,
  )

describe('what costs much', () => {
  it('is read once for those who ask for the same while it runs, and anew afterwards', async () => {
    const { promise, resolve } = deferred<string>()
    let reads = 0
    const read = () => {
      reads++
      return promise
    }
    const both = [sparing(ANA, 'results of 1', read), sparing(TOM, 'results of 1', read)]
    resolve('the same')
    expect(await Promise.all(both)).toEqual(['the same', 'the same'])
    expect(reads).toBe(1)
    await sparing(TOM, 'results of 1', read)
    expect(reads).toBe(2)
  })

  it('is shared with nobody of outside, and with no other workspace', async () => {
    const { promise, resolve } = deferred<string>()
    const first = sparing(ANA, 'growth', () => promise)
    const others = [
      { ...TOM, outside: true as const },
      { ...TOM, teamId: 'T2' },
    ].map((who) => sparing(who, 'growth', async () => 'their own'))
    expect(await Promise.all(others)).toEqual(['their own', 'their own'])
    resolve('ours')
    expect(await first).toBe('ours')
  })

  it('is under way three times a person at most, and nobody else’s is held up', async () => {
    const { promise, resolve } = deferred<string>()
    const three = [1, 2, 3].map((n) => sparing(ANA, `results of ${n}`, () => promise))
    expect(await refusal(sparing(ANA, 'results of 4', soon))).toBe(
      '3 readings that you asked for are under way: ask again when one of them is here.',
    )
    expect(await sparing(TOM, 'results of 4', soon)).toBe('read')
    resolve('read')
    await Promise.all(three)
    expect(await sparing(ANA, 'results of 4', soon)).toBe('read')
  })

  it('is begun ten times a minute, then said when again', async () => {
    for (let n = 0; n < 10; n++) {
      await sparing(ANA, 'results of 1', soon)
      clock += 1_000
    }
    const told = await refusal(sparing(ANA, 'results of 1', soon))
    expect(told).toBe('You asked for 10 readings within a minute: again in 50 s.')
    expect(await sparing(TOM, 'results of 1', soon)).toBe('read')
    clock += 50_000
    expect(await sparing(ANA, 'results of 1', soon)).toBe('read')
  })

  it('that fails ends too, and fails for all who share it', async () => {
    const failing = () => Promise.reject(new Error('away'))
    const both = [sparing(ANA, 'growth', failing), sparing(TOM, 'growth', failing)]
    expect(await Promise.all(both.map(refusal))).toEqual(['away', 'away'])
    for (let n = 0; n < 5; n++) await refusal(sparing(ANA, 'growth', failing))
    expect(await sparing(ANA, 'growth', soon)).toBe('read')
  })
})
