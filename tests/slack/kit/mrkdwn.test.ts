import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sane } from '../../../sandbox/workspace/block-elements.ts'
import {
  bold,
  channelRef,
  clipMrkdwn,
  code,
  dateToken,
  escapeMrkdwn,
  joinMd,
  lines,
  link,
  Mrkdwn,
  md,
  mention,
  mrkdwnObject,
  typed,
} from '../../../src/slack/kit/mrkdwn.ts'
import { anyCodePoint, anyText, everyCodeUnit } from '../../support/any-text.ts'

describe('what somebody typed', () => {
  it.each([
    ['<!channel>', '&lt;!channel&gt;'],
    ['<@U1>', '&lt;@U1&gt;'],
    ['@channel and @Here, @raj', '@\u2060channel and @\u2060Here, @raj'],
    ['*x*', '\u2217x\u2217'],
    ['_x_ snake_case', '\u02CDx\u02CD snake_case'],
    ['~x~', '\u223Cx\u223C'],
    ['`', '\u02CB'],
    ['```x```', '\u02CB\u02CB\u02CBx\u02CB\u02CB\u02CB'],
    ['&lt;', '&amp;lt;'],
    ['<https://evil|good>', '&lt;https://evil|good&gt;'],
    ['> quote\n>> more', '\u2060&gt; quote\n\u2060&gt;&gt; more'],
    ['gpj.\u202Eexe', 'gpj.exe'],
    ['\u2067שלום', '\u2068שלום\u2069'],
    ['a\u0000b', 'ab'],
    ['R&D > 5', 'R&amp;D &gt; 5'],
  ])('%j is shown and does nothing', (text, shown) => {
    expect(escapeMrkdwn(text)).toBe(shown)
  })

  it('holds no markup of Slack, whatever it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = escapeMrkdwn(text)
        expect(shown).not.toMatch(
          /[<>*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^\s*&gt;|@(?:here|channel|everyone)\b/imu,
        )
        expect(sane(shown, 'text')).toEqual([])
        for (const line of shown.split('\n'))
          expect(line.split('\u2068').length).toBe(line.split('\u2069').length)
      }),
    )
  })

  it('escapes every character alone as beside one that needs escaping', () => {
    const differ = everyCodeUnit.filter(
      (char) => escapeMrkdwn(char) !== escapeMrkdwn(`${char}*`).replace('\u2217', ''),
    )
    expect(differ).toEqual([])
  })

  it('reads as it was typed', () => {
    const back = (text: string) =>
      text
        .replace(/[\u2060\u2068\u2069]/g, '')
        .replaceAll('\u2217', '*')
        .replaceAll('\u223C', '~')
        .replaceAll('\u02CB', '`')
        .replaceAll('\u02CD', '_')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&')
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab_*~`<>&;@ \nש'.split('')) }), (text) => {
        expect(back(escapeMrkdwn(text))).toBe(text)
      }),
    )
  })
})

describe('md', () => {
  it('escapes strings, keeps them on one line, takes markup as it is', () => {
    const text = md`*${'a*b\n> c'}* by ${mention('U1')}, ${3} of ${'<n>'}`
    expect(text.source).toBe('*a\u2217b &gt; c* by <@U1>, 3 of &lt;n&gt;')
    expect(`${text}`).toBe(text.source)
  })

  it('joins', () => {
    expect(joinMd(['a&b', null, md`*c*`, undefined, false, 0], ' · ').source).toBe('a&amp;b · *c* · 0')
    expect(lines('a', null, 'b').source).toBe('a\nb')
  })

  it('makes bold, code and short names', () => {
    expect(bold(' Spring *win* ').source).toBe('*Spring \u2217win\u2217*')
    expect(bold('').source).toBe('')
    expect(code('a_b*`<c> @here').source).toBe('`a_b*\u02CB&lt;c&gt; @\u2060here`')
    expect(code(' ').source).toBe('')
    expect(typed('x'.repeat(100), 5).source).toBe('xxxx…')
  })
})

describe('link', () => {
  it.each([
    [
      'https://x.example/a|b>c<d?e=1&f=2',
      'the plan',
      '<https://x.example/a%7Cb%3Ec%3Cd?e=1&amp;f=2|the plan>',
    ],
    ['https://x.example/?q=a|b#c|d', 'q', '<https://x.example/?q=a%7Cb#c%7Cd|q>'],
    ['https://x.example', 'a|b > c', '<https://x.example/|a\u2223b &gt; c>'],
    ['https://x.example/p', '', '<https://x.example/p|x.example>'],
    ['http://x.example', 'plan', 'plan'],
    ['javascript:alert(1)', 'plan', 'plan'],
    ['not a url', '<!channel>', '&lt;!channel&gt;'],
    ['https://good.example@evil.example/', 'plan', 'plan'],
    [
      'https://evil.example/',
      'https://good.example/x',
      '<https://evil.example/|https://good.example/x (evil.example)>',
    ],
    ['https://good.co/', 'https://good.com/', '<https://good.co/|https://good.com/ (good.co)>'],
    [
      'https://evil.example/',
      'see www.good.example',
      '<https://evil.example/|see www.good.example (evil.example)>',
    ],
    [
      'https://evil.example/',
      'good.example/login',
      '<https://evil.example/|good.example/login (evil.example)>',
    ],
    ['https://x.example/deep', 'https://X.example/deep', '<https://x.example/deep|https://X.example/deep>'],
  ])('%s as %j', (url, label, source) => {
    expect(link(url, label).source).toBe(source)
  })

  it('shows the address when there is no label', () => {
    expect(link('https://x.example/a').source).toBe('<https://x.example/a|https://x.example/a>')
  })

  const letters = fc.constantFrom(
    ..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@",
  )
  const part = fc
    .array(fc.oneof({ weight: 10, arbitrary: letters }, anyCodePoint.map(encodeURIComponent)))
    .map((characters) => characters.join(''))
  /** As fast-check's webUrl, which makes a table of all code points first. */
  const address = fc
    .tuple(fc.domain(), fc.array(part), fc.array(part, { maxLength: 1 }))
    .map(([domain, path, query]) => [['https:/', domain, ...path].join('/'), ...query].join('?'))

  it('makes sane markup of any address and label', () => {
    fc.assert(
      fc.property(anyText, anyText, address, (a, b, url) => {
        for (const text of [link(a, b), link(url, b), link(`https://x.example/${a}`, b)]) {
          expect(sane(text.source, 'text')).toEqual([])
        }
      }),
    )
  })
})

describe('references', () => {
  it('refers to people and channels, and shows what is neither', () => {
    expect(mention('U0A1').source).toBe('<@U0A1>')
    expect(channelRef('C0A1').source).toBe('<#C0A1>')
    expect(mention('!channel').source).toBe('!channel')
    expect(channelRef('C1>').source).toBe('C1&gt;')
  })

  it('shows times in the zone of each reader, and of the campaign where that fails', () => {
    const at = new Date('2026-03-03T08:00:00.500Z')
    expect(dateToken(at, undefined, 'Europe/Berlin').source).toBe(
      '<!date^1772524800^{date_short_pretty} {time}|Tue 3 Mar 2026 09:00 CET>',
    )
    expect(dateToken(at, '{time}^|>', 'Nowhere/None').source).toBe(
      '<!date^1772524800^{time}|Tue 3 Mar 2026 08:00 UTC>',
    )
  })
})

describe('clipMrkdwn', () => {
  it.each([
    ['see <https://x.example|the plan> now', 20, 'see…'],
    ['*a long bold name* x', 12, '*a long bo…*'],
    ['run `stairway tasks` now', 12, 'run `stair…`'],
    ['```select 1 from t```', 12, '```selec…```'],
    ['\u2068שלום שלום\u2069 x', 8, '\u2068שלום…\u2069'],
    ['R&amp;D budget', 6, 'R…'],
    ['short', 5, 'short'],
  ])('%j to %d', (source, max, clipped) => {
    expect(clipMrkdwn(new Mrkdwn(source), max).source).toBe(clipped)
  })

  it('leaves no half of anything', () => {
    const piece = fc.oneof(
      fc.constantFrom(...['*b*', '`c`', '~s~', ' ', '```f```'].map((source) => new Mrkdwn(source))),
      fc.constant(link('https://x.example/a', 'label')),
      fc.constant(dateToken(new Date(0))),
      anyText.map((text) => typed(text, 40)),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 10, max: 200 }), (pieces, max) => {
        const { source } = clipMrkdwn(joinMd(pieces, ' '), max)
        expect(source.length).toBeLessThanOrEqual(max)
        expect(sane(source, 'text')).toEqual([])
        const marks = source.replace(/<[^>]*>/g, '').replace(/```[^`]*```|`[^`]*`/g, '')
        expect(marks).not.toContain('`')
        for (const mark of ['*', '~']) expect(marks.split(mark).length % 2).toBe(1)
      }),
    )
  })

  it('says so when there is nothing to show', () => {
    expect(mrkdwnObject('\u200B', 3000)).toEqual({ type: 'mrkdwn', text: '(no text)', verbatim: true })
  })
})
