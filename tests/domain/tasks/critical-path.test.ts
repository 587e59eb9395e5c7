import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Task } from '../../../src/domain/state/tasks.ts'
import { bottleneckOf, unmetGoLive } from '../../../src/domain/tasks/critical-path.ts'
import { bottleneckWords, unmetWords } from '../../../src/domain/tasks/path-words.ts'
import { openBefore } from '../../../src/domain/tasks/predecessors.ts'
import { isOpen } from '../../../src/domain/tasks/tasks.ts'
import { aState, aTask, HOUR, later, NOW } from '../build.ts'

const DAY = 24 * HOUR
/** NOW is a Monday; this the Tuesday of a week later. */
const GO_LIVE = later(8 * DAY)

const planned = (tasks: readonly Partial<Task>[], launchAt: Date | null = GO_LIVE) =>
  aState(
    { launchAt },
    { tasks: tasks.map((each, i) => aTask({ n: i + 1, title: `Task ${i + 1}`, assignee: 'URAJ', ...each })) },
  )

const held = (tasks: readonly Partial<Task>[], days = 0) => {
  const bottleneck = bottleneckOf(planned(tasks), later(days * DAY))
  return bottleneck && bottleneckWords(bottleneck)
}

const at = (days: number) => ({ dueAt: later(days * DAY) })
const MODEL = { title: 'Audience model', assignee: 'UMEI' }

describe('what holds the launch', () => {
  test.each<[string, Partial<Task>[], number, RegExp]>([
    [
      'what is late the longest',
      [at(2), { ...at(1), ...MODEL }],
      4,
      /^2 Audience model, \{@UMEI\}, 3 days late$/,
    ],
    [
      'what is due first',
      [at(2), { ...at(1), ...MODEL }],
      0,
      /^2 Audience model, \{@UMEI\}, due \{date:\d+\}$/,
    ],
    [
      'what is blocked, while nothing is late',
      [at(1), { ...at(3), state: 'blocked' }],
      0,
      /^2 Task 2, .*, blocked, due/,
    ],
    [
      'what something late waits for',
      [at(9), { ...at(1), after: [3] }, { ...at(5), ...MODEL, required: false }],
      3,
      /^3 Audience model, \{@UMEI\}; 2 behind it is 2 days late$/,
    ],
    ['never what waits for others', [{ ...at(1), after: [2] }, at(1)], 3, /^2 Task 2, .*, 2 days late$/],
    ['what nobody has', [{ ...at(1), assignee: null, team: 'growth' }], 0, /^1 Task 1, \{@UANA\}, due/],
    ['what has no date', [{}, { required: false, ...at(1) }], 3, /^1 Task 1, \{@URAJ\}$/],
  ])('is %s', (_, tasks, days, words) => {
    expect(held(tasks, days)).toMatch(words)
  })

  test('is nothing where all is done, where nothing is required, and once the launch has begun', () => {
    expect(held([{ state: 'done' }, { state: 'waived' }, { required: false }])).toBeNull()
    expect(bottleneckOf(aState({ stage: 'live' }, { tasks: [aTask()] }), NOW)).toBeNull()
  })
})

describe('a go-live', () => {
  const unmet = (tasks: readonly Partial<Task>[], days: number) => {
    const found = unmetGoLive(planned(tasks), later(days * DAY))
    return found && unmetWords(found)
  }

  test.each<[string, Partial<Task>[], number, RegExp | null]>([
    ['is met while what is late could be done today', [at(1), at(2)], 7.9, null],
    ['is not met by what is due after it', [at(9)], 0, /can't be met: 1 Task 1 is due \{date:/],
    [
      'is not met by what takes longer after it',
      [at(1), { ...at(4), after: [1] }],
      7,
      /2 Task 2 can be ready \{date:\d+\} at the earliest\.$/,
    ],
    ['is met by what still fits', [at(2), { ...at(4), after: [1] }], 4, null],
    ['is not held by what is optional', [{ ...at(9), required: false }], 0, null],
    [
      'is held by what a required one waits for',
      [{ after: [2] }, { ...at(9), required: false }],
      0,
      /can't be met/,
    ],
  ])('%s', (_, tasks, days, words) => {
    if (words) expect(unmet(tasks, days)).toMatch(words)
    else expect(unmet(tasks, days)).toBeNull()
  })

  test('that nobody has set is met', () => {
    expect(unmetGoLive(planned([at(9)], null), NOW)).toBeNull()
  })

  test('weekends in between are nobody’s: three days late on a Monday, a day of work is a day', () => {
    // Due Friday and Monday; done on Monday morning instead, the second takes until Tuesday morning.
    const tasks = [at(4), { ...at(7), after: [1] }]
    expect(unmetGoLive(planned(tasks, later(8 * DAY)), later(7 * DAY))).toBeNull()
    expect(unmetGoLive(planned(tasks, later(8 * DAY - HOUR)), later(7 * DAY))?.task.n).toBe(2)
  })
})

/** Up to eight tasks; each may wait for earlier ones, so that there is no circle. */
const anyTasks = fc
  .array(
    fc.record({
      due: fc.option(fc.integer({ min: -10, max: 20 })),
      required: fc.boolean(),
      state: fc.constantFrom('todo', 'doing', 'blocked', 'done', 'waived'),
      after: fc.array(fc.nat({ max: 6 }), { maxLength: 3 }),
    }),
    { maxLength: 8 },
  )
  .map((all) =>
    all.map(({ due, required, state, after }, i): Partial<Task> => {
      const earlier = [...new Set(after.filter((each) => each < i).map((each) => each + 1))]
      const dueAt = due === null ? null : later(due * DAY)
      return { required, state, dueAt, ...(earlier.length > 0 ? { after: earlier } : {}) }
    }),
  )

describe('whatever the tasks', () => {
  test('something holds the launch exactly while a required task is open, and it can be begun', () => {
    fc.assert(
      fc.property(anyTasks, (all) => {
        const state = planned(all)
        const bottleneck = bottleneckOf(state, NOW)
        expect(bottleneck !== null).toBe(state.tasks.some((task) => task.required && isOpen(task)))
        if (bottleneck)
          expect([isOpen(bottleneck.task), openBefore(bottleneck.task, state.tasks)]).toEqual([true, []])
      }),
    )
  })

  test('closing what holds it, one after the other, makes it ready', () => {
    fc.assert(
      fc.property(anyTasks, (all) => {
        let state = planned(all)
        for (let left = 0; left <= all.length; left += 1) {
          const bottleneck = bottleneckOf(state, NOW)
          if (!bottleneck) break
          const close = (task: Task): Task =>
            task.n === bottleneck.task.n ? { ...task, state: 'done' } : task
          state = { ...state, tasks: state.tasks.map(close) }
        }
        expect(state.tasks.some((task) => task.required && isOpen(task))).toBe(false)
      }),
    )
  })

  test('it costs no less as time goes by, and no more than the oldest date of what is open', () => {
    fc.assert(
      fc.property(anyTasks, fc.nat({ max: 400 }), (all, hours) => {
        const state = planned(all)
        const [now, then] = [bottleneckOf(state, NOW), bottleneckOf(state, later(hours * HOUR))]
        expect(then?.cost ?? 0).toBeGreaterThanOrEqual(now?.cost ?? 0)
        const dates = state.tasks.filter(isOpen).flatMap(({ dueAt }) => dueAt?.getTime() ?? [])
        const oldest = Math.min(...dates, GO_LIVE.getTime())
        expect(then?.cost ?? 0).toBeLessThanOrEqual(Math.max(0, later(hours * HOUR).getTime() - oldest))
      }),
    )
  })

  test('what goes by plan meets its go-live, and what can’t be met never mends by waiting', () => {
    fc.assert(
      fc.property(anyTasks, fc.nat({ max: 400 }), (all, hours) => {
        const state = planned(all)
        const dues = state.tasks.filter(isOpen).map(({ dueAt }) => dueAt ?? NOW)
        const onPlan = dues.every((due) => due >= NOW && due <= GO_LIVE)
        if (onPlan) expect(unmetGoLive(state, NOW)).toBeNull()
        if (unmetGoLive(state, NOW)) expect(unmetGoLive(state, later(hours * HOUR))).not.toBeNull()
      }),
    )
  })
})
