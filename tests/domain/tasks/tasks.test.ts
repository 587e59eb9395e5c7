import { describe, expect, test } from 'vitest'
import { type Task, type TaskState, type TaskVerb, taskNow } from '../../../src/domain/state/tasks.ts'
import { addTask, MAX_TASKS } from '../../../src/domain/tasks/checklist.ts'
import { isAtRisk, isScheduled, readiness } from '../../../src/domain/tasks/readiness.ts'
import { changeTask, isOverdue, type TaskChange, taskPerson } from '../../../src/domain/tasks/tasks.ts'
import { aState, aTask, HOUR, later, NOW } from '../build.ts'

const change = (verb: TaskVerb, more: Partial<TaskChange> = {}): TaskChange => ({
  n: 1,
  verb,
  words: null,
  person: null,
  dueAt: null,
  ...more,
})

function changed(task: Partial<Task>, wanted: TaskChange): Task {
  const event = changeTask(aState({}, { tasks: [aTask(task)] }), wanted, 'URAJ')
  if (event.kind !== 'task_changed') throw new Error(event.kind)
  expect([event.verb, event.before]).toEqual([wanted.verb, aTask(task)])
  return taskNow(event.after)
}

describe('a change of a task', () => {
  test('to another due date forgets who was told that it is late: that is told anew', () => {
    const told = { holder: { to: 'URAJ', at: NOW }, lead: { to: 'UTOM', at: NOW } }
    expect(changed({ told }, change('due', { dueAt: later(HOUR) })).told).toBeUndefined()
    expect(changed({ told }, change('start')).told).toEqual(told)
  })

  test.each<[TaskState, TaskVerb, string | null, TaskState, string | null]>([
    ['todo', 'start', null, 'doing', null],
    ['todo', 'done', null, 'done', null],
    ['doing', 'done', 'https://example.com/proof', 'done', 'https://example.com/proof'],
    ['doing', 'block', 'No access', 'blocked', 'No access'],
    ['blocked', 'start', null, 'doing', null],
    ['blocked', 'start', 'Access is there', 'doing', 'Access is there'],
    ['done', 'reopen', null, 'todo', null],
    ['waived', 'reopen', 'It matters after all', 'todo', 'It matters after all'],
    ['todo', 'waive', 'No e-mail here', 'waived', 'No e-mail here'],
    ['done', 'done', 'Seen again', 'done', 'Seen again'],
    ['todo', 'check', 'Looked at 3 users', 'todo', 'Looked at 3 users'],
    ['done', 'check', 'Looked at 3 users', 'done', 'Looked at 3 users'],
  ])('%s, %s %j → %s', (state, verb, words, to, evidence) => {
    expect(changed({ state, evidence: null }, change(verb, { words }))).toEqual(
      aTask({ state: to, evidence }),
    )
  })

  test('done keeps what was looked at; start and reopen drop why it was blocked', () => {
    expect(changed({ evidence: 'seen' }, change('done')).evidence).toBe('seen')
    expect(changed({ state: 'blocked', evidence: 'No access' }, change('start')).evidence).toBeNull()
    expect(changed({ state: 'done', evidence: 'seen' }, change('reopen')).evidence).toBeNull()
  })

  test('a person and a due date are replaced', () => {
    expect(changed({}, change('assign', { person: 'UTOM' }))).toEqual(aTask({ assignee: 'UTOM' }))
    expect(changed({}, change('due', { dueAt: later(HOUR) }))).toEqual(aTask({ dueAt: later(HOUR) }))
  })

  test.each<[TaskVerb, RegExp]>([
    ['block', /Say why.*task winback 1 block <reason>/],
    ['waive', /Say why.*task winback 1 waive <reason>/],
    ['check', /what was looked at.*task winback 1 check <evidence>/],
    ['assign', /Assign to whom\? .*task winback 1 assign @person/],
    ['due', /Due when\? .*task winback 1 due tomorrow 17:00/],
  ])('%s without its word asks for it', (verb, words) => {
    expect(() => changed({}, change(verb))).toThrow(words)
  })

  test.each<[Partial<Task>, TaskChange, RegExp]>([
    [{ state: 'done' }, change('done'), /Task 1 of winback is done already/],
    [{ state: 'doing' }, change('start'), /is being done already/],
    [{ assignee: 'UTOM' }, change('assign', { person: 'UTOM' }), /waits for \{@UTOM\} already/],
    [{ dueAt: later(HOUR) }, change('due', { dueAt: later(HOUR) }), /is due \{date:\d+\} already/],
    [{ evidence: 'seen' }, change('check', { words: 'seen' }), /says that already/],
  ])('one that changes nothing says so: %j', (task, wanted, words) => {
    expect(() => changed(task, wanted)).toThrow(words)
  })

  test('a task that is not there, and a campaign that has ended', () => {
    expect(() => changed({}, change('done', { n: 2 }))).toThrow(/winback has no task 2: it has 1\./)
    expect(() => changeTask(aState(), change('done'), 'URAJ')).toThrow(/it has no tasks/)
    for (const stage of ['cancelled', 'concluded'] as const)
      expect(() => changeTask(aState({ stage }, { tasks: [aTask()] }), change('done'), 'URAJ')).toThrow(
        /has ended/,
      )
    expect(changeTask(aState({ stage: 'live' }, { tasks: [aTask()] }), change('done'), 'URAJ').kind).toBe(
      'task_changed',
    )
  })
})

describe('a new task', () => {
  const { n: _n, state: _state, evidence: _evidence, check: _check, ...wanted } = aTask({ title: 'New' })

  test('gets the next number, which is never reused', () => {
    const event = addTask(aState({}, { tasks: [aTask({ n: 1 }), aTask({ n: 7 })] }), wanted)
    expect(event).toEqual({ kind: 'task_added', task: aTask({ n: 8, title: 'New' }) })
  })

  test('is refused once there are too many, or it is over', () => {
    const tasks = Array.from({ length: MAX_TASKS }, (_, i) => aTask({ n: i + 1 }))
    expect(() => addTask(aState({}, { tasks }), wanted)).toThrow(/500 tasks already/)
    expect(() => addTask(aState({ stage: 'cancelled' }), wanted)).toThrow(/has ended/)
  })
})

test('a task waits for who was asked, else for the owner or the data partner', () => {
  const { campaign } = aState()
  expect(taskPerson(aTask({ team: 'growth' }), campaign)).toBe('UANA')
  expect(taskPerson(aTask({ team: 'data' }), campaign)).toBe('URAJ')
  expect(taskPerson(aTask({ team: 'data', assignee: 'UMEI' }), campaign)).toBe('UMEI')
  expect(taskPerson(aTask({ team: 'data' }), aState({ brief: { partner: null } }).campaign)).toBeNull()
})

describe('readiness', () => {
  test('counts what is required; overdue and blocked come first, then what is due first', () => {
    const tasks = [
      aTask({ n: 1 }),
      aTask({ n: 2, dueAt: later(2 * HOUR) }),
      aTask({ n: 3, dueAt: later(HOUR) }),
      aTask({ n: 4, state: 'blocked' }),
      aTask({ n: 5, dueAt: later(-HOUR) }),
      aTask({ n: 6, dueAt: later(-HOUR), state: 'blocked' }),
      aTask({ n: 7, state: 'done', dueAt: later(-HOUR) }),
      aTask({ n: 8, state: 'waived' }),
      aTask({ n: 9, required: false, dueAt: later(-HOUR) }),
    ]
    const { required, ready, holding } = readiness(tasks, NOW)
    expect([required, ready]).toEqual([8, 2])
    expect(holding.map(({ n }) => n)).toEqual([6, 5, 4, 3, 2, 1])
  })

  test('a task is overdue after its time, not at it', () => {
    expect(isOverdue(aTask({ dueAt: NOW }), NOW)).toBe(false)
    expect(isOverdue(aTask({ dueAt: later(-1) }), NOW)).toBe(true)
    expect(isOverdue(aTask({ dueAt: later(-1), state: 'waived' }), NOW)).toBe(false)
  })

  test('at risk: what holds the launch is late or blocked, while there is a launch to hold', () => {
    const late = { tasks: [aTask({ dueAt: later(-1) })] }
    expect(isAtRisk(aState({}, late), NOW)).toBe(true)
    expect(isAtRisk(aState({ stage: 'approved' }, { tasks: [aTask({ state: 'blocked' })] }), NOW)).toBe(true)
    expect(isAtRisk(aState({}, { tasks: [aTask({ dueAt: later(HOUR) })] }), NOW)).toBe(false)
    expect(isAtRisk(aState({}, { tasks: [aTask({ dueAt: later(-1), required: false })] }), NOW)).toBe(false)
    expect(isAtRisk(aState({ stage: 'live' }, late), NOW)).toBe(false)
  })

  test('scheduled: approved, with a time', () => {
    expect(isScheduled(aState({ stage: 'approved', launchAt: NOW }))).toBe(true)
    expect(isScheduled(aState({ stage: 'approved' }))).toBe(false)
  })
})
