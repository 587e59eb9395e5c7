import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerEvents, dueAt, keptAfter } from '../../../src/domain/readiness/answers.ts'
import { isReady, standingOf } from '../../../src/domain/readiness/standing.ts'
import { checkLine, movedLine } from '../../../src/domain/readiness/words.ts'
import type { CheckAnswer, CheckStatus, KeptAnswer } from '../../../src/domain/state/answers.ts'
import type { CampaignState } from '../../../src/domain/state/campaign.ts'
import { type Task, withAnswer } from '../../../src/domain/state/tasks.ts'

const START = new Date('2026-03-02T08:00:00Z')
const HOUR = 3_600_000
const inHours = (hours: number) => new Date(START.getTime() + hours * HOUR)
const CHECK = {
  name: 'fresh',
  kind: 'sql',
  title: 'Fresh',
  maxAgeMinutes: 24 * 60,
  everyMinutes: 60,
  graceMinutes: 60,
}

const answer = (status: CheckStatus, at: Date | null = null, words: string | null = null): CheckAnswer => ({
  ...{ status, figure: '26 minutes old', wanted: '≤ 2 hours', where: 'dwh', at, words },
})

const TASK: Task = {
  ...{ n: 1, title: 'Orders are fresh', step: 'collect', team: 'data', assignee: null, dueAt: null },
  ...{ required: true, state: 'todo', evidence: null, check: 'fresh' },
}

/** A task after these answers, each asked an hour after the one before. */
function told(...answers: CheckAnswer[]): Task {
  return answers.reduce((task, each, hours) => {
    const kept = keptAfter(task.answer, each, inHours(hours), CHECK)
    return withAnswer(task, kept, inHours(hours))
  }, TASK)
}

describe('how a task stands', () => {
  test.each<[string, Task, number, string, Task['state']]>([
    ['nobody asked', TASK, 0, 'unasked', 'todo'],
    ['it passes', told(answer('pass')), 0, 'ready', 'done'],
    ['it passed a day ago', told(answer('pass')), 24, 'stale', 'done'],
    ['it passed just less than a day ago', told(answer('pass')), 23.99, 'ready', 'done'],
    ['what it saw is older than its asking', told(answer('pass', inHours(-23))), 2, 'stale', 'done'],
    ['what it saw is of tomorrow', told(answer('pass', inHours(20))), 24, 'stale', 'done'],
    ['what it saw was too old at once', told(answer('pass', inHours(-30))), 0, 'stale', 'todo'],
    ['it fails', told(answer('fail')), 0, 'failing', 'todo'],
    ['it warns', told(answer('warn')), 0, 'failing', 'todo'],
    ['it can not tell', told(answer('unknown')), 0, 'failing', 'todo'],
    ['it was skipped', told(answer('skip')), 0, 'failing', 'todo'],
    ['it never answered', told(answer('error')), 0, 'unanswered', 'todo'],
    ['it passed, then failed', told(answer('pass'), answer('fail')), 1, 'failing', 'todo'],
    ['it passed, then had no answer', told(answer('pass'), answer('error')), 1, 'ready', 'done'],
    [
      'it passed a day ago, and has no answer',
      told(answer('pass'), answer('error')),
      24,
      'unanswered',
      'done',
    ],
    ['it failed, then had no answer', told(answer('fail'), answer('error')), 1, 'unanswered', 'todo'],
    [
      'it passed, failed, and has no answer',
      told(answer('pass'), answer('fail'), answer('error')),
      2,
      'unanswered',
      'todo',
    ],
    ['it is waived', { ...told(answer('fail')), state: 'waived' }, 0, 'waived', 'waived'],
  ])('%s', (_case, task, hours, standing, state) => {
    expect([standingOf(task, inHours(hours)), task.state]).toEqual([standing, state])
    expect(isReady(task, inHours(hours))).toBe(standing === 'ready' || standing === 'waived')
  })

  test('an error that came after an earlier failure of a pass does not bring the pass back', () => {
    const task = told(answer('pass'), answer('fail'), answer('error'))
    expect(isReady(task, inHours(2))).toBe(false)
  })

  test('a warning is good enough where its entry says so', () => {
    const kept = keptAfter(undefined, answer('warn'), START, { ...CHECK, warnPasses: true as const })
    expect(standingOf(withAnswer(TASK, kept, START), START)).toBe('ready')
  })

  test('what blocks a task is no evidence once its check passes', () => {
    const kept = keptAfter(undefined, answer('pass'), START, CHECK)
    const blocked: Task = { ...TASK, state: 'blocked', evidence: 'the pipeline is down' }
    expect(withAnswer(blocked, kept, START)).toMatchObject({ state: 'done', evidence: null })
    const failed = keptAfter(undefined, answer('fail'), START, CHECK)
    expect(withAnswer(blocked, failed, START)).toMatchObject({ state: 'blocked' })
  })
})

describe('words', () => {
  test.each<[string, string]>([
    [checkLine(TASK, START), '○ 1 Orders are fresh  not asked yet'],
    [
      checkLine(told(answer('pass')), inHours(3)),
      '● 1 Orders are fresh  26 minutes old, wanted ≤ 2 hours · dwh, 3 hours ago',
    ],
    [
      checkLine(told(answer('pass')), inHours(25)),
      '■ 1 Orders are fresh  26 minutes old, wanted ≤ 2 hours · dwh, 1 day ago, which is too old',
    ],
    [
      checkLine(told(answer('warn', null, 'late')), START),
      '◐ 1 Orders are fresh  26 minutes old, wanted ≤ 2 hours · dwh: a warning, late',
    ],
    [
      checkLine(told(answer('pass'), answer('error', null, 'no connection')), inHours(3)),
      '● 1 Orders are fresh  26 minutes old, wanted ≤ 2 hours · dwh, 3 hours ago (no answer for 2 hours)',
    ],
    [
      movedLine(told(answer('pass'), answer('fail')), inHours(1)),
      `■ 1 Orders are fresh  26 minutes old, wanted ≤ 2 hours · dwh; until {date:${inHours(1).getTime()}} it was 26 minutes old, wanted ≤ 2 hours`,
    ],
  ])('%s', (said, words) => {
    expect(said).toBe(words)
  })
})

const STATUSES = ['pass', 'warn', 'fail', 'error', 'skip', 'unknown'] as const
const run = fc.record({
  status: fc.constantFrom<CheckStatus>(...STATUSES),
  /** Minutes since the one before. */
  later: fc.integer({ min: 0, max: 3_000 }),
  seenBefore: fc.option(fc.integer({ min: -60, max: 3_000 }), { nil: null }),
})

test('whatever is answered, a task is ready exactly by a pass that is young enough and that nothing contradicted', () => {
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 12 }), (runs) => {
      let [task, now] = [TASK, START.getTime()]
      let good = Number.NEGATIVE_INFINITY
      for (const { status, later, seenBefore } of runs) {
        now += later * 60_000
        const at = seenBefore === null ? null : new Date(now - seenBefore * 60_000)
        if (status === 'pass') good = Math.min(at?.getTime() ?? now, now) + 24 * HOUR
        // What was seen at some time was asked, so it is no outage.
        else if (status !== 'error' || at !== null) good = Number.NEGATIVE_INFINITY
        task = withAnswer(
          task,
          keptAfter(task.answer, answer(status, at), new Date(now), CHECK),
          new Date(now),
        )
        expect(isReady(task, new Date(now))).toBe(now < good)
        expect(task.state).toBe(now < good ? 'done' : 'todo')
      }
      expect(isReady(task, new Date(now + 25 * HOUR))).toBe(false)
    }),
  )
})

describe('what becomes of a run', () => {
  const state = (...tasks: Task[]) => ({ campaign: { key: 'winback' }, tasks }) as unknown as CampaignState
  const events = (task: Task, status: CheckStatus, hours: number) =>
    answerEvents(
      state(task),
      { answers: new Map([['fresh', answer(status)]]), askedAt: inHours(hours), now: inHours(hours) },
      [CHECK],
    )

  test('the first answer, another status and a tick that falls are events; the same again is not written', () => {
    expect(events(TASK, 'fail', 0)).toMatchObject([{ answers: [{ n: 1, before: null }] }])
    expect(events(TASK, 'fail', 0)[0]).not.toHaveProperty('renews')
    expect(events(told(answer('pass')), 'fail', 1)[0]).not.toHaveProperty('renews')
    expect(events(told(answer('pass')), 'pass', 1)).toMatchObject([{ renews: true }])
    expect(events(told(answer('pass'), answer('error')), 'error', 2)).toMatchObject([{ renews: true }])
    expect(events(told(answer('pass'), answer('error')), 'error', 25)[0]).not.toHaveProperty('renews')
  })

  test('of a run that was asked before another one nothing is kept', () => {
    expect(events(told(answer('pass'), answer('fail')), 'pass', 0)).toEqual([])
  })

  test('one that is not declared any more has no answer, and counts no pass', () => {
    const kept = answerEvents(
      state(TASK),
      { answers: new Map([['fresh', answer('pass')]]), askedAt: START, now: START },
      [],
    )
    expect(kept[0]?.answers[0]?.after.good?.staleAt).toEqual(START)
  })

  test.each<[Task, Date | null]>([
    [TASK, new Date(0)],
    [told(answer('fail')), inHours(1)],
    [{ ...TASK, state: 'waived' }, null],
    [{ ...TASK, check: null }, null],
  ])('it is asked when its time has come %#', (task, due) => {
    expect(dueAt(task, [CHECK])).toEqual(due)
  })
})

test('what is kept is no longer than what anybody reads', () => {
  const kept: KeptAnswer = keptAfter(undefined, answer('error', null, 'x'.repeat(9_000)), START, CHECK)
  expect(kept.newest.words).toHaveLength(500)
})
