import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PlannedStep } from '../../src/domain/state/brief.ts'
import { decide } from '../../src/usecases/approvals.ts'
import { editBrief } from '../../src/usecases/campaigns.ts'
import { answer, ask } from '../../src/usecases/follow-ups.ts'
import { launch } from '../../src/usecases/launches.ts'
import { move } from '../../src/usecases/lifecycle.ts'
import { waitsOn } from '../../src/usecases/reads/waiting.ts'
import { beginSend, confirmManual, recordSend, retrySend } from '../../src/usecases/steps.ts'
import { createTask, updateTask } from '../../src/usecases/tasks.ts'
import { confirmTakenBack } from '../../src/usecases/undo.ts'
import { copyCampaign } from '../support/copies.ts'
import {
  ANA,
  DAY,
  HOUR,
  launching,
  MEI,
  MONDAY,
  RAJ,
  ready,
  type Stand,
  standUp,
  submitted,
  TOM,
} from '../support/stand.ts'

const TARGET = { name: 'sender', kind: 'webhook', title: 'Send', host: '127.0.0.1:9' }

let stand: Stand
beforeEach(async () => {
  stand = await standUp({ catalog: { targets: [TARGET] } })
})
afterEach(() => stand.close())

/** What waits on somebody, in order: kind, campaign, number. */
async function list(person: string): Promise<string[]> {
  const { waiting } = await waitsOn(stand.deps, { teamId: 'T1', userId: person })
  return waiting.map(({ kind, campaign, item }) => `${kind} ${campaign.key} ${'n' in item ? item.n : ''}`)
}

const at = (days: number) => new Date(MONDAY.getTime() + days * DAY)
const NEW = {
  title: 'New',
  step: 'model',
  team: 'data',
  assignee: null,
  dueAt: null,
  required: true,
} as const

describe('tasks', () => {
  test('wait for who was asked, else for the owner or the data partner of that moment', async () => {
    const ref = { id: (await ready(stand)).campaign.id }
    await createTask(stand.deps, ANA, ref, { ...NEW, team: 'growth' })
    await createTask(stand.deps, ANA, ref, NEW)
    await createTask(stand.deps, ANA, ref, { ...NEW, assignee: 'UTOM' })
    expect(await list('UANA')).toEqual(['task winback 4'])
    expect(await list('URAJ')).toEqual(['task winback 5'])
    expect(await list('UTOM')).toEqual(['task winback 6'])
    await editBrief(stand.deps, ANA, ref, { partner: 'UMEI' })
    expect([await list('URAJ'), await list('UMEI')]).toEqual([[], ['task winback 5']])
    await editBrief(stand.deps, ANA, ref, { partner: null })
    expect(await list('UMEI')).toEqual([])
  })

  test('wait while they are open and their campaign has not ended', async () => {
    const ref = { id: (await ready(stand)).campaign.id }
    const change = { n: 1, words: 'x', person: null, dueAt: null } as const
    const seen: Record<string, number> = {}
    for (const verb of ['reopen', 'start', 'block', 'waive', 'reopen', 'done'] as const) {
      await updateTask(stand.deps, RAJ, ref, { ...change, verb })
      seen[verb] = (await list('URAJ')).length
    }
    expect(seen).toEqual({ reopen: 1, start: 1, block: 1, waive: 0, done: 0 })
    await updateTask(stand.deps, RAJ, ref, { ...change, verb: 'reopen' })
    await move(stand.deps, ANA, ref, 'cancel', 'Not now')
    expect(await list('URAJ')).toEqual([])
  })

  test('of another workspace are not in the list', async () => {
    await ready(stand)
    expect((await waitsOn(stand.deps, { teamId: 'T2', userId: 'UANA' })).campaigns).toEqual([])
  })
})

test('an approval waits for everybody who may give it, until they have or need not', async () => {
  const ref = { id: (await submitted(stand)).campaign.id }
  const all = async () => Promise.all(['UANA', 'UTOM', 'ULIV', 'URAJ', 'UMEI', 'UZOE'].map(list))
  const item = ['approval winback 1']
  expect(await all()).toEqual([[], item, item, item, item, []])
  await decide(stand.deps, MEI, ref, { verdict: 'approve', words: null })
  expect(await all()).toEqual([[], item, item, [], [], []])
  await decide(stand.deps, TOM, ref, { verdict: 'decline', words: 'Stale' })
  expect(await all()).toEqual([['submit winback 1'], [], [], [], [], []]) // it has to be asked for once more
})

test('an approval that has expired waits for nobody, even before its job has run', async () => {
  await submitted(stand)
  stand.pass(72 * HOUR - 1)
  expect(await list('URAJ')).toEqual(['approval winback 1'])
  stand.pass(1)
  expect(await list('URAJ')).toEqual([])
})

test('a manual step waits for its person when it is its turn', async () => {
  const plan: PlannedStep[] = [
    { kind: 'human', person: 'UTOM', words: 'One' },
    { kind: 'sent', target: 'sender', words: 'Two' },
    { kind: 'human', person: 'UTOM', words: 'Three' },
  ]
  const ref = { id: (await launching(stand, { brief: { plan } })).campaign.id }
  expect(await list('UTOM')).toEqual(['step winback 1'])
  await confirmManual(stand.deps, TOM, ref, 1)
  expect(await list('UTOM')).toEqual([])
  const job = { teamId: 'T1', campaignId: ref.id, n: 2, tries: 0 }
  await beginSend(stand.deps, job)
  expect(await list('UTOM')).toEqual([])
  await recordSend(stand.deps, job, { done: true, outcome: 'HTTP 200' })
  expect(await list('UTOM')).toEqual(['step winback 3'])
  await move(stand.deps, ANA, ref, 'stop', 'Enough')
  // What he did is to be taken back, and what he was asked to do, if he has.
  expect(await list('UTOM')).toEqual(['step winback 1', 'step winback 3'])
  for (const n of [1, 3]) await confirmTakenBack(stand.deps, TOM, ref, n, true)
  expect(await list('UTOM')).toEqual([])
})

test('an approved campaign waits for its owner to launch it, unless that is scheduled', async () => {
  const ref = { id: (await submitted(stand)).campaign.id }
  for (const by of [TOM, RAJ]) await decide(stand.deps, by, ref, { verdict: 'approve', words: null })
  const waiting = async (person: string) =>
    (await waitsOn(stand.deps, { teamId: 'T1', userId: person })).waiting.map(
      ({ kind, campaign }) => `${kind} ${campaign.key}`,
    )
  expect([await waiting('UANA'), await waiting('URAJ')]).toEqual([['launch winback'], []])
  await launch(stand.deps, ANA, ref, new Date(stand.deps.now().getTime() + DAY))
  expect(await waiting('UANA')).toEqual([])
})

test('a failed step waits for the owner until it is sent again', async () => {
  const plan: PlannedStep[] = [{ kind: 'sent', target: 'sender', words: 'Send' }]
  const ref = { id: (await launching(stand, { brief: { plan } })).campaign.id }
  const job = { teamId: 'T1', campaignId: ref.id, n: 1, tries: 0 }
  await beginSend(stand.deps, job)
  expect(await list('UANA')).toEqual([])
  await recordSend(stand.deps, job, { done: false, outcome: 'HTTP 400' })
  expect([await list('UANA'), await list('URAJ')]).toEqual([['step winback 1'], []])
  await retrySend(stand.deps, ANA, ref, 1)
  expect(await list('UANA')).toEqual([])
})

test('a request whose brief has changed waits for nobody: it has to be submitted again', async () => {
  const ref = { id: (await submitted(stand)).campaign.id }
  await editBrief(stand.deps, ANA, ref, { horizonDays: 30 })
  expect([await list('URAJ'), await list('UANA')]).toEqual([[], ['submit winback 1']])
})

test('a question waits for its analyst until it is answered', async () => {
  const ref = { id: (await ready(stand)).campaign.id }
  const question = { question: 'Why?', step: 'analyze', assignee: null, dueAt: null, digestId: null } as const
  await ask(stand.deps, TOM, ref, question)
  await ask(stand.deps, TOM, ref, { ...question, assignee: 'UTOM' })
  expect([await list('URAJ'), await list('UTOM')]).toEqual([['follow_up winback 1'], ['follow_up winback 2']])
  await answer(stand.deps, RAJ, ref, 1, { finding: 'Because' })
  expect(await list('URAJ')).toEqual([])
})

test('overdue comes first, then what is due first, then what is never due', async () => {
  const done = await ready(stand, { name: 'Winback' })
  const ref = { id: done.campaign.id }
  for (const [days, title] of [
    [null, 'never'],
    [5, 'later'],
    [-2, 'late'],
    [1, 'soon'],
  ] as const)
    await createTask(stand.deps, ANA, ref, { ...NEW, title, dueAt: days === null ? null : at(days) })
  await ask(stand.deps, TOM, ref, {
    question: 'Why?',
    step: 'model',
    assignee: null,
    dueAt: at(-1),
    digestId: null,
  })
  await submitted(stand, { name: 'Loyalty' })
  expect(await list('URAJ')).toEqual([
    'task winback 6',
    'follow_up winback 1',
    'task winback 7',
    'approval loyalty 1',
    'task winback 5',
    'task winback 4',
  ])
})

test('a person sees the campaigns that they own or are the data partner of, newest first, until they end', async () => {
  const first = await ready(stand, { name: 'Winback' })
  await ready(stand, { name: 'Loyalty', brief: { partner: 'UMEI' } })
  const mine = async (person: string) =>
    (await waitsOn(stand.deps, { teamId: 'T1', userId: person })).campaigns.map(({ key }) => key)
  expect([await mine('UANA'), await mine('URAJ'), await mine('UMEI'), await mine('UTOM')]).toEqual([
    ['loyalty', 'winback'],
    ['winback'],
    ['loyalty'],
    [],
  ])
  await move(stand.deps, ANA, { id: first.campaign.id }, 'cancel', 'Not now')
  expect(await mine('UANA')).toEqual(['loyalty'])
})

test('a request waits behind hundreds that others of the team have decided', async () => {
  await submitted(stand)
  expect(await list('UTOM')).toEqual(['approval winback 1'])
  const { db } = stand.deps
  const { id: of, ...campaign } = await db('campaigns').first()
  const request = await db('approval_requests').first()
  await db.transaction(async (tx) => {
    for (let n = 1; n <= 260; n += 1) {
      const id = of + n
      await tx('campaigns').insert({ ...campaign, id, key: `other-${n}` })
      await tx('approval_requests').insert({
        ...{ ...request, campaign_id: id, expires_at: request.expires_at - 1 },
      })
      await tx('decisions').insert({
        ...{ campaign_id: id, request_n: 1, n: 1, team_id: 'T1', decided_by: 'UZOE', team: 'growth' },
        ...{ verdict: 'approve', decided_at: MONDAY.getTime() },
      })
    }
  })
  expect(await list('UTOM')).toEqual(['approval winback 1'])
})

test('what has to be put again is found behind more that is in review than is shown, and what is not shown is said', async () => {
  const declined = await submitted(stand)
  await decide(stand.deps, TOM, { id: declined.campaign.id }, { verdict: 'decline', words: 'Not yet' })
  const { campaign } = await submitted(stand)
  await copyCampaign<{ key: string }>(stand.db, campaign.id, 60, (row, n) => ({ ...row, key: `copy-${n}` }))
  expect(await list('UANA')).toEqual([`submit ${declined.campaign.key} 1`])
  const ofAna = { teamId: 'T1', userId: 'UANA' }
  expect((await waitsOn(stand.deps, ofAna)).more).toBeUndefined()
  await copyCampaign<{ key: string }>(stand.db, declined.campaign.id, 60, (row, n) => ({
    ...row,
    key: `again-${n}`,
  }))
  const { waiting, more } = await waitsOn(stand.deps, ofAna)
  expect([waiting.length, more]).toEqual([50, true])
})
