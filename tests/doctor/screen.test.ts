import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Diagnosis } from '../../src/doctor/diagnosis.ts'
import { screenOf } from '../../src/doctor/screen.ts'

const words = fc.string({ minLength: 1, maxLength: 500, unit: 'grapheme-ascii' })
const diagnosis: fc.Arbitrary<Diagnosis> = fc.record(
  {
    about: fc.stringMatching(/^[a-z ]{1,20}$/),
    is: fc.constantFrom('wrong', 'open', 'well'),
    saw: words,
    todo: words,
  },
  { requiredKeys: ['about', 'is', 'saw'] },
)

test('whatever was found is 24 lines of 80 columns at most', () => {
  fc.assert(
    fc.property(fc.array(diagnosis, { maxLength: 60 }), (diagnoses) => {
      const lines = screenOf(diagnoses).split('\n')
      expect(lines.length).toBeLessThanOrEqual(24)
      expect(lines.filter((line) => [...line].length > 80)).toEqual([])
    }),
  )
})

test('what does not fit is counted, and what comes first is there', () => {
  const well = Array.from(
    { length: 30 },
    (_, i): Diagnosis => ({ about: `thing ${i}`, is: 'well', saw: 'fine' }),
  )
  const lines = screenOf([{ about: 'clock', is: 'wrong', saw: 'late', todo: 'Wind it.' }, ...well]).split(
    '\n',
  )
  expect(lines.slice(0, 5)).toEqual([
    'Stairway doctor: 1 wrong, 0 open, 30 well',
    '',
    'WRONG  clock: late',
    '       > Wind it.',
    'well   thing 0: fine',
  ])
  expect(lines).toHaveLength(24)
  expect(lines.at(-1)).toBe('       … and 11 more: stairway doctor --json has all')
})
