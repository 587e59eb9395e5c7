import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freeKey, keyFromName, parseKey } from '../../src/domain/key.ts'
import { quote } from '../../src/domain/text/typed-value.ts'
import { anyText } from '../support/any-text.ts'

describe('a key from a name', () => {
  test.each([
    ['Spring win-back', 'spring-win-back'],
    ['  Win   back! ', 'win-back'],
    ['Été à Zürich', 'ete-a-zurich'],
    ['Weiße Straße Øst Łódź', 'weisse-strasse-ost-lodz'],
    ['Ægir þing', 'aegir-thing'],
    ['İstanbul', 'istanbul'],
    ['ＦＵＬＬ１', 'full1'],
    ['Q3 2026 — 20 % off', 'q3-2026-20-off'],
    ['The quick brown fox jumps over', 'the-quick-brown-fox'],
    ['Donaudampfschifffahrtsgesellschaft', 'donaudampfschifffahrtsge'],
    ['Весна', 'campaign'],
    ['春の復帰', 'campaign'],
    ['👩‍👩‍👧', 'campaign'],
    ['', 'campaign'],
  ])('%j → %s', (name, key) => expect(keyFromName(name)).toBe(key))

  test('whatever the name, it is a key of at most 24 characters', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const key = keyFromName(name)
        expect(key.length).toBeLessThanOrEqual(24)
        expect(parseKey(key)).toBe(key)
        expect(key).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      }),
    )
  })
})

describe('a free key', () => {
  test('is numbered from 2, and takes the first gap', () => {
    expect(freeKey('winback', new Set())).toBe('winback')
    expect(freeKey('winback', new Set(['winback']))).toBe('winback-2')
    expect(freeKey('winback', new Set(['winback', 'winback-2', 'winback-4']))).toBe('winback-3')
    expect(freeKey('winback', new Set(['winback-2']))).toBe('winback')
  })
})

describe('a typed key', () => {
  test.each(['winback', 'q3-2026', 'a', '7', 'a'.repeat(40)])('%s', (key) =>
    expect(parseKey(` ${key.toUpperCase()} `)).toBe(key),
  )
  test.each(['', '-a', 'win back', 'win_back', 'a'.repeat(41), 'é', '../x', '<!channel>'])(
    'not %j',
    (typed) => {
      expect(() => parseKey(typed)).toThrow(/can't be a key: use up to 40 letters/)
    },
  )
})

test('a quote is one line, short, whole in its characters and without formatting', () => {
  expect(quote('  *a*\n`b` ')).toBe('a b')
  expect(quote('👍'.repeat(60))).toBe('👍'.repeat(60))
  expect(quote('👍'.repeat(100))).toBe(`${'👍'.repeat(79)}…`)
  fc.assert(
    fc.property(anyText, (typed) => {
      expect(quote(typed)).not.toMatch(/[\n`*_~]/)
      expect([...quote(typed)].length).toBeLessThanOrEqual(80)
    }),
  )
})
