import { describe, expect, it } from 'vitest'
import { stretchesOf } from '../../../src/domain/growth/holds.ts'
import { journeyOf } from '../../../src/domain/growth/journey.ts'
import { type Ledger, ledgerOf } from '../../../src/domain/growth/ledger.ts'
import { ledgerCsv } from '../../../src/domain/growth/ledger-csv.ts'
import {
  flightWords,
  ledgerLine,
  metricWords,
  selectionWords,
  teamWords,
} from '../../../src/domain/growth/ledger-words.ts'
import { boundsOf } from '../../../src/domain/growth/quarter.ts'
import type { Campaign } from '../../../src/domain/state/campaign.ts'
import type { CampaignEvent, RecordedEvent } from '../../../src/domain/state/events.ts'
import type { Task } from '../../../src/domain/state/tasks.ts'
import { growthPicture } from '../../../src/pictures/growth.ts'
import { BRIEF, created, measured, predicted, request, step, task } from '../../slack/cards/facts.ts'
import { aState } from '../build.ts'

const DAY = 86_400_000
const MONDAY = new Date('2026-01-05T09:00:00Z')
const day = (days: number) => new Date(MONDAY.getTime() + days * DAY)

/** Events by the day on which they happen. */
function history(...told: readonly (readonly [number, CampaignEvent])[]): RecordedEvent[] {
  const actor = { teamId: 'T1', userId: 'UANA', surface: 'command' } as const
  return told.map(([at, event]) => ({ at: day(at), actor, event }))
}

const changed = (
  before: Task,
  after: Partial<Task>,
  verb: 'done' | 'block' | 'start' = 'done',
): CampaignEvent => ({
  kind: 'task_changed',
  verb,
  before,
  after: { ...before, ...after },
})
const decided = (by: string, team: string, at: number): CampaignEvent => ({
  kind: 'decided',
  decision: { by, team, verdict: 'approve', words: null, at: day(at) },
})

const DATA = task(1, 'Events seen', { team: 'data', dueAt: day(2) })
const GROWTH = task(2, 'Proof', { team: 'growth', dueAt: day(9) })
const BLOCKED = { ...GROWTH, state: 'blocked' } as const
const PLAN = [BRIEF.plan[0]].flatMap((each) => each ?? [])
const CLIMB = history(
  [0, { ...created({ plan: PLAN }, [DATA, GROWTH]), kind: 'created' } as CampaignEvent],
  [4, changed(DATA, { state: 'done' })], // late from day 2
  [5, changed(GROWTH, { state: 'blocked' }, 'block')],
  [6, changed(BLOCKED, { state: 'done' })],
  [6.5, { kind: 'submitted', request: request(1, { brief: { ...BRIEF, plan: PLAN } }) }],
  [7.5, decided('UTOM', 'growth', 7.5)],
  [9.5, decided('URAJ', 'data', 9.5)],
  [9.5, { kind: 'approved' }],
  [10, { kind: 'launch_scheduled', launchAt: day(12) }],
  [12, { kind: 'launch_started', plan: PLAN }],
  [12, step(1, { state: 'done', at: day(12) })],
  [12, { kind: 'went_live' }],
  [20, { kind: 'paused', words: 'complaints' }],
  [21, { kind: 'resumed', words: 'mended' }],
  [30, { kind: 'concluded', conclusion: { reached: 'yes', growth: 'good', learned: 'x' } }],
)

describe('what held a campaign', () => {
  it('is told for every stretch of its time', () => {
    const said = stretchesOf(CLIMB, 1, day(100)).map(
      ({ flight, what, who, ms, free }) =>
        `${flight} ${ms / DAY} ${what} ${who.join('+')}${free ? ' free' : ''}`,
    )
    expect(said).toEqual([
      'pre-activation 2 tasks  free',
      'pre-activation 2 late tasks data',
      'pre-activation 1 tasks  free',
      'pre-activation 1 blocked tasks growth',
      'pre-activation 0.5 ready, not submitted ',
      'activation 1 approval growth+data',
      'activation 2 approval data',
      'activation 0.5 waiting to be launched ',
      'activation 2 waiting for its date ',
      'post-activation 8 running  free',
      'post-activation 1 paused ',
      'post-activation 5 running  free',
      'post-activation 4 past its horizon, not concluded ',
    ])
  })

  it('adds up to the days in each flight, and ends where it is looked at', () => {
    const { days, held } = journeyOf(CLIMB, 1, day(100))
    expect(days).toEqual({ 'pre-activation': 6.5, activation: 5.5, 'post-activation': 18 })
    expect(held.activation.map(({ words, days: n }) => [words, n])).toEqual([
      ['approval: data', 2],
      ['waiting for its date', 2],
      ['approval: growth and data', 1],
      ['waiting to be launched', 0.5],
    ])
    expect(journeyOf(CLIMB, 1, day(8)).days).toEqual({
      'pre-activation': 6.5,
      activation: 1.5,
      'post-activation': 0,
    })
  })

  it('knows what was sent back', () => {
    const back = history(
      [0, created({}, [])],
      [1, { kind: 'submitted', request: request(1) }],
      [2, { kind: 'declined', words: 'stale' }],
    )
    expect(stretchesOf(back, 1, day(5)).at(-1)).toMatchObject({
      what: 'declined, not submitted again',
      ms: 3 * DAY,
    })
  })
})

const Q1 = { year: 2026, n: 1 }
const { from, to } = boundsOf(Q1, 'UTC')

/** Concluded on a day, with a lift in percent and its standard error. */
function concluded(id: number, at: number, lift: number, se: number, more: Partial<Campaign> = {}): Campaign {
  const found = {
    ...measured('Purchase', 'purchase'),
    lift,
    se,
    low: lift - 1.96 * se,
    high: lift + 1.96 * se,
  }
  const { campaign } = aState({
    id,
    key: `c${id}`,
    stage: 'concluded',
    createdAt: day(at - 30),
    liveAt: day(at - 14),
    endedAt: day(at),
    brief: { name: `Campaign ${id}`, outcome: BRIEF.outcome },
    conclusion: { reached: lift > 0 ? 'yes' : 'no', growth: 'good', learned: 'x', measured: found },
    ...more,
  })
  return campaign
}

function ledger(campaigns: readonly Campaign[], now = day(60)): Ledger {
  const histories = new Map(campaigns.map(({ id }) => [id, CLIMB]))
  const known = campaigns.filter(({ stage }) => stage === 'concluded')
  const climbed = campaigns.filter(({ liveAt, endedAt }) =>
    [liveAt, endedAt].some((at) => at && from <= at && at < to),
  )
  return ledgerOf({ quarter: Q1, zone: 'UTC', from, to, now, campaigns: climbed, known, histories })
}

describe('a ledger', () => {
  // The example of the shrinkage tests: 9.35 instead of 10.
  const three = [concluded(1, -40, 0.02, 0.02), concluded(2, 20, 0.1, 0.02), concluded(3, 30, -0.03, 0.02)]

  it('counts launches, conclusions and wins of its quarter, and shrinks by all that was known at its end', () => {
    const shown = ledger(three)
    expect(shown.rows.map(({ campaign }) => campaign.key)).toEqual(['c3', 'c2'])
    expect(shown).toMatchObject({ launches: 2, concluded: 2, wins: { count: 1, of: 2 }, isOver: false })
    expect(ledgerLine(shown)).toBe(
      '2 launches, 2 concluded. 1 of 2 reached the desired outcome (50 %, 95 % 9 … 91 %). 1 of 2 is a proven win.',
    )
    const [, win] = shown.rows
    expect(win?.shrunk?.lift).toBeCloseTo(0.093488, 5)
    expect(shown.metrics).toMatchObject([{ metric: 'purchase', known: 3 }])
    expect(metricWords(shown.metrics[0] ?? { metric: '', label: '', known: 0, prior: null })).toBe(
      'Purchase: 3 campaigns known, on average +3.0 % (± 7.4 points); true lifts spread by 6.2 points.',
    )
    expect(selectionWords(shown)).toBe('The win measures +10.0 %; shrunk, +9.3 %.')
  })

  it('shrinks nothing by fewer than three, and says nothing of it', () => {
    const shown = ledger(three.slice(1))
    expect(shown.rows.map(({ shrunk }) => shrunk)).toEqual([null, null])
    expect(shown.metrics.map(metricWords)).toEqual([null])
    expect(selectionWords(shown)).toBeNull()
  })

  it('of a quarter that is over does not change by what comes after', () => {
    const later = [...three, concluded(4, 100, 0.5, 0.02)]
    const before = ledger(three, day(90))
    expect(ledger(later, day(200)).rows).toEqual(before.rows)
    expect(before.isOver).toBe(true)
  })

  it('leaves out what was neither launched nor concluded in it, and knows old conclusions', () => {
    const { conclusion } = concluded(5, 20, 0.1, 0.02)
    const { measured: _, ...answers } = conclusion ?? { reached: 'yes', growth: 'good', learned: 'x' }
    const shown = ledger([concluded(5, 20, 0.1, 0.02, { conclusion: answers }), concluded(6, -50, 0.1, 0.1)])
    expect(shown.rows.map(({ campaign, measured: lift }) => [campaign.key, lift])).toEqual([['c5', null]])
    expect(ledgerCsv(shown)).toContain('concluded before lifts were kept')
  })

  it('says how long each flight took and what held it', () => {
    const [pre, activation] = ledger(three).flights
    expect(pre && flightWords(pre)).toBe(
      'median 6.5 days (6.5 to 6.5, 2 campaigns); 31 % late tasks: data, 15 % blocked tasks: growth, 8 % ready, not submitted',
    )
    expect(activation && flightWords(activation)).toContain('; 36 % approval: data')
  })

  it('calibrates each team over the quarters', () => {
    const said = (id: number, at: number) =>
      concluded(id, at, 0.08, 0.03, {
        predictions: [{ ...predicted('growth', 'UANA'), low: 0.05, high: 0.2 }],
      })
    const [growth, ...others] = ledger([said(1, -40), said(2, 20), said(3, 30)]).teams
    expect(others).toEqual([])
    // σ = 0.075/1.28155; 2Φ(1.28155·σ/√(σ² + 0.03²)) − 1 = 0.746.
    expect(growth && teamWords(growth)).toBe(
      'growth: 3 predictions, on average 4.0 points too optimistic; 3 inside the measured interval. By quarter: Q4 2025 +4.0 points of 1; Q1 2026 +4.0 points of 2',
    )
  })

  it('is a file in which numbers are numbers, what people typed does nothing, and sealed predictions are not', () => {
    const evil = concluded(1, 20, -0.05, 0.02, { brief: { ...BRIEF, name: '=HYPERLINK("x")' } })
    const open = {
      ...concluded(2, 200, 0.1, 0.02),
      liveAt: day(10),
      predictions: [predicted('data', 'URAJ')],
    }
    const [head = '', first = '', second = ''] = ledgerCsv(ledger([evil, open]))
      .slice(1)
      .split('\r\n')
    const cell = (line: string, name: string) => cellsOf(line)[head.split(',').indexOf(name)]
    expect(cellsOf(first)).toHaveLength(head.split(',').length)
    const [one, two] = [first, second].sort((a) => (a.includes('HYPERLINK') ? -1 : 1))
    expect(cell(one ?? '', 'name')).toBe(`'=HYPERLINK("x")`)
    expect(cell(one ?? '', 'lift')).toBe('-0.05')
    expect(cell(one ?? '', 'days_pre_activation')).toBe('6.5')
    expect(cell(one ?? '', 'held_activation')).toContain('approval: data (2 d)')
    expect(cell(two ?? '', 'predicted_data')).toBe('')
    expect(cell(two ?? '', 'concluded_at')).toBe('')
  })
})

describe('its picture', () => {
  it('shows the shrunk lift beside the measured one, turns a fall round, and says where nothing was measured', () => {
    const down = concluded(4, 40, -0.2, 0.05)
    const falls = {
      ...down.conclusion,
      measured: {
        ...measured('Unsubscribe', 'unsubscribe'),
        lift: -0.2,
        low: -0.3,
        high: -0.1,
        direction: 'down',
      },
    }
    const lost = {
      reached: 'no',
      growth: 'neutral',
      learned: 'x',
      measured: { found: false, reason: 'no digest was made' },
    } as const
    const drawn = growthPicture(
      ledger([
        concluded(1, 10, 0.02, 0.02),
        concluded(2, 20, 0.1, 0.02),
        concluded(3, 30, -0.03, 0.02),
        { ...down, conclusion: falls as Campaign['conclusion'] },
        concluded(5, 50, 0.1, 0.1, { conclusion: lost }),
      ]),
    )
    expect(drawn?.alt).toContain('Campaign 2 +9.3 % (95 % +5.6 … +13.1 %), better.')
    expect(drawn?.alt).toContain('Campaign 4 +20.0 % (95 % +10.0 … +30.0 %), better.')
    expect(drawn?.alt).toContain('Campaign 5 no lift measured.')
    const said = JSON.stringify(drawn?.picture.option)
    expect(said).toContain('Purchase, shrunk from +10.0 %')
    expect(said).toContain('Unsubscribe, a fall is better (\u221220.0 %)')
    expect(growthPicture(ledger([]))).toBeNull()
  })
})

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain = '']) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  )
}
