import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csv } from '../../../src/domain/text/csv.ts'
import { anyText } from '../../support/any-text.ts'

const rowOf = (...cells: Parameters<typeof csv>[1][number]) => csv([], [cells]).slice(3).replace(/\r\n$/, '')

describe('CSV', () => {
  it('quotes what must be, ends lines with CRLF, and begins with a byte order mark', () => {
    expect(csv(['a', 'b'], [['x, y', 'say "so"']])).toBe('\uFEFFa,b\r\n"x, y","say ""so"""\r\n')
    expect(rowOf('two\nlines', ' kept ')).toBe('"two\nlines"," kept "')
  })

  it('keeps numbers numbers, instants in UTC, and leaves empty what is not known', () => {
    expect(rowOf(-0.05, 1e-7, Number.NaN, null, new Date('2026-03-02T08:00:00Z'))).toBe(
      '-0.05,1e-7,,,2026-03-02T08:00:00.000Z',
    )
  })

  it.each(['=1+1', '+49 30', '-2', '@SUM(A1)', ' =1', '\u200B=1', '\t=1', '\uFF1D1'])(
    'defuses "%s"',
    (text) => {
      expect(rowOf(text).replace(/^"/, '')).toMatch(/^'/)
    },
  )

  it('is read back as it was, apart from what was defused', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyText, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        const read = parsed(csv(['head', 'er'], rows))
        expect(read.slice(1).map((row) => row.map((cell) => cell.replace(/^'/, '')))).toEqual(
          rows.map((row) => row.map((cell) => cell.replace(/^'/, ''))),
        )
        for (const cell of read.flat()) expect(cell).not.toMatch(/^\s*[=+\-@]/)
      }),
    )
  })
})

/** A plain reader of RFC 4180. */
function parsed(text: string): string[][] {
  const rows: string[][] = [[]]
  const cells = text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)
  for (const [, quoted, plain = '', end] of cells) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}
