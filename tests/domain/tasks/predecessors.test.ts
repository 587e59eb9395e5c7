import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CampaignState } from '../../../src/domain/state/campaign.ts'
import { apply } from '../../../src/domain/state/events.ts'
import { freedBy, openBefore, takeOff, waitFor, waitsWords } from '../../../src/domain/tasks/predecessors.ts'
import { changeTask } from '../../../src/domain/tasks/tasks.ts'
import { Refusal } from '../../../src/refusal.ts'
import { aState, aTask, NOW } from '../build.ts'

const ACTOR = { teamId: 'T1', userId: 'UANA', surface: 'command' } as const

function of(count: number): CampaignState {
  return aState(
    {},
    { tasks: Array.from({ length: count }, (_, i) => aTask({ n: i + 1, title: `Task ${i + 1}` })) },
  )
}

function next(state: CampaignState, event: Parameters<typeof apply>[1]['event']): CampaignState {
  return apply(state, { at: NOW, actor: ACTOR, event }, 1)
}

const done = (state: CampaignState, n: number) =>
  next(state, changeTask(state, { n, verb: 'done', words: 'seen', person: null, dueAt: null }, 'UANA'))

const told = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
  return 'nothing'
}

describe('a task that waits for others', () => {
  const four = next(of(5), waitFor(of(5), 4, [5, 2, 2]))

  test('waits for those that are open, each once', () => {
    expect(four.tasks[3]?.after).toEqual([2, 5])
    expect(openBefore(four.tasks[3] ?? {}, four.tasks)).toEqual([2, 5])
    expect(openBefore(four.tasks[3] ?? {}, done(four, 5).tasks)).toEqual([2])
  })

  test('is freed by the last of them alone', () => {
    expect(freedBy(2, four).map(({ n }) => n)).toEqual([])
    const two = done(four, 2)
    expect(freedBy(2, two).map(({ n }) => n)).toEqual([])
    expect(freedBy(5, done(two, 5)).map(({ n }) => n)).toEqual([4])
  })

  test('does not wait for what is removed, and is freed by that', () => {
    const removed = takeOff(done(four, 2), 5, 'not needed', 'UANA')
    expect(removed).toMatchObject({ kind: 'task_removed', frees: [4] })
    expect(next(four, removed).tasks[3]?.after).toEqual([2])
    expect(takeOff(of(2), 1, 'x', 'UANA')).not.toHaveProperty('frees')
  })

  test.each([
    [4, [4], "Task 4 of winback can't wait for itself."],
    [2, [4], "Task 2 of winback can't wait for 4: 4 waits for 2, so none of them could begin."],
    [4, [9], 'winback has no task 9'],
    [4, [2, 5], 'Task 4 of winback waits for 2 and 5 already.'],
    [3, [], 'Task 3 of winback waits for no other task already.'],
  ])('%i after %j is refused', (n, numbers, words) => {
    expect(told(() => waitFor(four, n, numbers))).toContain(words)
  })

  test('says a longer circle as it is', () => {
    const two = next(of(4), waitFor(of(4), 2, [1]))
    const state = next(two, waitFor(two, 3, [2]))
    expect(told(() => waitFor(state, 1, [3]))).toBe(
      "Task 1 of winback can't wait for 3: 3 waits for 2 waits for 1, so none of them could begin.",
    )
  })

  test('is said in words', () => {
    expect([[2], [2, 5], [1, 2, 3, 4, 5, 6, 7]].map(waitsWords)).toEqual([
      'waits for 2',
      'waits for 2 and 5',
      'waits for 1, 2, 3, 4, 5 and 2 more',
    ])
  })
})

test('no sequence of edits makes a circle: some open task can always begin', () => {
  const edit = fc.record({
    n: fc.integer({ min: 1, max: 7 }),
    after: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }),
  })
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 20 }), (edits) => {
      let state = of(7)
      for (const { n, after: numbers } of edits)
        told(() => {
          state = next(state, waitFor(state, n, numbers))
        })
      const left = new Set(state.tasks.map(({ n }) => n))
      while (left.size > 0) {
        const free = state.tasks.find(
          ({ n, after = [] }) => left.has(n) && !after.some((each) => left.has(each)),
        )
        expect(free).toBeDefined()
        left.delete(free?.n ?? 0)
      }
    }),
  )
})
