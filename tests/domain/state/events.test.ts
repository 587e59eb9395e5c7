import { describe, expect, test } from 'vitest'
import { apply, type CampaignEvent, replay } from '../../../src/domain/state/events.ts'
import type { ApprovalRequest, RequestState } from '../../../src/domain/state/requests.ts'
import { aBrief, aState, HOUR, later, NOW } from '../build.ts'

const actor = { teamId: 'T1', userId: 'UANA', surface: 'command' } as const
const request = (state: RequestState): ApprovalRequest => ({
  n: 1,
  by: 'UANA',
  at: NOW,
  expiresAt: later(HOUR),
  requires: [],
  brief: aBrief(),
  decisions: [],
  state,
})
const at = later(HOUR)

test('a history starts with the creation, which makes a campaign that is being prepared', () => {
  const created: CampaignEvent = {
    kind: 'created',
    key: 'winback',
    owner: 'UANA',
    template: null,
    policy: 'default',
    brief: aBrief(),
    tasks: [],
  }
  expect(replay([{ at: NOW, actor, event: created }], 1)).toEqual(aState())
  expect(() => replay([], 1)).toThrow(/without events/)
  expect(() => replay([{ at: NOW, actor, event: { kind: 'approved' } }], 1)).toThrow(
    /first event of a campaign is created/,
  )
})

describe('cancelling', () => {
  test.each<[RequestState, RequestState]>([
    ['open', 'withdrawn'],
    ['approved', 'withdrawn'],
    ['declined', 'declined'],
    ['expired', 'expired'],
    ['withdrawn', 'withdrawn'],
  ])('leaves a request that was %s as %s', (before, after) => {
    const state = aState({ launchAt: NOW }, { request: request(before) })
    const cancelled = apply(state, { at, actor, event: { kind: 'cancelled', words: 'Not now' } }, 1)
    expect(cancelled.request?.state).toBe(after)
    expect(cancelled.campaign).toMatchObject({ stage: 'cancelled', launchAt: null, endedAt: at })
  })
})

test('an ended campaign has no digest, and says since when', () => {
  const live = aState({
    stage: 'live',
    digest: { schedule: { kind: 'daily', time: '09:00', zone: 'UTC' }, channel: 'C1' },
  })
  const stopped = apply(live, { at, actor, event: { kind: 'stopped', words: 'Enough' } }, 1)
  expect(stopped.campaign).toMatchObject({ stage: 'stopped', digest: null, endedAt: at })
  const conclusion = { reached: 'no', growth: 'neutral', learned: 'Little' } as const
  const later2 = later(2 * HOUR)
  const concluded = apply(stopped, { at: later2, actor, event: { kind: 'concluded', conclusion } }, 1)
  expect(concluded.campaign).toMatchObject({ stage: 'concluded', conclusion, endedAt: later2 })
})

test('what does not fit the stage is no history', () => {
  expect(() => apply(aState(), { at, actor, event: { kind: 'went_live' } }, 1)).toThrow(
    /go live is not possible now/,
  )
})
