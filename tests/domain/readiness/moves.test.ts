import { describe, expect, test } from 'vitest'
import { keptAfter } from '../../../src/domain/readiness/answers.ts'
import { checkOwner, movesOf } from '../../../src/domain/readiness/moves.ts'
import type { CheckAnswer, CheckStatus, KeptAnswer } from '../../../src/domain/state/answers.ts'
import type { Campaign, CampaignState } from '../../../src/domain/state/campaign.ts'
import { type Task, withAnswer } from '../../../src/domain/state/tasks.ts'

const START = new Date('2026-03-02T08:00:00Z')
const CHECK = {
  name: 'fresh',
  kind: 'sql',
  title: 'Fresh',
  maxAgeMinutes: 90,
  everyMinutes: 60,
  graceMinutes: 60,
}
const TASK: Task = {
  ...{ n: 1, title: 'Orders are fresh', step: 'collect', team: 'data', assignee: null, dueAt: null },
  ...{ required: true, state: 'todo', evidence: null, check: 'fresh' },
}
const inHours = (hours: number) => new Date(START.getTime() + hours * 3_600_000)
const said = (status: CheckStatus): CheckAnswer => ({
  ...{ status, figure: null, wanted: null, where: 'dwh', at: null, words: null },
})

/** What is told after each of these answers, an hour apart. */
function told(statuses: readonly CheckStatus[], task: Task = TASK): (string | null)[] {
  let now = task
  return statuses.map((status, hours) => {
    const before: KeptAnswer | null = now.answer ?? null
    const after = keptAfter(now.answer, said(status), inHours(hours), CHECK)
    now = withAnswer(now, after, inHours(hours))
    const state = { tasks: [now] } as unknown as CampaignState
    return movesOf(state, [{ n: 1, before, after }], inHours(hours))[0]?.to ?? null
  })
}

describe('each change is told once', () => {
  test.each<[string, CheckStatus[], (string | null)[]]>([
    ['that it passes from the first is nobody’s news', ['pass', 'pass'], [null, null]],
    ['nor that it never did', ['fail', 'fail', 'warn', 'unknown'], [null, null, null, null]],
    ['that it fails, and passes', ['pass', 'fail', 'fail', 'pass'], [null, 'failing', null, 'good']],
    ['that it never answered', ['error', 'error', 'pass'], ['unanswered', null, 'good']],
    // The last pass stands for 90 minutes.
    [
      'an outage, and that it outlives the last pass',
      ['pass', 'error', 'error', 'error'],
      [null, 'shaky', 'unanswered', null],
    ],
    ['an outage that ends', ['pass', 'error', 'pass'], [null, 'shaky', 'good']],
    [
      'a failure that turns into an outage',
      ['pass', 'fail', 'error', 'fail'],
      [null, 'failing', 'unanswered', 'failing'],
    ],
  ])('%s', (_case, statuses, moves) => {
    expect(told(statuses)).toEqual(moves)
  })

  test('of a task that is waived nothing is', () => {
    expect(told(['pass', 'fail'], { ...TASK, state: 'waived' })).toEqual([null, null])
  })
})

test.each<[string, Partial<Task>, string | null, string | undefined, string]>([
  ['whom its entry names', { assignee: 'UMEI' }, 'URAJ', 'UOPS', 'UOPS'],
  ['who has its task', { assignee: 'UMEI' }, 'URAJ', undefined, 'UMEI'],
  ['the data partner of a task of data', {}, 'URAJ', undefined, 'URAJ'],
  ['the owner of a task of growth', { team: 'growth' }, 'URAJ', undefined, 'UANA'],
  ['the owner where there is no partner', {}, null, undefined, 'UANA'],
])('a check is owned by %s', (_case, task, partner, owner, expected) => {
  const campaign = { owner: 'UANA', brief: { partner } } as unknown as Campaign
  const entry = { ...CHECK, ...(owner === undefined ? {} : { owner }) }
  expect(checkOwner({ ...TASK, ...task }, campaign, [entry])).toBe(expected)
})
