import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Inline, type Paragraph, parseInline, parseMrkdwn } from '../../../sandbox/page/mrkdwn.ts'
import { escapeMrkdwn } from '../../../src/slack/kit/mrkdwn.ts'

const text = (words: string): Inline => ({ kind: 'text', text: words })

describe('what a line of markup reads as', () => {
  it.each<[string, Inline[]]>([
    ['plain', [text('plain')]],
    [
      '*bold* and _italic_ and ~gone~',
      [
        { kind: 'bold', inside: [text('bold')] },
        text(' and '),
        { kind: 'italic', inside: [text('italic')] },
        text(' and '),
        { kind: 'strike', inside: [text('gone')] },
      ],
    ],
    ['2*3*4 and snake_case_name', [text('2*3*4 and snake_case_name')]],
    ['* not bold *', [text('* not bold *')]],
    ['*_both_*', [{ kind: 'bold', inside: [{ kind: 'italic', inside: [text('both')] }] }]],
    ['`a *b* &lt;c&gt;`', [{ kind: 'code', text: 'a *b* <c>' }]],
    [
      '<@U0RAJ> and <@U0RAJ|raj>',
      [{ kind: 'user', id: 'U0RAJ', label: '' }, text(' and '), { kind: 'user', id: 'U0RAJ', label: 'raj' }],
    ],
    ['<#C0GROWTH|growth>', [{ kind: 'channel', id: 'C0GROWTH', label: 'growth' }]],
    [
      '<!here> <!subteam^S1|@growth>',
      [{ kind: 'group', label: '@here' }, text(' '), { kind: 'group', label: '@growth' }],
    ],
    [
      '*<https://a.example/x_y?b&amp;c|Tom &amp; Co>*',
      [{ kind: 'bold', inside: [{ kind: 'link', url: 'https://a.example/x_y?b&c', text: 'Tom & Co' }] }],
    ],
    ['<javascript:alert(1)|press>', [text('<javascript:alert(1)|press>')]],
    [
      '_<!date^1767225600^{date_short_pretty} {time}|then>_',
      [
        {
          kind: 'italic',
          inside: [
            { kind: 'date', unix: 1_767_225_600, format: '{date_short_pretty} {time}', fallback: 'then' },
          ],
        },
      ],
    ],
    ['one\ntwo', [text('one'), { kind: 'break' }, text('two')]],
    ['&amp;lt;b&amp;gt;', [text('&lt;b&gt;')]],
  ])('%s', (source, read) => {
    expect(parseInline(source)).toEqual(read)
  })
})

it('reads quotes, fences and lines apart', () => {
  const read = parseMrkdwn('before\n&gt; said *so*\n&gt;twice\nafter```\na *b*\n  &lt;c&gt;\n```end')
  expect(read.map(({ kind }) => kind)).toEqual(['lines', 'quote', 'lines', 'pre', 'lines'])
  expect(read[3]).toEqual({ kind: 'pre', text: 'a *b*\n  <c>' })
})

it('shows text that Stairway escaped, letter by letter, and does nothing else with it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
      const source = escapeMrkdwn(typed)
      const paragraphs = parseMrkdwn(source)
      expect(shownBy(paragraphs).replace(/\n/g, '')).toBe(
        source.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replace(/\n/g, ''),
      )
    }),
  )
})

/** Throws for anything that is not plain text. */
function shownBy(paragraphs: readonly Paragraph[]): string {
  return paragraphs
    .map((paragraph) => {
      if (paragraph.kind !== 'lines') throw new Error(`A ${paragraph.kind} out of plain text`)
      return paragraph.inside
        .map((inline) => {
          if (inline.kind === 'break') return '\n'
          if (inline.kind !== 'text') throw new Error(`A ${inline.kind} out of plain text`)
          return inline.text
        })
        .join('')
    })
    .join('\n')
}
