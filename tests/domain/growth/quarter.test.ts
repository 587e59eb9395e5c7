import { describe, expect, it } from 'vitest'
import { boundsOf, parseQuarter, quarterText, resolveQuarter } from '../../../src/domain/growth/quarter.ts'

const NOW = new Date('2026-03-16T08:30:00Z')
const resolved = (typed: string, now = NOW, zone = 'Europe/Berlin') =>
  quarterText(resolveQuarter(parseQuarter(typed), now, zone))

describe('a quarter', () => {
  it.each([
    ['', '2026Q1'],
    ['last', '2025Q4'],
    ['q1', '2026Q1'],
    ['Q4', '2025Q4'],
    ['2025Q2', '2025Q2'],
    ['2025-q3', '2025Q3'],
    ['Q3 2024', '2024Q3'],
  ])('"%s" is %s', (typed, quarter) => {
    expect(resolved(typed)).toBe(quarter)
  })

  it.each(['Q5', 'spring', '2026', '2025Q1 2026', 'Q'])('"%s" is none', (typed) => {
    expect(() => parseQuarter(typed)).toThrow('as a quarter')
  })

  it('is refused before it has begun', () => {
    expect(() => resolved('2026Q2')).toThrow('Q2 2026 has not begun yet')
  })

  it('begins and ends by the clocks of its zone', () => {
    const late = new Date('2026-03-31T22:30:00Z')
    expect(resolved('', late)).toBe('2026Q2')
    expect(resolved('', late, 'UTC')).toBe('2026Q1')
    expect(boundsOf({ year: 2026, n: 1 }, 'Europe/Berlin')).toEqual({
      from: new Date('2025-12-31T23:00:00Z'),
      to: new Date('2026-03-31T22:00:00Z'),
    })
    expect(boundsOf({ year: 2025, n: 4 }, 'America/New_York').to).toEqual(new Date('2026-01-01T05:00:00Z'))
  })
})
