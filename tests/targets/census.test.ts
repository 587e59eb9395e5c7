import { afterEach, describe, expect, test } from 'vitest'
import { census } from '../../src/targets/census.ts'
import { asked, later, type Plays, type Stand, sent, stand, step } from './runs.ts'
import { type Contract, keepsTheContractOfRuns } from './runs-contract.ts'
import { keepsTheContractOfStops } from './stops-contract.ts'

const USUAL = { updated: 4_990 as number | null, failed: 10, invalid: 0, schedule: 'never', paused: false }
let now = USUAL
afterEach(() => {
  now = USUAL
})

/**
 * As the reference of Fivetran Activations describes it (V2; fields of a run by V1, whose names it keeps): a trigger
 * during a run says success and gives a run that is skipped, `canceled` is a flag beside the status.
 */
const plays: Plays = ({ method, path, query }, { runs, begin }) => {
  const [, runId, cancel] = /^\/api\/v2\/sync_runs\/(\d+)(\/cancel)?$/.exec(path) ?? []
  const run = runs.find(({ id }) => String(id) === runId)
  if (method === 'POST' && cancel) {
    if (run?.state !== 'working')
      return { status: 404, body: { status: 'not_found', message: 'not running' } }
    run.state = 'canceled'
    return { status: 200, body: { status: 'cancelled' } }
  }
  if (method === 'GET' && run) return { status: 200, body: { status: 'success', data: bodyOf(run) } }
  if (method === 'POST' && path === '/api/v2/syncs/52/trigger' && query.get('force_full_sync') === 'false') {
    const begun = begin()
    begun.state = runs.some(({ state }) => state === 'working') ? 'skipped' : 'working'
    return { status: 200, body: { status: 'success', data: { sync_run_id: begun.id } } }
  }
  if (method === 'GET' && path === '/api/v2/syncs/52/sync_runs') {
    const [page, size] = [Number(query.get('page')), Number(query.get('per_page'))]
    const newest = query.get('order') === 'desc' ? [...runs].reverse() : runs
    const data = newest.slice((page - 1) * size, page * size).map(bodyOf)
    const next_page = page * size < runs.length ? page + 1 : null
    return { status: 200, body: { status: 'success', pagination: { page, next_page }, data } }
  }
  if (method === 'GET' && path === '/api/v2/syncs/52') {
    const data = { id: 52, status: 'Up to date', paused: now.paused, schedule_frequency: now.schedule }
    return { status: 200, body: { status: 'success', data } }
  }
  return { status: 404, body: { status: 'not_found', message: 'Not found' } }
}

function bodyOf({ id, state, at }: Stand['runs'][number]) {
  const isOver = state !== 'working'
  return {
    ...{
      id,
      sync_id: 52,
      status: state === 'canceled' ? 'completed' : state,
      canceled: state === 'canceled',
    },
    ...{
      created_at: at.toISOString(),
      completed_at: isOver ? later(60).toISOString() : null,
      full_sync: false,
    },
    records_updated: isOver ? now.updated : null,
    records_failed: isOver ? now.failed : null,
    records_invalid: now.invalid,
    error_code: state === 'failed' ? 'JSON_ARRAY_ERROR' : null,
    error_message: state === 'failed' ? 'the value "ana@example.com" is no array' : null,
  }
}

const contract: Contract = {
  kind: census,
  entry: { failed_rows: '0.5%' },
  plays,
  wrongKey: { status: 401, body: { status: 'unauthorized', message: 'Access denied' } },
  words: '52',
  mark: '',
  states: {
    on: ['working', 'working'],
    done: ['completed', 'completed, 10 of 5\u202f000 rows failed'],
    failed: ['failed', 'failed (JSON_ARRAY_ERROR)'],
    unheard: ['preparing', 'preparing'],
  },
}

describe('census', () => {
  keepsTheContractOfRuns(contract)
  keepsTheContractOfStops(contract, 'canceled')

  let at: Stand
  const readBack = async (state: string) => {
    at = await stand(contract)
    at.begin().state = state
    return at.sender.readBack?.(sent('52', '101'), asked(60))
  }

  test('rows that were rejected there or left out here both count as failed', async () => {
    now = { ...USUAL, failed: 15, invalid: 12, updated: 4_973 }
    expect(await readBack('completed')).toEqual({
      is: 'failed',
      outcome: 'completed, but 27 of 5\u202f000 rows failed, 0.54 %, more than 0.5 %',
    })
  })

  test('rows that failed where no number of others is given are all', async () => {
    now = { ...USUAL, failed: 15, updated: null }
    expect(await readBack('completed')).toEqual({
      is: 'failed',
      outcome: 'completed, but 15 of 15 rows failed, 100.0 %, more than 0.5 %',
    })
    now = { ...USUAL, failed: 0, updated: null }
    expect(await readBack('completed')).toEqual({ is: 'done', outcome: 'completed' })
  })

  test('a run that was triggered during another is skipped, and said so', async () => {
    at = await stand(contract)
    at.begin(later(-600)).state = 'working'
    expect(await at.sender.send(step('52'), asked())).toMatchObject({ is: 'running', handle: '102' })
    expect(await at.sender.readBack?.(sent('52', '102'), asked(60))).toMatchObject({
      is: 'failed',
      outcome: expect.stringMatching(/^skipped, since another run was on/),
    })
  })

  test('a run that is queued for long goes on', async () => {
    expect(await readBack('queued')).toMatchObject({ is: 'running', outcome: 'queued', handle: '101' })
  })

  test('a run that was canceled there has failed', async () => {
    expect(await readBack('canceled')).toEqual({
      is: 'failed',
      outcome: 'canceled, 10 of 5\u202f000 rows failed',
    })
  })

  test.each(['daily', 'continuous'])(
    'a run that may be that of its schedule (%s) is asked of a person',
    async (schedule) => {
      now = { ...USUAL, schedule }
      at = await stand(contract)
      at.begin(later(3)).state = 'working'
      expect(await at.sender.readBack?.(sent('52'), asked(61))).toEqual({
        is: 'unknown',
        outcome: 'run 101 was begun since, by this step or by its schedule',
      })
    },
  )

  test('a limit ends when Retry-After says', async () => {
    at = await stand(contract)
    at.vendor.failWith({ reply: { status: 429, headers: { 'retry-after': '17' } } })
    expect(await at.sender.send(step('52'), asked())).toMatchObject({ is: 'again', notBefore: later(17) })
  })

  test('a look says that it is paused, that a run is on, and that it is not there', async () => {
    at = await stand(contract)
    const seen = (words = '52') => at.sender.look(step(words), asked())
    expect(await seen()).toMatchObject({
      exists: true,
      state: 'last run Up to date, idle',
      undo: { is: 'stops the rest' },
    })
    at.begin().state = 'working'
    expect(await seen()).toMatchObject({ state: 'Up to date, a run is on now' })
    now = { ...USUAL, paused: true }
    expect(await seen()).toMatchObject({ state: 'paused, a run is on now' })
    expect(await seen('53')).toMatchObject({ exists: false })
  })
})
