import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../commands/index.ts'
import { Refusal } from '../../src/refusal.ts'
import { anyText } from '../support/any-text.ts'
import { parsed, refused } from './typed.ts'

/** In the order in which help lists them. */
const ASKED_FOR =
  `new list show history brief tasks task check point rehearse submit predict approve changes decline takeback delegate breakglass withdraw launch confirm send-again arrived skip go-on undo taken-back pause resume
  stop cancel
  results digest decide suggestion ask followups followup answer conclude learnings growth mute unmute help`.split(
    /\s+/,
  )

describe('the table of commands', () => {
  it('holds those that were asked for, each once', () => {
    expect(COMMANDS.map(({ name }) => name)).toEqual(ASKED_FOR)
  })

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    '%s helps with itself',
    (name, command) => {
      expect(command.summary).toMatch(/^[A-Z].{10,120}\.$/)
      expect(command.usage.length).toBeGreaterThan(0)
      for (const form of command.usage) expect(form.split(' ')[0]).toBe(name)
      expect(command.example.split(' ')[0]).toBe(name)
      expect(() =>
        parsed(command.example.replace('#growth', '<#C0GROWTH|growth>').replace('@mei', '<@U0MEI|mei>')),
      ).not.toThrow()
    },
  )
})

describe('a typo', () => {
  it.each([
    ['aprove winback', 'approve', 'approve <key> [launch:now] [words]'],
    ['shwo winback', 'show', 'show <key>'],
    ['follow-ups', 'followups', 'followups [<key>|mine]'],
    ['LUNCH winback', 'launch', 'launch <key> [at:<when>]'],
    ['help aprove', 'approve', 'approve <key> [launch:now] [words]'],
  ])('%s gets %s and its usage', (typed, name, usage) => {
    const said = refused(typed)
    expect(said).toContain(`There is no command "${typed.split(' ').at(typed.startsWith('help') ? 1 : 0)}"`)
    expect(said).toContain(`Did you mean ${name}?`)
    expect(said).toContain(`\`/campaign ${usage}\``)
  })

  it.each(['🎉', 'x'.repeat(3_000), '<@U0RAJ|raj>', 'שלום'])(
    '%s is like none, so help is offered',
    (typed) => {
      expect(refused(typed)).toContain('`/campaign help` lists those there are.')
    },
  )
})

describe('any text', () => {
  const words = fc.constantFrom(
    ...ASKED_FOR,
    'winback',
    'winback-3',
    '3',
    'add',
    'done',
    'due',
    'due:tomorrow 9:00',
    'at:+3d',
    'step:model',
    'optional',
    'key:',
    'outcome',
    'arms',
    'a 1/3,',
    'plan',
    'webhook',
    'now',
    'cron',
    '0 9 * * 1',
    '<@U0RAJ|raj>',
    '<#C0GROWTH|growth>',
    '"',
    '“',
    'none',
    'yes',
    'good',
    '\n',
    'rehearse',
    'weekdays',
    'size:4',
    'horizon',
    'guardrails',
    'audience',
    'partner',
    'mine',
  )
  const lines = fc
    .array(fc.oneof({ weight: 4, arbitrary: words }, anyText), { maxLength: 8 })
    .map((all) => all.join(' '))

  it('is read or refused, never anything else', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, lines), (text) => {
        onlyRefused(text)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each(ASKED_FOR)('after %s is read or refused', (name) => {
    fc.assert(
      fc.property(
        anyText,
        fc.constantFrom('', 'winback ', 'winback 3 ', 'winback add ', 'winback plan '),
        (text, start) => {
          onlyRefused(`${name} ${start}${text}`)
        },
      ),
      { numRuns: 60 },
    )
  })

  it.each([
    ['3,000 letters', 'x'.repeat(3_000)],
    ['3,000 words', 'x '.repeat(1_500)],
    ['emoji', '👩‍👩‍👧‍👦'.repeat(300)],
    ['right-to-left', `\u202E${'שלום '.repeat(600)}`],
    ['an accent a thousand times', `e${'\u0301'.repeat(2_999)}`],
  ])('%s: a reason is kept whole', (_, reason) => {
    expect(parsed(`stop winback ${reason}`)).toEqual({ key: 'winback', reason: reason.trim() })
  })
})

function onlyRefused(text: string): void {
  try {
    parsed(text)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    expect(error.message).not.toBe('')
  }
}
