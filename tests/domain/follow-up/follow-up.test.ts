import { describe, expect, test } from 'vitest'
import { conclude } from '../../../src/domain/ending.ts'
import { accept, answer, ask, decline, isLate, reassign } from '../../../src/domain/follow-up/follow-up.ts'
import { askedFollowUp } from '../../../src/domain/state/follow-ups.ts'
import { TEAMS } from '../../support/stand.ts'
import { aFollowUp, answered, aState, HOUR, later, NOW } from '../build.ts'

const question = { question: 'Why?', step: 'analyze', assignee: null, dueAt: null, digestId: null } as const

describe('a question', () => {
  test('goes to the data partner unless somebody is named, under the next number', () => {
    const { followUp } = ask(aState({}, { followUps: [aFollowUp({ n: 4 })] }), question, 'UZOE', NOW)
    expect(askedFollowUp(followUp)).toEqual(aFollowUp({ n: 5, askedBy: 'UZOE', assignee: 'URAJ' }))
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
  const state = aState({}, { followUps: [aFollowUp(), answered('Gone', { n: 2 })] })

  test('is given once, with words, to what was asked', () => {
    expect(answer(state, 1, { finding: 'Because' })).toEqual({
      kind: 'follow_up_answered',
      n: 1,
      ...answered('Because').answer,
    })
    expect(() => answer(state, 1, { finding: ' ' })).toThrow(/Say what was found.*answer winback-1/)
    expect(() => answer(state, 2, { finding: 'Because' })).toThrow(
      new RegExp(`winback-2 was answered by \\{@URAJ\\}, \\{date:${NOW.getTime()}\\}`),
    )
    expect(() => answer(state, 3, { finding: 'Because' })).toThrow(
      /no follow-up 3.*campaign followups winback/,
    )
  })

  test('is late after its time, not at it, and not once given', () => {
    expect(isLate(aFollowUp({ dueAt: later(-1) }), NOW)).toBe(true)
    expect(isLate(aFollowUp({ dueAt: NOW }), NOW)).toBe(false)
    expect(isLate(aFollowUp(), later(HOUR))).toBe(false)
    expect(isLate(aFollowUp({ dueAt: later(-1), state: 'answered' }), NOW)).toBe(false)
  })
})

describe('whoever it waits for', () => {
  const open = aFollowUp({ askedBy: 'UZOE' })
  const state = aState(
    {},
    {
      followUps: [
        open,
        aFollowUp({ n: 2, state: 'accepted', acceptedAt: NOW }),
        aFollowUp({ n: 3, assignee: null }),
        aFollowUp({ n: 4, state: 'declined', declined: { by: 'URAJ', at: NOW, reason: 'No data' } }),
        answered('Gone', { n: 5 }),
      ],
    },
  )
  const to = (n: number, who: string | null) => ({ n, to: who, words: null })

  test('accepts it, once; what waits for nobody anybody takes', () => {
    expect(accept(state, 1, 'URAJ', TEAMS)).toEqual({ kind: 'follow_up_accepted', n: 1 })
    expect(accept(state, 3, 'UZOE', TEAMS)).toEqual({ kind: 'follow_up_accepted', n: 3 })
    expect(() => accept(state, 1, 'UMEI', TEAMS)).toThrow(
      /winback-1 waits for \{@URAJ\}. Take it over: .*followup winback-1 reassign @you/,
    )
    expect(() => accept(state, 2, 'URAJ', TEAMS)).toThrow(/You accepted winback-2 \{date:\d+\} already/)
  })

  test('hands it on, and so do those who asked or run the campaign; it has to change hands', () => {
    for (const by of ['URAJ', 'UZOE', 'UANA', 'UTOM'])
      expect(reassign(state, to(1, 'UMEI'), by, TEAMS)).toEqual({
        kind: 'follow_up_reassigned',
        n: 1,
        from: 'URAJ',
        to: 'UMEI',
        words: null,
      })
    expect(() => reassign(state, to(2, 'UMEI'), 'UZOE', TEAMS)).toThrow(/^Only \{@UANA\}/)
    expect(() => reassign(state, to(1, 'URAJ'), 'UANA', TEAMS)).toThrow(
      'winback-1 waits for {@URAJ} already.',
    )
    expect(() => reassign(state, to(1, null), 'UANA', TEAMS)).toThrow(/To whom\?.*reassign @person/)
  })

  test('declines it with a reason', () => {
    expect(decline(state, 1, 'No data', 'URAJ', TEAMS)).toEqual({
      kind: 'follow_up_declined',
      n: 1,
      reason: 'No data',
    })
    expect(() => decline(state, 1, ' ', 'URAJ', TEAMS)).toThrow(/Say why, so that \{@UZOE\} need not ask/)
    expect(() => decline(state, 2, 'No', 'UZOE', TEAMS)).toThrow(/^Only/)
  })

  test.each([4, 5])('does nothing more with %i, which is closed', (n) => {
    const became = n === 4 ? /was declined by \{@URAJ\}, \{date:\d+\}: No data/ : /was answered by \{@URAJ\}/
    expect(() => accept(state, n, 'URAJ', TEAMS)).toThrow(became)
    expect(() => reassign(state, to(n, 'UMEI'), 'URAJ', TEAMS)).toThrow(became)
    expect(() => decline(state, n, 'No', 'URAJ', TEAMS)).toThrow(became)
    expect(() => answer(state, n, { finding: 'So' })).toThrow(became)
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
