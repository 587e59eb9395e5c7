import { describe, expect, test } from 'vitest'
import {
  breachesIn,
  evidenceWords,
  harmCrossings,
  harmEvents,
  toldOfHarm,
} from '../../../src/domain/incidents/harm.ts'
import type { Campaign, CampaignState } from '../../../src/domain/state/campaign.ts'
import type { ApprovalRequest, Decision } from '../../../src/domain/state/requests.ts'
import { aState } from '../build.ts'
import { look, PURCHASE, unsubscribe } from '../readout/fixtures.ts'

const NOW = new Date('2026-03-10T08:00:00Z')
const MARGIN = { amount: 0.002, unit: 'absolute' } as const
const GUARDED = [{ metric: 'unsubscribe', margin: MARGIN }]
const STOPPING = [{ metric: 'unsubscribe', margin: MARGIN, stopOnHarm: true as const }]

const HARMED = look({ metrics: [PURCHASE, unsubscribe(20, 400, 22)] })
const WORSE = look({ metrics: [PURCHASE, unsubscribe(20, 400, 420)] })
const FINE = look({ metrics: [PURCHASE, unsubscribe(20, 24, 22)] })
const STALE = look({
  metrics: [PURCHASE, unsubscribe(20, 400, 22)],
  newestData: new Date('2026-03-01T08:00:00Z'),
})

function live(
  changes: Partial<Campaign> = {},
  guardrails: Campaign['brief']['guardrails'] = GUARDED,
): CampaignState {
  return aState({ stage: 'live', ...changes, brief: { guardrails } })
}

const found = (state: CampaignState, readout = HARMED) => harmEvents(state, readout, 'watch', NOW)
const harmOf = (readout = HARMED, state = live()) => {
  const [event] = found(state, readout)
  if (event?.kind !== 'harm_found') throw new Error('No harm was found')
  return [event.harm]
}

describe('what is found', () => {
  test('each arm whose always-valid interval is beyond the margin, with what it rests on', () => {
    const [breach, ...more] = breachesIn(HARMED)
    expect(more).toEqual([])
    expect(breach).toMatchObject({
      metric: 'unsubscribe',
      control: { arm: 'No E-Mail', n: 21_306 },
      treatment: { arm: 'Mens E-Mail', n: 21_307 },
      lift: { scale: 'absolute' },
    })
    expect(breach?.lift?.low).toBeGreaterThan(MARGIN.amount)
    expect(breach && evidenceWords(breach)).toMatch(
      /^No E-Mail 0\.0939.% \(n 21.306\) · Mens E-Mail 1\.877.% \(n 21.307\): \+1\.783 points, 95 % \+1\.\d+ … \+\d\.\d+ points, at any number of looks$/,
    )
  })

  test('never what only the fixed interval of one look is beyond', () => {
    const some = [60, 70, 80, 90, 100, 110, 120, 130].map((left) =>
      look({ metrics: [PURCHASE, unsubscribe(20, left, 22)] }),
    )
    const fixed = some.filter((readout) => {
      const guardrail = readout.metrics.find(({ name }) => name === 'unsubscribe')
      const lift = guardrail?.measured ? guardrail.comparisons[0]?.absolute : undefined
      return lift?.computable && lift.low > MARGIN.amount && breachesIn(readout).length === 0
    })
    expect(fixed.length).toBeGreaterThan(0)
    expect(breachesIn(FINE)).toEqual([])
  })
})

describe('it is told', () => {
  test('once for each metric and arm', () => {
    expect(found(live())).toHaveLength(1)
    expect(found(live({ harms: harmOf() }))).toEqual([])
    const [second] = found(live({ harms: harmOf() }), WORSE)
    expect(second?.kind === 'harm_found' && second.harm.found.map(({ treatment }) => treatment.arm)).toEqual([
      'Womens E-Mail',
    ])
    expect(second?.kind === 'harm_found' && second.harm.n).toBe(2)
  })

  test.each(['approved', 'stopped', 'concluded'] as const)('not while it is %s', (stage) => {
    expect(found(live({ stage }))).toEqual([])
  })

  test('while it is launching too, where a stage may reach people', () => {
    expect(found(live({ stage: 'launching' }))).toHaveLength(1)
  })

  test('not where nothing was read, or nothing is wrong', () => {
    expect(harmEvents(live(), null, 'watch', NOW)).toEqual([])
    expect(found(live(), FINE)).toEqual([])
  })

  test('to the owner and those who approved it, each once', () => {
    const decision = (by: string, verdict: 'approve' | 'decline'): Decision => ({
      by,
      team: 'data',
      verdict,
      words: null,
      at: NOW,
    })
    const decisions = [decision('UTOM', 'approve'), decision('UMEI', 'decline'), decision('UANA', 'approve')]
    const request: ApprovalRequest = {
      ...{ n: 1, by: 'UANA', at: NOW, expiresAt: NOW, requires: [], brief: live().campaign.brief },
      ...{ decisions, state: 'approved' },
    }
    expect(toldOfHarm({ ...live({ owner: 'UANA' }), request })).toEqual(['UANA', 'UTOM'])
  })
})

describe('stop on harm', () => {
  test('stops with its reason, where it was approved so', () => {
    const events = found(live({}, STOPPING))
    expect(events.map(({ kind }) => kind)).toEqual(['harm_found', 'stopped'])
    expect(events[1]).toMatchObject({
      words: expect.stringContaining('Unsubscribe is 1.8 points higher in Mens E-Mail; 0.2 was allowed.'),
    })
    expect(found(live({ stage: 'paused' }, STOPPING))).toHaveLength(2)
  })

  test('not on data with a fault; then once it can be read, though it was told before', () => {
    const [told, ...more] = found(live({}, STOPPING), STALE)
    expect(more).toEqual([])
    expect(told).toMatchObject({ harm: { stops: false, problems: [expect.stringContaining('old')] } })
    const harms = harmOf(STALE, live({}, STOPPING))
    expect(found(live({ harms }, STOPPING), STALE)).toEqual([])
    expect(found(live({ harms }, STOPPING), HARMED).map(({ kind }) => kind)).toEqual([
      'harm_found',
      'stopped',
    ])
  })
})

test('what was found on data that can be read stays crossed for later looks', () => {
  expect(harmCrossings(harmOf())).toEqual([
    {
      ...{ arm: 'Mens E-Mail', metric: 'unsubscribe', kind: 'harm', day: 6 },
      on: {
        control: { n: 21_306, sum: 20, sumSquares: 20 },
        treatment: { n: 21_307, sum: 400, sumSquares: 400 },
      },
    },
  ])
  expect(harmCrossings(harmOf(STALE))).toEqual([])
  const slight = harmOf(look({ metrics: [PURCHASE, unsubscribe(20, 140, 22)] }))
  const later = look({ metrics: [PURCHASE, unsubscribe(320, 360, 322)] }, { between: harmCrossings(slight) })
  expect(later.metrics[1]).toMatchObject({ comparisons: [{ harmed: false }, {}] })
  expect(later.verdicts[0]).toMatchObject({ arm: 'Mens E-Mail', verdict: 'stop', rule: 3 })
})

test('what was found in a load that was mended falls at every look after it', () => {
  const between = harmCrossings(harmOf())
  const first = look({ metrics: [PURCHASE, unsubscribe(20, 24, 22)] }, { between })
  const second = look({ metrics: [PURCHASE, unsubscribe(24, 28, 26)] }, { between, earlier: first })
  expect([first, second].flatMap(({ crossings }) => crossings)).toEqual([])
  const [old] = between
  expect(old?.on).toBeDefined()
})
