import { afterEach, describe, expect, test } from 'vitest'
import { rudderstack } from '../../src/targets/rudderstack.ts'
import { asked, later, type PlayedRun, type Plays, type Stand, sent, stand, step } from './runs.ts'
import { type Contract, keepsTheContractOfRuns } from './runs-contract.ts'
import { keepsTheContractOfStops } from './stops-contract.ts'

const USUAL = { succeeded: 990, failed: 4, schedule: 'manual', enabled: true }
let now = USUAL
afterEach(() => {
  now = USUAL
})

/** As rudderstack.com/docs/api/retl-connections-api describes it; the connection itself as rudderlabs/rudder-iac reads it. */
const plays: Plays = ({ method, path, query, body }, { runs, begin }) => {
  const [, rest] = /^\/v2\/retl-connections\/conn-1(\/.*)?$/.exec(path) ?? [null, null]
  const [, syncId] = /^\/syncs\/(\w+)$/.exec(rest ?? '') ?? []
  const run = runs.find(({ id }) => String(id) === syncId)
  if (method === 'GET' && run) return { status: 200, body: bodyOf(run) }
  if (method === 'POST' && rest === '/start') {
    const { syncType } = body as { syncType?: unknown }
    if (syncType !== 'incremental' && syncType !== 'full') return { status: 400, body: { error: 'syncType' } }
    if (runs.some(({ state }) => state === 'running')) return { status: 409, body: { error: 'sync_running' } }
    const begun = begin()
    begun.state = 'running'
    return { status: 200, body: { syncId: String(begun.id) } }
  }
  if (method === 'POST' && rest === '/stop') {
    for (const each of runs) if (each.state === 'running') each.state = 'failed'
    return { status: 204 }
  }
  if (method === 'GET' && rest === '/syncs') {
    const after = Date.parse(query.get('started_after') ?? '1970-01-01T00:00:00Z')
    const status = query.get('status')
    const all = runs
      .filter(({ at, state }) => at.getTime() > after && (!status || state === status))
      .reverse()
    const [page, size] = [Number(query.get('page')), Number(query.get('per_page'))]
    const next = all.length > page * size ? { next: `${path}?page=${page + 1}` } : {}
    const syncs = all.slice((page - 1) * size, page * size).map(bodyOf)
    return { status: 200, body: { syncs, paging: { total: all.length, ...next } } }
  }
  if (method === 'GET' && rest === undefined) {
    const { schedule, enabled } = now
    return { status: 200, body: { id: 'conn-1', enabled, schedule: { type: schedule } } }
  }
  return { status: 404, body: { error: 'not_found' } }
}

function bodyOf({ id, state, at }: PlayedRun) {
  const [succeeded, failed] = [{ total: now.succeeded }, { total: now.failed }]
  const metrics = { succeeded, failed, changed: { total: 1_000 }, total: 50_000 }
  const error = state === 'failed' ? 'ana@example.com was refused' : null
  return { id: String(id), status: state, startedAt: at.toISOString(), finishedAt: null, error, metrics }
}

const contract: Contract = {
  kind: rudderstack,
  entry: { failed_rows: '0.5%' },
  plays,
  wrongKey: { status: 401, body: { message: 'Unauthorized' } },
  words: 'conn-1',
  mark: '',
  states: {
    on: ['running', 'running'],
    done: ['succeeded', 'succeeded, 4 of 994 rows failed'],
    failed: ['failed', 'failed'],
    unheard: ['paused', 'paused'],
  },
}

describe('rudderstack', () => {
  keepsTheContractOfRuns(contract)
  keepsTheContractOfStops(contract, 'failed')

  let at: Stand

  test('a start during another sync begins nothing, and is tried again', async () => {
    at = await stand(contract)
    at.begin(later(-600)).state = 'running'
    expect(await at.sender.send(step('conn-1'), asked())).toEqual({
      is: 'again',
      outcome: 'HTTP 409 sync_running: another run is on',
      notBefore: null,
    })
    expect(await at.sender.readBack?.(sent('conn-1'), asked(61))).toEqual({ is: 'absent' })
    expect(at.runs).toHaveLength(1)
  })

  test('a sync that is on since just before is not taken for the step’s', async () => {
    at = await stand(contract)
    at.begin(later(-20)).state = 'running'
    await at.sender.send(step('conn-1'), asked())
    expect(await at.sender.readBack?.(sent('conn-1'), asked(61))).toMatchObject({ is: 'unknown' })
  })

  test('rows that failed beyond the limit fail the run', async () => {
    now = { ...USUAL, succeeded: 700, failed: 300 }
    at = await stand(contract)
    at.begin().state = 'succeeded'
    expect(await at.sender.readBack?.(sent('conn-1', '101'), asked(60))).toEqual({
      is: 'failed',
      outcome: 'succeeded, but 300 of 1\u202f000 rows failed, 30.0 %, more than 0.5 %',
    })
  })

  test('a stop that comes too late stops nobody else’s sync', async () => {
    at = await stand(contract)
    at.begin().state = 'succeeded'
    const other = at.begin(later(60))
    other.state = 'running'
    expect(await at.sender.undo?.(sent('conn-1', '101'), asked(90))).toMatchObject({ is: 'refused' })
    expect(other.state).toBe('running')
  })

  test('a sync that may be its schedule’s is asked of a person', async () => {
    now = { ...USUAL, schedule: 'basic' }
    at = await stand(contract)
    at.begin(later(3)).state = 'running'
    expect(await at.sender.readBack?.(sent('conn-1'), asked(61))).toMatchObject({
      outcome: 'run 101 was begun since, by this step or by its schedule',
    })
  })

  test('a limit is tried again', async () => {
    at = await stand(contract)
    at.vendor.failWith({ reply: { status: 429, headers: { 'retry-after': '5' } } })
    expect(await at.sender.send(step('conn-1'), asked())).toMatchObject({ is: 'again', notBefore: later(5) })
  })

  test('a look says that it is disabled, that a sync is on, and that it is not there', async () => {
    at = await stand(contract)
    const seen = (words = 'conn-1') => at.sender.look(step(words), asked())
    expect(await seen()).toMatchObject({ exists: true, state: 'enabled' })
    now = { ...USUAL, enabled: false }
    at.begin().state = 'running'
    expect(await seen()).toMatchObject({ state: 'disabled, a run is on now' })
    expect(await seen('conn-2')).toMatchObject({ exists: false })
  })
})
