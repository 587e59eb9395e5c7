import { describe, expect, test } from 'vitest'
import { dbtCloud } from '../../src/targets/dbt-cloud.ts'
import { asked, later, type PlayedRun, type Plays, STEP_ID, type Stand, sent, stand, step } from './runs.ts'
import { type Contract, keepsTheContractOfRuns } from './runs-contract.ts'
import { keepsTheContractOfStops } from './stops-contract.ts'

const WORDS: Readonly<Record<string, string>> = {
  ...{
    1: 'Queued',
    2: 'Starting',
    3: 'Running',
    10: 'Success',
    20: 'Error',
    30: 'Cancelled',
    7: 'Reticulating',
  },
}

/** As openapi-v2.yaml of dbt-labs/dbt-cloud-openapi-spec describes it (1f274f7): `cause` is shown with the trigger alone. */
const plays: Plays = ({ method, path, query, body }, { runs, begin }) => {
  const [, at = ''] = /^\/api\/v2\/accounts\/4711(\/.*\/)$/.exec(path) ?? []
  const hasTrigger = query.get('include_related') === 'trigger'
  const [, runId, cancel] = /^\/runs\/(\d+)\/(cancel\/)?$/.exec(at) ?? []
  const run = runs.find(({ id }) => String(id) === runId)
  if (run && method === 'POST' && cancel) {
    if (run.state === 1 || run.state === 3) run.state = 30
    return answered(bodyOf(run, false))
  }
  if (run && method === 'GET') return answered(bodyOf(run, hasTrigger))
  if (method === 'POST' && at === '/jobs/99/run/') {
    const { cause } = body as { cause?: unknown }
    if (typeof cause !== 'string' || cause === '') return failed(400, 'cause is required')
    const begun = begin(later(0.2), cause)
    begun.state = 1
    return answered(bodyOf(begun, true))
  }
  if (method === 'GET' && at === '/runs/' && query.get('job_definition_id') === '99') {
    const newest = query.get('order_by') === '-id' ? [...runs].reverse() : runs
    const from = Number(query.get('offset'))
    const page = newest.slice(from, from + Number(query.get('limit')))
    return answered(page.map((each) => bodyOf(each, hasTrigger)))
  }
  if (method === 'GET' && at === '/jobs/99/') {
    const last = runs.at(-1)
    return answered({ id: 99, state: 1, most_recent_run: last ? bodyOf(last, false) : null })
  }
  return failed(404, 'The requested resource was not found.')
}

function answered(data: unknown) {
  return { status: 200, body: { status: { code: 200, is_success: true, user_message: 'Success!' }, data } }
}

function failed(code: number, user_message: string) {
  return { status: code, body: { status: { code, is_success: false, user_message }, data: null } }
}

function bodyOf({ id, state, at, mark }: PlayedRun, hasTrigger: boolean) {
  const created_at = at.toISOString().replace('T', ' ').replace('Z', '000+00:00')
  const trigger = hasTrigger ? { cause: mark, job_definition_id: 99 } : null
  return { id, job_definition_id: 99, status: state, status_humanized: WORDS[state], created_at, trigger }
}

const MARK = `Stairway, ${step('99').campaign.key} step 2: ${STEP_ID}`

const contract: Contract = {
  kind: dbtCloud,
  entry: { account: 4_711 },
  plays,
  wrongKey: failed(401, 'Invalid token.'),
  words: '99',
  mark: MARK,
  states: { on: [1, 'Queued'], done: [10, 'Success'], failed: [20, 'Error'], unheard: [7, 'Reticulating'] },
}

describe('dbt-cloud', () => {
  keepsTheContractOfRuns(contract)
  keepsTheContractOfStops(contract, 30)

  let at: Stand

  test('what others start meanwhile is never taken for the step’s, whatever they wrote', async () => {
    at = await stand(contract)
    at.begin(later(1), 'Triggered via schedule').state = 3
    at.begin(later(2), `${MARK}0`).state = 3
    expect(await at.sender.readBack?.(sent('99'), asked(61))).toEqual({ is: 'absent' })
    at.begin(later(3), MARK).state = 10
    expect(await at.sender.readBack?.(sent('99'), asked(61))).toEqual({ is: 'done', outcome: 'Success' })
  })

  test('a run that shows no cause may be the step’s', async () => {
    at = await stand(contract)
    at.begin(later(1), null).state = 3
    expect(await at.sender.readBack?.(sent('99'), asked(61))).toEqual({
      is: 'unknown',
      outcome: 'run 101 was begun since and does not show whose it is',
    })
  })

  test('the step’s run is found behind many newer ones', async () => {
    at = await stand(contract)
    at.begin(later(1), MARK).state = 3
    for (let more = 0; more < 130; more++) at.begin(later(2 + more), 'Triggered via schedule').state = 10
    expect(await at.sender.readBack?.(sent('99'), asked(600))).toMatchObject({ is: 'running', handle: '101' })
  })

  test.each([
    [1, 'Queued'],
    [2, 'Starting'],
    [3, 'Running'],
  ])('a run of status %i goes on', async (state, outcome) => {
    at = await stand(contract)
    at.begin().state = state
    expect(await at.sender.readBack?.(sent('99', '101'), asked(7_200))).toMatchObject({
      is: 'running',
      outcome,
    })
  })

  test('a run that was cancelled there has failed', async () => {
    at = await stand(contract)
    at.begin().state = 30
    expect(await at.sender.readBack?.(sent('99', '101'), asked(60))).toEqual({
      is: 'failed',
      outcome: 'Cancelled',
    })
  })

  test('a limit is tried again, when Retry-After says so where it does', async () => {
    at = await stand(contract)
    at.vendor.failWith(
      { reply: { status: 429 } },
      { reply: { status: 429, headers: { 'retry-after': '20' } } },
    )
    expect(await at.sender.send(step('99'), asked())).toMatchObject({ is: 'again', notBefore: null })
    expect(await at.sender.send(step('99'), asked())).toMatchObject({ is: 'again', notBefore: later(20) })
    expect(at.runs).toHaveLength(0)
  })

  test('a look says that a run is on, and that a job is not there', async () => {
    at = await stand(contract)
    expect(await at.sender.look(step('99'), asked())).toMatchObject({ exists: true, state: 'active' })
    at.begin().state = 3
    expect(await at.sender.look(step('99'), asked())).toMatchObject({ state: 'active, a run is on now' })
    expect(await at.sender.look(step('98'), asked())).toMatchObject({ exists: false })
  })

  test.each([{ account: 'acme' }, { account: -1 }, { account: 1.5 }])('%j is no account', async (fields) => {
    await expect(stand(contract, fields)).rejects.toThrow('the number of the account')
  })
})
