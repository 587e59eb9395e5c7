import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { complete, encode } from '../../../sandbox/page/completion.ts'
import { readTyped } from '../../../src/slack/kit/typed.ts'

const person = (id: string, name: string, realName: string) => ({
  id,
  name,
  realName,
  role: 'owner',
  zone: 'UTC',
  active: true,
})
const known = {
  people: [person('U0ANA', 'ana', 'Ana Alvarez'), person('U0RAJ', 'raj', 'Raj Patel')],
  channels: [
    { id: 'C0GROWTH', name: 'growth', archived: false, botIsMember: true },
    { id: 'C0OLD', name: 'gone', archived: true, botIsMember: true },
  ],
  commands: [{ name: '/campaign', description: 'Campaigns', usage: 'help | new <name>' }],
}
const labels = (text: string) => complete(text, text.length, known)?.options.map(({ label }) => label) ?? null

describe('what can follow', () => {
  it.each([
    ['', null],
    ['hello', null],
    ['/', ['/campaign']],
    ['/camp', ['/campaign']],
    ['/campaign', null],
    ['see /camp', null],
    ['/campaign ', null],
    ['/campaign appr', null],
    ['/other', null],
    ['/campaign approve @', ['Ana Alvarez', 'Raj Patel']],
    ['hi @pat', ['Raj Patel']],
    ['in #g', ['#growth']],
    ['raj@', null],
  ])('%s', (text, options) => {
    expect(labels(text)).toEqual(options)
  })

  it('says of the command what its manifest says, as Slack does, and nothing of what can follow it', () => {
    expect(complete('/', 1, known)?.options).toEqual([
      { insert: '/campaign ', label: '/campaign', detail: 'help | new <name> · Campaigns' },
    ])
  })

  it('completes the word at the caret and leaves what follows', () => {
    expect(complete('ask @ra about it', 7, known)).toMatchObject({
      from: 4,
      to: 7,
      options: [{ insert: '@raj ' }],
    })
  })
})

describe('what is sent', () => {
  it.each([
    ['ask @raj, please', 'ask <@U0RAJ|raj>, please'],
    ['@Raj. in #growth', '<@U0RAJ|raj>. in <#C0GROWTH|growth>'],
    ['mail raj@example.com', 'mail raj@example.com'],
    ['@rajiv is not here', '@rajiv is not here'],
    ['a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    ['see https://a.example/x?a=1&b=2.', 'see <https://a.example/x?a=1&amp;b=2>.'],
  ])('%s', (typed, sent) => {
    expect(encode(typed, known)).toBe(sent)
  })

  it('is read by Stairway as it was typed', () => {
    const word = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('@raj', '@ana', '#growth', ' ', '\n', '&lt;', '<@U0RAJ>', 'https://a.example/?q=a&b'),
    )
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const typed = words.join(' ')
        const parts = readTyped(encode(typed, known))
        expect(parts.map(({ text }) => text).join('')).toBe(typed)
      }),
    )
    expect(readTyped(encode('@ana', known))).toMatchObject([{ kind: 'user', id: 'U0ANA' }])
  })
})
