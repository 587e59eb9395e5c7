import { describe, expect, test } from 'vitest'
import { STAIRWAY } from '../../src/domain/events.ts'
import { answer, ask, conclude, isLate } from '../../src/domain/follow-up.ts'
import { mayRun, refuseStranger, refuseTaskStranger } from '../../src/domain/permission.ts'
import { TEAMS } from '../support/stand.ts'
import { aFollowUp, aState, aTask, HOUR, later, NOW } from './build.ts'

const question = { question: 'Why?', step: 'analyze', assignee: null, dueAt: null, digestId: null } as const

describe('a question', () => {
  test('goes to the data partner unless somebody is named, under the next number', () => {
    const { followUp } = ask(aState({}, { followUps: [aFollowUp({ n: 4 })] }), question, 'UZOE', NOW)
    expect(followUp).toEqual(aFollowUp({ n: 5, askedBy: 'UZOE', assignee: 'URAJ' }))
    expect(ask(aState(), { ...question, assignee: 'UMEI' }, 'UZOE', NOW).followUp.assignee).toBe('UMEI')
    expect(ask(aState({ brief: { partner: null } }), question, 'UZOE', NOW).followUp.assignee).toBeNull()
  })

  test('has words', () => {
    expect(() => ask(aState(), { ...question, question: ' ' }, 'UZOE', NOW)).toThrow(
      /Ask what\? .*campaign ask winback/,
    )
  })
})

describe('an answer', () => {
  const state = aState(
    {},
    { followUps: [aFollowUp(), aFollowUp({ n: 2, state: 'answered', answeredBy: 'URAJ', answeredAt: NOW })] },
  )

  test('is given once, with words, to what was asked', () => {
    expect(answer(state, 1, 'Because')).toEqual({ kind: 'follow_up_answered', n: 1, finding: 'Because' })
    expect(() => answer(state, 1, ' ')).toThrow(/Say what was found.*answer winback-1/)
    expect(() => answer(state, 2, 'Because')).toThrow(
      new RegExp(`winback-2 was answered by \\{@URAJ\\}, \\{date:${NOW.getTime()}\\}`),
    )
    expect(() => answer(state, 3, 'Because')).toThrow(/no follow-up 3.*campaign followups winback/)
  })

  test('is late after its time, not at it, and not once given', () => {
    expect(isLate(aFollowUp({ dueAt: later(-1) }), NOW)).toBe(true)
    expect(isLate(aFollowUp({ dueAt: NOW }), NOW)).toBe(false)
    expect(isLate(aFollowUp(), later(HOUR))).toBe(false)
    expect(isLate(aFollowUp({ dueAt: later(-1), state: 'answered' }), NOW)).toBe(false)
  })
})

test('a conclusion says what was learned, of a campaign that was live', () => {
  const conclusion = { reached: 'yes', growth: 'good', learned: 'Mail works' } as const
  expect(conclude(aState({ stage: 'stopped' }), conclusion)).toEqual({ kind: 'concluded', conclusion })
  expect(() => conclude(aState({ stage: 'live' }), { ...conclusion, learned: ' ' })).toThrow(
    /what was learned.*conclude winback yes good <words>/,
  )
  expect(() => conclude(aState(), conclusion)).toThrow(/conclude is not possible now/)
})

describe('who may', () => {
  const { campaign } = aState({ brief: { partner: 'UPAT' } })

  test('owner, partner, members of declared teams and Stairway itself run a campaign', () => {
    const may = (user: string) => mayRun(campaign, user, TEAMS)
    expect(['UANA', 'UPAT', 'UTOM', 'UMEI', STAIRWAY].map(may)).toEqual([true, true, true, true, true])
    expect(may('UZOE')).toBe(false)
    expect(mayRun(campaign, 'UZOE', new Map())).toBe(true)
    expect(() => refuseStranger(campaign, 'UZOE', TEAMS)).toThrow(
      /Only \{@UANA\} or \{@UPAT\} .*campaign ask winback/,
    )
  })

  test('an owner who is the partner too is named once', () => {
    const own = aState({ brief: { partner: 'UANA' } }).campaign
    expect(() => refuseStranger(own, 'UZOE', TEAMS)).toThrow(/^Only \{@UANA\} and/)
  })

  test('a task may be changed by whom it waits for', () => {
    expect(() => refuseTaskStranger(campaign, aTask({ assignee: 'UZOE' }), 'UZOE', TEAMS)).not.toThrow()
    expect(() => refuseTaskStranger(campaign, aTask(), 'UZOE', TEAMS)).toThrow(/Only/)
    expect(() => refuseTaskStranger(campaign, undefined, 'UZOE', TEAMS)).toThrow(/Only/)
  })
})
