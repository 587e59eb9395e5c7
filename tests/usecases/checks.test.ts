import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isReady } from '../../src/domain/readiness/standing.ts'
import type { CheckAnswer, CheckStatus } from '../../src/domain/state/answers.ts'
import { replay } from '../../src/domain/state/events.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { createCampaign } from '../../src/usecases/campaigns.ts'
import { askChecks, checksGivenUp, claimChecks } from '../../src/usecases/checks.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { historyOf } from '../support/history.ts'
import { rowsRead } from '../support/rows-read.ts'
import { ANA, CATALOG, HOUR, MINUTE, type Stand, standUp } from '../support/stand.ts'

const task = { step: 'collect', team: 'data', required: true } as const
const TERMS = { kind: 'sql', maxAgeMinutes: 180, everyMinutes: 60, graceMinutes: 60 }
const catalog = {
  checks: [
    { name: 'orders', title: 'Orders', ...TERMS },
    { name: 'model', title: 'Model', ...TERMS },
  ],
  templates: [
    {
      ...({ name: 'watched', title: 'Watched', kind: 'campaign', policy: 'default' } as const),
      tasks: [
        { title: 'Orders are fresh', check: 'orders', ...task },
        { title: 'Model is fresh', check: 'model', ...task },
        { title: 'Consent', ...task },
      ],
    },
    ...CATALOG.templates,
  ],
}

let stand: Stand
let ref: { id: number }
beforeEach(async () => {
  stand = await standUp({ catalog })
  const wanted = { name: 'Winback', template: 'watched', channel: 'C1', key: null }
  ref = { id: (await createCampaign(stand.deps, ANA, wanted)).campaign.id }
})
afterEach(() => stand.close())

const saying = (status: CheckStatus, figure = '1'): CheckAnswer => ({
  ...{ status, figure, wanted: '≤ 2', where: 'dwh', at: null, words: null },
})

async function ask(
  answer: (name: string) => Promise<CheckAnswer>,
  patienceMs?: number,
  deps: Deps = stand.deps,
) {
  const state = await loadCampaign(stand.db, ref)
  return askChecks({ ...deps, askCheck: (_state, name) => answer(name) }, state, state.tasks, patienceMs)
}

const states = async () => (await loadCampaign(stand.db, ref)).tasks.map(({ state }) => state)

/** An answer that comes when it is told to. */
function later(): { readonly answer: Promise<CheckAnswer>; come(answer: CheckAnswer): void } {
  let come: (answer: CheckAnswer) => void = () => undefined
  const answer = new Promise<CheckAnswer>((resolve) => {
    come = resolve
  })
  return { answer, come: (said) => come(said) }
}

test('one that hangs holds up no other: what is there is kept, and it follows', async () => {
  const hanging = later()
  const run = ask(async (name) => (name === 'orders' ? hanging.answer : saying('pass')), 0)
  await expect.poll(states).toEqual(['todo', 'done', 'todo'])
  hanging.come(saying('pass'))
  await run
  expect(await states()).toEqual(['done', 'done', 'todo'])
})

test('of two runs the one that asked later counts, whichever answers first', async () => {
  const slow = later()
  const state = await loadCampaign(stand.db, ref)
  const first = askChecks({ ...stand.deps, askCheck: () => slow.answer }, state, state.tasks, 0)
  stand.pass(MINUTE)
  await ask(async () => saying('fail'))
  slow.come(saying('pass'))
  await first
  expect(await states()).toEqual(['todo', 'todo', 'todo'])
})

describe('by the clock', () => {
  test('a run is promised once an hour, and once only while it waits', async () => {
    expect(await claimChecks(stand.deps)).toBe(1)
    await claimChecks(stand.deps)
    expect(await stand.db('jobs').where({ kind: 'ask_checks' })).toHaveLength(1)
    await ask(async () => saying('pass'))
    expect(await claimChecks(stand.deps)).toBe(0)
    stand.pass(HOUR)
    expect(await claimChecks(stand.deps)).toBe(1)
    expect(await stand.db('jobs').where({ kind: 'ask_checks' })).toHaveLength(1)
  })

  const read = (deps = stand.deps) => rowsRead(stand.db, 'tasks', () => claimChecks(deps))

  test('what is not due is not read, until it is, or is answered', async () => {
    await claimChecks(stand.deps)
    await ask(async () => saying('pass'))
    expect(await read()).toBe(2)
    expect(await read()).toBe(0)
    stand.pass(MINUTE)
    await ask(async () => saying('fail'))
    expect(await read()).toBe(2)
    expect(await read()).toBe(0)
    stand.pass(HOUR)
    expect(await read()).toBe(2)
  })

  test('where it is declared to be asked more often, a process that begins asks it so', async () => {
    await claimChecks(stand.deps)
    await ask(async () => saying('pass'))
    await claimChecks(stand.deps)
    stand.pass(10 * MINUTE)
    const checks = catalog.checks.map((each) => ({ ...each, everyMinutes: 10 }))
    const begun: Deps = { ...stand.deps, catalog: { ...stand.deps.catalog, checks } }
    expect(await claimChecks(stand.deps)).toBe(0)
    expect(await claimChecks(begun)).toBe(1)
    expect(await claimChecks(begun)).toBe(1)
  })

  test('of what was launched nothing is read again', async () => {
    await stand.db('campaigns').update({ stage: 'live' })
    expect(await claimChecks(stand.deps)).toBe(0)
    expect(await read()).toBe(0)
  })
})

test('a run that was given up is told to the owner once a day', async () => {
  const ids = { teamId: 'T1', campaignId: ref.id }
  for (let n = 0; n < 2; n += 1) await checksGivenUp(stand.deps, ids, 'the disk is full')
  const told = await stand.db('messages').whereLike('subject', 'unasked:%')
  expect(told.map(({ target, data }) => [target, JSON.parse(data).words])).toEqual([
    ['UANA', expect.stringMatching(/could not be asked just now: the disk is full\nThey are asked again/)],
  ])
})

test('whoever read the campaign before sees an answer that was renewed, though nothing was written of it', async () => {
  await ask(async () => saying('pass', '1'))
  const before = await loadCampaign(stand.db, ref)
  const events = await stand.db('events').where({ campaign_id: ref.id })
  stand.pass(HOUR)
  await ask(async () => saying('pass', '2'))
  const after = await loadCampaign(stand.db, ref)
  expect([before, after].map(({ tasks }) => tasks[0]?.answer?.newest.figure)).toEqual(['1', '2'])
  expect(await stand.db('events').where({ campaign_id: ref.id })).toEqual(events)
})

const STATUSES: readonly CheckStatus[] = ['pass', 'warn', 'fail', 'error', 'unknown']

test('whatever is answered and when, replaying gives what the tables hold but for renewed answers', async () => {
  const runs = fc.array(
    fc.tuple(fc.constantFrom(...STATUSES), fc.constantFrom(...STATUSES), fc.integer({ min: 0, max: 300 })),
    { minLength: 1, maxLength: 6 },
  )
  await fc.assert(
    fc.asyncProperty(runs, async (all) => {
      for (const [orders, model, minutes] of all) {
        stand.pass(minutes * MINUTE)
        await ask(async (name) => saying(name === 'orders' ? orders : model))
        const kept = await loadCampaign(stand.db, ref)
        const told = replay(await historyOf(stand.db, ref.id), ref.id)
        const bare = (state: typeof kept) => ({
          ...state,
          tasks: state.tasks.map(({ answer, ...rest }) => ({ ...rest, status: answer?.newest.status })),
        })
        expect(bare(told)).toStrictEqual(bare(kept))
        for (const each of kept.tasks) expect(each.state === 'done').toBe(isReady(each, stand.deps.now()))
      }
    }),
    { numRuns: 15 },
  )
})
