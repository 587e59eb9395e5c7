import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { searchable, searchWords } from '../../../src/domain/text/search-words.ts'
import { anyText } from '../../support/any-text.ts'

describe('searchable text', () => {
  test.each([
    ['Café', ' cafe '],
    ['  Two\n words ', ' two words '],
    ['“Hello” it’s', ' "hello" it\'s '],
    ['100 % of user_id', ' 100 % of user_id '],
    ['שָׁלוֹם', ' שלום '],
    ['❤️ 👩‍👩‍👧', ' ❤ 👩👩👧 '],
    ['\u202Eleft', ' left '],
    ['ﬁne Ⅷ', ' fine viii '],
    ['Why? (lost, 3.5 %) a.b', ' why ? ( lost , 3.5 % ) a.b '],
    ['', ''],
    ['\u200B\u0301', ''],
  ])('%s', (text, wanted) => expect(searchable(text)).toBe(wanted))

  test('is the same however it was composed, and stays so', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = searchable(text)
        expect(searchable(once)).toBe(once)
        expect(searchable(text.normalize('NFD'))).toBe(searchable(text.normalize('NFC')))
      }),
    )
  })
})

describe('the words of a query', () => {
  test.each<[string, string[]]>([
    ['coupon, Web?', ['coupon', 'web']],
    ['“free delivery” now', ['free delivery', 'now']],
    ['"free delivery', ['free', 'delivery']],
    ['100% (lost)', ['100%', 'lost']],
    ['? "', ['?', '"']],
    ['“buy less?”', ['buy less']],
    ['web Web WEB', ['web']],
    ['/＂|', ['/', '|']],
    ['5"x7"', ['5', 'x7']],
    ['', []],
    ['a b c d e f g h i j', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']],
    ['"］"', [']']],
  ])('%s', (query, words) => expect(searchWords(query)).toEqual(words))

  test('stand each in the text that was looked for', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const unquoted = text.normalize('NFKD').replace(/["“”„‟«»]/g, '')
        for (const word of searchWords(unquoted)) expect(searchable(unquoted)).toContain(word)
      }),
    )
  })
})
