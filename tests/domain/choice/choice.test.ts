import { describe, expect, test } from 'vitest'
import {
  besideVerdict,
  choiceEvents,
  choiceToMake,
  makeChoice,
  recommended,
} from '../../../src/domain/choice/choice.ts'
import { daysWords, isOver, wholeDays } from '../../../src/domain/choice/ending.ts'
import { escalateChoice, overMorning } from '../../../src/domain/choice/reminders.ts'
import type { ArmVerdict, Verdict } from '../../../src/domain/readout/pieces.ts'
import type { Readout } from '../../../src/domain/readout/readout.ts'
import type { CampaignState } from '../../../src/domain/state/campaign.ts'
import type { Chosen } from '../../../src/domain/state/choices.ts'
import { apply, type CampaignEvent } from '../../../src/domain/state/events.ts'
import { aState, later, NOW } from '../build.ts'
import { look, PURCHASE } from '../readout/fixtures.ts'

const DAY = 86_400_000

const arms = (verdicts: readonly Verdict[]): ArmVerdict[] =>
  verdicts.map((verdict, i) => ({
    ...{ arm: `arm ${i + 1}`, rule: 5, verdict, reason: 'Because.', alongside: [] },
    ...{ liftsHidden: false, powered: true, daysLeft: null },
  }))
const saying = (...verdicts: Verdict[]): Readout => ({
  ...look({ metrics: [PURCHASE] }),
  verdicts: arms(verdicts),
})

const running = (): CampaignState => aState({ stage: 'live', liveAt: NOW, brief: { horizonDays: 14 } })

/** The state after what each look asks and what is decided on it. */
function applied(state: CampaignState, events: readonly CampaignEvent[], at: Date): CampaignState {
  const actor = { teamId: 'T1', userId: 'UANA', surface: 'button' } as const
  return events.reduce((now, event) => apply(now, { at, actor, event }, 1), state)
}

const asked = (state: CampaignState, readout: Readout | null, over = false) =>
  choiceEvents(state, readout, { digestId: 7, dueAt: later(3 * DAY), over })
const kinds = (events: readonly CampaignEvent[]) => events.map(({ kind }) => kind)
const decided = (readout: Readout, chosen: Chosen, words: string | null = 'so') => {
  const open = applied(running(), asked(running(), readout), NOW)
  return applied(open, makeChoice(open, { n: 1, chosen, words }), later(DAY))
}

describe('what is recommended', () => {
  test.each<[readonly Verdict[], Chosen | null]>([
    [['ship'], 'ship'],
    [['ship', 'outdone'], 'ship'],
    [['stop'], 'stop'],
    [['iterate'], 'stop'],
    [['redesign'], 'stop'],
    [['head-to-head', 'head-to-head'], 'stop'],
    [['stop', 'keep running'], 'keep'],
    [['keep running'], 'keep'],
    [['fix'], null],
    [['cannot judge', 'ship'], null],
    [[], null],
  ])('%j: %s', (verdicts, chosen) => expect(recommended(arms(verdicts))).toBe(chosen))
})

describe('a look asks', () => {
  test.each<[string, readonly Verdict[], readonly string[]]>([
    ['on an end', ['ship'], ['choice_asked']],
    ['where one arm ends', ['stop', 'keep running'], ['choice_asked']],
    ['nothing on a way to go', ['keep running'], []],
    ['nothing of data that must be mended', ['fix'], []],
    ['nothing without verdicts', [], []],
  ])('%s', (_, verdicts, events) => expect(kinds(asked(running(), saying(...verdicts)))).toEqual(events))

  test('once while its verdict stands, anew where it changes, no longer where it ends nothing', () => {
    const open = applied(running(), asked(running(), saying('ship')), NOW)
    expect(asked(open, saying('ship'))).toEqual([])
    expect(asked(open, saying('fix'))).toEqual([])
    expect(asked(open, null)).toEqual([])
    expect(kinds(asked(open, saying('keep running')))).toEqual(['choice_lapsed'])
    expect(kinds(asked(open, saying('stop')))).toEqual(['choice_lapsed', 'choice_asked'])
    expect(asked(open, saying('stop'))[1]).toMatchObject({
      n: 2,
      verdict: { recommends: 'stop', digestId: 7 },
    })
  })

  test('after keep running when the verdict changes, or once past the last day', () => {
    const kept = decided(saying('ship'), 'keep')
    expect(asked(kept, saying('ship'))).toEqual([])
    expect(kinds(asked(kept, saying('stop')))).toEqual(['choice_asked'])
    expect(kinds(asked(kept, saying('ship'), true))).toEqual(['choice_asked'])
    const open = applied(kept, asked(kept, saying('ship'), true), later(2 * DAY))
    const again = applied(open, makeChoice(open, { n: 2, chosen: 'keep', words: 'so' }), later(3 * DAY))
    expect(asked(again, saying('ship'), true)).toEqual([])
  })

  test('no more after what ends it, unless another end is recommended', () => {
    const shipped = decided(saying('ship'), 'ship', null)
    expect(asked(shipped, saying('ship'), true)).toEqual([])
    expect(kinds(asked(shipped, saying('stop')))).toEqual(['choice_asked'])
    expect(asked(decided(saying('ship'), 'stop'), saying('ship'))).toEqual([])
  })

  test('nothing that the verdict contradicts', () => {
    const suggestion = { code: 'a', seen: '', why: '', question: '' }
    const all = [
      { ...suggestion, step: 'model' },
      { ...suggestion, step: 'analyze' },
    ] as const
    expect(besideVerdict(all, saying('redesign'))).toEqual([all[1]])
    expect(besideVerdict(all, saying('keep running'))).toEqual(all)
  })
})

describe('a decision', () => {
  const open = () => applied(running(), asked(running(), saying('ship')), NOW)

  test('needs words against the verdict, and none with it', () => {
    expect(kinds(makeChoice(open(), { n: 1, chosen: 'ship', words: null }))).toEqual(['choice_made'])
    expect(() => makeChoice(open(), { n: 1, chosen: 'keep', words: ' \u200b' })).toThrow(
      /Say why it is decided otherwise/,
    )
    expect(kinds(makeChoice(open(), { n: 1, chosen: 'stop', words: 'x' }))).toEqual([
      'choice_made',
      'stopped',
    ])
  })

  test('is made once; keep running can be changed by who types it, not by an old form', () => {
    const kept = decided(saying('ship'), 'keep')
    expect(() => choiceToMake(kept, 1)).toThrow(/was decided by/)
    expect(kinds(makeChoice(kept, { n: null, chosen: 'ship', words: null }))).toEqual(['choice_made'])
    expect(() => makeChoice(kept, { n: null, chosen: 'keep', words: 'again' })).toThrow(/was decided by/)
    expect(() => choiceToMake(decided(saying('ship'), 'ship'), null)).toThrow(/can be concluded/)
  })

  test('is of what was seen', () => {
    const changed = applied(open(), asked(open(), saying('stop')), later(DAY))
    expect(() => choiceToMake(changed, 1)).toThrow(/has changed since: Stop arm 1\./)
    expect(() => choiceToMake(running(), null)).toThrow(/asks for a decision now/)
    expect(() => choiceToMake(decided(saying('ship'), 'stop'), null)).toThrow(/is stopped/)
  })
})

describe('the end', () => {
  const outcome = { metric: 'purchase', direction: 'up', minimumEffect: null, secondary: [] } as const
  const metrics = [{ name: 'purchase', windowDays: 7 }]
  const { campaign } = aState({ stage: 'live', liveAt: NOW, brief: { horizonDays: 14, outcome } })

  test('is a window after the horizon', () => {
    expect(wholeDays(campaign, metrics)).toBe(21)
    expect(daysWords(campaign, 21)).toBe('14 + 7 days')
    expect(daysWords(campaign, 14)).toBe('14 days')
    expect([later(21 * DAY - 1), later(21 * DAY)].map((at) => isOver(campaign, metrics, at))).toEqual([
      false,
      true,
    ])
    expect(isOver({ ...campaign, stage: 'concluded' }, metrics, later(30 * DAY))).toBe(false)
    expect(wholeDays(aState().campaign, metrics)).toBeNull()
  })

  test('is told in working hours', () => {
    // Live on a Monday at 8:00 UTC: 9:00 in Berlin, 0:00 in Los Angeles.
    expect(overMorning(campaign, [], 'Europe/Berlin')).toEqual(later(14 * DAY))
    expect(overMorning(campaign, [], 'America/Los_Angeles')).toEqual(new Date('2026-03-16T16:00:00Z'))
    expect(overMorning({ ...campaign, liveAt: later(5 * DAY) }, [], 'UTC')).toEqual(
      new Date('2026-03-23T09:00:00Z'),
    )
  })
})

test('silence goes to the lead of the owner’s growth team, else to the data partner', () => {
  const { campaign } = aState()
  const team = (name: string, lead?: string) =>
    ({ name, kind: 'growth', members: [], ...(lead ? { lead } : {}) }) as const
  const members = new Map([['b', new Set(['UANA'])]])
  expect(escalateChoice(campaign, [team('a', 'UTOM'), team('b', 'ULIV')], members, [])).toBe('ULIV')
  expect(escalateChoice(campaign, [team('a', 'UTOM')], members, [])).toBe('UTOM')
  expect(escalateChoice(campaign, [team('b', 'UANA')], members, [])).toBe('URAJ')
  expect(escalateChoice(campaign, [team('b', 'ULIV')], members, ['ULIV', 'URAJ'])).toBe('UANA')
})
