import fc from 'fast-check'

/** Each UTF-16 code unit as a string, halves of surrogate pairs too. */
export const everyCodeUnit = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit))

const SURROGATES = { first: 0xd800, count: 0x800 }

/** As fast-check's unit "binary", which makes a table of all 1.1 million of them first: a second and 100 MB a worker. */
export const anyCodePoint: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10ffff - SURROGATES.count })
  .map((n) => String.fromCodePoint(n < SURROGATES.first ? n : n + SURROGATES.count), placeOf)

/** Finds in names such as `__proto__`, which fast-check mixes in, what they are made of. */
function placeOf(char: unknown): number {
  const point = typeof char === 'string' && char.isWellFormed() ? char.codePointAt(0) : undefined
  if (point === undefined || String.fromCodePoint(point) !== char)
    throw new Error('It is no single code point')
  return point < SURROGATES.first ? point : point - SURROGATES.count
}

const codeUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 })
  .map((units) => String.fromCharCode(...units))

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<!channel>',
        '<@U1>',
        '*',
        '_',
        '~',
        '`',
        '```',
        '&lt;',
        '<https://evil.example|good>',
      ),
      fc.constantFrom(
        '\u202E',
        '\u2067',
        'שלום',
        '\n',
        '> ',
        '|',
        '👩‍👩‍👧‍👦',
        'e\u0301',
        '@here',
        '&',
        '\u0000',
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    ),
    { maxLength: 300, size: 'max' },
  )
  .map((pieces) => pieces.join(''))

const long = fc
  .tuple(fc.string({ unit: anyCodePoint, minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 5000 }))
  .map(([piece, length]) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length))

/** Whatever a person may paste: any code units, broken pairs too, attacks, and up to 5,000 characters of Unicode. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: anyCodePoint, maxLength: 5000, size: 'medium' }),
  codeUnits,
  hostile,
  long,
  fc.constantFrom('', ' ', '\u200B', 'a'.repeat(5000), `a${'\u0301'.repeat(4000)}`, '&'.repeat(3000)),
)
