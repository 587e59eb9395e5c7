import { afterEach, describe, expect, test } from 'vitest'
import type { PlannedStep } from '../../src/domain/state/brief.ts'
import { replay } from '../../src/domain/state/events.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { freeRunningJobs } from '../../src/store/jobs.ts'
import { move } from '../../src/usecases/lifecycle.ts'
import { confirmManual, retrySend, skipFailed } from '../../src/usecases/steps.ts'
import { confirmTakenBack, undoAgain, undoLaunched } from '../../src/usecases/undo.ts'
import { historyOf } from '../support/history.ts'
import { ANA, launching, MINUTE, RAJ, type Stand, standUp, TOM, ZOE } from '../support/stand.ts'
import { type Counted, counted, type Fault } from '../targets/counted.ts'

const sent = (words: string): PlannedStep => ({ kind: 'sent', target: 'tool', words })
const MANUAL: PlannedStep = { kind: 'human', person: 'URAJ', words: 'Switch the banner on' }
const ABC = [sent('a'), sent('b'), sent('c')]

let stand: Stand
afterEach(() => stand.close())

async function launched(tool: Counted, plan: readonly PlannedStep[] = ABC) {
  const target = { name: 'tool', kind: 'counted', title: 'Tool', host: tool.host }
  stand = await standUp({ catalog: { targets: [target] }, targets: new Map([['tool', tool]]) })
  const { campaign } = await launching(stand, { brief: { plan } })
  return { id: campaign.id }
}

async function live(tool: Counted, plan?: readonly PlannedStep[]) {
  const ref = await launched(tool, plan)
  await stand.engine.runDue()
  return ref
}

async function wait(ms: number, step = 10_000): Promise<void> {
  await stand.engine.runDue()
  for (let left = ms; left > 0; left -= step) {
    stand.pass(step)
    await stand.engine.runDue()
  }
}

const stop = (ref: { id: number }) => move(stand.deps, ANA, ref, 'stop', 'Wrong audience')

/** What became of each step, and of taking it back. */
async function undosOf(ref: { id: number }) {
  const state = await loadCampaign(stand.db, ref)
  expect(replay(await historyOf(stand.db, ref.id), ref.id).steps).toStrictEqual(state.steps)
  return state.steps.map(({ state: is, undo }) => [is, undo && `${undo.state}: ${undo.outcome}`])
}

const DONE = ['done', 'undone: it is off']
const AGAIN = { is: 'again', outcome: 'HTTP 429', notBefore: null } as const
const REFUSED = { is: 'refused', outcome: 'HTTP 403 approval_required' } as const
const told = (subject: string) => stand.db('messages').whereLike('subject', subject).orderBy('target')

describe('a stop', () => {
  test('takes back every step that went out, the last one first, each once', async () => {
    const tool = counted()
    const ref = await live(tool)
    await stop(ref)
    expect(tool.undone).toEqual([]) // a click waits for no tool
    await wait(MINUTE)
    expect(tool.undone).toEqual(['c', 'b', 'a'])
    expect(tool.asked.filter(([what]) => what === 'undo')).toHaveLength(3)
    expect(await undosOf(ref)).toEqual([DONE, DONE, DONE])
  })

  test('leaves alone what never went out, or was refused', async () => {
    const tool = counted()
    tool.failSend(async () => undefined, { is: 'refused', outcome: 'HTTP 400' })
    const ref = await live(tool)
    await stop(ref)
    await wait(MINUTE)
    expect([tool.effects, tool.undone]).toEqual([['a'], ['a']])
    expect(await undosOf(ref)).toEqual([DONE, ['failed', null], ['waiting', null]])
  })

  test.each<[string, Fault[]]>([
    ['lost, of what was taken back', ['lost after']],
    ['lost, of what never arrived', ['lost']],
    ['that comes later', [AGAIN, AGAIN]],
    ['that runs for a while', [{ is: 'running', outcome: 'cancelling', handle: null, notBefore: null }]],
  ])('asks for an answer %s until it is known', async (_case, faults) => {
    const tool = counted()
    const ref = await live(tool, [sent('a')])
    tool.failUndo(...faults)
    await stop(ref)
    await wait(2 * MINUTE)
    expect(tool.undone).toEqual(['a'])
    expect(await undosOf(ref)).toEqual([DONE])
  })

  test('goes on with the others where one of them fails or takes its time', async () => {
    const tool = counted()
    const ref = await live(tool)
    tool.failUndo({ ...AGAIN, notBefore: new Date(stand.deps.now().getTime() + 20 * MINUTE) }, REFUSED)
    await stop(ref)
    await wait(MINUTE)
    expect(tool.undone).toEqual(['a'])
    expect(await undosOf(ref)).toEqual([
      DONE,
      ['done', 'failed: HTTP 403 approval_required'],
      ['done', 'undoing: null'],
    ])
  })

  test('that a target refuses is told to the owner and to who stopped it; they try again, once', async () => {
    const tool = counted()
    const ref = await live(tool, [sent('a')])
    tool.failUndo(REFUSED)
    await move(stand.deps, TOM, ref, 'stop', 'Wrong audience')
    await wait(MINUTE)
    expect((await told('step:1:not_undone:0')).map(({ target }) => target)).toEqual(['UANA', 'UTOM'])
    await expect(undoAgain(stand.deps, ZOE, ref, 1)).rejects.toThrow(/^Only/)
    const both = await Promise.allSettled([
      undoAgain(stand.another(), ANA, ref, 1),
      undoAgain(stand.another(), TOM, ref, 1),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await wait(MINUTE)
    expect(tool.undone).toEqual(['a'])
    expect(await undosOf(ref)).toEqual([DONE])
    await expect(undoAgain(stand.deps, ANA, ref, 1)).rejects.toThrow(/does not wait to be taken back/)
  })

  test('never answered is given up after a quarter of an hour, and told', async () => {
    const tool = counted()
    const ref = await live(tool, [sent('a')])
    tool.failUndo(...Array.from({ length: 200 }, () => 'lost' as const))
    await stop(ref)
    await wait(14 * MINUTE, MINUTE)
    expect(await undosOf(ref)).toEqual([['done', 'undoing: null']])
    await wait(2 * MINUTE, MINUTE)
    expect(await undosOf(ref)).toEqual([['done', 'failed: no answer within 10 s, for 15 min']])
    expect(await told('step:1:not_undone:0')).toHaveLength(1)
  })

  test.each([
    ['none', { is: 'none' } as const],
    ['over with its start', { is: 'until it starts', until: new Date(0) } as const],
  ])('says that it can’t be, where the undo is %s', async (_case, undo) => {
    const tool = counted({ undo })
    const ref = await live(tool, [sent('a')])
    tool.failUndo({ is: 'refused', outcome: 'HTTP 409 already_sent' })
    await stop(ref)
    await wait(MINUTE)
    expect(await undosOf(ref)).toEqual([['done', 'impossible: HTTP 409 already_sent']])
    expect(await told('step:1:not_undone:%')).toEqual([])
  })

  test('of a target that takes nothing back says so', async () => {
    const tool = counted({ undoes: false })
    const ref = await live(tool, [sent('a')])
    await stop(ref)
    await wait(MINUTE)
    expect(await undosOf(ref)).toEqual([['done', 'impossible: null']])
  })

  test('says of what only stops the rest that what had gone out stays', async () => {
    const ref = await live(counted({ undo: { is: 'stops the rest' } }), [sent('a')])
    await stop(ref)
    await wait(MINUTE)
    expect((await loadCampaign(stand.db, ref)).steps[0]?.undo).toMatchObject({
      state: 'undone',
      partly: true,
    })
  })

  test('says the same where its target does, whatever it sees afterwards', async () => {
    const tool = counted({ undo: { is: 'none' } })
    const ref = await live(tool, [sent('a')])
    tool.failUndo({ is: 'done', outcome: 'aborted', partly: true })
    await stop(ref)
    await wait(MINUTE)
    expect((await loadCampaign(stand.db, ref)).steps[0]?.undo).toMatchObject({
      state: 'undone',
      partly: true,
    })
  })

  test('asks the person of a manual step, who alone can say', async () => {
    const tool = counted()
    const ref = await live(tool, [sent('a'), MANUAL])
    await confirmManual(stand.deps, RAJ, ref, 2)
    await stop(ref)
    await wait(MINUTE)
    expect((await told('step:2:undo:0')).map(({ target }) => target)).toEqual(['URAJ'])
    await expect(confirmTakenBack(stand.deps, ANA, ref, 2, true)).rejects.toThrow(/\{@URAJ\} did this step/)
    await expect(confirmTakenBack(stand.deps, RAJ, ref, 1, true)).rejects.toThrow(/no manual step 1/)
    await confirmTakenBack(stand.deps, RAJ, ref, 2, true)
    await expect(confirmTakenBack(stand.deps, RAJ, ref, 2, false)).rejects.toThrow(/answered already/)
    expect(await undosOf(ref)).toEqual([DONE, ['done', 'undone: confirmed by {@URAJ}']])
  })
})

describe('a stop while a step is being sent', () => {
  test('that goes through: it is taken back once that is known', async () => {
    const tool = counted()
    const ref = await launched(tool)
    tool.failSend(async () => void (await stop(ref)))
    await wait(MINUTE)
    expect([tool.effects, tool.undone]).toEqual([['a'], ['a']])
    expect((await undosOf(ref))[0]).toEqual(DONE)
  })

  test('whose answer was lost: it is looked up, and taken back', async () => {
    const tool = counted()
    tool.failSend('lost after')
    const ref = await live(tool)
    await stop(ref)
    await wait(MINUTE)
    expect([tool.effects, tool.undone]).toEqual([['a'], ['a']])
    expect((await undosOf(ref))[0]).toEqual(DONE)
  })

  test('that never arrived: nothing is sent, and nothing taken back', async () => {
    const tool = counted()
    tool.failSend('lost')
    const ref = await live(tool)
    await stop(ref)
    await wait(MINUTE)
    // It may still land.
    expect((await undosOf(ref))[0]).toEqual(['sending', 'undoing: null'])
    await wait(2 * MINUTE)
    expect([tool.effects, tool.undone]).toEqual([[], []])
    expect((await undosOf(ref))[0]).toEqual(['failed', 'undone: it had not arrived'])
  })

  test('that lands after it was looked for in vain: it is taken back all the same', async () => {
    const tool = counted()
    tool.failSend('lost after')
    tool.failReadBack({ is: 'absent' }, { is: 'absent' })
    const ref = await live(tool)
    await stop(ref)
    await wait(MINUTE)
    expect([tool.effects, tool.undone]).toEqual([['a'], ['a']])
  })

  test('of which a target wants to tell much later: it is taken back after five minutes', async () => {
    const tool = counted()
    tool.failSend('lost after')
    const ref = await live(tool)
    const later = new Date(stand.deps.now().getTime() + 60 * MINUTE)
    tool.failReadBack(...Array.from({ length: 99 }, () => ({ ...AGAIN, notBefore: later })))
    await stop(ref)
    await wait(6 * MINUTE)
    expect(tool.undone).toEqual(['a'])
  })

  test('that surely never left: nothing is asked at all', async () => {
    const tool = counted()
    tool.failSend(AGAIN)
    const ref = await live(tool)
    await stop(ref)
    await wait(MINUTE)
    expect(tool.asked.map(([what]) => what)).toEqual(['send'])
    expect((await undosOf(ref))[0]).toEqual(['failed', 'undone: it had not arrived'])
  })

  test('that runs there: it is taken back by its handle', async () => {
    const tool = counted()
    const running = { is: 'running', outcome: 'querying', handle: 'run-7', notBefore: null } as const
    tool.failSend(running)
    tool.failReadBack(running, running)
    const ref = await live(tool, [sent('a')])
    await stop(ref)
    await wait(MINUTE)
    expect(tool.undone).toEqual(['a'])
    expect(await undosOf(ref)).toEqual([['failed', 'undone: it is off']])
  })

  test('that nobody can look up: it is taken back all the same', async () => {
    const tool = counted({ readsBack: false, repeats: 'safe by id' })
    tool.failSend('lost after')
    const ref = await live(tool, [sent('a')])
    await stop(ref)
    await wait(MINUTE)
    expect([tool.effects, tool.undone]).toEqual([['a'], ['a']])
    expect(await undosOf(ref)).toEqual([['failed', 'undone: it is off']])
  })

  test('and a process that was killed in it', async () => {
    const tool = counted()
    tool.failSend('hangs')
    const ref = await launched(tool)
    void stand.engine.runDue()
    await expect.poll(() => tool.effects).toEqual(['a'])
    await stop(ref)
    await freeRunningJobs(stand.db)
    await wait(MINUTE)
    expect([tool.effects, tool.undone]).toEqual([['a'], ['a']])
    expect((await undosOf(ref))[0]).toEqual(DONE)
  })
})

describe('a step that ran, failed and was sent anew', () => {
  const running = { is: 'running', outcome: 'querying', handle: 'run-1', notBefore: null } as const

  async function sentAnew(tool: Counted) {
    tool.failSend(running)
    tool.failReadBack({ is: 'failed', outcome: 'failed: 3 of 9 tasks' })
    const ref = await live(tool, [sent('a')])
    await wait(2 * MINUTE)
    await expect(retrySend(stand.deps, ANA, ref, 1)).rejects.toThrow(
      /ran and may have .*send-again winback 1 new/,
    )
    await retrySend(stand.deps, ANA, ref, 1, true)
    return ref
  }

  test.each<[string, Fault[], string[]]>([
    ['and went through', [], DONE],
    ['and was refused', [{ is: 'refused', outcome: 'HTTP 400' }], ['failed', 'undone: it is off']],
  ])('%s: both are taken back, each by its id and handle', async (_case, faults, end) => {
    const tool = counted()
    const ref = await sentAnew(tool)
    tool.failSend(...faults)
    await wait(MINUTE)
    expect((await loadCampaign(stand.db, ref)).steps[0]?.arrived).toBe('yes')
    if (faults.length === 0) await stop(ref)
    else await undoLaunched(stand.deps, ANA, ref)
    await wait(MINUTE)
    const undos = tool.asked.filter(([what]) => what === 'undo').map(([, id]) => id)
    expect(undos[1]).toBe('stairway_T1_winback_1_0')
    expect(tool.undoneBy).toContain('run-1')
    expect(await undosOf(ref)).toEqual([end])
  })

  test('says so where the earlier one can’t be taken back', async () => {
    const tool = counted()
    const ref = await sentAnew(tool)
    await wait(MINUTE)
    tool.failUndo(async () => undefined, REFUSED)
    await stop(ref)
    await wait(MINUTE)
    expect(await undosOf(ref)).toEqual([
      ['done', 'failed: of an earlier send that ran too: HTTP 403 approval_required'],
    ])
  })
})

test('a process that was killed while it took a step back tries once more', async () => {
  const tool = counted()
  const ref = await live(tool, [sent('a')])
  tool.failUndo('hangs')
  await stop(ref)
  void stand.engine.runDue()
  await expect.poll(() => tool.undone).toEqual(['a'])
  await freeRunningJobs(stand.db)
  await wait(MINUTE)
  expect(tool.undone).toEqual(['a'])
  expect(await undosOf(ref)).toEqual([DONE])
})

describe('what ran of a launch that holds', () => {
  const HOLDS: Fault[] = [
    async () => undefined,
    async () => undefined,
    { is: 'refused', outcome: 'HTTP 400' },
  ]

  test('is taken back, the last one first, and nothing goes on after that', async () => {
    const tool = counted()
    tool.failSend(...HOLDS)
    const ref = await live(tool)
    await expect(undoLaunched(stand.deps, ZOE, ref)).rejects.toThrow(/^Only/)
    const both = await Promise.allSettled([
      undoLaunched(stand.another(), ANA, ref),
      undoLaunched(stand.another(), TOM, ref),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await wait(MINUTE)
    expect(tool.undone).toEqual(['b', 'a'])
    expect(await undosOf(ref)).toEqual([DONE, DONE, ['failed', null]])
    await expect(retrySend(stand.deps, ANA, ref, 3)).rejects.toThrow(/was taken back/)
    await expect(skipFailed(stand.deps, ANA, ref, 3, 'why')).rejects.toThrow(/was taken back/)
    await stop(ref)
    await wait(MINUTE)
    expect(tool.undone).toEqual(['b', 'a'])
    expect((await loadCampaign(stand.db, ref)).campaign.stage).toBe('stopped')
  })

  test('is not while nothing has failed, nor where nothing went out', async () => {
    const tool = counted()
    tool.failSend({ is: 'refused', outcome: 'HTTP 400' })
    const ref = await launched(tool)
    await expect(undoLaunched(stand.deps, ANA, ref)).rejects.toThrow(/No step of winback has failed/)
    await wait(MINUTE)
    await expect(undoLaunched(stand.deps, ANA, ref)).rejects.toThrow(/Nothing of winback has gone out/)
  })
})
