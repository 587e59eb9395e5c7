import { describe, expect, test } from 'vitest'
import { altOf, LONGEST_ALT } from '../../src/pictures/alt-text.ts'
import { ledgerAlt } from '../../src/pictures/ledger.ts'
import { courseAlt } from '../../src/pictures/lift-course.ts'
import { liftsAlt } from '../../src/pictures/lifts.ts'
import { DAYS, HUGE, look, MANY, NOTHING, ONE } from './looks.ts'

describe('the words of a picture', () => {
  test.each([
    [
      'one metric',
      ONE,
      '1 better. Lifts against No E-Mail on day 6 of 14. Purchase +118.8 % (+78.0 … +159.7 %), better.',
    ],
    [
      'nothing computable',
      NOTHING,
      '2 without a figure. Lifts against No E-Mail on day 6 of 14. Purchase not computable: nobody did it in No E-Mail. Spend not measured: its query failed.',
    ],
    [
      'what is worse first, though it stands last',
      HUGE,
      /^1 worse, 1 better, 2 unclear\. Lifts against No E-Mail on day 6 of 14\. Returns \+900\.0 % \(\+640\.0 … \+1\u202f160\.0 %\), worse\. Purchase/,
    ],
    [
      'arms by name, and a guardrail by its margin',
      MANY,
      /Purchase in Both, on alternating days −8\.0 % .*, worse\. Purchase in Mens E-Mail \+11\.8 %/,
    ],
  ])('%s', (_what, shown, words) => {
    if (typeof words === 'string') expect(liftsAlt(shown)).toBe(words)
    else expect(liftsAlt(shown)).toMatch(words)
  })

  test('a falling metric that should fall is better', () => {
    const refunds = look(['a', 'b'], [{ label: 'Refunds', direction: 'down', lifts: [[-9, -15, -3]] }])
    expect(liftsAlt(refunds)).toMatch(/^1 better\./)
  })

  test('many days: where the lift stands, and where it came from', () => {
    expect(courseAlt(DAYS)).toBe(
      'Purchase on day 6 of 14, lift against No E-Mail: Mens E-Mail +14.33 % (+0.02 … +28.64 %), better, from +26.0 % on day 1; the band has narrowed. ' +
        'Womens E-Mail +0.5 % (−13.8 … +14.8 %), unclear, from −7.0 % on day 1; the band has narrowed.',
    )
    expect(courseAlt(DAYS.slice(0, 1))).toBe('Nothing to compare over days yet.')
  })

  test('campaigns: each with its figure, or why it has none', () => {
    const rows = [
      { label: 'Spring win-back', lift: 0.081, low: 0.03, high: 0.13, n: 42_613 },
      { label: 'Old one', lift: null, low: null, high: null, note: 'concluded without a readout' },
    ]
    expect(ledgerAlt({ title: 'Measured lift, Q1 2026', subtitle: '', note: '', rows })).toBe(
      '1 better, 1 without a figure. Measured lift, Q1 2026. Spring win-back +8.1 % (95 % +3.0 … +13.0 %), better. Old one concluded without a readout.',
    )
  })

  test('what does not fit is counted, however long the names are', () => {
    const long = 'x'.repeat(3_000)
    for (const findings of [60, 1].map((count) => Array(count).fill({ tone: 'better', words: long }))) {
      const words = altOf(long, findings)
      expect(words.length).toBeLessThanOrEqual(LONGEST_ALT)
      expect(words).toMatch(/^\d+ better\. x+…/)
    }
    expect(altOf('Lifts.', Array(60).fill({ tone: 'unclear', words: 'Purchase '.repeat(20) }))).toMatch(
      /And \d+ more\.$/,
    )
  })
})
