import { afterEach, describe, expect, test } from 'vitest'
import { replay } from '../../src/domain/state/events.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { freeRunningJobs } from '../../src/store/jobs.ts'
import { retrySend } from '../../src/usecases/steps.ts'
import { historyOf } from '../support/history.ts'
import { ANA, HOUR, launching, MINUTE, type Stand, standUp } from '../support/stand.ts'
import { type Played, played } from '../targets/played.ts'

const PLAN = [{ kind: 'sent', target: 'tool', words: '8812' }] as const
const DONE = { is: 'done', outcome: 'success' } as const

let stand: Stand
afterEach(() => stand.close())

async function launched(tool: Played): Promise<{ id: number }> {
  const target = { name: 'tool', kind: 'played', title: 'Tool', host: tool.host }
  stand = await standUp({ catalog: { targets: [target] }, targets: new Map([['tool', tool]]) })
  const { campaign } = await launching(stand, { brief: { plan: PLAN } })
  return { id: campaign.id }
}

async function wait(ms: number, step = 10_000): Promise<void> {
  await stand.engine.runDue()
  for (let left = ms; left > 0; left -= step) {
    stand.pass(step)
    await stand.engine.runDue()
  }
}

async function stepOf(ref: { id: number }) {
  const state = await loadCampaign(stand.db, ref)
  expect(replay(await historyOf(stand.db, ref.id), ref.id)).toStrictEqual(state)
  const [step] = state.steps
  return [state.campaign.stage, step?.state, step?.outcome, step?.handle]
}

const said = ({ asked }: Played) => asked.map(({ what, sent }) => [what, sent?.handle])

describe('a step that runs', () => {
  test('is asked for by its handle until it is through, and is never sent twice', async () => {
    const running = { is: 'running', outcome: 'querying', handle: 'run-7', notBefore: null } as const
    const tool = played([{ ...running, outcome: 'queued' }], [running, running, DONE])
    const ref = await launched(tool)
    await stand.engine.runDue()
    expect(await stepOf(ref)).toEqual(['launching', 'sending', null, 'run-7'])
    await wait(5 * MINUTE)
    expect(said(tool)).toEqual([
      ['send', null],
      ['readBack', 'run-7'],
      ['readBack', 'run-7'],
      ['readBack', 'run-7'],
    ])
    expect(new Set(tool.asked.map(({ id }) => id)).size).toBe(1)
    expect(await stepOf(ref)).toEqual(['live', 'done', 'success', 'run-7'])
    expect(await stand.db('events').where({ kind: 'step_changed' })).toHaveLength(3)
  })

  test.each([
    ['rows', { of: 'rows' }],
    ['sends', { of: 'sends' }],
    ['what it does not say', {}],
  ] as const)('keeps how many came through, in %s, with when that was said', async (counts, of) => {
    const done = { ...DONE, reached: 8_000 }
    const tool = played([{ is: 'running', outcome: 'queued', handle: 'run-7', notBefore: null }], [done])
    const ref = await launched(counts === 'what it does not say' ? tool : { ...tool, counts })
    await wait(2 * MINUTE)
    expect(await stepOf(ref)).toEqual(['live', 'done', 'success', 'run-7'])
    const [step] = (await loadCampaign(stand.opened.another(), ref)).steps
    expect(step?.reached).toEqual({ count: 8_000, ...of, at: step?.at })
  })

  test('that has only its handle yet is sent under it, whichever process goes on, and read back once that may have arrived', async () => {
    const minted = {
      is: 'running',
      outcome: 'nothing is sent yet',
      handle: 'run-7',
      notBefore: null,
    } as const
    const tool = played(
      [
        { ...minted, unsent: true },
        { is: 'unknown', outcome: 'no answer' },
      ],
      [DONE],
    )
    const ref = await launched(tool)
    await wait(5 * MINUTE)
    expect(said(tool)).toEqual([
      ['send', null],
      ['send', 'run-7'],
      ['readBack', 'run-7'],
    ])
    expect(await stepOf(ref)).toEqual(['live', 'done', 'success', 'run-7'])
  })

  test('is asked when it said, counted from its first try', async () => {
    const tool = played(
      [{ is: 'running', outcome: 'scheduled', handle: null, notBefore: new Date(0) }],
      [DONE],
    )
    const ref = await launched(tool)
    const begun = stand.deps.now()
    await wait(MINUTE)
    expect(tool.asked[1]?.sent?.since).toEqual(begun)
    expect(await stepOf(ref)).toEqual(['live', 'done', 'success', null])
  })

  test('without end fails in the target’s own word', async () => {
    const running = { is: 'running', outcome: 'interrupted', handle: 'run-7', notBefore: null } as const
    const ref = await launched(played([running], [running]))
    await wait(8 * HOUR, 5 * MINUTE)
    expect(await stepOf(ref)).toEqual([
      'launching',
      'failed',
      'interrupted, for 6 h: it may still be running there',
      'run-7',
    ])
  })

  test('that ended badly has failed, and "Send again" begins anew without its handle', async () => {
    const running = { is: 'running', outcome: 'queued', handle: 'run-7', notBefore: null } as const
    const failed = { is: 'failed', outcome: '12 of 100 rows failed' } as const
    const tool = played([running, DONE], [failed])
    const ref = await launched(tool)
    await wait(2 * MINUTE)
    expect(await stepOf(ref)).toEqual(['launching', 'failed', '12 of 100 rows failed', 'run-7'])
    await retrySend(stand.deps, ANA, ref, 1, true)
    await wait(MINUTE)
    expect(said(tool).at(-1)).toEqual(['send', null])
    expect(await stepOf(ref)).toEqual(['live', 'done', 'success', null])
  })
})

describe('a lost answer', () => {
  const LOST = { is: 'unknown', outcome: 'no answer within 10 s' } as const

  test('is looked up before anything is sent again', async () => {
    const tool = played([LOST], [DONE])
    const ref = await launched(tool)
    await wait(MINUTE)
    expect(said(tool).map(([what]) => what)).toEqual(['send', 'readBack'])
    expect(await stepOf(ref)).toEqual(['live', 'done', 'success', null])
  })

  test('of what never arrived is sent again, under the same id', async () => {
    const tool = played([LOST, DONE], [{ is: 'absent' }])
    const ref = await launched(tool)
    await wait(MINUTE)
    expect(said(tool).map(([what]) => what)).toEqual(['send', 'readBack', 'send'])
    expect(new Set(tool.asked.map(({ id }) => id)).size).toBe(1)
    expect(await stepOf(ref)).toEqual(['live', 'done', 'success', null])
  })

  test('that the target can’t tell of is a person’s to judge', async () => {
    const tool = played([LOST], [{ is: 'unknown', outcome: 'two runs began at that minute' }])
    const ref = await launched(tool)
    await wait(MINUTE)
    expect(await stepOf(ref)).toEqual(['launching', 'failed', 'two runs began at that minute', null])
    expect(await stand.db('messages').where({ kind: 'step', subject: 'step:1:failed:0' })).toHaveLength(1)
  })

  test('beyond the deadline: what a person sends again is looked up first, under the same id', async () => {
    const tool = played([LOST], [{ is: 'unknown', outcome: 'two runs began at that minute' }, DONE])
    const ref = await launched(tool)
    await wait(MINUTE)
    await retrySend(stand.deps, ANA, ref, 1)
    await wait(MINUTE)
    expect(said(tool).map(([what]) => what)).toEqual(['send', 'readBack', 'readBack'])
    expect(new Set(tool.asked.map(({ id }) => id)).size).toBe(1)
    expect(await stepOf(ref)).toEqual(['live', 'done', 'success', null])
  })

  test('of a process that was killed is looked up too', async () => {
    const tool = played([LOST], [DONE])
    let arrived = () => {}
    const sent = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const send = () => {
      arrived()
      return new Promise<never>(() => undefined)
    }
    const ref = await launched({ ...tool, send })
    void stand.engine.runDue()
    await sent
    await freeRunningJobs(stand.db)
    await wait(MINUTE)
    expect(said(tool)).toEqual([['readBack', null]])
    expect(await stepOf(ref)).toEqual(['live', 'done', 'success', null])
  })
})
