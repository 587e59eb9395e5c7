import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  AMOUNT,
  NUMBER,
  numberText,
  percentText,
  readNumber,
  readWhole,
} from '../../../src/domain/text/typed-number.ts'
import { Refusal } from '../../../src/refusal.ts'

function refusal(read: () => unknown): string {
  try {
    return `was read as ${read()}`
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invalid') return error.message
    throw error
  }
}

describe('a number as people type it', () => {
  test.each([
    ['7', 7],
    ['7.5', 7.5],
    ['7,5', 7.5],
    ['.5', 0.5],
    ['0.125', 0.125],
    ['0,500', 0.5],
    ['1000', 1000],
    ['1234.567', 1234.567],
    ['1.2345', 1.2345],
    ['1.0000', 1],
    ['1 000', 1000],
    ["1'000", 1000],
    ['1’000', 1000],
    ['1_000', 1000],
    ['1,000.50', 1000.5],
    ['1.000,50', 1000.5],
    ['1 000,5', 1000.5],
    ["1'000.50", 1000.5],
    ['1,000.500', 1000.5],
    ['1,000,000', 1e6],
    ['1.000.000', 1e6],
    ['1,00,000', 1e5],
    ['12,34,567.5', 1_234_567.5],
    ['12k', 12_000],
    ['1.5 M', 1_500_000],
    ['1.1k', 1100],
    ['2 million', 2e6],
    ['1,5 mio', 1_500_000],
    ['5 thousand', 5000],
    ['3bn', 3e9],
    ['1.5 billion', 1.5e9],
    ['14.0', 14],
  ])('%s is %d', (typed, value) => {
    expect(typed).toMatch(new RegExp(`^${AMOUNT}$`, 'iu'))
    expect(readNumber(typed)).toBe(value)
  })

  test.each([
    ['1,000', '1000 or 1.0'],
    ['1.000', '1000 or 1.0'],
    ['1.500', '1500 or 1.5'],
    ['42,610', '42610 or 42.61'],
    ['999.125', '999125 or 999.1250'],
    ['1.500k', '1500000 or 1500.0'],
  ])('%s is %s', (typed, both) => {
    expect(refusal(() => readNumber(typed))).toBe(
      `"${typed}" is read differently from country to country. Write ${both}.`,
    )
  })

  test.each(['1,5,3', '1.000,000.5', '1,00', '12,345,67', '1 00', "1'00", '1,,000', '0,000,000'])(
    '%s has marks that make no thousands',
    (typed) => {
      // 1,00 is one: two digits behind a mark are decimals everywhere.
      expect(readNumber(typed)).toBe(typed === '1,00' ? 1 : null)
    },
  )

  test.each(['1e9', 'NaN', '0x10', '-3', '', '1.', 'k', '١٢'])('%j is none', (typed) => {
    expect(typed).not.toMatch(new RegExp(`^${AMOUNT}$`, 'iu'))
  })
})

describe('what comes in whole ones', () => {
  test.each([
    ['1,000', 1000],
    ['1.500', 1500],
    ['42.610', 42_610],
    ['1.042.610', 1_042_610],
    ['42k', 42_000],
    ['1.5k', 1500],
    ['14.0', 14],
  ])('%s is %d', (typed, value) => expect(readWhole(typed)).toBe(value))

  test('has two readings where thousands are short too', () => {
    expect(refusal(() => readWhole('12.500k'))).toContain('Write 12500000 or 12500.0.')
    expect(readWhole('1,500,000k')).toBe(1_500_000_000)
  })

  test.each(['4.5', '42,61', '0.500', '1.2345', '999999999999999999'])('%s is none', (typed) => {
    expect(readWhole(typed)).toBeNull()
  })
})

describe('what is read back', () => {
  test('any number that is said is read as the same one', () => {
    const decimals = fc
      .integer({ min: 0, max: 1e9 })
      .chain((whole) =>
        fc.integer({ min: 0, max: 6 }).map((places) => Number((whole / 10 ** places).toPrecision(12))),
      )
    fc.assert(
      fc.property(decimals, (value) => {
        expect(readNumber(numberText(value))).toBe(value)
      }),
    )
    fc.assert(
      fc.property(decimals, (value) => {
        expect((readNumber(percentText(value / 100)) ?? Number.NaN) / 100).toBeCloseTo(value / 100, 10)
      }),
    )
  })

  test('whatever digits and marks are typed, it is read, refused with two readings, or no number', () => {
    const piece = fc.constantFrom('1', '0', '00', '000', '250', '.', ',', "'", ' ', 'k')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const typed = pieces.join('')
        if (!new RegExp(`^${NUMBER}$`).test(typed)) return
        const said = refusal(() => readNumber(typed))
        const [, large, small] = /Write (\S+) or (\S+)\.$/.exec(said) ?? []
        if (large !== undefined && small !== undefined)
          expect(readNumber(large)).toBeCloseTo((readNumber(small) ?? 0) * 1000, 3)
        else expect(said).toMatch(/^was read as (null|[\de.+-]+)$/)
      }),
      { numRuns: 2_000 },
    )
  })
})
