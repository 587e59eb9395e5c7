import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { durationWords } from '../../../src/domain/time/duration-words.ts'
import { readTyped } from '../../../src/slack/kit/typed.ts'
import { dueWords, listWords } from '../../../src/slack/kit/words.ts'
import { anyCodePoint } from '../../support/any-text.ts'

const seen = (delivered: string) =>
  readTyped(delivered)
    .map(({ text }) => text)
    .join('')

describe('typed text, as a slash command delivers it', () => {
  it.each([
    ['assign <@U123|raj> now', 'assign @raj now'],
    ['<@U123>', '@U123'],
    ['to <#C123|growth>, or <#C9|>', 'to #growth, or #C9'],
    ['see <https://x.example/a?b=1&amp;c=2>', 'see https://x.example/a?b=1&c=2'],
    ['<http://x.example|x.example>', 'x.example'],
    ['<https://evil.example|good>', 'good (https://evil.example)'],
    ['<mailto:raj@x.example|raj@x.example>', 'raj@x.example'],
    ['<!here> <!subteam^S1|@growth> <!subteam^S1> <!date^1^{time}|noon>', '@here @growth @S1 noon'],
    ['a &lt; b &amp;&amp; c &gt; d', 'a < b && c > d'],
    ['&amp;lt;', '&lt;'],
    ['&lt;@U1&gt;', '<@U1>'],
    ['a < b', 'a < b'],
    ['', ''],
  ])('%s', (delivered, typed) => {
    expect(seen(delivered)).toBe(typed)
  })

  it('keeps the ids for the parser', () => {
    expect(readTyped('ask <@U1|raj> in <#C2|growth> <https://x.example|why &amp; how>')).toEqual([
      { kind: 'text', text: 'ask ' },
      { kind: 'user', id: 'U1', text: '@raj' },
      { kind: 'text', text: ' in ' },
      { kind: 'channel', id: 'C2', text: '#growth' },
      { kind: 'text', text: ' ' },
      { kind: 'link', url: 'https://x.example', text: 'why & how (https://x.example)' },
    ])
  })

  it('gives back whatever was typed, once Slack escaped it', () => {
    const escaped = (text: string) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    fc.assert(
      fc.property(fc.string({ unit: anyCodePoint, maxLength: 200 }), (text) => {
        expect(seen(escaped(text))).toBe(text)
      }),
    )
  })
})

describe('durations', () => {
  const minute = 60_000
  const day = 24 * 60 * minute
  it.each([
    [0, 'less than a minute'],
    [29_999, 'less than a minute'],
    [30_000, '1 minute'],
    [59.4 * minute, '59 minutes'],
    [59.6 * minute, '1 hour'],
    [23.6 * 60 * minute, '1 day'],
    [2.4 * day, '2 days'],
    [-2 * day, '2 days'],
    [13 * day, '13 days'],
    [14 * day, '2 weeks'],
    [70 * day, '2 months'],
    [365 * day, '12 months'],
    [3 * 365.25 * day, '3 years'],
  ])('%d ms is %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words)
  })

  it.each([
    ['2026-03-03T09:00:00Z', '2 days late'],
    ['2026-03-05T12:00:00Z', 'in 3 hours'],
    ['2026-03-05T09:00:20Z', 'due now'],
  ])('due %s is %s', (due, words) => {
    expect(dueWords(new Date(due), new Date('2026-03-05T09:00:00Z'))).toBe(words)
  })
})

describe('listWords', () => {
  it.each([
    [[], 'and', ''],
    [['a'], 'or', 'a'],
    [['a', 'b'], 'and', 'a and b'],
    [['a', 'b', 'c'], 'or', 'a, b or c'],
  ] as const)('%j with %s', (words, conjunction, joined) => {
    expect(listWords(words, conjunction)).toBe(joined)
  })
})
