import { describe, expect, test } from 'vitest'
import { faultEvents } from '../../../src/domain/incidents/fault.ts'
import type { CampaignState } from '../../../src/domain/state/campaign.ts'
import type { Fault } from '../../../src/domain/state/incidents.ts'
import type { Task } from '../../../src/domain/state/tasks.ts'
import { MAX_TASKS } from '../../../src/domain/tasks/checklist.ts'
import { aState, NOW } from '../build.ts'
import { look, PURCHASE } from '../readout/fixtures.ts'

const DUE = new Date('2026-03-03T16:00:00Z')
const FINE = look({ metrics: [PURCHASE] })
const STALE = look({ metrics: [PURCHASE], newestData: new Date('2026-03-01T08:00:00Z') })
const SPLIT = look({ metrics: [PURCHASE], users: [21_306, 21_307, 19_000] })
const EMPTY = look({ metrics: [PURCHASE], users: [0, 0, 0], newestData: null, day: 1 })

const task = (n: number): Task => ({
  ...{ n, title: `Task ${n}`, step: 'collect', team: 'data', assignee: null, dueAt: null },
  ...{ required: true, state: 'done', evidence: null, check: null },
})

const live = (faults: readonly Fault[] = [], rest: Partial<CampaignState> = {}) =>
  aState({ stage: 'live', faults }, rest)

const found = (state: CampaignState, readout = STALE) => faultEvents(state, readout, { now: NOW, dueAt: DUE })

const STALE_SINCE: Fault = { problem: 'stale', taskN: 4, foundAt: NOW }

describe('a fault of the data', () => {
  test('opens a task for the data partner, due as told, that holds no launch', () => {
    const events = found(live([], { tasks: [task(1), task(3)] }))
    expect(events).toEqual([
      {
        kind: 'task_added',
        task: {
          ...{ n: 4, title: 'Bring the data up to date', step: 'collect', team: 'data', assignee: null },
          ...{
            dueAt: DUE,
            required: false,
            state: 'todo',
            evidence: 'The newest data is 8 days old.',
            check: null,
          },
        },
      },
      { kind: 'fault_found', fault: STALE_SINCE, words: 'The newest data is 8 days old.' },
    ])
  })

  test('opens none while it lasts, whatever became of the first', () => {
    expect(found(live([STALE_SINCE]))).toEqual([])
    expect(found(live([STALE_SINCE], { tasks: [task(4)] }))).toEqual([])
  })

  test('is over once a look finds it gone; the task stays for people to close', () => {
    expect(found(live([STALE_SINCE]), FINE)).toEqual([{ kind: 'fault_gone', problem: 'stale' }])
  })

  test('of another kind has a task of its own', () => {
    const kinds = found(live([STALE_SINCE]), SPLIT).map(({ kind }) => kind)
    expect(kinds).toEqual(['task_added', 'fault_found', 'fault_gone'])
  })

  test('is told without a task where the campaign takes none any more', () => {
    const full = Array.from({ length: MAX_TASKS }, (_, i) => task(i + 1))
    for (const state of [aState({ stage: 'concluded', endedAt: NOW }), live([], { tasks: full })])
      expect(found(state)).toMatchObject([{ kind: 'fault_found', fault: { taskN: null } }])
  })

  test('is not that nothing has arrived on the first day, nor known where nothing was read', () => {
    expect(found(live(), EMPTY)).toEqual([])
    expect(found(live(), { ...EMPTY, day: 2 })).toHaveLength(2)
    expect(faultEvents(live([STALE_SINCE]), null, { now: NOW, dueAt: DUE })).toEqual([])
  })
})
