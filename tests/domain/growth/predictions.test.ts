import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { parseGuess, rangeText, signedText } from '../../../src/domain/growth/guess.ts'
import { measuredGoal } from '../../../src/domain/growth/measured.ts'
import { notPredicted, predict } from '../../../src/domain/growth/prediction.ts'
import { scoresOf } from '../../../src/domain/growth/score.ts'
import { scoreWords } from '../../../src/domain/growth/words.ts'
import type { Campaign } from '../../../src/domain/state/campaign.ts'
import type { Prediction } from '../../../src/domain/state/growth.ts'
import { measured, predicted } from '../../slack/cards/facts.ts'
import { TEAMS } from '../../support/stand.ts'
import { aState, NOW } from '../build.ts'
import { failed, look, PURCHASE, unsubscribe } from '../readout/fixtures.ts'

const OUTCOME = { metric: 'purchase', direction: 'up', minimumEffect: 0.08, secondary: [] } as const
const ARMS = [
  { name: 'No E-Mail', weight: 1 },
  { name: 'Mens E-Mail', weight: 1 },
]
const GUESS = { lift: 0.08, low: null, high: null, signed: true }

describe('a guess', () => {
  it('is read back as it is written', () => {
    const percent = fc.integer({ min: -1_000, max: 9_999 }).map((tenths) => tenths / 1_000)
    fc.assert(
      fc.property(percent, percent, percent, (...three) => {
        const [low = 0, lift = 0, high = 0] = three.sort((a, b) => a - b)
        fc.pre(low < high)
        const typed = `${signedText(lift)} ${rangeText({ low, high })}`
        expect(parseGuess(typed)).toEqual({ lift, low, high, signed: true })
      }),
    )
  })
})

describe('a prediction', () => {
  const state = aState({ brief: { outcome: OUTCOME, arms: ARMS } })

  it('is made by the owner for growth and by the data partner for data', () => {
    expect(predict(state, 'UANA', GUESS, TEAMS, NOW)).toMatchObject([
      { kind: 'predicted', prediction: { team: 'growth' } },
    ])
    expect(predict(state, 'URAJ', GUESS, TEAMS, NOW)).toMatchObject([
      { kind: 'predicted', prediction: { team: 'data' } },
    ])
    expect(() => predict(state, 'UZOE', GUESS, TEAMS, NOW)).toThrow(
      'The owner and the data partner predict winback: {@UANA} and {@URAJ}.',
    )
  })

  it('is counted in the direction that is wanted, unless a sign was typed', () => {
    const down = aState({ brief: { outcome: { ...OUTCOME, metric: 'unsubscribe', direction: 'down' } } })
    const typed = { lift: 0.05, low: 0.02, high: 0.08, signed: false }
    const [event] = predict(down, 'UANA', typed, TEAMS, NOW)
    expect(event).toMatchObject({
      prediction: { metric: 'unsubscribe', lift: -0.05, low: -0.08, high: -0.02 },
    })
    const [signed] = predict(down, 'UANA', { ...typed, signed: true }, TEAMS, NOW)
    expect(signed).toMatchObject({ prediction: { lift: 0.05 } })
  })

  it('says nothing new where the same is said again', () => {
    const [event] = predict(state, 'UANA', GUESS, TEAMS, NOW)
    const predictions = event?.kind === 'predicted' ? [event.prediction] : []
    const again = aState({ brief: { outcome: OUTCOME, arms: ARMS }, predictions })
    expect(predict(again, 'UANA', GUESS, TEAMS, new Date(NOW.getTime() + 1))).toEqual([])
    expect(predict(again, 'UANA', { ...GUESS, lift: 0.09 }, TEAMS, NOW)).toHaveLength(1)
  })

  it.each(['launching', 'live', 'paused', 'stopped', 'concluded', 'cancelled'] as const)(
    'is refused when the campaign is %s',
    (stage) => {
      const late = aState({ stage, brief: { outcome: OUTCOME } })
      expect(() => predict(late, 'UANA', GUESS, TEAMS, NOW)).toThrow('predictions are made before the launch')
    },
  )

  it('needs a goal', () => {
    expect(() => predict(aState(), 'UANA', GUESS, TEAMS, NOW)).toThrow('has no outcome to predict yet')
  })
})

describe('who is asked', () => {
  const asked = (campaign: Partial<Omit<Campaign, 'brief'>> & { brief?: Partial<Campaign['brief']> }) =>
    notPredicted(
      aState({ ...campaign, brief: { outcome: OUTCOME, arms: ARMS, ...campaign.brief } }).campaign,
    ).map(({ person }) => person)

  it('is who has not said anything of this goal', () => {
    expect(asked({})).toEqual(['UANA', 'URAJ'])
    expect(asked({ predictions: [predicted('growth', 'UANA')] })).toEqual(['URAJ'])
    expect(asked({ predictions: [predicted('growth', 'UANA', 'visit')] })).toEqual(['UANA', 'URAJ'])
    expect(asked({ predictions: [predicted('data', 'UMEI')] })).toEqual(['UANA'])
  })

  it('is nobody where nothing will be measured, or since the launch; an owner without a partner is asked once', () => {
    expect(asked({ brief: { arms: [] } })).toEqual([])
    expect(asked({ stage: 'live' })).toEqual([])
    expect(asked({ brief: { partner: 'UANA' } })).toEqual(['UANA'])
    expect(asked({ brief: { partner: null } })).toEqual(['UANA'])
  })
})

describe('the measured goal', () => {
  const brief = { outcome: OUTCOME }
  const good = look({ metrics: [PURCHASE] })

  it('is the lift of the readout, with its ground', () => {
    const [metric] = good.metrics
    const relative = metric?.measured ? metric.comparisons[0]?.relative : null
    expect(measuredGoal(brief, [{ digestId: 7, readout: good }])).toEqual({
      found: true,
      metric: 'purchase',
      label: 'Purchase',
      direction: 'up',
      arm: 'Mens E-Mail',
      of: 2,
      digestId: 7,
      readAt: new Date(good.asOf),
      ...(relative?.computable ? { lift: relative.lift, se: relative.se, ...relative.decides } : {}),
    })
  })

  it('passes over digests whose query for it failed, but not over a split that is off', () => {
    const broken = look({ metrics: [failed(PURCHASE)] })
    const off = look({ users: [21_306, 19_000], metrics: [PURCHASE] })
    const older = { digestId: 1, readout: good }
    expect(measuredGoal(brief, [{ digestId: 2, readout: broken }, older])).toMatchObject({ digestId: 1 })
    expect(measuredGoal(brief, [{ digestId: 2, readout: off }, older])).toEqual({
      found: false,
      reason: expect.stringMatching(/^the split is off \(p .*\)$/),
    })
  })

  it('says why it is not known', () => {
    const reason = (readouts: (typeof good)[], outcome: typeof OUTCOME | null = OUTCOME) =>
      measuredGoal(
        { outcome },
        readouts.map((readout, i) => ({ digestId: i, readout })),
      )
    expect(reason([good], null)).toMatchObject({ reason: 'the brief names no outcome' })
    expect(reason([])).toMatchObject({ reason: 'no digest was made' })
    expect(reason([look({ metrics: [unsubscribe(1, 2, 3)] })])).toMatchObject({
      reason: 'purchase was measured in no digest',
    })
  })
})

describe('a score', () => {
  const scored = (prediction: Partial<Prediction>, direction: 'up' | 'down' = 'up') =>
    scoresOf({
      predictions: [{ ...predicted('growth', 'UANA'), low: null, high: null, ...prediction }],
      conclusion: {
        measured: { ...measured('Purchase', 'purchase'), direction },
      },
    })[0]

  // Measured: +8 % (95 % +2.1 … +13.9 %).
  it.each([
    [{ lift: 0.12 }, 0.04, true, null, '{@UANA} guessed +12 %, it was +8.0 %: too optimistic.'],
    [
      { lift: 0.02, low: -0.01, high: 0.05 },
      -0.06,
      false,
      false,
      'guessed +2 % (80 % sure: −1 % to +5 %), it was +8.0 %: too cautious.',
    ],
    [{ lift: 0.08, low: 0.08, high: 0.2 }, 0, true, true, 'it was +8.0 %: right.'],
    [{ lift: 0.5, low: 0, high: 1 }, 0.42, false, true, 'it was +8.0 %: too optimistic.'],
  ])('of %j', (prediction, error, inMeasured, inRange, words) => {
    const score = scored(prediction)
    expect(score?.error).toBeCloseTo(error, 12)
    expect(score).toMatchObject({ inMeasured, inRange })
    expect(score && scoreWords(score)).toContain(words)
  })

  it('calls optimistic what hopes for a larger fall, where the goal is to go down', () => {
    expect(scored({ lift: 0.04 }, 'down')?.error).toBeCloseTo(0.04, 12)
  })

  test('is given for the metric that was measured alone', () => {
    expect(scored({ metric: 'visit' })).toBeUndefined()
    expect(scoresOf({ predictions: [predicted('data', 'URAJ')], conclusion: null })).toEqual([])
  })
})
