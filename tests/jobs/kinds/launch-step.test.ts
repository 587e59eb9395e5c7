import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PlannedStep } from '../../../src/domain/state/brief.ts'
import { replay } from '../../../src/domain/state/events.ts'
import { launchStepKind } from '../../../src/jobs/kinds/launch-step.ts'
import { loadCampaign } from '../../../src/store/campaigns.ts'
import { freeRunningJobs } from '../../../src/store/jobs.ts'
import { inTransaction } from '../../../src/store/kit/database.ts'
import { move } from '../../../src/usecases/lifecycle.ts'
import { beginSend, confirmManual, recordSend, retrySend } from '../../../src/usecases/steps.ts'
import { historyOf } from '../../support/history.ts'
import {
  ANA,
  everything,
  HOUR,
  launching,
  MINUTE,
  RAJ,
  type Stand,
  standUp,
  TOM,
} from '../../support/stand.ts'
import { type Receiver, startReceiver } from '../../targets/receiver.ts'

const webhook = (words: string): PlannedStep => ({ kind: 'sent', target: 'sender', words })
const manual: PlannedStep = { kind: 'human', person: 'URAJ', words: 'Switch the banner on' }

let receiver: Receiver
let stand: Stand
beforeEach(async () => {
  receiver = await startReceiver()
  stand = await standUp({ catalog: { targets: [receiver.target] }, targets: receiver.targets })
  // The receiver's library compares with the clock of the machine.
  stand.clock.at = Date.now()
})
afterEach(async () => {
  await stand.close()
  await receiver.close()
})

async function launched(plan: readonly PlannedStep[]): Promise<{ id: number }> {
  const { campaign } = await launching(stand, { brief: { plan } })
  return { id: campaign.id }
}

async function stepsOf(ref: { id: number }) {
  const { campaign, steps } = await loadCampaign(stand.db, ref)
  return { stage: campaign.stage, steps: steps.map(({ state, outcome }) => [state, outcome]) }
}

/** Lets time go by in small steps, running what falls due. */
async function wait(ms: number): Promise<void> {
  await stand.engine.runDue()
  for (let left = ms; left > 0; left -= 1_000) {
    stand.pass(1_000)
    await stand.engine.runDue()
  }
}

const ids = () => receiver.requests.map(({ id }) => id)

test('steps go out in order, and the last one puts the campaign live', async () => {
  const ref = await launched([webhook('first'), manual, webhook('third')])
  await stand.engine.runDue()
  expect(receiver.requests).toEqual([
    {
      id: 'stairway_T1_winback_1_0',
      idempotencyKey: 'stairway_T1_winback_1_0',
      wrong: null,
      body: {
        type: 'campaign.launch_step',
        campaign: {
          key: 'winback',
          name: 'Winback',
          kind: 'campaign',
          owner: 'UANA',
          arms: [
            { name: 'control', weight: 1 },
            { name: 'mail', weight: 1 },
          ],
          audience: { words: 'Lapsed 90 days', size: 42_610 },
        },
        step: { n: 1, target: 'sender', words: 'first' },
      },
    },
  ])
  await wait(5_000)
  expect(receiver.requests).toHaveLength(1)
  await confirmManual(stand.deps, RAJ, ref, 2)
  await stand.engine.runDue()
  expect(ids()).toEqual(['stairway_T1_winback_1_0', 'stairway_T1_winback_3_0'])
  expect(await stepsOf(ref)).toEqual({
    stage: 'live',
    steps: [
      ['done', 'HTTP 200'],
      ['done', 'confirmed by {@URAJ}'],
      ['done', 'HTTP 200'],
    ],
  })
})

describe('a manual step', () => {
  test('is confirmed by its person alone, in its turn, once', async () => {
    const ref = await launched([webhook('first'), manual])
    await expect(confirmManual(stand.deps, RAJ, ref, 2)).rejects.toThrow(/not the turn of step 2/)
    await stand.engine.runDue()
    await expect(confirmManual(stand.deps, ANA, ref, 2)).rejects.toThrow(
      /\{@URAJ\} confirms this step: Switch/,
    )
    await expect(confirmManual(stand.deps, RAJ, ref, 1)).rejects.toThrow(/has no manual step 1/)
    const [one, two] = [stand.another(), stand.another()]
    const both = await Promise.allSettled([confirmManual(one, RAJ, ref, 2), confirmManual(two, RAJ, ref, 2)])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(confirmManual(stand.deps, RAJ, ref, 2)).rejects.toThrow(/confirmed already/)
    expect(await stand.db('events').where({ kind: 'went_live' })).toHaveLength(1)
  })
})

describe('a failing tool', () => {
  test('500, then 200: the same id, and one step that is done', async () => {
    receiver.replyWith({ status: 500 }, { status: 200 })
    const ref = await launched([webhook('first')])
    await wait(3_000)
    expect(ids()).toEqual(['stairway_T1_winback_1_0', 'stairway_T1_winback_1_0'])
    expect(receiver.requests.map(({ wrong }) => wrong)).toEqual([null, null])
    expect(await stepsOf(ref)).toEqual({ stage: 'live', steps: [['done', 'HTTP 200']] })
  })

  test('400 is not tried again, and nothing after it is sent', async () => {
    receiver.replyWith({ status: 400 })
    const ref = await launched([webhook('first'), webhook('second')])
    await wait(2 * MINUTE)
    expect(receiver.requests).toHaveLength(1)
    expect(await stepsOf(ref)).toEqual({
      stage: 'launching',
      steps: [
        ['failed', 'HTTP 400'],
        ['waiting', null],
      ],
    })
  })

  test('a person’s "Send again" has an id of its own', async () => {
    receiver.replyWith({ status: 400 })
    const ref = await launched([webhook('first'), webhook('second')])
    await stand.engine.runDue()
    await expect(retrySend(stand.deps, ANA, ref, 2)).rejects.toThrow(/does not wait for another try/)
    await retrySend(stand.deps, TOM, ref, 1)
    await stand.engine.runDue()
    expect(ids()).toEqual(['stairway_T1_winback_1_0', 'stairway_T1_winback_1_1', 'stairway_T1_winback_2_0'])
    expect((await stepsOf(ref)).stage).toBe('live')
    await expect(retrySend(stand.deps, ANA, ref, 1)).rejects.toThrow(/does not wait for another try/)
  })

  test('429 waits as long as it was asked to', async () => {
    receiver.replyWith({ status: 429, headers: { 'retry-after': '30' } })
    const ref = await launched([webhook('first')])
    await wait(29_000)
    expect(receiver.requests).toHaveLength(1)
    await wait(1_000)
    expect(ids()).toEqual(['stairway_T1_winback_1_0', 'stairway_T1_winback_1_0'])
    expect((await stepsOf(ref)).stage).toBe('live')
  })

  test('that asks to wait without end is given up at its deadline', async () => {
    const busy = { status: 503, headers: { 'retry-after': '3600' } }
    receiver.replyWith(...Array.from({ length: 50 }, () => busy))
    const ref = await launched([webhook('first')])
    for (let hour = 0; hour < 24; hour += 1) {
      await stand.engine.runDue()
      stand.pass(HOUR)
    }
    expect(await stepsOf(ref)).toEqual({ stage: 'launching', steps: [['failed', 'HTTP 503, for 1 h']] })
    expect(receiver.requests).toHaveLength(2)
  })

  test('that never answers is given up at its deadline, and the thread hears it', async () => {
    await receiver.close()
    const ref = await launched([webhook('first'), webhook('second')])
    await wait(2 * MINUTE)
    expect((await stepsOf(ref)).steps[0]).toEqual(['sending', null])
    for (let minutes = 0; minutes < 60; minutes += 1) {
      stand.pass(MINUTE)
      await stand.engine.runDue()
    }
    expect(await stepsOf(ref)).toEqual({
      stage: 'launching',
      steps: [
        ['failed', 'no connection (ECONNREFUSED), for 1 h'],
        ['waiting', null],
      ],
    })
    const told = await stand.db('messages').where({ kind: 'step', subject: 'step:1:failed:0' })
    expect(told.map(({ target }) => target)).toEqual(['C1'])
  })

  test('that is away for a minute gets the step when it is back, under the same id', async () => {
    receiver.replyWith(...Array.from({ length: 6 }, () => ({ status: 503 })), 'cut')
    const ref = await launched([webhook('first')])
    await wait(2 * MINUTE)
    expect(new Set(ids()).size).toBe(1)
    expect(await stepsOf(ref)).toEqual({ stage: 'live', steps: [['done', 'HTTP 200']] })
  })

  test.each([
    ['408', { status: 408 }],
    ['425', { status: 425 }],
    ['half an answer', { status: 200, torn: true }],
  ] as const)('%s, then 200: the same id', async (_, reply) => {
    receiver.replyWith(reply)
    const ref = await launched([webhook('first')])
    await wait(2_000)
    expect(ids()).toEqual(['stairway_T1_winback_1_0', 'stairway_T1_winback_1_0'])
    expect((await stepsOf(ref)).stage).toBe('live')
  })

  test('whose outcome is open is sent again under the same id, and under a new one where a person says so', async () => {
    const asksToWait = { status: 503, headers: { 'retry-after': '3600' } }
    receiver.replyWith(asksToWait, asksToWait, { status: 400 })
    const ref = await launched([webhook('first')])
    await stand.engine.runDue()
    stand.pass(HOUR)
    await stand.engine.runDue()
    expect((await stepsOf(ref)).steps).toEqual([['failed', 'HTTP 503, for 1 h']])
    await retrySend(stand.deps, ANA, ref, 1)
    await stand.engine.runDue()
    expect((await stepsOf(ref)).steps).toEqual([['failed', 'HTTP 400']])
    expect(new Set(ids())).toEqual(new Set(['stairway_T1_winback_1_0']))
    await retrySend(stand.deps, ANA, ref, 1, true)
    await stand.engine.runDue()
    expect(ids().at(-1)).toBe('stairway_T1_winback_1_2')
    const loaded = await loadCampaign(stand.db, ref)
    expect(replay(await historyOf(stand.db, ref.id), ref.id)).toStrictEqual(loaded)
  })

  test('tries write no history of their own', async () => {
    receiver.replyWith({ status: 500 }, { status: 500 })
    await launched([webhook('first')])
    await wait(10_000)
    expect(receiver.requests).toHaveLength(3)
    expect(await stand.db('events').where({ kind: 'step_changed' })).toHaveLength(2)
  })

  test('a target that is not declared any more fails without a request', async () => {
    const ref = await launched([webhook('first')])
    const job = { teamId: 'T1', campaignId: ref.id, n: 1, tries: 0 }
    const deps = { ...stand.jobDeps, targets: new Map() }
    const { signal } = new AbortController()
    const now = stand.deps.now()
    const context = { attempt: 1, maxAttempts: 6, now, since: now, correlationId: 'c', signal }
    await launchStepKind(deps).run(job, context)
    expect((await stepsOf(ref)).steps).toEqual([
      ['failed', 'stairway.yaml declares no target sender any more'],
    ])
    expect(receiver.requests).toEqual([])
  })
})

describe('stop', () => {
  test('during a launch sends nothing more, and what was on its way is recorded', async () => {
    const ref = await launched([webhook('first'), webhook('second')])
    receiver.onRequest(() => move(stand.deps, ANA, ref, 'stop', 'Wrong audience'))
    await wait(MINUTE)
    expect(receiver.requests).toHaveLength(1)
    expect(await stepsOf(ref)).toEqual({
      stage: 'stopped',
      steps: [
        ['done', 'HTTP 200'],
        ['waiting', null],
      ],
    })
  })

  test('before the first job ran sends nothing at all', async () => {
    const ref = await launched([webhook('first')])
    await move(stand.deps, ANA, ref, 'cancel', 'Not now')
    await wait(MINUTE)
    expect(receiver.requests).toEqual([])
  })

  test('ends a step that was being tried again, and posts nothing about it', async () => {
    receiver.replyWith({ status: 500 })
    const ref = await launched([webhook('first')])
    await stand.engine.runDue()
    await expect(move(stand.deps, ANA, ref, 'cancel', 'Oh')).rejects.toThrow(
      /has gone out already.*campaign stop/,
    )
    await move(stand.deps, ANA, ref, 'stop', 'Wrong audience')
    await wait(MINUTE)
    expect(receiver.requests).toHaveLength(1)
    const [end] = (await stepsOf(ref)).steps
    expect(end).toEqual(['failed', 'no answer before the launch was stopped'])
    expect(await stand.db('messages').where({ kind: 'step' })).toEqual([])
  })
})

describe('killed', () => {
  test('between send and record: the same id is sent again', async () => {
    const ref = await launched([webhook('first')])
    const kill = new Promise<never>(() => undefined)
    const arrived = new Promise<void>((resolve) => {
      receiver.onRequest(async () => {
        resolve()
        await kill
      })
    })
    const cut = stand.engine.runDue()
    await arrived
    receiver.onRequest(async () => undefined)
    await freeRunningJobs(stand.db)
    await stand.engine.runDue()
    expect(ids()).toEqual(['stairway_T1_winback_1_0', 'stairway_T1_winback_1_0'])
    expect(await stepsOf(ref)).toEqual({ stage: 'live', steps: [['done', 'HTTP 200']] })
    await receiver.close()
    await cut
    expect((await stepsOf(ref)).stage).toBe('live')
  })

  test('four times while it is sent: that costs no try', async () => {
    const ref = await launched([webhook('first')])
    for (let kills = 0; kills < 4; kills += 1) {
      await stand
        .db('jobs')
        .where({ kind: 'launch_step' })
        .increment('attempts', 1)
        .update({ state: 'running', locked_at: 1 })
      await freeRunningJobs(stand.db)
    }
    await stand.engine.runDue()
    expect(await stepsOf(ref)).toEqual({ stage: 'live', steps: [['done', 'HTTP 200']] })
  })

  test('a dead job of an earlier try says nothing about the newer one', async () => {
    receiver.replyWith({ status: 400 })
    const ref = await launched([webhook('first')])
    await stand.engine.runDue()
    await retrySend(stand.deps, ANA, ref, 1)
    const old = { teamId: 'T1', campaignId: ref.id, n: 1, tries: 0 }
    expect(await beginSend(stand.deps, old)).toBeNull()
    await recordSend(stand.deps, old, { done: false, outcome: 'late' })
    expect((await stepsOf(ref)).steps).toEqual([['waiting', null]])
  })
})

test('what a job that was given up leaves behind is undone with its burial', async () => {
  const { id: campaignId } = await launched([webhook('first')])
  const payload = { teamId: 'T1', campaignId, n: 1, tries: 0 }
  await beginSend(stand.deps, payload)
  const before = await everything(stand.db)
  const burial = inTransaction(stand.db, async (tx) => {
    await launchStepKind(stand.jobDeps).whenDead(tx, { payload, attempts: 6, why: 'HTTP 500' })
    expect(await tx('launch_steps').pluck('state')).toEqual(['failed'])
    throw new Error('not buried')
  })
  await expect(burial).rejects.toThrow('not buried')
  expect(await everything(stand.db)).toEqual(before)
})
