import { describe, expect, test } from 'vitest'
import {
  changedSinceSubmit,
  changeWords,
  evidenceOf,
  newestEdit,
} from '../../../src/domain/approval/changes.ts'
import type { Brief } from '../../../src/domain/state/brief.ts'
import type { CampaignState } from '../../../src/domain/state/campaign.ts'
import type { CampaignEvent } from '../../../src/domain/state/events.ts'
import { apply } from '../../../src/domain/state/events.ts'
import type { ApprovalRequest } from '../../../src/domain/state/requests.ts'
import { STAGES } from '../../../src/domain/state/stage.ts'
import type { Task } from '../../../src/domain/state/tasks.ts'
import { FULL_BRIEF } from '../../support/stand.ts'
import { aBrief, aState, aTask, HOUR, later, NOW } from '../build.ts'

const DONE = aTask({ state: 'done', evidence: 'seen' })
const margin = { amount: 0.02, unit: 'relative' } as const
const terms = { launchAt: later(HOUR), evidence: evidenceOf([DONE]), authors: [], policy: 'default' }
const request = { n: 1, by: 'UANA', brief: aBrief(FULL_BRIEF), decisions: [], state: 'open', terms } as const

interface Now {
  readonly brief?: Partial<Brief>
  readonly launchAt?: Date | null
  readonly tasks?: readonly Task[]
  readonly request?: Partial<ApprovalRequest>
}

function asked({
  brief = {},
  launchAt = later(HOUR),
  tasks = [DONE],
  request: changed = {},
}: Now = {}): CampaignState {
  return aState(
    { stage: 'in_review', brief: { ...FULL_BRIEF, ...brief }, launchAt },
    { tasks, request: { ...request, at: NOW, expiresAt: later(HOUR), requires: [], ...changed } },
  )
}

const since = (now: Now) =>
  changedSinceSubmit(asked(now))
    .map(changeWords)
    .map(({ name, from, to }) => `${name} ${from} → ${to}`)

describe('what changed since it was submitted', () => {
  test.each<[string, Now, readonly string[]]>([
    ['nothing', {}, []],
    ['where and with whom', { brief: { partner: 'UMEI', channel: 'C9' } }, []],
    ['an optional task', { tasks: [DONE, aTask({ n: 2, required: false })] }, []],
    ['the title of a task', { tasks: [{ ...DONE, title: 'Events are seen' }] }, []],
    ['its query of exposures', { brief: { exposures: 'seen' } }, ['exposures mailed → seen']],
    ['its length', { brief: { horizonDays: 1 } }, ['horizon 14 days → 1 day']],
    [
      'its time',
      { launchAt: later(2 * HOUR) },
      [`go-live {day:${Number(later(HOUR))}} → {day:${Number(later(2 * HOUR))}}`],
    ],
    ['its time taken away', { launchAt: null }, [`go-live {day:${Number(later(HOUR))}} → no time`]],
    [
      'evidence',
      { tasks: [{ ...DONE, evidence: 'seen twice' }] },
      ['task 1 done (seen) → done (seen twice)'],
    ],
    ['a tick', { tasks: [{ ...DONE, state: 'todo', evidence: null }] }, ['task 1 done (seen) → open']],
    [
      'a waiver',
      { tasks: [{ ...DONE, state: 'waived', evidence: 'no time' }] },
      ['task 1 done (seen) → waived (no time)'],
    ],
    ['a task removed', { tasks: [] }, ['task 1 done (seen) → not there']],
    ['a task added', { tasks: [DONE, aTask({ n: 2 })] }, ['task 2 not there → open']],
  ])('%s', (_, now, said) => {
    expect(since(now)).toEqual(said)
  })

  test('every part of the brief that says what is launched and how it is judged', () => {
    const { name, kind, ...rest } = {
      name: 'X',
      kind: 'experiment' as const,
      hypothesis: 'Y',
      outcome: null,
      guardrails: [{ metric: 'visit', margin }],
      audience: null,
      arms: [],
      plan: [],
    }
    expect(changedSinceSubmit(asked({ brief: { name, kind, ...rest } }))).toHaveLength(8)
  })

  test('a time that was left open may be set and moved', () => {
    const open = { request: { terms: { ...terms, launchAt: null } } }
    expect(since({ ...open, launchAt: later(HOUR) })).toEqual([])
  })

  test('requests of before hang on their brief alone', () => {
    const { terms: _, ...before } = request
    const state = asked({ launchAt: null, tasks: [], brief: { horizonDays: 1 } })
    const old = { ...state, request: { ...before, at: NOW, expiresAt: NOW, requires: [] } }
    expect(changedSinceSubmit(old).map(({ kind }) => kind)).toEqual(['brief'])
  })

  test('matters until the launch, and never before the first request', () => {
    const changed = asked({ brief: { horizonDays: 1 } })
    const stages = STAGES.filter(
      (stage) => changedSinceSubmit({ ...changed, campaign: { ...changed.campaign, stage } }).length > 0,
    )
    expect(stages).toEqual(['in_review', 'approved'])
    expect(changedSinceSubmit({ ...changed, request: null })).toEqual([])
  })
})

test('the newest edit of what changed names who made it; undone, it is nobody’s', () => {
  const by = (state: CampaignState, userId: string, event: CampaignEvent, ms: number) =>
    apply(state, { at: later(ms), actor: { teamId: 'T1', userId, surface: 'command' }, event }, 1)
  const days = (from: number, to: number): CampaignEvent => ({
    kind: 'brief_changed',
    field: 'horizonDays',
    from,
    to,
  })
  const first = by(asked(), 'UTOM', days(14, 7), 1)
  const later2 = by(first, 'URAJ', { kind: 'launch_scheduled', launchAt: later(3 * HOUR) }, 2)
  expect(newestEdit(later2, changedSinceSubmit(later2))).toEqual({
    what: 'launchAt',
    by: 'URAJ',
    at: later(2),
  })
  const back = by(later2, 'URAJ', { kind: 'launch_scheduled', launchAt: later(HOUR) }, 3)
  expect(newestEdit(back, changedSinceSubmit(back))?.by).toBe('UTOM')
  expect(changedSinceSubmit(by(back, 'UTOM', days(7, 14), 4))).toEqual([])
})

test('whoever moves a date, or hands a task on, has changed nothing that is decided', () => {
  const reopened = { ...DONE, state: 'todo', evidence: null } as const
  const events: [string, CampaignEvent][] = [
    ['UALI', { kind: 'task_changed', verb: 'reopen', before: DONE, after: reopened }],
    [
      'UBOB',
      { kind: 'task_changed', verb: 'due', before: reopened, after: { ...reopened, dueAt: later(HOUR) } },
    ],
  ]
  const after = events.reduce(
    (state, [userId, event], i) =>
      apply(state, { at: later(i), actor: { teamId: 'T1', userId, surface: 'command' }, event }, 1),
    asked(),
  )
  expect(newestEdit(after, changedSinceSubmit(after))?.by).toBe('UALI')
})
