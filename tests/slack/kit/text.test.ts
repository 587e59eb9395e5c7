import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBlank } from '../../../src/domain/text/visible.ts'
import { clip, oneLine, plain, tidy, uniqueLabels } from '../../../src/slack/kit/text.ts'
import { anyText, everyCodeUnit } from '../../support/any-text.ts'

const segments = new Intl.Segmenter('en')
const boundaries = (text: string): number[] => [...segments.segment(text)].map(({ index }) => index)

describe('clip', () => {
  it.each([
    ['winback', 7, 'winback'],
    ['winback', 6, 'winba…'],
    ['win back', 5, 'win…'],
    ['a👩‍👩‍👧‍👦b', 6, 'a…'],
    ['🇩🇪🇫🇷', 6, '🇩🇪…'],
    ['e\u0301e\u0301e', 4, 'e\u0301…'],
    ['a &amp; b', 5, 'a…'],
    ['a &amp; b', 8, 'a &amp;…'],
    ['&amp;&amp;', 4, '…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('%s to %d', (text, max, clipped) => {
    expect(clip(text, max)).toBe(clipped)
  })

  it('stays within the limit, cuts between graphemes and keeps a beginning', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 300 }), (raw, max) => {
        const text = tidy(raw)
        const clipped = clip(text, max)
        expect(clipped.length).toBeLessThanOrEqual(max)
        if (text.length <= max) {
          expect(clipped).toBe(text)
          return
        }
        const kept = clipped.slice(0, -1)
        expect(text.startsWith(kept)).toBe(true)
        expect(clipped).not.toMatch(/\p{Cs}/u)
        // A first grapheme that is longer than the limit is the one thing that is cut.
        const at = boundaries(text)
        const [, second = text.length] = at
        expect(second > max - 1 || at.includes(kept.length)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('never splits an entity', () => {
    const piece = fc.constantFrom('&amp;', '&lt;', '&gt;', 'a', '😀', ' ')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 80 }), (pieces, max) => {
        expect(clip(pieces.join(''), max).replace(/&(?:amp|lt|gt);/g, '')).not.toContain('&')
      }),
    )
  })
})

describe('tidy', () => {
  it.each([
    ['a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['a\tb\u0000\u0007\u009Fc', 'a bc'],
    ['abc\u202Efdp.exe', 'abcfdp.exe'],
    ['\u2067a\u2069\uFEFF', 'a'],
    ['\uD83Dx', '\uFFFDx'],
    ['👩‍👧 42\u202f610', '👩‍👧 42\u202f610'],
  ])('%j', (text, clean) => {
    expect(tidy(text)).toBe(clean)
  })

  it('treats every character alone as beside one that goes', () => {
    expect(everyCodeUnit.filter((char) => tidy(char) !== tidy(`${char}\0`))).toEqual([])
  })

  it('folds lines but not the spaces in them', () => {
    expect(oneLine('a  b \n\n c\u202fd')).toBe('a  b c\u202fd')
  })
})

it.each([
  ['', true],
  [' \n\u200B\u200D\u2060\u3164', true],
  ['.', false],
])('blank %j: %s', (text, blank) => {
  expect(isBlank(text)).toBe(blank)
})

it('plain fields are one visible line', () => {
  expect(plain(' Spring\nwin-back ', 150)).toEqual({ type: 'plain_text', text: 'Spring win-back' })
  expect(plain('\u200B', 24).text).toBe('(no text)')
})

it('labels stay different when clipped', () => {
  expect(uniqueLabels(['Purchase rate, web', 'Purchase rate, app', 'Purchase rat… 2'], 14)).toEqual([
    'Purchase rate…',
    'Purchase ra… 2',
    'Purchase rat……',
  ])
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'a 2', 'long label one', 'long label two')), (labels) => {
      const unique = uniqueLabels(labels, 8)
      expect(new Set(unique).size).toBe(labels.length)
      expect(Math.max(0, ...unique.map((label) => label.length))).toBeLessThanOrEqual(8)
    }),
  )
})
