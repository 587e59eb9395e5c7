import { afterEach, describe, expect, test } from 'vitest'
import { playHightouch } from '../../sandbox/tools/hightouch.ts'
import { hightouch } from '../../src/targets/hightouch.ts'
import { asked, later, type Plays, type Stand, sent, stand, step } from './runs.ts'
import { type Contract, keepsTheContractOfRuns } from './runs-contract.ts'

let rows: { through: number | null; failed: number | null } = { through: 42_610, failed: 0 }
let schedule: object | null = null
let disabled = false
afterEach(() => {
  rows = { through: 42_610, failed: 0 }
  schedule = null
  disabled = false
})

const plays: Plays = (seen, { runs, begin }) =>
  playHightouch({
    sync: (id) => (id === 8812 ? { id, slug: 'lapsed', disabled, schedule } : null),
    begin: () => {
      const run = begin()
      run.state = 'queued'
      return run.id
    },
    runs: () => runs.map(({ id, state, at }) => ({ id, status: String(state), at, ...rows })),
  })(seen)

const contract: Contract = {
  kind: hightouch,
  entry: { failed_rows: '0.5%' },
  plays,
  wrongKey: { status: 401, body: 'Unauthorized' },
  words: '8812',
  mark: '',
  states: {
    on: ['queued', 'queued'],
    done: ['success', 'success, 42\u202f610 rows'],
    failed: ['failed', 'failed'],
    unheard: ['aborted', 'aborted'],
  },
}

describe('hightouch', () => {
  keepsTheContractOfRuns(contract)

  let at: Stand
  const readBack = async (state: string) => {
    at = await stand(contract)
    at.begin().state = state
    return at.sender.readBack?.(sent('8812', '101'), asked(60))
  }

  test('rows that failed beyond the limit fail the run, with figures', async () => {
    rows = { through: 41_406, failed: 1_204 }
    expect(await readBack('warning')).toEqual({
      is: 'failed',
      outcome: 'warning, but 1\u202f204 of 42\u202f610 rows failed, 2.8 %, more than 0.5 %',
    })
  })

  test('rows of a warning that can’t be counted fail it', async () => {
    rows = { through: 42_600, failed: null }
    const uncounted = { is: 'failed', outcome: "warning, and its rows can't be counted" }
    expect(await readBack('warning')).toEqual(uncounted)
    expect(await readBack('success')).toEqual({ is: 'done', outcome: 'success' })
    rows = { through: null, failed: 0 }
    expect(await readBack('warning')).toEqual(uncounted)
    rows = { through: null, failed: 3 }
    expect(await readBack('warning')).toEqual({
      is: 'failed',
      outcome: 'warning, but 3 of 3 rows failed, 100.0 %, more than 0.5 %',
    })
  })

  test('rows within it are told', async () => {
    rows = { through: 42_600, failed: 10 }
    expect(await readBack('warning')).toEqual({
      is: 'done',
      outcome: 'warning, 10 of 42\u202f610 rows failed',
      reached: 42_600,
    })
  })

  test.each(['cancelled', 'interrupted', 'failed'])(
    'a run that is %s has failed, without the vendor’s words',
    async (state) => {
      expect(await readBack(state)).toEqual({ is: 'failed', outcome: `${state}, 42\u202f610 rows` })
    },
  )

  test.each(['queued', 'querying', 'processing', 'reporting'])('a run that is %s goes on', async (state) => {
    expect(await readBack(state)).toMatchObject({ is: 'running', outcome: state })
  })

  test('a run that may be its schedule’s is asked of a person', async () => {
    schedule = { type: 'interval', schedule: { interval: { unit: 'day', quantity: 1 } } }
    at = await stand(contract)
    at.begin(later(3)).state = 'processing'
    expect(await at.sender.readBack?.(sent('8812'), asked(61))).toEqual({
      is: 'unknown',
      outcome: 'run 101 was begun since, by this step or by its schedule',
    })
  })

  test('a run that was begun just before, by the vendor’s clock, is asked of a person', async () => {
    at = await stand(contract)
    at.begin(later(-30)).state = 'processing'
    expect(await at.sender.readBack?.(sent('8812'), asked(61))).toEqual({
      is: 'unknown',
      outcome: 'run 101 was begun since, by this step or by somebody who was a little earlier',
    })
  })

  test('a list that begins with the oldest is read to its end', async () => {
    at = await stand(contract)
    for (let hour = 250; hour > 0; hour--) at.begin(later(-3_600 * hour)).state = 'success'
    at.begin(later(1)).state = 'queued'
    expect(await at.sender.readBack?.(sent('8812'), asked(61))).toMatchObject({
      is: 'running',
      handle: '351',
    })
  })

  test('a limit, which it tells in no header, ends within ten seconds', async () => {
    at = await stand(contract)
    at.vendor.failWith({ reply: { status: 429, body: { error: 'Too many requests' } } })
    expect(await at.sender.send(step('8812'), asked())).toEqual({
      is: 'again',
      outcome: 'HTTP 429',
      notBefore: later(10),
    })
    expect(at.runs).toHaveLength(0)
  })

  test('a look says that it is disabled, that a run is on, that it is not there, and that nothing is taken back', async () => {
    at = await stand(contract)
    const seen = (words = '8812') => at.sender.look(step(words), asked())
    expect(await seen()).toMatchObject({
      exists: true,
      state: 'last run success, idle',
      undo: { is: 'none' },
      gates: [],
    })
    at.begin().state = 'processing'
    expect(await seen()).toMatchObject({ state: 'processing, a run is on now' })
    disabled = true
    expect(await seen()).toMatchObject({ state: 'disabled' })
    expect(await seen('8813')).toMatchObject({ exists: false, state: null })
    expect(at.sender.undo).toBeUndefined()
  })

  test.each(['', 'lapsed', '88 12', '-1', '8812/runs'])('%j is no sync', async (words) => {
    at = await stand(contract)
    expect(at.sender.unread(words)).toBe('the number of one sync is expected')
  })

  test.each(['half', '100%', '-1%', ''])('%j is no share of rows that may fail', async (failed_rows) => {
    await expect(stand(contract, { failed_rows })).rejects.toThrow(
      'a share such as 0.5%, from 0% to less than 100%',
    )
  })

  test('no row may fail unless it is said how many may', async () => {
    rows = { through: 42_609, failed: 1 }
    at = await stand({ ...contract, entry: {} })
    at.begin().state = 'success'
    expect(await at.sender.readBack?.(sent('8812', '101'), asked(60))).toEqual({
      is: 'failed',
      outcome: 'success, but 1 of 42\u202f610 rows failed, 0.002 %, more than 0 %',
    })
  })
})
