import { describe, expect, test } from 'vitest'
import type { Digest } from '../../../src/domain/digest/digest.ts'
import { portfolioNews } from '../../../src/domain/digest/portfolio.ts'
import { byWorst, type Standing, standingOf } from '../../../src/domain/digest/standing.ts'
import type { Verdict } from '../../../src/domain/readout/pieces.ts'
import type { Readout } from '../../../src/domain/readout/readout.ts'
import type { Campaign } from '../../../src/domain/state/campaign.ts'
import type { Harm } from '../../../src/domain/state/incidents.ts'
import { aState, later, NOW } from '../build.ts'
import { look, PURCHASE } from '../readout/fixtures.ts'

const DAY = 86_400_000
const AT = later(3 * DAY)
const FINE = look({ metrics: [PURCHASE] })

const live = (changes: Partial<Campaign> = {}) => aState({ stage: 'live', liveAt: NOW, ...changes }).campaign

function judged(...all: readonly Verdict[]): Readout {
  const verdicts = all.map((verdict, i) => ({
    ...{
      arm: `arm ${i}`,
      rule: 11,
      verdict,
      reason: `Day ${i}.`,
      alongside: [],
      liftsHidden: false,
      powered: false,
      daysLeft: null,
    },
  }))
  return { ...FINE, verdicts, crossings: [] }
}

function made(readout: Readout | null, madeAt = later(3 * DAY - 3_600_000)): Digest {
  return {
    ...{ id: 1, campaignId: 1, slot: madeAt, channel: 'C1', madeAt, readout, headline: 'A headline' },
    ...{ failure: readout ? null : 'away', suggestions: [], held: null, askedBy: null },
  } as Digest
}

const standing = (readout: Readout | null, changes: Partial<Campaign> = {}) =>
  standingOf(live(changes), [], made(readout), AT)

const HARM: Harm = {
  ...{ n: 1, at: later(3 * DAY), by: 'watch', day: 3, problems: [], stops: false },
  found: [
    {
      ...{ metric: 'unsubscribe', label: 'Unsubscribe', kind: 'proportion', unit: null, lift: null },
      control: { arm: 'control', n: 1, value: null },
      treatment: { arm: 'mail', n: 1, value: null },
    },
  ],
}

test('the worst first: problems and harm, then stop, fix, iterate, ship, keep running, and what nobody read', () => {
  const all: Record<string, Standing> = {
    unread: standingOf(live(), [], null, AT),
    running: standing(judged('keep running')),
    ship: standing(judged('ship', 'keep running')),
    iterate: standing(judged('iterate', 'ship')),
    fix: standing(judged('cannot judge')),
    stop: standing(judged('ship', 'stop')),
    harm: standing(judged('keep running'), { harms: [HARM] }),
  }
  const sorted = Object.entries(all).sort(([, a], [, b]) => byWorst(a, b))
  expect(sorted.map(([name]) => name)).toEqual([
    'harm',
    'stop',
    'fix',
    'iterate',
    'ship',
    'running',
    'unread',
  ])
  expect(sorted.filter(([, { pressing }]) => pressing).map(([name]) => name)).toEqual(['harm'])
})

test('what can’t be read is pressing, and has no lift', () => {
  expect(standing({ ...judged('fix'), stale: true })).toMatchObject({
    rank: 0,
    pressing: true,
    lift: 'lift hidden',
  })
  expect(standing(null)).toMatchObject({ rank: 0, pressing: true, lift: null, verdict: 'A headline' })
  expect(standing(judged('ship')).lift).toMatch(/^Purchase \+119 % \(\+51 … \+218 %\) in Mens E-Mail, /)
})

test('harm that was found since the snapshot stands first', () => {
  expect(standing(judged('ship'), { harms: [HARM] }).reason).toBe(
    'Unsubscribe in mail is beyond its margin. Day 0.',
  )
})

describe('how old it is', () => {
  const schedule = { kind: 'daily', time: '09:00', zone: 'UTC' } as const
  const digest = { schedule, channel: 'C1' }
  const lateOf = (hours: number, changes: Partial<Campaign>) =>
    standingOf(
      live(changes),
      [],
      made(FINE, later(3 * DAY + 2 * 3_600_000 - hours * 3_600_000)),
      later(3 * DAY + 2 * 3_600_000),
    ).late

  test.each([
    ['of today, with a schedule', lateOf(1, { digest }), null],
    ['its slot was due within the grace', lateOf(22, { digest }), null],
    ['its slot of yesterday went by', lateOf(47.5, { digest }), 'missed'],
    ['without a schedule, within a day', lateOf(20, {}), null],
    ['without a schedule, older than a day', lateOf(25, {}), 'unscheduled'],
  ])('%s', (_what, late, expected) => {
    expect(late).toBe(expected)
  })
})

test('figures that move are no news; a verdict, a problem and what is overdue are', () => {
  const content = (...standings: Standing[]) => ({ kind: 'live', standings }) as const
  const one = standing(judged('keep running'))
  const moved = { ...one, reason: 'Day 9.', lift: 'Purchase +3 %', day: 9, readAt: AT }
  expect(portfolioNews(content(one), content(moved))).toEqual([])
  expect(portfolioNews(content(one), content(standing(judged('ship'))))).toHaveLength(1)
  expect(portfolioNews(content(one), content(one, { ...one, key: 'other' }))).toHaveLength(1)
  expect(portfolioNews(content(one), content({ ...one, pressing: true }))).toContain('winback')
  expect(portfolioNews(null, content(one))).toHaveLength(1)
})
