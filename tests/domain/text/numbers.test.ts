import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatAbsolute,
  formatCount,
  formatNumber,
  formatP,
  formatPercent,
  formatPoints,
  formatRelative,
  formatSigned,
  formatSignedPercent,
  formatValue,
} from '../../../src/domain/text/numbers.ts'

const T = '\u202f'
const M = '\u2212'

describe('numbers in print', () => {
  it.each([
    [formatCount(0), '0'],
    [formatCount(999), '999'],
    [formatCount(5120), `5${T}120`],
    [formatCount(42610), `42${T}610`],
    [formatCount(1234567), `1${T}234${T}567`],
    [formatCount(-1200), `${M}1${T}200`],
    [formatNumber(1234.5678, 2), `1${T}234.57`],
    [formatNumber(0.12345678, 6), '0.123457'],
    [formatNumber(-0.001, 2), '0.00'],
    [formatNumber(2.5e18, 0), '2.500e+18'],
    [formatSigned(0, 1), '0.0'],
    [formatSigned(-0, 1), '0.0'],
    [formatSigned(3, 1), '+3.0'],
    [formatSigned(-3, 1), `${M}3.0`],
    [formatPercent(0.0057261), '0.573 %'],
    [formatPercent(0.0125311), '1.253 %'],
    [formatPercent(0.106167), '10.62 %'],
    [formatPercent(0.182757), '18.28 %'],
    [formatPercent(1), '100.0 %'],
    [formatPercent(0), '0.000 %'],
    [formatPercent(0.0000123), '0.00123 %'],
    [formatSignedPercent(0.08), '+8 %'],
    [formatSignedPercent(-0.025), `${M}2.5 %`],
    [formatSignedPercent(0.0025), '+0.25 %'],
    [formatPoints(0.002), '0.2 points'],
    [formatPoints(-0.00125), `${M}0.125 points`],
    [formatValue('proportion', 0.106167), '10.62 %'],
    [formatValue('mean', 0.65279, 'USD'), '0.653 USD'],
    [formatValue('mean', 1234.5), `1${T}234.5`],
    [formatP(0.99), 'p = 0.99'],
    [formatP(0.9999), 'p > 0.99'],
    [formatP(1), 'p = 1'],
    [formatP(0.0012), 'p = 0.0012'],
    [formatP(1.23e-7), 'p = 1.2e-7'],
    [formatP(0), 'p < 1e-300'],
  ])('%s', (got, wanted) => {
    expect(got).toBe(wanted)
  })

  it('gives a lift and its interval the same decimals, by the width of the interval', () => {
    expect(formatRelative({ lift: 1.1884, low: 0.7803, high: 1.5966 })).toEqual({
      lift: '+118.8 %',
      interval: '+78.0 … +159.7 %',
    })
    expect(formatRelative({ lift: 0.00031, low: -0.00012, high: 0.00074 })).toEqual({
      lift: '+0.031 %',
      interval: `${M}0.012 … +0.074 %`,
    })
    expect(formatAbsolute('proportion', { lift: 0.07659, low: 0.06995, high: 0.08323 })).toEqual({
      lift: '+7.659 points',
      interval: '+6.995 … +8.323 points',
    })
    expect(formatAbsolute('mean', { lift: 0.76983, low: 0.48475, high: 1.0549 }, 'USD')).toEqual({
      lift: '+0.770 USD',
      interval: '+0.485 … +1.055 USD',
    })
    expect(formatAbsolute('mean', { lift: 2, low: 2, high: 2 })).toEqual({ lift: '+2', interval: '+2 … +2' })
  })

  it('refuses to print what is no number', () => {
    expect(() => formatCount(Number.NaN)).toThrow(RangeError)
    expect(() => formatPercent(Number.POSITIVE_INFINITY)).toThrow(RangeError)
  })
})

function parsed(text: string): number {
  return Number(text.replaceAll(T, '').replace(M, '-').replace('+', ''))
}

const anyNumber = fc.double({ min: -1e12, max: 1e12, noNaN: true })

describe('for any number', () => {
  it('what is read back is what was printed, to half of the last decimal', () => {
    fc.assert(
      fc.property(anyNumber, fc.integer({ min: 0, max: 9 }), (value, decimals) => {
        const slack = 0.5 * 10 ** -decimals * (1 + 1e-9) + Math.abs(value) * 1e-12
        expect(Math.abs(parsed(formatNumber(value, decimals)) - value)).toBeLessThanOrEqual(slack)
        expect(parsed(formatSigned(value, decimals))).toBe(parsed(formatNumber(value, decimals)))
      }),
    )
  })

  it('groups by three, and never prints an ASCII minus or a signed zero', () => {
    fc.assert(
      fc.property(anyNumber, fc.integer({ min: 0, max: 9 }), (value, decimals) => {
        const text = formatNumber(value, decimals)
        expect(text).toMatch(/^\u2212?\d{1,3}(\u202f\d{3})*(\.\d+)?$/)
        expect(formatSigned(value, decimals)).not.toMatch(/^[+\u2212][0.]+$/)
      }),
    )
  })

  it('shows enough digits for the bounds to differ', () => {
    const width = fc.double({ min: 1e-9, max: 10, noNaN: true })
    fc.assert(
      fc.property(fc.double({ min: -1, max: 5, noNaN: true }), width, (lift, half) => {
        const spread = { lift, low: lift - half, high: lift + half }
        for (const { interval } of [formatRelative(spread), formatAbsolute('proportion', spread)]) {
          const [low = '', high = ''] = interval.split(' ').filter((word) => /\d/.test(word))
          expect(parsed(low)).toBeLessThan(parsed(high))
        }
      }),
    )
  })

  it('prints any p value as a probability', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (p) => {
        expect(formatP(p)).toMatch(/^p [=<>] (0\.\d+|1|\de-\d+|\d\.\de-\d+)$/)
      }),
    )
  })
})
