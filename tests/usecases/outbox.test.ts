import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Team } from '../../src/domain/catalog/catalog.ts'
import type { PlannedStep } from '../../src/domain/state/brief.ts'
import { decide, expire, submit, withdraw } from '../../src/usecases/approvals.ts'
import { createCampaign, editBrief } from '../../src/usecases/campaigns.ts'
import { type GivenUp, giveUpDelivery } from '../../src/usecases/deliveries.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { digestNow, recordDigest } from '../../src/usecases/digests.ts'
import { acceptSuggestion, answer, ask, dismissSuggestion } from '../../src/usecases/follow-ups.ts'
import { launch } from '../../src/usecases/launches.ts'
import { conclude, move } from '../../src/usecases/lifecycle.ts'
import { beginSend, confirmManual, recordSend, retrySend } from '../../src/usecases/steps.ts'
import { updateTask } from '../../src/usecases/tasks.ts'
import {
  ANA,
  approved,
  HOUR,
  launching,
  RAJ,
  ready,
  type Stand,
  standUp,
  submitted,
  TOM,
} from '../support/stand.ts'

const TARGET = { name: 'sender', kind: 'webhook', title: 'Send', host: '127.0.0.1:9' }
const PLAN: PlannedStep[] = [
  { kind: 'sent', target: 'sender', words: 'Send' },
  { kind: 'human', person: 'URAJ', words: 'Switch it on' },
]
const YES = { verdict: 'approve', words: null } as const
const CARD = 'card campaign:1 → C1'

let stand: Stand
beforeEach(async () => {
  stand = await standUp({ catalog: { targets: [TARGET] } })
})
afterEach(() => stand.close())

interface Row {
  readonly id: number
  readonly kind: string
  readonly subject: string
  readonly target: string
  readonly thread_of: number | null
  readonly data: string | null
}

/** What follows from `work`: messages that are new, and those there were that are drawn again. */
async function follows(work: () => Promise<unknown>): Promise<{ posted: string[]; redrawn: string[] }> {
  const before = new Set(await stand.db('messages').pluck('id'))
  await stand.db('jobs').delete()
  await work()
  const rows: Row[] = await stand.db('messages').orderBy('id')
  const drawn = new Set(await stand.db('jobs').whereIn('kind', ['deliver', 'deliver_paced']).pluck('key'))
  const label = (row: Row) =>
    `${row.kind} ${row.subject.replaceAll(String(stand.clock.at), 'now')} → ${row.target}`
  const threaded = (row: Row) => {
    const parent = rows.find(({ id }) => id === row.thread_of)
    return parent ? `${label(row)} in ${label(parent)}` : label(row)
  }
  const added = rows.filter(({ id }) => !before.has(id))
  expect(added.every(({ id }) => drawn.has(`deliver:${id}`))).toBe(true)
  return {
    posted: added.map(threaded).sort(),
    redrawn: rows
      .filter(({ id }) => before.has(id) && drawn.has(`deliver:${id}`))
      .map(label)
      .sort(),
  }
}

/** The words of a notice. */
async function wordsOf(subject: string): Promise<string> {
  const row: Row | undefined = await stand
    .db('messages')
    .whereIn('kind', ['notice', 'undo'])
    .whereLike('subject', subject)
    .first()
  return JSON.parse(row?.data ?? '{}').words
}

const inThread = `in ${CARD}`
/** The data partner's; Ana, who submits, is asked in the answer to that. */
const ASKED = 'prediction prediction → URAJ'
const approvals = ['ULIV', 'UMEI', 'URAJ', 'UTOM', 'C1']
  .map((target) => `approval request:1 → ${target}`)
  .sort()

test('two campaigns of one channel each have their own messages', async () => {
  const first = await submitted(stand, { name: 'Winback' })
  const second = await submitted(stand, { name: 'Loyalty' })
  const rows = await stand.db('messages').where({ kind: 'approval', target: 'URAJ' })
  expect(rows.map((row) => row.campaign_id).sort()).toEqual([first.campaign.id, second.campaign.id])
})

describe('before the launch', () => {
  test('a new campaign posts its card; changes draw it again, and another channel gets its own', async () => {
    const wanted = { name: 'Winback', channel: 'C1', template: 'short', key: null }
    expect(await follows(() => createCampaign(stand.deps, ANA, wanted))).toEqual({
      posted: [CARD],
      redrawn: [],
    })
    const change = { n: 1, verb: 'start', words: null, person: null, dueAt: null } as const
    expect(await follows(() => updateTask(stand.deps, ANA, { id: 1 }, change))).toEqual({
      posted: [],
      redrawn: [CARD],
    })
    expect(await follows(() => editBrief(stand.deps, ANA, { id: 1 }, { channel: 'C2' }))).toEqual({
      posted: ['card campaign:1 → C2'],
      redrawn: [CARD],
    })
  })

  test('a submit is put to all who may decide, and into the thread', async () => {
    await ready(stand)
    const posted = approvals.map((one) => (one.endsWith('C1') ? `${one} ${inThread}` : one))
    expect(await follows(() => submit(stand.deps, ANA, { id: 1 }))).toEqual({
      posted: [...posted, ASKED],
      redrawn: [CARD],
    })
    const jobs = await stand.db('jobs').where({ kind: 'expire_request' })
    expect(jobs.map(({ run_at }) => run_at)).toEqual([stand.clock.at + 72 * HOUR])
  })

  test('a decision draws every copy again; the last one tells who asked', async () => {
    await submitted(stand)
    expect(await follows(() => decide(stand.deps, TOM, { id: 1 }, YES))).toEqual({
      posted: [],
      redrawn: [...approvals, CARD],
    })
    expect(await follows(() => decide(stand.deps, RAJ, { id: 1 }, { ...YES, words: 'Fine' }))).toEqual({
      posted: ['notice request:1:approved:now → UANA'],
      redrawn: [...approvals, CARD],
    })
    expect(await wordsOf('request:1:approved:%')).toMatch(
      /Winback} is approved \(\{@UTOM\}; \{@URAJ\}: Fine\)\. Launch it when you are ready\./,
    )
  })

  test.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'declined',
      () => decide(stand.deps, TOM, { id: 1 }, { verdict: 'decline', words: 'Stale' }),
      /declined by \{@UTOM\}: Stale\n.*edit the brief, then submit it/,
    ],
    ['expired', () => expireNow(), /Nobody decided .* by \{date:\d+\}.*Submit it again/],
  ])('%s: every copy, and who asked', async (state, work, words) => {
    await submitted(stand)
    expect(await follows(work)).toEqual({
      posted: [`notice request:1:${state}:now → UANA`],
      redrawn: [...approvals, CARD],
    })
    expect(await wordsOf(`request:1:${state}:%`)).toMatch(words)
  })

  const expireNow = () => {
    stand.pass(72 * HOUR)
    return expire(stand.deps, 'T1', 1, 1)
  }

  test('withdrawn: every copy; submitted again: the copies of both', async () => {
    await submitted(stand)
    expect(await follows(() => withdraw(stand.deps, ANA, { id: 1 }, null))).toEqual({
      posted: [],
      redrawn: [...approvals, CARD],
    })
    const again = await follows(() => submit(stand.deps, ANA, { id: 1 }))
    expect(again.posted).toHaveLength(5)
    expect(again.posted.every((one) => one.includes('request:2'))).toBe(true)
    expect(again.redrawn).toEqual([...approvals, CARD, ASKED])
  })

  test('who asked is told, not the owner', async () => {
    await ready(stand)
    await submit(stand.deps, TOM, { id: 1 })
    const { posted } = await follows(() =>
      decide(stand.deps, RAJ, { id: 1 }, { verdict: 'decline', words: 'Stale' }),
    )
    expect(posted).toEqual(['notice request:1:declined:now → UTOM'])
  })

  test('a scheduled launch is told in the thread, with its job', async () => {
    await approved(stand)
    const at = new Date(stand.clock.at + HOUR)
    const { posted, redrawn } = await follows(() => launch(stand.deps, ANA, { id: 1 }, at))
    expect(posted).toEqual([`notice scheduled:${at.getTime()} → C1 ${inThread}`])
    // Who asked was told that it can be launched.
    expect(redrawn).toEqual([...approvals, CARD, 'notice request:1:approved:now → UANA'])
    expect(await stand.db('jobs').where({ kind: 'launch_due' }).pluck('run_at')).toEqual([at.getTime()])
  })
})

describe('the launch', () => {
  const job = { teamId: 'T1', campaignId: 1, n: 1, tries: 0 }
  const done = { done: true, outcome: 'HTTP 200' }

  test('a webhook is a job; a manual step asks its person; the last one tells the channel', async () => {
    await approved(stand, { brief: { plan: PLAN } })
    const started = await follows(() => launch(stand.deps, ANA, { id: 1 }, null))
    expect(started.posted).toEqual([])
    expect(await stand.db('jobs').where({ kind: 'launch_step' }).pluck('key')).toEqual(['step:1:1:0'])
    expect(await follows(() => beginSend(stand.deps, job))).toEqual({ posted: [], redrawn: [CARD] })
    expect((await follows(() => recordSend(stand.deps, job, done))).posted).toEqual([
      'step step:2:confirm → URAJ',
    ])
    expect(await follows(() => confirmManual(stand.deps, RAJ, { id: 1 }, 2))).toEqual({
      posted: ['notice live → C1'],
      redrawn: [CARD, 'step step:2:confirm → URAJ'],
    })
    expect(await wordsOf('live')).toMatch(
      /is live for 42.610 people, \{@UANA\}\. No digest is set yet: .*digest winback/,
    )
  })

  test('a failed step is told in the thread, once a try; sending again draws that again', async () => {
    await launching(stand, { brief: { plan: PLAN } })
    await beginSend(stand.deps, job)
    const failed = await follows(() => recordSend(stand.deps, job, { done: false, outcome: 'HTTP 400' }))
    expect(failed).toEqual({ posted: [`step step:1:failed:0 → C1 ${inThread}`], redrawn: [CARD] })
    const again = await follows(() => retrySend(stand.deps, ANA, { id: 1 }, 1))
    expect(again).toEqual({ posted: [], redrawn: [CARD, 'step step:1:failed:0 → C1'] })
    const second = { ...job, tries: 1 }
    await beginSend(stand.deps, second)
    const { posted } = await follows(() =>
      recordSend(stand.deps, second, { done: false, outcome: 'HTTP 400' }),
    )
    expect(posted).toEqual([`step step:1:failed:1 → C1 ${inThread}`])
  })

  test('a stop is told in the channel, and takes the steps’ buttons away', async () => {
    await launching(stand, { brief: { plan: PLAN.slice(1) } })
    const stopped = await follows(() => move(stand.deps, ANA, { id: 1 }, 'stop', 'Wrong list'))
    // Raj was asked to do it, so he is asked whether he has.
    expect(stopped.posted).toEqual(['step step:1:undo:0 → URAJ', 'undo undo:now → C1'])
    expect(stopped.redrawn).toEqual(expect.arrayContaining([CARD, 'step step:1:confirm → URAJ']))
    expect(await wordsOf('undo:%')).toMatch(/is stopped, by \{@U\w+\}: Wrong list/)
  })

  test('so is a cancel, which takes the approval’s buttons too', async () => {
    await submitted(stand)
    const cancelled = await follows(() => move(stand.deps, ANA, { id: 1 }, 'cancel', 'Not now'))
    expect(cancelled).toEqual({
      posted: ['notice cancelled:now → C1'],
      redrawn: [...approvals, CARD, ASKED],
    })
  })

  test('pausing twice is told twice', async () => {
    await launching(stand, { brief: { plan: PLAN.slice(1) } })
    await confirmManual(stand.deps, RAJ, { id: 1 }, 1)
    for (const action of ['pause', 'resume', 'pause', 'resume'] as const) {
      stand.pass(1)
      const { posted } = await follows(() => move(stand.deps, ANA, { id: 1 }, action, 'Why'))
      expect(posted).toEqual([`notice ${action}d:now → C1`])
    }
  })
})

describe('digests and questions', () => {
  const suggestion = {
    code: 'srm',
    seen: 'The split is off',
    why: 'No lift can be trusted',
    question: 'Where?',
    step: 'collect',
  } as const
  const made = {
    readout: null,
    headline: 'Nothing',
    failure: 'away',
    suggestions: [suggestion],
    alarm: 'It is away',
  }
  const DIGEST = 'digest digest:1 → C9'
  const question = { question: 'Why?', step: 'analyze', assignee: null, dueAt: null, digestId: null } as const

  const digest = async () => {
    await launching(stand, { brief: { plan: PLAN.slice(1) } })
    await confirmManual(stand.deps, RAJ, { id: 1 }, 1)
    return { teamId: 'T1', campaignId: 1, digestId: await digestNow(stand.deps, ANA, { id: 1 }) }
  }

  test('a digest goes to its channel, its alarm to the data partner', async () => {
    const ids = await digest()
    expect(await follows(() => recordDigest(stand.deps, ids, 'C9', made))).toEqual({
      posted: [DIGEST, 'notice digest:1:failed → URAJ'],
      redrawn: [CARD],
    })
    expect(await wordsOf('digest:1:failed')).toBe('It is away')
  })

  test('an accepted or dismissed suggestion draws the digest again', async () => {
    await recordDigest(stand.deps, await digest(), 'C9', made)
    expect(await follows(() => acceptSuggestion(stand.deps, TOM, 1, 'srm'))).toEqual({
      posted: ['follow_up follow_up:1 → URAJ', `notice follow_up:1:asked → C9 in ${DIGEST}`],
      redrawn: [CARD, DIGEST],
    })
    stand.pass(HOUR)
    const ids = { teamId: 'T1', campaignId: 1, digestId: await digestNow(stand.deps, ANA, { id: 1 }) }
    await recordDigest(stand.deps, ids, 'C9', { ...made, suggestions: [{ ...suggestion, code: 'stale' }] })
    const { redrawn } = await follows(() => dismissSuggestion(stand.deps, TOM, ids.digestId, 'stale'))
    expect(redrawn).toEqual([CARD, `digest digest:${ids.digestId} → C9`])
  })

  test('a question without a digest is asked in the card’s thread, and answered there and to who asked', async () => {
    await ready(stand)
    expect(await follows(() => ask(stand.deps, TOM, { id: 1 }, question))).toEqual({
      posted: ['follow_up follow_up:1 → URAJ', `notice follow_up:1:asked → C1 ${inThread}`],
      redrawn: [CARD],
    })
    expect(await follows(() => answer(stand.deps, RAJ, { id: 1 }, 1, { finding: 'Because' }))).toEqual({
      posted: [
        'follow_up follow_up:1:answered → C1 in card campaign:1 → C1',
        'follow_up follow_up:1:answered → UTOM',
      ],
      redrawn: [CARD, 'follow_up follow_up:1 → URAJ'],
    })
  })

  test('asked for nobody and answered by who asked: only the thread', async () => {
    await ready(stand, { brief: { partner: null } })
    expect((await follows(() => ask(stand.deps, TOM, { id: 1 }, question))).posted).toEqual([
      `notice follow_up:1:asked → C1 ${inThread}`,
    ])
    const { posted } = await follows(() => answer(stand.deps, TOM, { id: 1 }, 1, { finding: 'Because' }))
    expect(posted).toEqual([`follow_up follow_up:1:answered → C1 ${inThread}`])
  })

  test('a question asked after a digest goes to its thread', async () => {
    await recordDigest(stand.deps, await digest(), 'C9', made)
    const { posted } = await follows(() => ask(stand.deps, TOM, { id: 1 }, question))
    expect(posted).toContain(`notice follow_up:1:asked → C9 in ${DIGEST}`)
  })

  test('a conclusion is told in the thread, and in one line in the channel', async () => {
    await digest()
    const conclusion = { reached: 'yes', growth: 'good', learned: 'Mail works' } as const
    const { posted } = await follows(() => conclude(stand.deps, ANA, { id: 1 }, conclusion))
    expect(posted).toEqual([`notice concluded → C1 ${inThread}`, 'notice concluded:channel → C1'])
    expect(await wordsOf('concluded')).toMatch(
      /The campaign \{c:winback\|Winback\} is concluded\.\nGoal: reached\. Growth: grew\.\nMeasured: not known, since no digest was made\nInsights and ideas: Mail works/,
    )
  })
})

describe('a message that was given up', () => {
  const dead = async (kind: string, target: string): Promise<number> =>
    (await stand.db('messages').where({ kind, target }).first('id')).id
  const giveUp = (id: number, given: GivenUp, deps = stand.deps) => giveUpDelivery(deps, id, () => given)

  test('tells the owner who can mend it, once a day and place, whatever the error says', async () => {
    await submitted(stand)
    const because = { error: 'x'.repeat(1_000), words: 'Mend it', gone: false }
    const first = await follows(async () => giveUp(await dead('approval', 'URAJ'), because))
    expect(first.posted).toEqual([expect.stringMatching(/^notice undeliverable:URAJ:x+.* → UANA$/)])
    const again = async () => giveUp(await dead('approval', 'URAJ'), because)
    expect((await follows(again)).posted).toEqual([])
    const other = await submitted(stand, { name: 'Loyalty' })
    const [theirs] = await stand.db('messages').where({ campaign_id: other.campaign.id, target: 'URAJ' })
    expect((await follows(() => giveUp(theirs.id, because))).posted).toEqual([])
    stand.pass(24 * HOUR)
    expect((await follows(again)).posted).toHaveLength(1)
  })

  test('to the owner tells nobody where that passes; where the owner is gone, the partner, then the leads', async () => {
    await approved(stand)
    const limited = { error: 'not_authed', words: 'Install me', gone: false }
    expect((await follows(async () => giveUp(await dead('notice', 'UANA'), limited))).posted).toEqual([])
    const because = { error: 'user_disabled', words: 'Ana is gone', gone: true }
    const growth: Team = { name: 'growth', kind: 'growth', members: [], lead: 'UTOM' }
    const deps: Deps = { ...stand.deps, catalog: { ...stand.deps.catalog, teams: [growth] } }
    const told = await follows(async () => giveUp(await dead('notice', 'UANA'), because, deps))
    expect(told.posted).toEqual([
      expect.stringMatching(/^notice undeliverable:UANA:user_disabled:.* → URAJ$/),
    ])
    const next = async (user: string) => {
      const { id } = await stand.db('messages').where({ campaign_id: null, target: user }).first('id')
      const given = { ...because, words: `${user} is gone too` }
      return (await follows(() => giveUp(id, given, deps))).posted
    }
    expect(await next('URAJ')).toEqual([expect.stringMatching(/UANA:user_disabled.* → UTOM$/)])
    expect(await next('UTOM')).toEqual([])
    const said =
      'Ana is gone\nIt said: {c:winback|Winback} is approved ({@UTOM}; {@URAJ}). Launch it when you are ready.'
    const words = await stand.db('messages').where({ campaign_id: null }).pluck('data')
    expect(words.map((data) => JSON.parse(data).words)).toEqual([said, said])
  })
})
