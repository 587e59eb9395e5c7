import { afterEach, describe, expect, test } from 'vitest'
import type { PlannedStep } from '../../src/domain/state/brief.ts'
import { replay } from '../../src/domain/state/events.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { freeRunningJobs } from '../../src/store/jobs.ts'
import { confirmArrived, retrySend, skipFailed } from '../../src/usecases/steps.ts'
import { historyOf } from '../support/history.ts'
import { ANA, HOUR, launching, MINUTE, type Stand, standUp, TOM, ZOE } from '../support/stand.ts'
import { type Counted, type CountedOptions, counted, type Fault } from '../targets/counted.ts'

const sent = (words: string): PlannedStep => ({ kind: 'sent', target: 'tool', words })

let stand: Stand
afterEach(() => stand.close())

async function launched(tool: Counted, plan: readonly PlannedStep[] = [sent('a')]) {
  const target = { name: 'tool', kind: 'counted', title: 'Tool', host: tool.host }
  stand = await standUp({ catalog: { targets: [target] }, targets: new Map([['tool', tool]]) })
  const { campaign } = await launching(stand, { brief: { plan } })
  return { id: campaign.id }
}

async function wait(ms: number, step = 10_000): Promise<void> {
  await stand.engine.runDue()
  for (let left = ms; left > 0; left -= step) {
    stand.pass(step)
    await stand.engine.runDue()
  }
}

async function stepsOf(ref: { id: number }) {
  const state = await loadCampaign(stand.db, ref)
  expect(replay(await historyOf(stand.db, ref.id), ref.id)).toStrictEqual(state)
  return [state.campaign.stage, ...state.steps.map((step) => `${step.state}: ${step.outcome}`)]
}

const whats = ({ asked }: Counted) => asked.map(([what]) => what)
const idsOf = ({ asked }: Counted) => new Set(asked.map(([, id]) => id)).size

/** Runs until the tool was asked to send, and ends the process there. */
async function killed(tool: Counted): Promise<void> {
  void stand.engine.runDue()
  await expect.poll(() => tool.effects.length).toBe(1)
  await freeRunningJobs(stand.db)
}

const AGAIN = { is: 'again', outcome: 'HTTP 429', notBefore: null } as const

describe('the effect happens once', () => {
  test.each<[string, Fault[], CountedOptions]>([
    ['an answer that was lost, of what arrived', ['lost after'], {}],
    ['an answer that was lost, of what never arrived', ['lost'], {}],
    ['“again”, many times', [AGAIN, AGAIN, AGAIN], {}],
    ['“again” before a lost one', [AGAIN, 'lost after'], {}],
    ['“again” after a lost one that never arrived', ['lost', AGAIN, 'lost after'], {}],
    ['“again”, and nothing to read back', [AGAIN, AGAIN], { readsBack: false }],
  ])('%s', async (_case, faults, options) => {
    const tool = counted(options)
    tool.failSend(...faults)
    const ref = await launched(tool)
    await wait(2 * MINUTE)
    expect(tool.effects).toEqual(['a'])
    expect(idsOf(tool)).toBe(1)
    expect(await stepsOf(ref)).toEqual(['live', 'done: it is on'])
  })

  test('a process that was killed between send and record', async () => {
    const tool = counted()
    tool.failSend('hangs')
    const ref = await launched(tool)
    await killed(tool)
    await wait(MINUTE)
    expect(whats(tool)).toEqual(['send', 'readBack'])
    expect(tool.effects).toEqual(['a'])
    expect(await stepsOf(ref)).toEqual(['live', 'done: it is on'])
  })

  test('nothing is read back of what surely never left', async () => {
    const tool = counted()
    tool.failSend(AGAIN)
    await launched(tool)
    await wait(MINUTE)
    expect(whats(tool)).toEqual(['send', 'send'])
  })

  test('a list that lags is asked since the try that may have arrived, not since one that surely did not', async () => {
    const tool = counted()
    tool.failSend(AGAIN, AGAIN, AGAIN, 'lost after')
    const ref = await launched(tool)
    const first = stand.deps.now()
    let left = first
    const { send } = tool
    tool.readBack = async (step, asked) => {
      expect(step.sent.since).toEqual(left)
      expect(step.sent.since.getTime()).toBeGreaterThan(first.getTime() + 30_000)
      const isSettled = asked.now.getTime() - step.sent.since.getTime() >= MINUTE
      return isSettled ? { is: 'done', outcome: 'success' } : { ...AGAIN }
    }
    tool.send = async (step, asked) => {
      left = asked.now
      return send(step, asked)
    }
    await wait(4 * MINUTE)
    expect(tool.effects).toEqual(['a'])
    expect(await stepsOf(ref)).toEqual(['live', 'done: success'])
  })

  test('a look that fails is repeated, and nothing is sent before it answers', async () => {
    const tool = counted()
    tool.failSend('lost after')
    tool.failReadBack(AGAIN, AGAIN)
    await launched(tool)
    await wait(2 * MINUTE)
    expect(whats(tool)).toEqual(['send', 'readBack', 'readBack', 'readBack'])
    expect(tool.effects).toEqual(['a'])
  })

  test('sent and lost at the very end of its time: looked for once more', async () => {
    const tool = counted({ patienceMs: 0 })
    tool.failSend('lost after')
    const ref = await launched(tool)
    await stand.engine.runDue()
    expect(whats(tool)).toEqual(['send', 'readBack'])
    expect(await stepsOf(ref)).toEqual(['live', 'done: it is on'])
  })

  test('a target that mints its handle first goes on at once', async () => {
    const tool = counted()
    const ref = await launched(tool)
    tool.failSend({ is: 'running', outcome: 'minted', handle: 'send-7', notBefore: stand.deps.now() })
    await wait(2_000, 1_000)
    expect(whats(tool)).toEqual(['send', 'readBack', 'send'])
    expect((await loadCampaign(stand.db, ref)).steps[0]?.handle).toBe('send-7')
    expect(await stepsOf(ref)).toEqual(['live', 'done: it is on'])
  })
})

describe('a person is asked', () => {
  const BLIND: CountedOptions = { readsBack: false }

  test('at once, where nothing can be read back and twice is not once', async () => {
    const tool = counted(BLIND)
    tool.failSend('lost after')
    const ref = await launched(tool, [sent('a'), sent('b')])
    await wait(MINUTE)
    expect(await stepsOf(ref)).toEqual(['launching', 'failed: no answer within 10 s', 'waiting: null'])
    await confirmArrived(stand.deps, ANA, ref, 1)
    await wait(MINUTE)
    expect(tool.effects).toEqual(['a', 'b'])
    expect(await stepsOf(ref)).toEqual(['live', 'done: confirmed by {@UANA}', 'done: it is on'])
  })

  test('after a kill too, without a second send', async () => {
    const tool = counted(BLIND)
    tool.failSend('hangs')
    const ref = await launched(tool)
    await killed(tool)
    await wait(MINUTE)
    expect(tool.effects).toEqual(['a'])
    expect(await stepsOf(ref)).toEqual([
      'launching',
      'failed: an earlier try got no answer, and its target can’t be asked whether it arrived',
    ])
  })

  test('and says that it did not: a new send, with an id of its own', async () => {
    const tool = counted(BLIND)
    tool.failSend('lost')
    const ref = await launched(tool)
    await wait(MINUTE)
    await retrySend(stand.deps, ANA, ref, 1, true)
    await wait(MINUTE)
    expect(tool.effects).toEqual(['a'])
    expect(idsOf(tool)).toBe(2)
    expect(await stepsOf(ref)).toEqual(['live', 'done: it is on'])
  })

  test('and sends again all the same: under the same id, looked for first', async () => {
    const tool = counted()
    tool.failSend('lost after')
    tool.failReadBack({ is: 'unknown', outcome: 'two runs began then' })
    const ref = await launched(tool)
    await wait(MINUTE)
    expect(await stepsOf(ref)).toEqual(['launching', 'failed: two runs began then'])
    const { sentAt } = (await loadCampaign(stand.db, ref)).steps[0] ?? {}
    await retrySend(stand.deps, ANA, ref, 1)
    await wait(MINUTE)
    expect([tool.effects, idsOf(tool)]).toEqual([['a'], 1])
    // What began with its first try is what is looked for.
    expect((await loadCampaign(stand.db, ref)).steps[0]?.sentAt).toEqual(sentAt)
    expect(await stepsOf(ref)).toEqual(['live', 'done: it is on'])
  })

  test('where a no follows a try that may have arrived: it keeps its id', async () => {
    const tool = counted({ readsBack: false, repeats: 'safe by id' })
    tool.failSend('lost after', { is: 'refused', outcome: 'HTTP 409' })
    const ref = await launched(tool)
    await wait(MINUTE)
    expect(await stepsOf(ref)).toEqual(['launching', 'failed: HTTP 409'])
    expect((await loadCampaign(stand.db, ref)).steps[0]?.arrived).toBe('perhaps')
    await retrySend(stand.deps, ANA, ref, 1)
    await wait(MINUTE)
    expect([whats(tool), idsOf(tool)]).toEqual([['send', 'send', 'send'], 1])
  })

  test('two people answer at once: one answer counts', async () => {
    const tool = counted(BLIND)
    tool.failSend('lost')
    const ref = await launched(tool)
    await wait(MINUTE)
    const both = await Promise.allSettled([
      retrySend(stand.another(), ANA, ref, 1, true),
      retrySend(stand.another(), TOM, ref, 1, true),
      confirmArrived(stand.another(), TOM, ref, 1),
    ])
    await wait(MINUTE)
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(tool.effects.length).toBeLessThanOrEqual(1)
    expect((await stepsOf(ref))[0]).toBe('live')
  })

  test('but not of what was refused, nor anybody else', async () => {
    const tool = counted()
    tool.failSend({ is: 'refused', outcome: 'HTTP 400' })
    const ref = await launched(tool)
    await wait(MINUTE)
    await expect(confirmArrived(stand.deps, ANA, ref, 1)).rejects.toThrow(/did not arrive: HTTP 400/)
    await expect(confirmArrived(stand.deps, ZOE, ref, 1)).rejects.toThrow(/^Only/)
    await retrySend(stand.deps, ANA, ref, 1)
    await wait(MINUTE)
    expect([tool.effects, idsOf(tool)]).toEqual([['a'], 2])
  })
})

describe('a state that nobody knows', () => {
  const running = { is: 'running', outcome: 'zombie', handle: 'run-7', notBefore: null } as const

  test('is polled to its deadline, and told with its own word', async () => {
    const tool = counted({ patienceMs: 2 * HOUR })
    tool.failSend(running)
    tool.failReadBack(...Array.from({ length: 500 }, () => running))
    const ref = await launched(tool)
    await wait(3 * HOUR, MINUTE)
    const words = 'failed: zombie, for 2 h: it may still be running there'
    expect(await stepsOf(ref)).toEqual(['launching', words])
    await confirmArrived(stand.deps, ANA, ref, 1)
    expect(await stepsOf(ref)).toEqual(['live', 'done: confirmed by {@UANA}'])
  })

  test('is looked at once more as its time ends, though it asked for longer', async () => {
    const tool = counted({ patienceMs: 2 * HOUR })
    const ref = await launched(tool)
    tool.failSend({ ...running, notBefore: new Date(stand.deps.now().getTime() + 20 * HOUR) })
    tool.failReadBack({ is: 'done', outcome: 'success' })
    await wait(2 * HOUR, 5 * MINUTE)
    expect(await stepsOf(ref)).toEqual(['live', 'done: success'])
  })
})

describe('skipping', () => {
  test('goes on without the step that failed, and keeps why', async () => {
    const tool = counted()
    tool.failSend({ is: 'refused', outcome: 'HTTP 400' })
    const ref = await launched(tool, [sent('a'), sent('b')])
    await wait(MINUTE)
    await expect(skipFailed(stand.deps, ZOE, ref, 1, 'by hand')).rejects.toThrow(/^Only/)
    await expect(skipFailed(stand.deps, ANA, ref, 1, ' ')).rejects.toThrow(/^Say why/)
    await expect(skipFailed(stand.deps, ANA, ref, 2, 'by hand')).rejects.toThrow(/does not wait/)
    await skipFailed(stand.deps, TOM, ref, 1, 'synced by hand')
    await wait(MINUTE)
    expect(tool.effects).toEqual(['b'])
    expect(await stepsOf(ref)).toEqual(['live', 'skipped: synced by hand', 'done: it is on'])
  })

  test('the last one puts the campaign live', async () => {
    const tool = counted()
    tool.failSend({ is: 'refused', outcome: 'HTTP 400' })
    const ref = await launched(tool)
    await wait(MINUTE)
    await skipFailed(stand.deps, ANA, ref, 1, 'by hand')
    expect(await stepsOf(ref)).toEqual(['live', 'skipped: by hand'])
  })
})
