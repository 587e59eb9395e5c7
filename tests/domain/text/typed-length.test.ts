import { describe, expect, test } from 'vitest'
import { readLength } from '../../../src/domain/text/typed-length.ts'

describe('a length of time', () => {
  test.each([
    ['+2wd', 2, 'wd', true],
    ['+ 2 wd', 2, 'wd', true],
    ['2 working days', 2, 'wd', false],
    ['3 business days', 3, 'wd', false],
    ['in 1 working day', 1, 'wd', true],
    ['14d', 14, 'd', false],
    ['2 weeks', 2, 'w', false],
    ['in 3 wks', 3, 'w', true],
    ['1,000 days', 1000, 'd', false],
    ['1.000 days', 1000, 'd', false],
    ['36h', 36, 'h', false],
    ['2hrs', 2, 'h', false],
    ['1,5 hours', 1.5, 'h', false],
    ['+30m', 30, 'min', true],
    ['90 mins', 90, 'min', false],
    ['in an hour', 1, 'h', true],
    ['a day', 1, 'd', false],
    ['ten days', 10, 'd', false],
    ['2 months', 2, 'mo', false],
    ['1mo', 1, 'mo', false],
    ['30s', 30, 's', false],
  ] as const)('%s', (typed, count, unit, ahead) => {
    expect(readLength(typed)).toEqual({ count, unit, ahead })
  })

  test.each([
    '1,5 days',
    '1.5 weeks',
    '0.5 months',
    '2 years',
    '14',
    'd',
    'tomorrow',
    '-3d',
    '1000000d',
    '1e3 d',
  ])('%s is none', (typed) => expect(readLength(typed)).toBeNull())

  test.each(['3M', '+3M', 'in 1 M'])('%s is minutes to some, and months to others', (typed) => {
    expect(() => readLength(typed)).toThrow(/Write \+?\d+min or \+?\d+mo\./)
  })

  test('parts of an hour have decimals, so three of them have two readings', () => {
    expect(() => readLength('+1.500h')).toThrow('Write 1500 or 1.5.')
  })
})
