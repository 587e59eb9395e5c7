import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../commands/index.ts'
import { complete, encode, helpFor } from '../../../sandbox/page/completion.ts'
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
  commands: COMMANDS,
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
    ['/campaign appr', ['approve']],
    ['/campaign approve', null],
    ['/campaign wdr', null],
    ['/campaign approve @', ['Ana Alvarez', 'Raj Patel']],
    ['hi @pat', ['Raj Patel']],
    ['in #g', ['#growth']],
    ['raj@', null],
  ])('%s', (text, options) => {
    expect(labels(text)).toEqual(options)
  })

  it('offers every command, and chooses none before a letter is typed', () => {
    expect(labels('/campaign ')).toEqual(COMMANDS.map(({ name }) => name))
    expect(complete('/campaign ', 10, known)?.begun).toBe(false)
    expect(complete('/campaign a', 11, known)?.begun).toBe(true)
  })

  it('completes the word at the caret and leaves what follows', () => {
    expect(complete('ask @ra about it', 7, known)).toMatchObject({
      from: 4,
      to: 7,
      options: [{ insert: '@raj ' }],
    })
  })

  it('shows the forms of the command that stands there', () => {
    expect(helpFor('/campaign launch winback', COMMANDS)?.usage).toEqual(
      COMMANDS.find(({ name }) => name === 'launch')?.usage,
    )
    expect(helpFor('/campaign nothing', COMMANDS)).toBeNull()
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
