import { describe, expect, test } from 'vitest'
import { alike, cameOfIt } from '../../../src/domain/approval/alike.ts'
import type { Campaign, Conclusion } from '../../../src/domain/state/campaign.ts'
import type { MeasuredLift } from '../../../src/domain/state/growth.ts'
import { FULL_BRIEF } from '../../support/stand.ts'
import { aBrief, aState, later, NOW } from '../build.ts'

const LIFT: MeasuredLift = {
  ...{ found: true, metric: 'purchase', label: 'Purchase', direction: 'up', arm: 'mail', of: 1 },
  ...{ lift: 0.031, se: 0.01, low: 0.011, high: 0.051, digestId: 1, readAt: NOW },
}
const END: Conclusion = { reached: 'yes', growth: 'good', learned: 'So', measured: LIFT }

function past(
  key: string,
  days: number,
  words: string,
  metric: string,
  rest: Partial<Campaign> = {},
): Campaign {
  const outcome = { metric, direction: 'up', minimumEffect: null, secondary: [] } as const
  const brief = { outcome, audience: { words, size: null } }
  const { campaign } = aState({
    key,
    stage: 'concluded',
    conclusion: END,
    endedAt: later(days * 86_400_000),
    brief,
  })
  return { ...campaign, ...rest }
}

test('of the same goal or about the same people, three at most, the newest first', () => {
  const brief = aBrief({ ...FULL_BRIEF, audience: { words: 'Lapsed 90 days, EU', size: null } })
  const all = [
    past('oldest', 1, 'Everybody', 'purchase'),
    past('old', 2, 'Everybody', 'purchase'),
    past('people', 3, 'lapsed 60 days', 'visit'),
    past('newest', 5, 'New customers', 'purchase'),
    past('other', 6, 'Everybody in the EU who bought twice', 'visit'),
    past('open', 7, 'Lapsed 90 days, EU', 'purchase', { conclusion: null }),
  ]
  expect(alike(brief, all).map(({ key }) => key)).toEqual(['newest', 'people', 'old'])
  expect(alike(aBrief(), all)).toEqual([])
})

describe('what came of it', () => {
  const verdict = {
    digestId: 1,
    day: 8,
    words: '',
    reasons: [],
    recommends: 'ship',
    arms: [],
    over: false,
  } as const
  const made = { chosen: 'ship', words: null, by: 'UANA', at: NOW } as const
  const choice = {
    n: 1,
    verdict,
    askedAt: NOW,
    dueAt: NOW,
    reminded: null,
    escalated: null,
    made,
    lapsedAt: null,
  }
  const unclear = { ...END, measured: { ...LIFT, low: -0.01 } }
  const unmeasured = { ...END, reached: 'no', measured: { found: false, reason: 'no data' } } as const
  const side = { arm: 'mail', n: 5_000, value: 0.02 }
  const hurt = { metric: 'unsubscribe', label: 'Unsubscribe', kind: 'proportion', unit: null } as const
  const found = [{ ...hurt, control: { ...side, arm: 'control' }, treatment: side, lift: null }]
  const harm = { n: 1, at: NOW, by: 'digest', day: 8, found, problems: [], stops: false } as const
  const stopping = { ...harm, n: 2, stops: true }
  const stopped = { by: 'UANA', words: 'harm' }
  test.each<[Partial<Campaign>, string]>([
    [{ conclusion: unclear, harms: [harm, stopping], stopped }, 'unclear (stopped on harm: Unsubscribe)'],
    [{ conclusion: unclear, harms: [harm], stopped }, 'unclear (stopped, harm: Unsubscribe)'],
    [{ conclusion: unclear, harms: [harm] }, 'unclear (harm: Unsubscribe)'],
    [{ choices: [choice], harms: [{ ...harm, problems: ['the split is off'] }] }, '+3.1 % (shipped)'],
    [{ choices: [choice] }, '+3.1 % (shipped)'],
    [{}, '+3.1 %'],
    [{ conclusion: unclear }, 'unclear'],
    [{ conclusion: unmeasured, stopped: { by: 'UANA', words: 'harm' } }, 'goal not reached (stopped)'],
  ])('%#', (rest, said) => {
    expect(cameOfIt(past('a', 1, '', 'purchase', rest)).replaceAll('\u00a0', ' ')).toBe(said)
  })
})
