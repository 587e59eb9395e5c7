import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { replay } from '../../src/domain/state/events.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { freeRunningJobs } from '../../src/store/jobs.ts'
import { withdraw } from '../../src/usecases/approvals.ts'
import { editBrief } from '../../src/usecases/campaigns.ts'
import { launch, launchDue, launchGivenUp } from '../../src/usecases/launches.ts'
import { move } from '../../src/usecases/lifecycle.ts'
import { rehearse } from '../../src/usecases/reads/rehearsal.ts'
import { updateTask } from '../../src/usecases/tasks.ts'
import { historyOf } from '../support/history.ts'
import { ANA, approved, everything, HOUR, MONDAY, type Stand, standUp, ZOE } from '../support/stand.ts'

const FREEZE = {
  from: new Date(MONDAY.getTime() + 10 * HOUR),
  to: new Date(MONDAY.getTime() + 20 * HOUR),
  reason: 'Black Friday',
}
const REOPEN = { n: 1, verb: 'reopen', words: null, person: null, dueAt: null } as const

let stand: Stand
let ref: { id: number }
beforeEach(async () => {
  stand = await standUp({ catalog: { freezes: [FREEZE] } })
  ref = { id: (await approved(stand)).campaign.id }
})
afterEach(() => stand.close())

const inHours = (hours: number) => new Date(MONDAY.getTime() + hours * HOUR)
const stageOf = async () => (await loadCampaign(stand.db, ref)).campaign.stage
const kinds = async () => stand.db('events').orderBy('id').pluck('kind')

async function refused(work: () => Promise<unknown>, words: RegExp): Promise<void> {
  const before = await everything(stand.db)
  await expect(work()).rejects.toThrow(words)
  expect(await everything(stand.db)).toEqual(before)
}

/** What the owner was told of launches that did not start. */
async function told(): Promise<string[]> {
  const rows = await stand.db('messages').whereLike('subject', 'launch_refused:%').orderBy('id')
  return rows.filter(({ target }) => target === 'UANA').map(({ data }) => JSON.parse(data).words)
}

describe('now', () => {
  test('is checked at this moment: readiness, freeze, who asks', async () => {
    await refused(() => launch(stand.deps, ZOE, ref, null), /Only \{@UANA\}/)
    await updateTask(stand.deps, ANA, ref, REOPEN)
    await refused(() => launch(stand.deps, ANA, ref, null), /not ready any more.*\n1 Events seen/)
    expect((await rehearse(stand.deps, ANA, ref, null)).hindrance).toMatch(/not ready any more/)
    await updateTask(stand.deps, ANA, ref, { ...REOPEN, verb: 'done', words: 'seen for test user 7' })
    await refused(
      () => launch(stand.deps, ANA, ref, null),
      /task 1 done \(seen\) → done \(seen for test user 7\)/,
    )
    await updateTask(stand.deps, ANA, ref, { ...REOPEN, verb: 'check', words: 'seen' })
    stand.clock.at = inHours(10).getTime()
    await refused(() => launch(stand.deps, ANA, ref, null), /Black Friday/)
    stand.clock.at = inHours(20).getTime()
    expect((await rehearse(stand.deps, ANA, ref, null)).hindrance).toBeNull()
    await launch(stand.deps, ANA, ref, null)
    expect(await stageOf()).toBe('launching')
    await refused(() => rehearse(stand.deps, ANA, ref, null), /is launching: launch is not possible now/)
  })

  test('by two at once starts once', async () => {
    const both = await Promise.allSettled([1, 2].map(() => launch(stand.another(), ANA, ref, null)))
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await kinds()).filter((kind) => kind === 'launch_started')).toHaveLength(1)
    expect(await stand.db('messages').where({ kind: 'step' })).toHaveLength(1)
  })
})

describe('scheduled', () => {
  test('starts at its time, once', async () => {
    await launch(stand.deps, ANA, ref, inHours(5))
    stand.clock.at = inHours(5).getTime() - 1
    await stand.engine.runDue()
    expect(await stageOf()).toBe('approved')
    stand.pass(1)
    await stand.engine.runDue()
    const { campaign } = await loadCampaign(stand.db, ref)
    expect([campaign.stage, campaign.launchAt]).toEqual(['launching', null])
    expect((await launchDue(stand.deps, 'T1', ref.id, inHours(5).getTime())).events).toEqual([])
  })

  test('the newest time counts', async () => {
    await launch(stand.deps, ANA, ref, inHours(5))
    await launch(stand.deps, ANA, ref, inHours(7))
    stand.clock.at = inHours(5).getTime()
    await stand.engine.runDue()
    expect(await stageOf()).toBe('approved')
    stand.clock.at = inHours(7).getTime()
    await stand.engine.runDue()
    expect(await stageOf()).toBe('launching')
  })

  test('into a freeze or the past is refused', async () => {
    await refused(() => launch(stand.deps, ANA, ref, inHours(12)), /Black Friday/)
    await refused(() => launch(stand.deps, ANA, ref, inHours(-1)), /has passed/)
  })

  test.each<[string, () => Promise<unknown>, RegExp]>([
    ['a task was reopened', () => updateTask(stand.deps, ANA, ref, REOPEN), /not ready any more/],
    [
      'the brief was changed',
      () => editBrief(stand.deps, ANA, ref, { horizonDays: 21 }),
      /horizon 14 days → 21 days/,
    ],
  ])('is refused at its time when %s, and its owner is told', async (_case, spoil, words) => {
    await launch(stand.deps, ANA, ref, inHours(5))
    await spoil()
    stand.clock.at = inHours(5).getTime()
    await stand.engine.runDue()
    const { campaign } = await loadCampaign(stand.db, ref)
    expect([campaign.stage, campaign.launchAt]).toEqual(['approved', null])
    expect(await told()).toEqual([expect.stringMatching(words)])
    expect(replay(await historyOf(stand.db, ref.id), ref.id)).toEqual(await loadCampaign(stand.db, ref))
  })

  test('is refused when a freeze was declared since', async () => {
    await launch(stand.deps, ANA, ref, inHours(5))
    const frozen = { ...FREEZE, from: inHours(4), reason: 'Outage' }
    const deps = { ...stand.deps, catalog: { ...stand.deps.catalog, freezes: [frozen] } }
    stand.clock.at = inHours(5).getTime()
    await launchDue(deps, 'T1', ref.id, inHours(5).getTime())
    expect(await told()).toEqual([expect.stringMatching(/Outage/)])
  })

  test.each<[string, () => Promise<unknown>]>([
    ['withdrawn', () => withdraw(stand.deps, ANA, ref, null)],
    ['cancelled', () => move(stand.deps, ANA, ref, 'cancel', 'Not now')],
  ])('does nothing once the campaign is %s, and tells nobody', async (_case, end) => {
    await launch(stand.deps, ANA, ref, inHours(5))
    await end()
    const before = await kinds()
    stand.clock.at = inHours(5).getTime()
    await stand.engine.runDue()
    expect(await kinds()).toEqual(before)
    expect(await told()).toEqual([])
  })
})

describe('scheduled, and given up', () => {
  const missed = () => stand.db('messages').whereLike('subject', 'launch_missed:%').orderBy('id')
  const giveUp = (at: Date) =>
    launchGivenUp(
      stand.deps,
      { teamId: 'T1', campaignId: ref.id, launchAt: at.getTime() },
      'the disk is full',
    )

  test('clears the time and tells the owner, who approved it and the thread, once', async () => {
    await launch(stand.deps, ANA, ref, inHours(5))
    stand.clock.at = inHours(5).getTime()
    await giveUp(inHours(5))
    await giveUp(inHours(5))
    const { campaign } = await loadCampaign(stand.db, ref)
    expect([campaign.stage, campaign.launchAt]).toEqual(['approved', null])
    expect((await missed()).map(({ target }) => target).sort()).toEqual(['C1', 'UANA', 'URAJ', 'UTOM'])
    expect((await kinds()).filter((kind) => kind === 'launch_missed')).toHaveLength(1)
    expect(replay(await historyOf(stand.db, ref.id), ref.id)).toEqual(await loadCampaign(stand.db, ref))
  })

  test.each<[string, () => Promise<unknown>]>([
    ['withdrawn', () => withdraw(stand.deps, ANA, ref, null)],
    ['cancelled', () => move(stand.deps, ANA, ref, 'cancel', 'Not now')],
    ['set to another time', () => launch(stand.deps, ANA, ref, inHours(7))],
    ['launched', () => launch(stand.deps, ANA, ref, null)],
  ])('says nothing of a launch that was meanwhile %s', async (_case, spoil) => {
    await launch(stand.deps, ANA, ref, inHours(5))
    await spoil()
    const before = await everything(stand.db)
    await giveUp(inHours(5))
    expect(await everything(stand.db)).toEqual(before)
  })

  test('is no dead job until it can be told', async () => {
    await launch(stand.deps, ANA, ref, inHours(5))
    await stand.db('jobs').where({ kind: 'launch_due' }).update({ attempts: 12 })
    await stand.db.schema.renameTable('messages', 'away')
    stand.clock.at = inHours(5).getTime()
    await expect(stand.engine.runDue()).rejects.toThrow(/messages/)
    await stand.db.schema.renameTable('away', 'messages')
    const job = stand.db('jobs').where({ kind: 'launch_due' }).pluck('state')
    expect([await job, await missed()]).toEqual([['running'], []])
    await freeRunningJobs(stand.db)
    await stand.engine.runDue()
    expect([await job.clone(), (await missed()).length]).toEqual([['dead'], 4])
  })
})

describe('pause, resume, stop', () => {
  test('ask for a reason and for somebody who runs the campaign', async () => {
    await refused(
      () => move(stand.deps, ANA, ref, 'cancel', ' '),
      /Say why.*campaign cancel winback <reason>/,
    )
    await refused(() => move(stand.deps, ZOE, ref, 'cancel', 'x'), /Only \{@UANA\}/)
    await refused(() => move(stand.deps, ANA, ref, 'pause', 'x'), /approved: pause is not possible now/)
  })
})
