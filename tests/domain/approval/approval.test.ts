import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { submit } from '../../../src/domain/approval/approval.ts'
import { approversOf, tallies, waitingFor } from '../../../src/domain/approval/approvers.ts'
import { decide } from '../../../src/domain/approval/decision.ts'
import { canFinish } from '../../../src/domain/approval/quorum.ts'
import type { Catalog } from '../../../src/domain/catalog/catalog.ts'
import type { Membership, TeamMembers } from '../../../src/domain/people.ts'
import { peopleWords } from '../../../src/domain/people.ts'
import type { CampaignState } from '../../../src/domain/state/campaign.ts'
import { apply } from '../../../src/domain/state/events.ts'
import type { ApprovalRequest, Decision } from '../../../src/domain/state/requests.ts'
import { CATALOG, FULL_BRIEF } from '../../support/stand.ts'
import { aState, HOUR, later, NOW } from '../build.ts'

const ready = aState({ brief: FULL_BRIEF })

function policy(requires: Record<string, number>): Catalog {
  const each = Object.entries(requires).map(([team, count]) => ({ team, count }))
  return { ...CATALOG, policies: [{ name: 'default', requires: each, expiresAfterHours: 1 }] }
}

function members(teams: Record<string, string[]>): Membership {
  return new Map(Object.entries(teams).map(([team, users]) => [team, new Set(users)]))
}

function after(state: CampaignState, by: string, events: ReturnType<typeof submit>): CampaignState {
  const actor = { teamId: 'T1', userId: by, surface: 'command' } as const
  return events.reduce((before, event) => apply(before, { at: NOW, actor, event }, 1), state)
}

function asked(requires: Record<string, number>, teams: Membership, by = 'UANA'): CampaignState {
  return after(ready, by, submit(ready, by, policy(requires), teams, { now: NOW, zone: 'UTC' }))
}

const approve = (state: CampaignState, by: string, teams: Membership) =>
  after(state, by, decide(state, by, { verdict: 'approve', words: null }, teams, NOW))

const aRequest = (decisions: readonly Partial<Decision>[] = []): ApprovalRequest => ({
  n: 1,
  by: 'UTOM',
  at: NOW,
  expiresAt: later(HOUR),
  requires: [
    { team: 'growth', count: 2 },
    { team: 'data', count: 1 },
  ],
  brief: ready.campaign.brief,
  decisions: decisions.map((each) => ({
    by: 'U',
    team: '',
    verdict: 'approve',
    words: null,
    at: NOW,
    ...each,
  })),
  state: 'open',
})

const TEAMS = members({ growth: ['UANA', 'UTOM', 'ULIV', 'UBEA'], data: ['URAJ', 'ULIV'] })

describe('the tally', () => {
  test('counts approvals of each team, and names who is left; never the owner or who asked', () => {
    expect(tallies(aRequest(), 'UANA', TEAMS)).toEqual([
      { team: 'growth', count: 2, given: 0, waitingFor: ['ULIV', 'UBEA'] },
      { team: 'data', count: 1, given: 0, waitingFor: ['URAJ', 'ULIV'] },
    ])
    const one = aRequest([{ by: 'ULIV', team: 'data' }])
    expect(tallies(one, 'UANA', TEAMS)).toEqual([
      { team: 'growth', count: 2, given: 0, waitingFor: ['UBEA'] },
      { team: 'data', count: 1, given: 1, waitingFor: [] },
    ])
    expect(waitingFor(one, 'UANA', TEAMS)).toEqual(['UBEA'])
  })

  test('a decision stays given when its person leaves the team', () => {
    const [growth] = tallies(aRequest([{ by: 'UGONE', team: 'growth' }]), 'UANA', TEAMS)
    expect(growth?.given).toBe(1)
  })

  test('a request is put to everybody who may decide, each once', () => {
    expect(approversOf(aRequest(), 'UANA', TEAMS)).toEqual(['ULIV', 'UBEA', 'URAJ'])
    expect(approversOf(aRequest(), 'UANA', new Map())).toEqual([])
  })
})

describe('a person of two teams', () => {
  const teams = members({ growth: ['UTOM', 'UMEI'], data: ['UMEI'] })

  test('counts where nobody else could', () => {
    const state = approve(asked({ growth: 1, data: 1 }, teams), 'UMEI', teams)
    expect(state.request?.decisions[0]?.team).toBe('data')
    expect(approve(state, 'UTOM', teams).campaign.stage).toBe('approved')
  })

  test('can’t stand for both: then nothing is submitted that could never be approved', () => {
    const alone = members({ growth: ['UMEI'], data: ['UMEI'] })
    expect(() => asked({ growth: 1, data: 1 }, alone)).toThrow(/needs 2 different people.*Add members/)
  })

  test('whoever decides first, whoever may still approve brings it to the end', () => {
    const user = fc.constantFrom('U1', 'U2', 'U3', 'U4', 'U5')
    const team = fc.uniqueArray(user, { minLength: 1 })
    const setup = fc.record({
      teams: fc.record({ a: team, b: team, c: team }),
      counts: fc.record({
        a: fc.integer({ min: 1, max: 2 }),
        b: fc.integer({ min: 1, max: 2 }),
        c: fc.integer({ min: 1, max: 2 }),
      }),
      order: fc.shuffledSubarray(['U1', 'U2', 'U3', 'U4', 'U5'], { minLength: 5 }),
    })
    let approved = 0
    fc.assert(
      fc.property(setup, ({ teams: named, counts, order }) => {
        const all = members(named)
        let state: CampaignState
        try {
          state = asked(counts, all)
        } catch {
          return
        }
        for (const by of order) {
          const { request, campaign } = state
          if (campaign.stage !== 'in_review' || !request) break
          if (waitingFor(request, campaign.owner, all).includes(by)) state = approve(state, by, all)
        }
        expect(state.campaign.stage).toBe('approved')
        approved += 1
      }),
    )
    expect(approved).toBeGreaterThan(0)
  })
})

test('what is left is given by different people, or not at all', () => {
  const finishes = (...teams: readonly (readonly [number, string[]])[]) =>
    canFinish(teams.map(([count, waitingFor]) => ({ count, given: 0, waitingFor })))
  expect(finishes()).toBe(true)
  expect(finishes([1, []])).toBe(false)
  expect(canFinish([{ count: 1, given: 1, waitingFor: [] }])).toBe(true)
  expect(finishes([1, ['a', 'b']], [1, ['a']])).toBe(true)
  expect(finishes([1, ['a']], [1, ['a', 'b']], [1, ['b', 'c']])).toBe(true)
  expect(finishes([2, ['a', 'b']], [1, ['a', 'b']])).toBe(false)
})

test('a team that is too small is told when it is submitted', () => {
  const teams = members({ growth: ['UANA', 'UTOM'], data: ['URAJ'] })
  expect(() => asked({ growth: 2 }, teams)).toThrow(
    /growth team must approve 2 times, but only 1 of its members may/,
  )
  expect(() => asked({ growth: 1 }, teams, 'UTOM')).toThrow(/none of its members may/)
  expect(() => asked({ gone: 1 }, teams)).toThrow(/gone team must approve once, but none of its members may/)
})

test('people are named as far as anybody reads', () => {
  const people = (count: number) => Array.from({ length: count }, (_, i) => `U${i}`)
  expect(peopleWords([])).toBe('nobody')
  expect(peopleWords(people(1))).toBe('{@U0}')
  expect(peopleWords(people(3), 'and')).toBe('{@U0}, {@U1} and {@U2}')
  expect(peopleWords(people(9))).toMatch(/\{@U7\} or 1 other$/)
  expect(peopleWords(people(20))).toMatch(/\{@U7\} or 12 others$/)
})

describe('a team of which not all is known', () => {
  const team = (users: string[], known: Partial<TeamMembers>): TeamMembers =>
    Object.assign(new Set(users), known)
  const teams = (known: Partial<TeamMembers>, users: string[] = []): Membership =>
    new Map([['data', team(users, known)]])

  test.each<[string, Membership, RegExp]>([
    [
      'those who left',
      teams({ gone: new Set(['URAJ']) }),
      /none of its members may \(.*, and \{@URAJ\} left\)/,
    ],
    [
      'a group that is gone',
      teams({ unread: 'no_such_subteam' }),
      /can't read its user group just now, and none/,
    ],
    ['an outage', teams({ unread: 'unavailable' }, ['UANA']), /can't read its user group just now, and none/],
  ])('%s: it can’t be submitted to, and why is said', (_, members, said) => {
    expect(() => submit(ready, 'UANA', policy({ data: 1 }), members, { now: NOW, zone: 'UTC' })).toThrow(said)
  })

  test('no look-up that fails lets anybody in, or asks for fewer', () => {
    const whole: Membership = new Map([['data', new Set(['URAJ', 'UMEI'])]])
    const unread = teams({ unread: 'unavailable' }, ['URAJ'])
    const state = asked({ data: 2 }, whole)
    expect(tallies(aRequestOf(state), 'UANA', unread)[0]).toMatchObject({
      count: 2,
      given: 0,
      waitingFor: ['URAJ'],
    })
    const after = approve(state, 'URAJ', unread)
    expect(after.campaign.stage).toBe('in_review')
    expect(() => approve(after, 'UMEI', unread)).toThrow(/can't read the user group of data just now/)
    expect(approve(after, 'UMEI', whole).campaign.stage).toBe('approved')
  })
})

function aRequestOf({ request }: CampaignState): ApprovalRequest {
  if (!request) throw new Error('There is no request')
  return request
}
