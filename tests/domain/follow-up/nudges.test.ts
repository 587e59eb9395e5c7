import { describe, expect, test } from 'vitest'
import type { Team } from '../../../src/domain/catalog/catalog.ts'
import { escalateTo, nudgeDue, remindedPerson } from '../../../src/domain/follow-up/nudges.ts'
import type { Membership, TeamMembers } from '../../../src/domain/people.ts'
import type { FollowUp } from '../../../src/domain/state/follow-ups.ts'
import { TEAMS } from '../../support/stand.ts'
import { aFollowUp, answered, aState } from '../build.ts'

const ASKED = new Date('2026-03-02T09:00Z')
const WEDNESDAY = new Date('2026-03-04T16:00Z')
const nudge = (now: string, changes: Partial<FollowUp> = {}) =>
  nudgeDue(aFollowUp({ askedAt: ASKED, dueAt: WEDNESDAY, ...changes }), new Date(now), 'Europe/Berlin')

describe('a nudge', () => {
  test.each<[string, string, Partial<FollowUp>, ReturnType<typeof nudge>]>([
    ['nothing early', '2026-03-03T07:59Z', {}, null],
    ['the working day before', '2026-03-03T08:00Z', {}, 'before'],
    ['once', '2026-03-03T09:00Z', { reminded: 'before' }, null],
    ['the due day', '2026-03-04T08:00Z', { reminded: 'before' }, 'due'],
    ['only the newest after an outage', '2026-03-04T20:00Z', {}, 'due'],
    ['that once', '2026-03-04T20:00Z', { reminded: 'due' }, null],
    ['late, a working day later', '2026-03-05T16:00Z', { reminded: 'due' }, 'late'],
    ['late after an outage too', '2026-03-30T16:00Z', {}, 'late'],
    ['that once too', '2026-03-30T16:00Z', { escalated: { to: 'UMEI', at: WEDNESDAY } }, null],
    ['also once accepted', '2026-03-04T08:00Z', { state: 'accepted', acceptedAt: ASKED }, 'due'],
    ['none without a date', '2026-03-30T16:00Z', { dueAt: null }, null],
    ['none of what was asked since', '2026-03-03T12:00Z', { askedAt: new Date('2026-03-03T10:00Z') }, null],
    [
      'the due day of what was asked the day before',
      '2026-03-04T12:00Z',
      { askedAt: new Date('2026-03-03T10:00Z') },
      'due',
    ],
  ])('is %s', (_, now, changes, wanted) => expect(nudge(now, changes)).toBe(wanted))

  test('is none of what was answered or declined', () => {
    const late = new Date('2026-03-30T16:00Z')
    const declined = { by: 'URAJ', at: ASKED, reason: 'No' }
    expect(nudgeDue(answered('So', { dueAt: WEDNESDAY }), late, 'UTC')).toBeNull()
    expect(nudgeDue(aFollowUp({ dueAt: WEDNESDAY, state: 'declined', declined }), late, 'UTC')).toBeNull()
  })

  test('goes anew to whom it was handed', () => {
    const handed = { from: 'URAJ', to: 'UMEI', by: 'URAJ', at: new Date('2026-03-03T12:00Z'), words: null }
    expect(nudge('2026-03-03T13:00Z', { reassigned: [handed] })).toBeNull()
    expect(nudge('2026-03-04T08:00Z', { reassigned: [handed] })).toBe('due')
  })
})

describe('what is late goes', () => {
  const team = (name: string, lead: string | undefined, kind: Team['kind'] = 'data'): Team => ({
    name,
    kind,
    members: [],
    ...(lead ? { lead } : {}),
  })
  const { campaign } = aState()
  const members: Membership = new Map<string, TeamMembers>([...TEAMS, ['ml', new Set(['ULEO'])]])
  const to = (assignee: string | null, teams: Team[], askedBy = 'UZOE') =>
    escalateTo(campaign, aFollowUp({ assignee, askedBy }), teams, members)

  test('to the lead of the data team of who is silent, else of the first', () => {
    const teams = [team('growth', 'UTOM', 'growth'), team('data', 'UDANA'), team('ml', 'UKIM')]
    expect(to('URAJ', teams)).toBe('UDANA')
    expect(to('ULEO', teams)).toBe('UKIM')
    expect(to('UZOE', teams)).toBe('UDANA')
    expect(to(null, teams)).toBe('UDANA')
  })

  test('to the owner where there is no lead, or it is the lead; else to who asked', () => {
    expect(to('URAJ', [])).toBe('UANA')
    expect(to('UDANA', [team('data', 'UDANA')])).toBe('UANA')
    expect(to('UANA', [])).toBe('UZOE')
  })
})

test('who has left is told nothing while somebody else is left', () => {
  const lead: Team = { name: 'data', kind: 'data', members: [], lead: 'URAJ' }
  const { campaign } = aState()
  const late = aFollowUp({ assignee: 'UMEI', askedBy: 'UZOE' })
  const to = (...gone: string[]) => escalateTo(campaign, late, [lead], TEAMS, gone)
  expect([to(), to('URAJ'), to('URAJ', campaign.owner)]).toEqual(['URAJ', campaign.owner, 'UZOE'])
  expect([remindedPerson(late), remindedPerson(late, ['UMEI'])]).toEqual(['UMEI', 'UZOE'])
})
