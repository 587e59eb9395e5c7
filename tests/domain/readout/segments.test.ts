import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headline } from '../../../src/domain/readout/headline.ts'
import type { ReadoutInput, SegmentInput } from '../../../src/domain/readout/input.ts'
import { suggestAnalyses } from '../../../src/domain/readout/suggestions.ts'
import { counted, look, PURCHASE } from './fixtures.ts'

const segment = (value: string | null, users: number[], purchases?: number[], rest?: true): SegmentInput => ({
  column: 'channel',
  value,
  ...(rest ? { rest } : {}),
  users,
  metrics: purchases
    ? [{ name: 'purchase', sums: purchases.map((sum, i) => ({ n: users[i] ?? 0, sum, sumSquares: sum })) }]
    : [],
})

/** Mens e-mail lost 2 000 of its people on the web. */
const WEB = segment('Web', [9_000, 7_000, 9_000])
const PHONE = segment('Phone', [12_306, 12_307, 12_387])
const OFF: Partial<ReadoutInput> = { users: [21_306, 19_307, 21_387], segments: [WEB, PHONE] }

describe('an off split', () => {
  it('names the segment that drives it most, with its people and the split without it', () => {
    const seen = look(OFF)
    expect(seen.splitCause).toEqual({
      column: 'channel',
      value: 'Web',
      users: [9_000, 7_000, 9_000],
      pWithout: expect.closeTo(0.84, 2),
    })
    expect(headline(seen)).toMatch(
      /^Fix the data first\. The split is off \(p = .*\), most of all where channel is Web: No E-Mail 9\u202f000, Mens E-Mail 7\u202f000, Womens E-Mail 9\u202f000; without them it is as planned \(p = 0\.84\)\. \(rule 2\)$/,
    )
    expect(suggestAnalyses(seen)[0]).toMatchObject({
      code: 'srm',
      segment: { column: 'channel', value: 'Web' },
      seen: expect.stringMatching(/Most of it is where channel is Web\.$/),
      question: expect.stringMatching(/^Where do people with channel Web get lost/),
    })
  })

  it.each<[string, SegmentInput[]]>([
    ['no segment', []],
    [
      'all segments alike',
      [segment('Web', [10_653, 9_653, 10_693]), segment('Phone', [10_653, 9_654, 10_694])],
    ],
    ['a single segment', [segment('Web', [21_306, 19_307, 21_387])]],
  ])('names none where it is of %s', (_, segments) => {
    expect(look({ ...OFF, segments }).splitCause).toBeNull()
  })

  it('calls the rest and what is not set by a word', () => {
    const cause = (segments: SegmentInput[]) => look({ ...OFF, segments }).splitCause?.value
    expect(cause([{ ...WEB, value: null }, PHONE])).toBe('none')
    expect(cause([{ ...WEB, rest: true }, PHONE])).toBe('other')
  })

  it('is not asked for of a healthy split', () => {
    expect(look({ segments: [segment('Web', [9_000, 9_000, 9_000]), PHONE] }).splitCause).toBeNull()
  })

  it('finds the one segment that was broken, whatever the others', () => {
    const size = fc.integer({ min: 3_000, max: 20_000 })
    fc.assert(
      fc.property(fc.array(size, { minLength: 2, maxLength: 5 }), fc.nat(), (sizes, pick) => {
        const broken = pick % sizes.length
        const segments = sizes.map((n, i) => segment(`s${i}`, [n, i === broken ? Math.round(n * 0.7) : n, n]))
        const users = [0, 1, 2].map((arm) => segments.reduce((sum, each) => sum + (each.users[arm] ?? 0), 0))
        const { splitCause, sampleRatio } = look({ users, segments })
        if (splitCause) expect([splitCause.value, sampleRatio.healthy]).toEqual([`s${broken}`, false])
      }),
    )
  })
})

describe('a segment without a single event', () => {
  const rural = (purchases: number[]) => segment('Rural', [3_000, 3_000, 3_000], purchases)

  it('is asked about where many were to be expected', () => {
    const seen = look({ segments: [rural([18, 40, 0])] })
    expect(seen.silences).toMatchObject([
      { arm: 'Womens E-Mail', people: 3_000, expected: expect.closeTo(30.8, 1) },
    ])
    expect(suggestAnalyses(seen)).toMatchObject([
      {
        code: 'silent:purchase:Womens E-Mail:channel=Rural',
        metric: 'purchase',
        arm: 'Womens E-Mail',
        segment: { column: 'channel', value: 'Rural' },
        seen: 'None of the 3\u202f000 people in Womens E-Mail with channel Rural has a Purchase, where about 31 would be expected.',
        question: 'Is Purchase tracked for people with channel Rural in Womens E-Mail?',
        step: 'collect',
      },
    ])
  })

  it('of all arms is one question', () => {
    const [only, ...more] = suggestAnalyses(look({ segments: [rural([0, 0, 0])] }))
    expect(more).toEqual([])
    expect(only?.seen).toMatch(
      /^None of the 9\u202f000 people with channel Rural has a Purchase, where about 95/,
    )
    expect(only).not.toHaveProperty('arm')
  })

  it('is asked about while all of its people are inside their window', () => {
    const nobody = [0, 1, 2].map(() => ({ n: 0, sum: 0, sumSquares: 0 }))
    const [own] = rural([18, 40, 0]).metrics
    if (!own) throw new Error('expected sums of the segment')
    const seen = look({
      metrics: [{ ...PURCHASE, windowDays: 14, sums: nobody, everybody: counted(122, 267, 189) }],
      segments: [{ ...rural([]), metrics: [{ ...own, sums: nobody, everybody: own.sums }] }],
    })
    expect(seen.silences).toMatchObject([{ arm: 'Womens E-Mail', people: 3_000 }])
  })

  it.each<[string, Partial<ReadoutInput>]>([
    ['some happened', { segments: [rural([18, 40, 1])] }],
    ['few were to be expected', { segments: [segment('Rural', [900, 900, 900], [5, 11, 0])] }],
    ['the metric was not measured there', { segments: [segment('Rural', [3_000, 3_000, 3_000])] }],
  ])('is none where %s', (_, changes) => {
    expect(look(changes).silences).toEqual([])
  })
})

describe('arms that differed before', () => {
  const before = (means: number[]) =>
    means.map((mean, i) => {
      const n = counted(0, 0, 0)[i]?.n ?? 0
      return { sum: mean * n, sumSquares: (mean ** 2 + 1) * n, products: mean * 0.01 * n }
    })
  const withBefore = (means: number[]) => ({
    ...PURCHASE,
    sums: counted(122, 267, 189).map((sums, i) => ({
      ...sums,
      before: before(means)[i] ?? { sum: 0, sumSquares: 0, products: 0 },
    })),
  })

  it('are a problem of the look: lifts hidden, and asked about', () => {
    const seen = look({ metrics: [withBefore([1, 1.1, 1])] })
    expect(seen.imbalances).toMatchObject([{ metric: 'Purchase', arm: 'Mens E-Mail', control: 1 }])
    expect(headline(seen)).toBe(
      'Fix the data first. Purchase differed in Mens E-Mail before the campaign began. (rule 2)',
    )
    expect(seen.verdicts.every(({ liftsHidden }) => liftsHidden)).toBe(true)
    expect(suggestAnalyses(seen)[0]).toMatchObject({
      code: 'imbalance',
      arm: 'Mens E-Mail',
      seen: expect.stringMatching(
        /^Before the campaign began, Purchase was 1\.100 a person in Mens E-Mail, 1\.000 in the control \(p = /,
      ),
    })
  })

  it('are none where chance explains it', () => {
    expect(look({ metrics: [withBefore([1, 1.02, 0.99])] }).imbalances).toEqual([])
  })
})
