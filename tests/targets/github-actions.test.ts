import { afterEach, describe, expect, test } from 'vitest'
import { githubActions } from '../../src/targets/github-actions.ts'
import { asked, later, type PlayedRun, type Plays, STEP_ID, type Stand, sent, stand, step } from './runs.ts'
import { type Contract, keepsTheContractOfRuns } from './runs-contract.ts'
import { keepsTheContractOfStops } from './stops-contract.ts'

const USUAL = { knowsDetails: true, state: 'active' }
let now = USUAL
afterEach(() => {
  now = USUAL
})

const WORKFLOW = '/actions/workflows/launch.yml'
const REQUEST = { 'x-github-request-id': 'C0DE:1' }
/** Of the workflow; another one is refused. */
const INPUTS = ['stairway_step', 'segment', 'dry']

/** As docs.github.com/rest/actions and the changelog of 2026-02-19 describe it; older servers refuse `return_run_details`. */
const plays: Plays = (seen, { runs, begin }) => {
  const { method, query } = seen
  const path = seen.path.replace('/repos/acme/site', '')
  const [, runId, cancel] = /^\/actions\/runs\/(\d+)(\/cancel)?$/.exec(path) ?? []
  const run = runs.find(({ id }) => String(id) === runId)
  if (run && method === 'POST' && cancel) {
    if (String(run.state).startsWith('completed'))
      return problem(409, 'Cannot cancel a workflow run that is completed.')
    run.state = 'completed/cancelled'
    return { status: 202, body: {} }
  }
  if (run && method === 'GET') return { status: 200, body: bodyOf(run) }
  if (method === 'POST' && path === `${WORKFLOW}/dispatches`) {
    const { ref, inputs, return_run_details, ...more } = seen.body as Record<string, unknown>
    const given = inputs as Readonly<Record<string, string>>
    if (Object.keys(more).length > 0 || (return_run_details !== undefined && !now.knowsDetails))
      return problem(422, 'Invalid request. "return_run_details" is not a permitted key.')
    if (typeof ref !== 'string' || ref === 'gone') return problem(422, 'No ref found for: gone')
    if (Object.keys(given).some((name) => !INPUTS.includes(name)))
      return problem(422, 'Unexpected inputs provided')
    const begun = begin(later(0.2), `Launch ${given.segment ?? ''} (${given.stairway_step ?? ''})`)
    begun.state = 'queued'
    if (return_run_details !== true) return { status: 204 }
    const run_url = `https://api.github.com/repos/acme/site/actions/runs/${begun.id}`
    return { status: 200, body: { workflow_run_id: begun.id, run_url, html_url: run_url } }
  }
  if (method === 'GET' && path === `${WORKFLOW}/runs`) {
    const since = Date.parse(query.get('created')?.replace('>=', '') ?? '1970-01-01T00:00:00Z')
    const status = query.get('status')
    const all = runs
      .filter(({ at, state }) => at.getTime() >= since && (!status || state === status))
      .reverse()
    const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('per_page'))]
    const workflow_runs = all.slice((page - 1) * size, page * size).map(bodyOf)
    return { status: 200, body: { total_count: all.length, workflow_runs } }
  }
  if (method === 'GET' && path === WORKFLOW)
    return {
      status: 200,
      body: { id: 1, state: now.state, html_url: 'https://github.com/acme/site/blob/main/launch.yml' },
    }
  return problem(404, 'Not Found')
}

function problem(status: number, message: string) {
  const body = { message, documentation_url: 'https://docs.github.com/rest', status: String(status) }
  return { status, body, headers: REQUEST }
}

function bodyOf({ id, state, at, mark }: PlayedRun) {
  const [status, conclusion = null] = String(state).split('/')
  const created_at = `${at.toISOString().slice(0, 19)}Z`
  return {
    id,
    name: 'Launch',
    display_title: mark,
    event: 'workflow_dispatch',
    status,
    conclusion,
    created_at,
  }
}

const contract: Contract = {
  kind: githubActions,
  entry: { repository: 'acme/site', input: 'stairway_step' },
  plays,
  wrongKey: problem(401, 'Bad credentials'),
  words: 'launch.yml segment=lapsed',
  mark: `Launch lapsed (${STEP_ID})`,
  states: {
    on: ['queued', 'queued'],
    done: ['completed/success', 'success'],
    failed: ['completed/failure', 'failure'],
    unheard: ['pondering', 'pondering'],
  },
}

describe('github-actions', () => {
  keepsTheContractOfRuns(contract)
  keepsTheContractOfStops(contract, 'completed/cancelled')

  let at: Stand
  const dispatched = async (words: string) => {
    at = await stand(contract)
    const answer = await at.sender.send(step(words), asked())
    return { answer, body: at.vendor.seen[0]?.body }
  }

  test('words name the workflow, the ref and the inputs', async () => {
    const { body } = await dispatched('launch.yml release/2 segment=lapsed dry=')
    const inputs = { segment: 'lapsed', dry: '', stairway_step: STEP_ID }
    expect(body).toEqual({ ref: 'release/2', inputs, return_run_details: true })
    const plain = await dispatched('launch.yml')
    expect(plain.body).toMatchObject({ ref: 'main', inputs: { stairway_step: STEP_ID } })
  })

  test.each([
    ['launch', 'the file of a workflow is expected first, such as launch.yml'],
    ['../launch.yml', 'the file of a workflow is expected first, such as launch.yml'],
    ['launch.yml ?', 'what follows the file is no branch or tag'],
    ['launch.yml main lapsed', 'inputs are written key=value, without a space in either'],
    ['launch.yml a=1 a=2', 'the input a is given already'],
    ['launch.yml stairway_step=mine', 'the input stairway_step is given already'],
  ])('%j can’t be read', async (words, why) => {
    at = await stand(contract)
    expect(at.sender.unread(words)).toBe(why)
  })

  test('an older server is asked once more without what it does not know, and its run is found', async () => {
    now = { ...USUAL, knowsDetails: false }
    const { answer } = await dispatched('launch.yml segment=lapsed')
    expect(answer).toEqual({ is: 'running', outcome: 'HTTP 204', handle: 'begun', notBefore: null })
    expect(at.runs).toHaveLength(1)
    expect(await at.sender.readBack?.(sent('launch.yml', 'begun'), asked(5))).toMatchObject({
      is: 'running',
      handle: '101',
    })
  })

  test.each(['launch.yml gone', 'launch.yml unheard=1'])(
    '%j is refused there, and begins nothing',
    async (words) => {
      const { answer } = await dispatched(words)
      expect(answer).toEqual({ is: 'refused', outcome: 'HTTP 422, request C0DE:1' })
      expect(at.runs).toHaveLength(0)
    },
  )

  test('without an input that names the step, any run since is asked of a person', async () => {
    at = await stand({ ...contract, entry: { repository: 'acme/site' } })
    at.vendor.failWith({ reply: 'cut', after: true })
    await at.sender.send(step('launch.yml'), asked())
    expect(at.vendor.seen[0]?.body).toMatchObject({ inputs: {} })
    expect(await at.sender.readBack?.(sent('launch.yml'), asked(61))).toMatchObject({ is: 'unknown' })
  })

  test('a run whose name does not show the input is asked of a person, and never begun twice', async () => {
    at = await stand(contract)
    at.begin(later(0.2), 'Launch').state = 'queued'
    at.begin(later(0.3), 'Launch lapsed (stairway_T1_WB-7_1_1)').state = 'queued'
    const found = () => at.sender.readBack?.(sent('launch.yml'), asked(61))
    expect(await found()).toEqual({
      is: 'unknown',
      outcome: 'run 101 was begun since and does not show whose it is',
    })
    at = await stand(contract)
    at.begin(later(-121), 'Launch').state = 'queued'
    expect(await found()).toEqual({ is: 'absent' })
  })

  test('the id of another step that only begins alike is another one', async () => {
    at = await stand(contract)
    at.begin(later(1), `Launch lapsed (${STEP_ID}0)`).state = 'queued'
    expect(await at.sender.readBack?.(sent('launch.yml'), asked(61))).toEqual({ is: 'absent' })
  })

  test.each([
    [
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(later(40).getTime() / 1_000) },
      later(40),
    ],
    [
      429,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(later(40).getTime() / 1_000) },
      later(40),
    ],
    [403, { 'retry-after': '60' }, later(60)],
    [429, {}, null],
  ])('a limit by %i and %j is one', async (status, headers, notBefore) => {
    at = await stand(contract)
    at.vendor.failWith({ reply: { status, headers } })
    expect(await at.sender.send(step('launch.yml'), asked())).toMatchObject({ is: 'again', notBefore })
    expect(at.runs).toHaveLength(0)
  })

  test('a window that is not spent is no limit', async () => {
    at = await stand(contract)
    const headers = {
      'x-ratelimit-remaining': '4999',
      'x-ratelimit-reset': String(later(3_000).getTime() / 1_000),
    }
    at.vendor.failWith({ reply: { status: 403, headers } }, { reply: { status: 502, headers } })
    expect(await at.sender.send(step('launch.yml'), asked())).toMatchObject({ is: 'refused' })
    expect(await at.sender.readBack?.(sent('launch.yml', '101'), asked())).toMatchObject({ notBefore: null })
  })

  test.each(['cancelled', 'timed_out', 'startup_failure', 'skipped', 'action_required', 'neutral'])(
    'a run that ended as %s has not done what it should',
    async (conclusion) => {
      at = await stand(contract)
      at.begin().state = `completed/${conclusion}`
      expect(await at.sender.readBack?.(sent('launch.yml', '101'), asked(60))).toEqual({
        is: 'failed',
        outcome: conclusion,
      })
    },
  )

  test.each(['queued', 'in_progress', 'waiting', 'pending', 'requested'])(
    'a run that is %s goes on',
    async (state) => {
      at = await stand(contract)
      at.begin().state = state
      expect(await at.sender.readBack?.(sent('launch.yml', '101'), asked(7_200))).toMatchObject({
        outcome: state,
      })
    },
  )

  test('a look says that it is disabled, which refuses us, that a run is on, and that it is not there', async () => {
    at = await stand(contract)
    const seen = (words = 'launch.yml') => at.sender.look(step(words), asked())
    expect(await seen()).toMatchObject({ exists: true, state: 'active', gates: [] })
    at.begin().state = 'in_progress'
    expect(await seen()).toMatchObject({ state: 'active, a run is on now' })
    now = { ...USUAL, state: 'disabled_manually' }
    const link = 'https://github.com/acme/site/blob/main/launch.yml'
    expect(await seen()).toMatchObject({
      state: 'disabled_manually, a run is on now',
      gates: [{ words: 'the workflow is disabled there', link, refuses: ['send'] }],
    })
    expect(await seen('other.yml')).toMatchObject({ exists: false })
  })
})
