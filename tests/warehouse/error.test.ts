import { describe, expect, it } from 'vitest'
import { reasonOf } from '../../src/warehouse/error.ts'
import { whyUnreadable } from '../../src/warehouse/unreadable.ts'

describe('what a driver said', () => {
  it.each([
    [
      'a cause in later lines',
      'Invalid Input Error: CSV Error on Line: 3\nInvalid unicode detected.\n\n  file = x',
      'Invalid Input Error: CSV Error on Line: 3 Invalid unicode detected. file = x',
    ],
    [
      'our own SQL below it',
      'Binder Error: Referenced column "unit" not found\n\nLINE 3: select q."unit"\n  ^',
      'Binder Error: Referenced column "unit" not found',
    ],
    [
      'a list of what else there is',
      'Binder Error: No function matches +(VARCHAR, INTEGER)\n\tCandidate functions:\n\t+(TINYINT) -> TINYINT',
      'Binder Error: No function matches +(VARCHAR, INTEGER)',
    ],
    [
      'a first line that says nothing',
      'SQL compilation error:\nObject DID does not exist',
      'SQL compilation error: Object DID does not exist',
    ],
    ['Windows line ends', 'one\r\ntwo', 'one two'],
    ['nothing', '', ''],
  ])('is told in one line with its whole cause: %s', (_case, message, expected) => {
    expect(reasonOf(new Error(message))).toBe(expected)
  })

  it('is cut, and never shows a secret, on whatever line it stands', () => {
    expect(reasonOf(new Error(`first\nsecond s3cret ${'x'.repeat(900)}`), ['s3cret'])).toMatch(
      /^first second \*\*\* x+…$/,
    )
    expect(reasonOf(new AggregateError([new Error('connect ECONNREFUSED\nto nobody')], ''))).toBe(
      'connect ECONNREFUSED to nobody',
    )
  })
})

describe('why it can’t be read', () => {
  it.each([
    ['at', '03/02/2026', ' (that is 2026-02-03 to some and 2026-03-02 to others: '],
    ['exposed_at', '3.2.2026 10:00', ' (that is 2026-02-03 to some and 2026-03-02 to others: '],
    ['at', '13/03/2026', ' (write 2026-03-13)'],
    ['at', '03/13/2026', ' (write 2026-03-13)'],
    ['at', '03/03/2026', ' (write 2026-03-03)'],
    ['at', '31/31/2026', ''],
    ['at', '02/03/26', ' (its year has two digits)'],
    ['at', '46083', " (that can't be a time since 2000)"],
    ['at', '-1.5', " (that can't be a time since 2000)"],
    ['at', 'yesterday', ''],
    ['value', '1,000', ' (write numbers with a point, and without marks of thousands)'],
    ['value', '1.500.000,00', ' (write numbers with a point, and without marks of thousands)'],
    ['denominator', "1'000", ' (write numbers with a point, and without marks of thousands)'],
    ['value', '1\u202f000', ' (write numbers with a point, and without marks of thousands)'],
    ['value', 'n/a', ' (that is no number)'],
    ['value', 'NaN', ' (that is no number)'],
  ])('%s %s', (column, value, words) => {
    expect(whyUnreadable({ column, value })).toContain(words)
    if (words === '') expect(whyUnreadable({ column, value })).toBe('')
  })
})
