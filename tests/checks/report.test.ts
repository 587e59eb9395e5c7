import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Unread } from '../../src/checks/unread.ts'
import { answer, NOW, opened, wrong } from './opened.ts'

const ENTRY = 'kind: report'
const take = (document: unknown, entry = ENTRY) => opened(entry).take?.(document, NOW)
const refused = (document: unknown, entry = ENTRY) => {
  try {
    return `taken: ${JSON.stringify(take(document, entry))}`
  } catch (error) {
    if (error instanceof Unread) return error.message
    throw error
  }
}

test('what was never reported is not known, and what was is said again', async () => {
  expect(await answer(ENTRY)).toEqual({
    ...{ status: 'unknown', figure: null, wanted: null, at: null },
    where: 'its pipeline',
    words: 'nothing was reported yet',
  })
  const { report } = take({ status: 'pass', figure: 0.91 }) ?? {}
  expect(await answer(ENTRY, { reported: async () => report ?? null })).toEqual(report)
})

describe('in a few fields', () => {
  const WHOLE = { figure: null, wanted: null, words: null, at: NOW, where: 'its pipeline' }

  test.each<[object, object]>([
    [{ status: 'pass' }, { status: 'pass' }],
    [
      { status: 'WARN', words: 'late\n  by an hour' },
      { status: 'warn', words: 'late by an hour' },
    ],
    [
      { status: 'fail', figure: 42610, wanted: 50000.5 },
      { status: 'fail', figure: '42\u202f610', wanted: '50\u202f000.5' },
    ],
    [{ status: 'error', words: '', figure: null }, { status: 'error' }],
    [
      { status: 'skip', at: '2026-03-02T08:00:00+01:00' },
      { status: 'skip', at: new Date('2026-03-02T07:00:00Z') },
    ],
    // A clock that is a little ahead never gets ahead of ours.
    [
      { status: 'unknown', at: '2026-03-02T08:04:59.123456Z' },
      { status: 'unknown', at: NOW },
    ],
    [
      { status: 'pass', words: 'password=hunter2 xoxb-1234567890' },
      { status: 'pass', words: 'password=[redacted] [redacted]' },
    ],
    [
      { status: 'pass', words: 'x'.repeat(400) },
      { status: 'pass', words: `${'x'.repeat(299)}…` },
    ],
  ])('%j', (document, said) => {
    expect(take(document)).toEqual({ report: { ...WHOLE, ...said }, campaign: null })
  })

  test('of one campaign', () => {
    expect(take({ status: 'pass', campaign: 'winback' })?.campaign).toBe('winback')
  })

  test.each<[unknown, string]>([
    [{}, 'status: expected one of pass, warn, skip, unknown, fail, error, saw nothing'],
    [{ status: 'passed' }, 'status: expected one of pass, warn, skip, unknown, fail, error, saw "passed"'],
    [{ status: true }, 'status: expected one of pass, warn, skip, unknown, fail, error, saw true'],
    [
      { status: 'pass', figur: 1, wrds: 2 },
      'there is no figur, wrds: the fields are status, words, figure, wanted, at, campaign',
    ],
    [{ status: 'pass', figure: [1] }, 'figure: expected a text or a number, saw a list'],
    [
      { status: 'pass', at: 'yesterday' },
      'at: expected a time with its zone, such as 2026-03-02T08:00:00Z, saw "yesterday"',
    ],
    [
      { status: 'pass', at: '2026-03-02T08:00:00' },
      'at: expected a time with its zone, such as 2026-03-02T08:00:00Z, saw "2026-03-02T08:00:00"',
    ],
    [
      { status: 'pass', at: '2026-03-02T08:05:01Z' },
      'at: expected a time that is past, saw "2026-03-02T08:05:01Z"',
    ],
    [
      { status: 'pass', at: 1772438400 },
      'at: expected a time with its zone, such as 2026-03-02T08:00:00Z, saw 1772438400',
    ],
    [
      { status: 'no', figure: {} },
      'status: expected one of pass, warn, skip, unknown, fail, error, saw "no"; figure: expected a text or a number, saw an object',
    ],
    ...[null, [], 'pass', 7].map((document): [unknown, string] => [
      document,
      `expected an object with a status, and words, figure, wanted, at, campaign where you like, saw ${Array.isArray(document) ? 'a list' : JSON.stringify(document)}`,
    ]),
  ])('%j is refused with what was seen, and where', (document, why) => {
    expect(refused(document)).toBe(why)
  })
})

describe('a file of the Open Observability Results Standard', () => {
  const result = (id: string, status: string, more: object = {}) => ({
    id,
    type: 'check',
    name: `Rule ${id}`,
    status,
    ...more,
  })
  const file = (results: unknown, more: object = {}) => ({
    apiVersion: 'v0.8.1',
    kind: 'ObservabilityResults',
    id: '9f1c8a52-2b4e-4a6e-9d3e-7c2a1f0b4d11',
    observedAt: '2026-03-02T07:30:00Z',
    source: { process: 'nightly-quality-suite', vendor: 'soda' },
    results,
    ...more,
  })
  const FEW = [
    result('a', 'pass'),
    result('b', 'fail', {
      message: 'three rows\nfound',
      measure: { metric: 'duplicates', value: 3, unit: 'rows', threshold: { mustBe: 0 } },
    }),
    result('c', 'warn'),
  ]

  test('its worst result counts, and is named', () => {
    expect(take(file(FEW))).toEqual({
      report: {
        status: 'fail',
        figure: '1 of 3 pass',
        wanted: 'all 3 pass',
        words: 'Rule b: three rows found',
        at: new Date('2026-03-02T07:30:00Z'),
        where: 'nightly-quality-suite',
      },
      campaign: null,
    })
  })

  test('one that stairway.yaml names counts alone, by its id or its name', () => {
    for (const named of ['b', 'Rule b'])
      expect(take(file(FEW), `kind: report, result: ${named}`)?.report).toMatchObject({
        status: 'fail',
        figure: '3 rows',
        wanted: '= 0',
        words: 'three rows found',
      })
    expect(take(file(FEW, { status: 'fail' }), 'kind: report, result: a')?.report).toMatchObject({
      status: 'pass',
      words: null,
    })
    expect(refused(file(FEW), 'kind: report, result: d')).toBe(
      'results: expected one whose id is d, as stairway.yaml says, saw a, b, c',
    )
  })

  test.each<[readonly string[], string | undefined, string]>([
    [['pass', 'pass'], undefined, 'pass'],
    [['pass', 'warn'], undefined, 'warn'],
    [['pass', 'skip'], undefined, 'skip'],
    [['warn', 'unknown'], undefined, 'unknown'],
    [['unknown', 'fail'], undefined, 'fail'],
    [['fail', 'error'], undefined, 'error'],
    [['Pass'], 'fail', 'fail'],
    [['fail'], 'pass', 'fail'],
  ])('%j and %s by itself is %s', (statuses, whole, expected) => {
    const results = statuses.map((status, i) => result(String(i), status))
    expect(take(file(results, whole ? { status: whole } : {}))?.report.status).toBe(expected)
  })

  test.each<[object, string | null]>([
    [{ mustBeGreaterThan: 5 }, '> 5'],
    [{ mustBeGreaterOrEqualTo: 30000, mustBeLessThan: 40000 }, '≥ 30\u202f000, < 40\u202f000'],
    [{ mustBeBetween: [1, 2] }, '1 … 2'],
    [{ mustNotBe: 'x' }, '≠ x'],
    [{ mustRhyme: true }, null],
  ])('a threshold of %j is %s', (threshold, wanted) => {
    const measured = result('a', 'pass', { type: 'metric', measure: { value: 7, threshold } })
    expect(take(file([measured]))?.report).toMatchObject({ figure: '7', wanted })
  })

  test('a run that still goes says nothing yet, one that broke off is an error whatever it found', () => {
    const good = [result('a', 'pass')]
    expect(take(file(good, { run: { state: 'running', sequence: 3 } }))).toBeNull()
    expect(take(file(good, { run: { state: 'completed' } }))?.report.status).toBe('pass')
    expect(take(file(good, { run: { state: 'aborted' } }))?.report).toMatchObject({
      status: 'error',
      words: 'its run is aborted',
    })
  })

  test('what the draft may add is passed over', () => {
    const later = file([result('a', 'pass', { dimension: 'volume', lineage: {} })], {
      tags: ['x'],
      contract: { id: 'c' },
    })
    expect(take(later)?.report.status).toBe('pass')
  })

  test.each<[unknown, string]>([
    [file([]), 'results: expected at least one result, saw none'],
    [file('none'), 'results: expected a list, saw "none"'],
    [
      file([{ id: 'a', name: 'A' }]),
      'results: 0: status: expected one of pass, warn, skip, unknown, fail, error, saw nothing',
    ],
    [
      file(FEW, { observedAt: '2026-01-15' }),
      'observedAt: expected a time with its zone, such as 2026-03-02T08:00:00Z, saw "2026-01-15"',
    ],
    [file(FEW, { source: 'soda' }), 'source: expected an object with process, saw "soda"'],
  ])('%j is refused', (document, why) => {
    expect(refused(document)).toBe(why)
  })
})

test('what an entry can not have is a mistake', () => {
  expect(wrong('kind: report, url: "https://a.example"')).toMatchObject({
    url: expect.stringContaining('result'),
  })
})

/** Documents that are nearly right, so that each field is reached. */
const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('pass', 'FAIL', '2026-03-02T07:00:00Z', '2027-01-01T00:00:00Z', 'ObservabilityResults'),
)
const plain = fc.record(
  { status: value, words: value, figure: value, wanted: value, at: value, campaign: value },
  { requiredKeys: [] },
)
const results = fc.record({
  kind: fc.constant('ObservabilityResults'),
  observedAt: value,
  source: fc.oneof(value, fc.record({ process: value })),
  run: fc.oneof(value, fc.record({ state: value })),
  status: value,
  results: fc.oneof(
    value,
    fc.array(
      fc.record({
        id: value,
        name: value,
        status: value,
        message: value,
        measure: fc.record({ value, unit: value, threshold: value }),
      }),
    ),
  ),
})

test('whatever is sent is read or refused in words, and is never of the future', () => {
  fc.assert(
    fc.property(fc.oneof(value, plain, results), (document) => {
      const said = attempt(document)
      if (said instanceof Unread) return said.message.length > 0
      return said === null || said === undefined || (said.report.at <= NOW && said.report.where !== '')
    }),
    { numRuns: 300 },
  )
})

function attempt(document: unknown) {
  try {
    return take(document)
  } catch (error) {
    if (error instanceof Unread) return error
    throw error
  }
}
