import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quoted } from '../../../src/domain/text/typed-value.ts'
import { bare, isBlank, plainSigns, visible } from '../../../src/domain/text/visible.ts'

const FAMILY = '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}'

describe('a word as it was copied', () => {
  test.each([
    ['`winback`', 'winback'],
    ['*winback*', 'winback'],
    ['_winback_', 'winback'],
    ['~winback~', 'winback'],
    ['"winback"', 'winback'],
    ['“winback”', 'winback'],
    ['«winback»', 'winback'],
    ["‘winback'", 'winback'],
    ['*`winback`*', 'winback'],
    ['`winback', 'winback'],
    ['win\u200Bback', 'winback'],
    ['\uFEFFwinback\u200E', 'winback'],
    ['win\u00ADback', 'winback'],
    ['win\u200Dback', 'winback'],
    ['\u2068winback\u2069', 'winback'],
    ['spring\u2013win\u2011back', 'spring-win-back'],
    ['ｗｉｎ７', 'win7'],
    ['\u00A0winback\u00A0', 'winback'],
    ['+8\u200B%', '+8%'],
    ['\u22125\u00A0%', '-5\u00A0%'],
    ['winback,', 'winback'],
    ['`winback`.', 'winback'],
    ['3.', '3'],
    ['win_back', 'win_back'],
    ['`', ''],
  ])('%j is %j', (typed, meant) => expect(bare(typed)).toBe(meant))

  test('lines stay lines', () => expect(plainSigns('a\u200B\nb\tc')).toBe('a\nb\tc'))
})

describe('prose', () => {
  test.each([
    ['a\u200Bb\uFEFF', 'ab'],
    [FAMILY, FAMILY],
    ['می\u200Cخواهم', 'می\u200Cخواهم'],
    ['\u202Eabc', 'abc'],
  ])('%j', (typed, seen) => expect(visible(typed)).toBe(seen))
})

describe('what nobody can see', () => {
  test.each([
    '',
    ' ',
    '\u200B\u200B',
    '\uFEFF',
    '\u00AD',
    '\u2060 \u200D',
    '\u3164',
    '\u2800',
    '\uFE0F',
    '\u{E0020}',
  ])('%j is blank', (typed) => expect(isBlank(typed)).toBe(true))
  test.each(['a', '.', FAMILY, '\u200Ba', '0'])('%j is not', (typed) => expect(isBlank(typed)).toBe(false))
})

describe('what a refusal quotes', () => {
  test.each([
    ['soon', '"soon"'],
    ['win_back', '"win_back"'],
    ['cron 0 9 30 2 *', '"`cron 0 9 30 2 *`"'],
    ['_x', '"`_x`"'],
    ['a `b` c', '"`a \u02CBb\u02CB c`"'],
    ['two\nlines', '"two lines"'],
    ['{b:bold}', '"`{b:bold}`"'],
    ['{date:1}', '"`{date:1}`"'],
    ['go {@U0MEI}', '"go {@U0MEI}"'],
    ['win\u200Bback', '"winback"'],
    [FAMILY, `"${FAMILY}"`],
  ])('%j as %s', (typed, shown) => expect(quoted(typed)).toBe(shown))

  test('nothing that is typed ends its code span, or stands in a sentence as a token', () => {
    const piece = fc.constantFrom(
      '`',
      '``',
      '*',
      '_',
      'a',
      ' ',
      '\n',
      '{b:x}',
      '{date:1}',
      '{#C1}',
      '"',
      '\\',
      '👍',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const shown = quoted(pieces.join(''))
        const spans = shown.match(/`/g)?.length ?? 0
        expect(spans === 0 || (spans === 2 && shown.startsWith('"`') && shown.endsWith('`"'))).toBe(true)
        if (spans === 0) expect(shown).not.toMatch(/[*~]|\{(b|date|#)/)
      }),
    )
  })
})
