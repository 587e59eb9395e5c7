import fc from 'fast-check'

/** Each UTF-16 code unit as a string, halves of surrogate pairs too. */
export const everyCodeUnit = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit))

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
  .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 5000 }))
  .map(([piece, length]) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length))

/** Whatever a person may paste: any code units, broken pairs too, attacks, and up to 5,000 characters of Unicode. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 5000, size: 'medium' }),
  codeUnits,
  hostile,
  long,
  fc.constantFrom('', ' ', '\u200B', 'a'.repeat(5000), `a${'\u0301'.repeat(4000)}`, '&'.repeat(3000)),
)
