import { describe, expect, test } from 'vitest'
import type { CampaignState } from '../../../src/domain/state/campaign.ts'
import type { Task, TaskVerb } from '../../../src/domain/state/tasks.ts'
import { takeOff } from '../../../src/domain/tasks/predecessors.ts'
import { changeTask } from '../../../src/domain/tasks/tasks.ts'

/** Raj has it; Ana owns the campaign. */
const state = (is: Task['state'], evidence: string | null = null) =>
  ({
    campaign: { key: 'winback', owner: 'UANA', stage: 'preparing', brief: { partner: 'URAJ' } },
    tasks: [
      {
        ...{ n: 1, title: 'Orders are fresh', step: 'collect', team: 'data', assignee: null, dueAt: null },
        ...{ required: true, state: is, evidence, check: 'orders' },
      },
    ],
  }) as unknown as CampaignState

const change = (is: Task['state'], verb: TaskVerb, by: string, words: string | null = 'so it is') =>
  changeTask(state(is, 'before'), { n: 1, verb, words, person: null, dueAt: null }, by)

describe('what a machine answers for', () => {
  test.each<[Task['state'], TaskVerb, string, RegExp]>([
    ['todo', 'done', 'URAJ', /not ticked by hand: the check orders answers for it/],
    ['blocked', 'done', 'UANA', /not ticked by hand/],
    ['done', 'reopen', 'UANA', /done because the check orders says so/],
    ['done', 'block', 'URAJ', /done because the check orders says so/],
    ['waived', 'check', 'UANA', /waived for a reason that stays/],
    ['todo', 'waive', 'URAJ', /and it is yours: somebody else has to waive it/],
  ])('that is %s can not be changed by %s of %s', (is, verb, by, words) => {
    expect(() => change(is, verb, by)).toThrow(words)
  })

  test('is waived by somebody else, who stands beside it until it is reopened', () => {
    expect(change('todo', 'waive', 'UANA')).toMatchObject({
      after: { state: 'waived', waivedBy: 'UANA', evidence: 'so it is' },
    })
    const waived = state('waived', 'so it is')
    const [task] = waived.tasks
    const by = { ...waived, tasks: task ? [{ ...task, waivedBy: 'UANA' }] : [] }
    const reopen = { n: 1, verb: 'reopen', words: null, person: null, dueAt: null } as const
    expect(changeTask(by, reopen, 'URAJ')).not.toHaveProperty('after.waivedBy')
    const assign = { ...reopen, verb: 'assign', person: 'UMEI' } as const
    expect(changeTask(by, assign, 'URAJ')).toHaveProperty('after.waivedBy', 'UANA')
  })

  test('is the owner’s where nobody has it', () => {
    const nobodys = state('todo')
    const alone = {
      ...nobodys,
      campaign: { ...nobodys.campaign, brief: { ...nobodys.campaign.brief, partner: null } },
    }
    expect(() => takeOff(alone, 1, 'not needed', 'UANA')).toThrow(/and it is yours/)
  })

  test('is taken off by somebody else, with a word', () => {
    expect(() => takeOff(state('todo'), 1, 'not needed', 'URAJ')).toThrow(/somebody else has to remove it/)
    expect(takeOff(state('todo'), 1, 'not needed', 'UANA')).toMatchObject({ kind: 'task_removed' })
  })
})
