import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { decide, expire, expiryGivenUp, submit, withdraw } from '../../src/usecases/approvals.ts'
import { editBrief } from '../../src/usecases/campaigns.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { launch } from '../../src/usecases/launches.ts'
import { createTask, updateTask } from '../../src/usecases/tasks.ts'
import {
  ANA,
  approved,
  everything,
  HOUR,
  MEI,
  person,
  RAJ,
  ready,
  type Stand,
  standUp,
  submitted,
  TOM,
  ZOE,
} from '../support/stand.ts'

const YES = { verdict: 'approve', words: null } as const
const NO = { verdict: 'decline', words: 'The list is stale' } as const

let stand: Stand
beforeEach(async () => {
  stand = await standUp()
})
afterEach(() => stand.close())

const idOf = async (made: ReturnType<typeof submitted>) => ({ id: (await made).campaign.id })

/** Refused with these words, and not one row differs. */
async function refused(work: () => Promise<unknown>, words: RegExp): Promise<void> {
  const before = await everything(stand.db)
  await expect(work()).rejects.toThrow(words)
  expect(await everything(stand.db)).toEqual(before)
}

describe('submit', () => {
  test('lists the open required tasks, and a missing part of the brief', async () => {
    const ref = await idOf(ready(stand))
    const { deps } = stand
    const reopen = { verb: 'reopen', words: null, person: null, dueAt: null } as const
    for (const n of [1, 2, 3]) await updateTask(deps, ANA, ref, { n, ...reopen })
    await refused(
      () => submit(deps, ANA, ref),
      /2 required tasks are still open\.\n2 Proof reads well\n1 Events seen\n.*campaign tasks winback/,
    )
    await updateTask(deps, ANA, ref, { ...reopen, n: 1, verb: 'waive', words: 'Seen last week' })
    await refused(() => submit(deps, ANA, ref), /1 required task is still open\.\n2 Proof reads well\n`/)
    await editBrief(deps, ANA, ref, { hypothesis: null, horizonDays: null })
    await refused(() => submit(deps, ANA, ref), /lacks hypothesis and horizon.*campaign brief winback/)
  })

  test('a waived and an optional task hold nothing', async () => {
    const ref = await idOf(ready(stand))
    const task = { title: 'Nice', step: 'model', team: 'data', assignee: null, dueAt: null } as const
    await createTask(stand.deps, ANA, ref, { ...task, required: false })
    await createTask(stand.deps, ANA, ref, { ...task, required: true })
    const waive = { n: 5, verb: 'waive', words: 'No model here', person: null, dueAt: null } as const
    await updateTask(stand.deps, RAJ, ref, waive)
    expect((await submit(stand.deps, ANA, ref)).after.campaign.stage).toBe('in_review')
  })

  test('without a policy it says who must declare one', async () => {
    const ref = await idOf(ready(stand, { template: 'orphan' }))
    await refused(() => submit(stand.deps, ANA, ref), /no approval policy "gone".*stairway\.yaml/)
  })

  test('twice is refused while nothing has changed, and again once it is approved', async () => {
    const ref = await idOf(submitted(stand))
    await refused(() => submit(stand.deps, ANA, ref), /waits for approval already/)
    await decide(stand.deps, TOM, ref, YES)
    await decide(stand.deps, RAJ, ref, YES)
    await refused(() => submit(stand.deps, ANA, ref), /is approved already/)
  })

  test('a stranger may not', async () => {
    const ref = await idOf(ready(stand))
    await refused(
      () => submit(stand.deps, ZOE, ref),
      /Only \{@UANA\} or \{@URAJ\} and members of growth and data/,
    )
  })
})

describe('a decision', () => {
  test('decisions within one millisecond keep their order', async () => {
    const { campaign } = await approved(stand)
    const { request } = await loadCampaign(stand.db, { id: campaign.id })
    expect(request?.decisions.map(({ by, team }) => [by, team])).toEqual([
      ['UTOM', 'growth'],
      ['URAJ', 'data'],
    ])
    expect(request?.state).toBe('approved')
  })

  test('nobody approves their own, nobody outside the teams does, nobody twice', async () => {
    const ref = await idOf(submitted(stand))
    await refused(
      () => decide(stand.deps, ANA, ref, YES),
      /Only the growth and data approvers.*You asked for it/,
    )
    await refused(
      () => decide(stand.deps, ZOE, ref, YES),
      /approvers can decide this one: \{@UTOM\}, \{@ULIV\}, \{@URAJ\} or \{@UMEI\}\.$/,
    )
    await decide(stand.deps, RAJ, ref, YES)
    await refused(
      () => decide(stand.deps, RAJ, ref, YES),
      /You decided this one already.*\{@UTOM\} or \{@ULIV\}/,
    )
    await refused(() => decide(stand.deps, RAJ, ref, NO), /You decided this one already/)
  })

  test('who asked for it may not decide it either', async () => {
    const ref = await idOf(ready(stand))
    await submit(stand.deps, TOM, ref)
    await refused(() => decide(stand.deps, TOM, ref, YES), /You asked for it, so you can't/)
    await refused(() => decide(stand.deps, ANA, ref, YES), /your own campaign/)
  })

  test('a person of a team that has given its count is told who it waits for', async () => {
    const ref = await idOf(submitted(stand))
    await decide(stand.deps, RAJ, ref, YES)
    await refused(
      () => decide(stand.deps, MEI, ref, YES),
      /The data team has approved already \(\{@URAJ\}, \{date:\d+\}\). It waits for \{@UTOM\} or \{@ULIV\}/,
    )
  })

  test('a late one is told who was first, and when', async () => {
    const ref = await idOf(approved(stand))
    await refused(
      () => decide(stand.deps, MEI, ref, YES),
      new RegExp(`approved by \\{@URAJ\\}, \\{date:${stand.clock.at}\\}`),
    )
  })

  test('declining asks for a reason, ends the request, and leaves the campaign preparing', async () => {
    const ref = await idOf(submitted(stand))
    await refused(() => decide(stand.deps, RAJ, ref, { verdict: 'decline', words: null }), /Say why/)
    await refused(() => decide(stand.deps, RAJ, ref, { verdict: 'decline', words: '  ' }), /Say why/)
    const { after } = await decide(stand.deps, RAJ, ref, NO)
    expect([after.campaign.stage, after.request?.state]).toEqual(['preparing', 'declined'])
    await refused(() => decide(stand.deps, TOM, ref, YES), /was declined by \{@URAJ\}.*The list is stale/)
  })

  test('a button of an older request decides nothing', async () => {
    const ref = await idOf(submitted(stand))
    await decide(stand.deps, RAJ, ref, NO)
    await submit(stand.deps, ANA, ref)
    await refused(() => decide(stand.deps, TOM, ref, { ...YES, requestN: 1 }), /submitted again since/)
    expect((await decide(stand.deps, TOM, ref, { ...YES, requestN: 2 })).events).toHaveLength(1)
  })

  test('the same delivery twice changes nothing the second time', async () => {
    const ref = await idOf(submitted(stand, { template: 'large' }))
    const once = person('UTOM', 'Ev1')
    await decide(stand.deps, once, ref, YES)
    await refused(() => decide(stand.deps, once, ref, YES), /already|twice/)
    const reopen = { n: 1, title: 'Late idea', step: 'model', team: 'data' } as const
    const task = { ...reopen, assignee: null, dueAt: null, required: false }
    await createTask(stand.deps, person('UTOM', 'Ev2'), ref, task)
    await refused(() => createTask(stand.deps, person('UTOM', 'Ev2'), ref, task), /sent this twice/)
  })

  test('expires at the exact instant, not a millisecond before', async () => {
    const ref = await idOf(submitted(stand))
    const { request } = await loadCampaign(stand.db, ref)
    stand.clock.at += 72 * HOUR - 1
    expect((await expire(stand.deps, 'T1', ref.id, 1)).events).toEqual([])
    await decide(stand.deps, RAJ, ref, YES)
    stand.clock.at += 1
    expect(request?.expiresAt.getTime()).toBe(stand.clock.at)
    await refused(() => decide(stand.deps, TOM, ref, YES), /expired.*submit winback again/)
    await stand.engine.runDue()
    const { campaign, request: closed } = await loadCampaign(stand.db, ref)
    expect([campaign.stage, closed?.state]).toEqual(['preparing', 'expired'])
    expect((await expire(stand.deps, 'T1', ref.id, 1)).events).toEqual([])
  })

  describe('that could not be closed at its end', () => {
    const giveUp = (ref: { id: number }) =>
      expiryGivenUp(stand.deps, { teamId: 'T1', campaignId: ref.id, n: 1 }, 'the disk is full')

    test('stays open; owner, approvers and the thread are told, once', async () => {
      const ref = await idOf(submitted(stand))
      stand.pass(72 * HOUR)
      await giveUp(ref)
      await giveUp(ref)
      const told = stand.db('messages').where({ subject: 'request:1:unclosed' }).pluck('target')
      expect((await told).sort()).toEqual(['C1', 'UANA', 'ULIV', 'UMEI', 'URAJ', 'UTOM'])
      expect((await loadCampaign(stand.db, ref)).request?.state).toBe('open')
    })

    test.each<[string, (ref: { id: number }) => Promise<unknown>]>([
      ['expired', (ref) => expire(stand.deps, 'T1', ref.id, 1)],
      ['was withdrawn', (ref) => withdraw(stand.deps, ANA, ref, null)],
      ['was replaced', (ref) => submit(stand.deps, ANA, ref)],
      ['is not over yet', async () => stand.pass(-1)],
    ])('nobody is told where it %s', async (_case, spoil) => {
      const ref = await idOf(submitted(stand))
      stand.pass(72 * HOUR)
      await spoil(ref)
      const before = await everything(stand.db)
      await giveUp(ref)
      expect(await everything(stand.db)).toEqual(before)
    })
  })

  test('an expired request can be submitted again at once, before its job has run', async () => {
    const ref = await idOf(submitted(stand))
    stand.clock.at += 72 * HOUR
    const { after } = await submit(stand.deps, ANA, ref)
    expect([after.request?.n, after.request?.state]).toEqual([2, 'open'])
    await stand.engine.runDue()
    expect((await loadCampaign(stand.db, ref)).request?.state).toBe('open')
  })
})

describe('a brief that was changed after submit', () => {
  test('is refused to approve, says what changed, and submitting again supersedes', async () => {
    const ref = await idOf(submitted(stand))
    await decide(stand.deps, TOM, ref, YES)
    await editBrief(stand.deps, ANA, ref, { audience: { words: 'Lapsed 90 days', size: 51_200 } })
    await refused(
      () => decide(stand.deps, RAJ, ref, YES),
      /audience 42\u202f610 → 51\u202f200.*Submit it again/,
    )
    await submit(stand.deps, ANA, ref)
    const rows = await stand.db('approval_requests').orderBy('n')
    expect(rows.map(({ n, state }) => [n, state])).toEqual([
      [1, 'superseded'],
      [2, 'open'],
    ])
    const { request } = await loadCampaign(stand.db, ref)
    expect(request?.decisions).toEqual([])
  })

  test('is refused to launch after approval; submitting again supersedes the approval', async () => {
    const ref = await idOf(approved(stand))
    await editBrief(stand.deps, ANA, ref, { horizonDays: 21 })
    await refused(() => launch(stand.deps, ANA, ref, null), /horizon 14 days → 21 days/)
    await editBrief(stand.deps, ANA, ref, { horizonDays: 14 })
    await refused(() => submit(stand.deps, ANA, ref), /approved already/)
    await editBrief(stand.deps, ANA, ref, { horizonDays: 21 })
    await submit(stand.deps, ANA, ref)
    const rows = await stand.db('approval_requests').orderBy('n')
    expect(rows.map(({ state }) => state)).toEqual(['superseded', 'open'])
  })

  test('a new partner, channel or exposure query needs no new approval', async () => {
    const ref = await idOf(submitted(stand))
    await editBrief(stand.deps, ANA, ref, { partner: 'UMEI', channel: 'C2' })
    expect((await decide(stand.deps, RAJ, ref, YES)).events.map(({ kind }) => kind)).toEqual(['decided'])
  })
})

describe('withdraw and cancel', () => {
  test('an approval can be taken back', async () => {
    const ref = await idOf(approved(stand))
    const { after } = await withdraw(stand.deps, TOM, ref, null)
    expect([after.campaign.stage, after.request?.state]).toEqual(['preparing', 'withdrawn'])
    await refused(() => decide(stand.deps, MEI, ref, YES), /withdrawn; nothing is left to decide/)
    await refused(() => withdraw(stand.deps, TOM, ref, null), /preparing: withdraw is not possible now/)
  })
})

describe('at once', () => {
  const settled = (all: Promise<unknown>[]) => Promise.allSettled(all)
  const done = (results: PromiseSettledResult<unknown>[]) =>
    results.filter(({ status }) => status === 'fulfilled')

  /** As many replicas as deciders, each with connections of its own. */
  const replicas = (count: number): Deps[] => Array.from({ length: count }, () => stand.another())

  test('two of one team count once', async () => {
    const ref = await idOf(submitted(stand))
    const [one, two] = replicas(2)
    if (!one || !two) throw new Error('two replicas')
    const results = await settled([decide(one, RAJ, ref, YES), decide(two, MEI, ref, YES)])
    expect(done(results)).toHaveLength(1)
    const { request } = await loadCampaign(stand.db, ref)
    expect(request?.decisions).toHaveLength(1)
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { message: expect.stringMatching(/data team has approved already/) },
    })
  })

  test('one of each team: approved once', async () => {
    const ref = await idOf(submitted(stand))
    const [one, two] = replicas(2)
    if (!one || !two) throw new Error('two replicas')
    const results = await settled([decide(one, RAJ, ref, YES), decide(two, TOM, ref, YES)])
    expect(done(results)).toHaveLength(2)
    const kinds = await stand
      .db('events')
      .whereIn('kind', ['decided', 'approved'])
      .orderBy('id')
      .select('kind')
    expect(kinds.map(({ kind }) => kind)).toEqual(['decided', 'decided', 'approved'])
  })

  test('one person five times, and the same delivery five times, decide once', async () => {
    const ref = await idOf(submitted(stand))
    const same = person('URAJ', 'Ev7')
    const results = await settled(replicas(5).map((deps) => decide(deps, same, ref, YES)))
    expect(done(results)).toHaveLength(1)
    expect(await stand.db('decisions')).toHaveLength(1)
  })

  test('approve against decline: the first counts, the other is told', async () => {
    const ref = await idOf(submitted(stand, { template: 'large' }))
    const [one, two] = replicas(2)
    if (!one || !two) throw new Error('two replicas')
    await settled([decide(one, TOM, ref, YES), decide(two, person('ULIV'), ref, NO)])
    const { request, campaign } = await loadCampaign(stand.db, ref)
    expect(request?.state).toBe('declined')
    expect(campaign.stage).toBe('preparing')
  })

  test('two who submit: one request', async () => {
    const ref = await idOf(ready(stand))
    const results = await settled(replicas(3).map((deps) => submit(deps, ANA, ref)))
    expect(done(results)).toHaveLength(1)
    expect(await stand.db('approval_requests')).toHaveLength(1)
  })
})
