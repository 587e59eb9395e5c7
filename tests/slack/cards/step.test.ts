import { describe, expect, it } from 'vitest'
import { stepCard } from '../../../src/slack/cards/step.ts'
import * as facts from './facts.ts'
import { buttonsOf, elements, shown } from './facts.ts'

const LOOK = facts.lookAt(facts.later(facts.DAY))
const CONFIRM = { is: 'confirm' } as const
const FAILED = { is: 'failed', tries: 0 } as const
const HOLDS = facts.step(1, { state: 'failed', outcome: '503 from crm' })
const AGAIN = facts.step(1, { state: 'waiting', tries: 1 })
const WENT_THROUGH = facts.step(1, { state: 'done', tries: 1, at: facts.START, arrived: 'yes' })
/** Nobody can tell whether it arrived. */
const OPEN = facts.step(1, { state: 'failed', outcome: 'no answer', arrived: 'perhaps' })
const ARRIVED = facts.step(1, { state: 'done', outcome: 'confirmed by {@UANA}', arrived: 'yes' })
const SKIPPED = facts.step(1, { state: 'skipped', outcome: 'synced by hand' })
const STOPPED = { kind: 'stopped', words: 'wrong list' } as const

describe('a launch step', () => {
  it('asks its person, and says what follows once it is confirmed', () => {
    const { blocks } = stepCard(facts.state(...facts.LAUNCHING, facts.FIRST_DONE), 2, CONFIRM, LOOK)
    expect(shown(blocks)).toBe(
      [
        'The launch waits for you: step 2 of 2 of *Spring win-back*  `winback`',
        'check the first mails',
        'It is the last step: once you confirm it, the campaign is live.',
        "[Confirm it's done]",
      ].join('\n'),
    )
    expect(JSON.stringify(elements(blocks)[0]?.confirm)).toContain(
      'once you confirm it, the campaign is live',
    )
  })

  it('says afterwards who confirmed it and when', () => {
    const { blocks, text } = stepCard(facts.state(...facts.LIVE), 2, CONFIRM, LOOK)
    expect(text).toMatch(
      /^Done: step 2 of 2 of \*Spring win-back\* .*, confirmed by Raj, <!date\^1772438820\^/,
    )
    expect(buttonsOf(blocks)).toEqual([])
  })

  it('has nothing to confirm once the launch was stopped', () => {
    const { blocks, text } = stepCard(
      facts.state(...facts.LAUNCHING, facts.FIRST_DONE, STOPPED),
      2,
      CONFIRM,
      LOOK,
    )
    expect(text).toMatch(/^The campaign is stopped since .*\. Nothing is left to confirm\.\n/)
    expect(buttonsOf(blocks)).toEqual([])
  })

  it('calls the owner when it failed, and offers to send it again or to stop', () => {
    const { blocks } = stepCard(facts.state(...facts.LAUNCHING, HOLDS), 1, FAILED, LOOK)
    expect(shown(blocks)).toBe(
      [
        'The launch of *Spring win-back*  `winback` holds at step 1, sync audience: 503 from crm',
        'Nothing after it was sent. <@UANA>, send it again, skip it or stop the launch.',
        '[Send again] | [Skip…] | [Stop]',
      ].join('\n'),
    )
    expect(elements(blocks)[2]).toMatchObject({ style: 'danger', confirm: expect.anything() })
  })

  it.each([
    ['it is sent again', [HOLDS, AGAIN], 'It is being sent again.'],
    [
      'it failed again',
      [HOLDS, AGAIN, facts.step(1, { state: 'failed', outcome: 'again', tries: 1 })],
      'It was sent again and failed again: see below.',
    ],
    ['it went through', [HOLDS, AGAIN, WENT_THROUGH], 'It was sent again and went through '],
    ['somebody saw that it arrived', [OPEN, ARRIVED], 'It did arrive: confirmed by Ana.'],
    ['it was skipped', [HOLDS, SKIPPED], 'It was skipped: synced by hand'],
    ['the launch was stopped', [HOLDS, STOPPED], 'The campaign is stopped since '],
  ])('loses its buttons once %s', (_what, told, words) => {
    const { blocks, text } = stepCard(facts.state(...facts.LAUNCHING, ...told), 1, FAILED, LOOK)
    expect(text).toContain(`held at step 1, sync audience. ${words}`)
    expect(text).not.toContain('<@')
    expect(buttonsOf(blocks)).toEqual([])
  })

  it('asks whether it arrived where nobody else can tell', () => {
    const { blocks, text } = stepCard(facts.state(...facts.LAUNCHING, OPEN), 1, FAILED, LOOK)
    expect(text).toContain('<@UANA>, look there whether it arrived')
    expect(buttonsOf(blocks)).toEqual([
      'It arrived',
      'It did not: send again',
      'Send again',
      'Skip…',
      'Undo what ran',
      'Stop',
    ])
  })

  it('asks before it sends what ran a second time', () => {
    const ran = facts.step(1, {
      state: 'failed',
      outcome: 'failed: 3 of 9 tasks',
      arrived: 'yes',
      firstTry: 1,
    })
    const { blocks } = stepCard(facts.state(...facts.LAUNCHING, ran), 1, FAILED, LOOK)
    expect(buttonsOf(blocks)).toEqual(['Send again', 'Skip…', 'Undo what ran', 'Stop'])
    expect(elements(blocks)[0]).toMatchObject({ action_id: 'step.anew' })
    expect(JSON.stringify(elements(blocks)[0]?.confirm)).toContain('sending again starts a second one')
  })

  it('goes on no more once what ran is taken back', () => {
    const told = [OPEN, { kind: 'undo_begun' } as const]
    const { blocks, text } = stepCard(facts.state(...facts.LAUNCHING, ...told), 1, FAILED, LOOK)
    expect(text).toContain("What ran is taken back, so it can't go on")
    expect(buttonsOf(blocks)).toEqual(['Stop'])
  })

  it('offers them on the message of the newest try', () => {
    const told = [HOLDS, AGAIN, facts.step(1, { state: 'failed', outcome: 'again', tries: 1 })]
    const { blocks } = stepCard(facts.state(...facts.LAUNCHING, ...told), 1, { is: 'failed', tries: 1 }, LOOK)
    expect(buttonsOf(blocks)).toEqual(['Send again', 'Skip…', 'Stop'])
  })
})
