import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contradictions } from '../../src/terminal/contradictions.ts'
import { runReadout } from '../../src/terminal/readout.ts'

const HILLSTROM = new URL('hillstrom.json', import.meta.url).pathname
const NOW = new Date('2026-03-16T08:00:00Z')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stairway-terminal-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What it said, and its exit code. */
async function run(args: readonly string[], stdin = '', env: NodeJS.ProcessEnv = {}) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runReadout(args, {
    env,
    now: () => NOW,
    stdin: async () => stdin,
    out: (words) => void out.push(words),
    err: (words) => void err.push(words),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

async function summary(changes: object = {}): Promise<string> {
  return JSON.stringify({ ...JSON.parse(await readFile(HILLSTROM, 'utf8')), ...changes })
}

describe('stairway readout', () => {
  test('prints the published campaign with its verdict', async () => {
    const { code, out } = await run([HILLSTROM])
    expect(code).toBe(0)
    expect(out).toMatch(
      /^Ship Mens E-Mail and leave out Womens E-Mail\. Mens E-Mail: Purchase \+119 % \(\+77 … \+171 %\), nothing is worse\./,
    )
    for (const figure of [
      '+0.500 … +0.861 points',
      '+0.485 … +1.055 USD, p = 1.2e-7',
      'chance to win 99.99 %',
    ])
      expect(out).toContain(figure)
    expect(out).toContain('looks   at 1.000 of the planned information; one test needs |z| of 1.9600 now')
  })

  test('reads standard input, and gives the whole readout as JSON', async () => {
    const { out } = await run(['--json'], await summary({ day: 8 }))
    expect(JSON.parse(out)).toMatchObject({
      day: 8,
      fractions: [8 / 14],
      verdicts: [{ rule: 5 }, { rule: 5 }],
    })
  })

  test('counts those whose window has passed', async () => {
    const metrics = [
      {
        ...{ name: 'spend', kind: 'mean', role: 'goal', windowDays: 14, waiting: [300, 307, 387] },
        sums: [
          { sum: 500, sumSquares: 20_000, largest: 50 },
          { n: 20_000, sum: 700, sumSquares: 30_000, largest: 50 },
          { sum: 0, sumSquares: 0, largest: 0 },
        ],
        recent: { days: 7, sums: [1, 2, 3].map((n) => ({ n, sum: n, sumSquares: n })) },
        everybody: [1, 2, 3].map((sum) => ({ n: 20_000, sum, sumSquares: sum })),
        cap: { share: 0.999, value: 50 },
      },
    ]
    const { code, out } = await run(['--json'], await summary({ metrics }))
    expect(code).toBe(0)
    expect(JSON.parse(out).metrics[0].values.map(({ n }: { n: number }) => n)).toEqual([
      21_006, 20_000, 21_000,
    ])
  })

  test('goes on from the look before', async () => {
    const before = join(folder, 'look-1.json')
    await writeFile(before, (await run(['--json'], await summary({ day: 8 }))).out)
    const { out } = await run(['--json', '--earlier', before], await summary({ day: 10 }))
    expect(JSON.parse(out)).toMatchObject({ fractions: [8 / 14, 10 / 14] })
  })

  test('draws the lifts', async () => {
    const png = join(folder, 'lifts.png')
    expect((await run([HILLSTROM, '--png', png])).code).toBe(0)
    expect((await readFile(png)).subarray(1, 4).toString()).toBe('PNG')
  })

  test('hides the lifts of a look that must not be read, and draws none', async () => {
    const arms = [20_000, 23_307, 21_387].map((users, i) => ({ name: `arm ${i}`, users }))
    const { code, out, err } = await run(['--png', join(folder, 'none.png')], await summary({ arms }))
    expect([code, err]).toEqual([2, 'No picture was drawn: there is no lift that may be shown.'])
    expect(out).toMatch(/^Fix the data first\. The split is off/)
    expect(out).not.toContain('points')
  })

  test('says how it is called where that is asked', async () => {
    const { code, out, err } = await run(['--help'], '')
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^usage: stairway readout/)
  })

  test('is a program', async () => {
    const program = new URL('../../bin/stairway.js', import.meta.url).pathname
    const { stdout } = await promisify(execFile)(process.execPath, [program, 'readout', HILLSTROM])
    expect(stdout).toBe(`${(await run([HILLSTROM])).out}\n`)
    await expect(promisify(execFile)(process.execPath, [program, 'sing'])).rejects.toMatchObject({ code: 1 })
  })
})

describe('what is wrong', () => {
  test('with a summary is said at once', async () => {
    const metrics = [
      { name: 'x', kind: 'mean', role: 'goal', sums: [{ sum: 1 }, { sum: 2 }] },
      { name: 'x', kind: 'ratio', role: 'hero', sums: [] },
    ]
    const wrong = await run([], await summary({ day: 0, oops: 1, metrics }))
    expect(wrong.code).toBe(1)
    expect(wrong.err.split('\n')).toEqual([
      "The summary can't be read:",
      expect.stringMatching(/^- day: /),
      expect.stringMatching(/^- metrics\[1\]\.role: /),
      expect.stringMatching(/^- summary: .*oops/),
    ])
    const sums = await run([], await summary({ metrics: [metrics[0], { ...metrics[1], role: 'goal' }] }))
    expect(sums.err.split('\n').slice(1)).toEqual([
      '- metrics[0].sums: expected one entry for each of the 3 arms, in their order',
      '- metrics[0].sums[0].sumSquares: is missing: a mean has no interval without it',
      '- metrics[0].sums[1].sumSquares: is missing: a mean has no interval without it',
      '- metrics[1].sums: expected one entry for each of the 3 arms, in their order',
      '- metrics[1].name: stands there twice',
    ])
  })

  const twoArms = (changes: object = {}) => ({
    arms: [
      { name: 'control', users: 100 },
      { name: 'mail', users: 100 },
    ],
    plannedUnits: 200,
    ...changes,
  })
  const metric = (kind: string, ...sums: object[]) => ({
    metrics: [{ name: 'm', kind, role: 'goal', sums: [...sums, ...sums].slice(0, 2) }],
  })
  const beside = (sum: number, sumSquares: number, products: number) => ({ sum, sumSquares, products })

  test.each<[string, object, readonly string[]]>([
    [
      'a mean whose squares are too small',
      metric('mean', { sum: 1000, sumSquares: 5000 }, { sum: 1000, sumSquares: 12_000 }),
      [
        'metrics[0].sums[0].sumSquares: is 5000, less than sum² / n: no 100 values that sum to 1000 have that',
      ],
    ],
    [
      'values of nobody',
      metric('mean', { n: 0, sum: 3, sumSquares: 9 }, { sum: 1, sumSquares: 1 }),
      ['metrics[0].sums[0].sum: must be 0 where n is 0'],
    ],
    [
      'more who did it than there are',
      metric('proportion', { sum: 101 }, { sum: 1 }),
      ['metrics[0].sums[0].sum: is 101, more than the 100 people there are'],
    ],
    [
      'a share of somebody who did it',
      metric('proportion', { sum: 1.5 }, { sum: -1 }),
      [
        'metrics[0].sums[0].sum: is 1.5: of a proportion it counts people who did it',
        'metrics[0].sums[1].sum: is -1: of a proportion it counts people who did it',
      ],
    ],
    [
      'squares of those who did it',
      metric('proportion', { sum: 10, sumSquares: 20 }, { sum: 1 }),
      ['metrics[0].sums[0].sumSquares: is 20: of a proportion it is the sum, 10'],
    ],
    [
      'more values than users',
      metric('mean', { n: 101, sum: 1, sumSquares: 1 }, { sum: 1, sumSquares: 1 }),
      ['metrics[0].sums[0].n: is 101, more than the 100 users of control'],
    ],
    [
      'products beyond both spreads',
      metric('ratio', { sum: 10, sumSquares: 10, denominator: beside(10, 10, 50) }),
      [0, 1].map(
        (arm) =>
          `metrics[0].sums[${arm}].denominator.products: is 50, which no 100 values with these sums have`,
      ),
    ],
    [
      'a denominator whose squares are too small',
      metric('ratio', { sum: 10, sumSquares: 10, denominator: beside(1000, 10, 0) }),
      [0, 1].map(
        (arm) =>
          `metrics[0].sums[${arm}].denominator.sumSquares: is 10, less than sum² / n: no 100 values that sum to 1000 have that`,
      ),
    ],
    [
      'a time before that can not have been',
      metric(
        'mean',
        { sum: 10, sumSquares: 10, before: beside(10, 10, -40) },
        { sum: 1, sumSquares: 1, before: beside(50, 1, 0) },
      ),
      [
        'metrics[0].sums[0].before.products: is -40, which no 100 values with these sums have',
        'metrics[0].sums[1].before.sumSquares: is 1, less than sum² / n: no 100 values that sum to 50 have that',
      ],
    ],
    [
      'more who did it before than there are',
      metric('proportion', { sum: 10, before: beside(101, 110, 0) }, { sum: 10 }),
      ['metrics[0].sums[0].before.sum: is 101, more than the 100 people there are'],
    ],
    [
      'a denominator before that can not have been',
      metric('ratio', {
        sum: 10,
        sumSquares: 10,
        denominator: beside(10, 10, 1),
        before: {
          ...beside(10, 10, 1),
          denominator: { ...beside(10, 10, 1), withAfter: 90, withValueAfter: 1, afterWithValueBefore: -90 },
        },
      }),
      [0, 1].flatMap((arm) => [
        `metrics[0].sums[${arm}].before.denominator.withAfter: is 90, which no 100 values with these sums have`,
        `metrics[0].sums[${arm}].before.denominator.afterWithValueBefore: is -90, which no 100 values with these sums have`,
      ]),
    ],
    [
      'two arms of one name, and one that nobody was planned for',
      {
        arms: [
          { name: 'control', users: 100 },
          { name: ' control', weight: 0, users: 100 },
        ],
        ...metric('proportion', { sum: 1 }),
      },
      [
        'arms[1].name: stands there twice',
        'arms[1].weight: is 0: an arm that nobody was planned for has no split to check',
      ],
    ],
    [
      'segments that stand twice or hold more than there are',
      {
        ...metric('proportion', { sum: 1 }),
        segments: [
          { column: 'country', value: 'DE', users: [60, 60] },
          { column: 'country', value: 'DE', users: [101, 60] },
        ],
      },
      [
        'segments[1].value: stands there twice',
        'segments[1].users[0]: is 101, more than the 100 users of control',
      ],
    ],
    [
      'percents in place of fractions',
      {
        metrics: [
          {
            name: 'm',
            kind: 'proportion',
            role: 'guardrail',
            margin: { amount: 2, unit: 'relative' },
            sums: [{ sum: 1 }, { sum: 1 }],
          },
        ],
      },
      ['metrics[0].margin.amount: is more than 1: it is a fraction, 0.02 is 2 %'],
    ],
    [
      'people who wait for nothing, or are more than there are',
      {
        metrics: [
          { name: 'm', kind: 'proportion', role: 'goal', waiting: [1], sums: [{ sum: 1 }, { sum: 1 }] },
          {
            ...{ name: 'o', kind: 'proportion', role: 'secondary', windowDays: 7, waiting: [40, 99] },
            sums: [{ n: 61, sum: 1 }, { sum: 2 }],
          },
        ],
      },
      [
        'metrics[0].waiting: has nothing to wait for: windowDays is missing',
        'metrics[0].waiting: expected one count for each of the 2 arms, in their order',
        'metrics[1].waiting[0]: is 40: with those who count that is more than the 100 users of control',
        'metrics[1].sums[1].sum: is 2, more than the 1 people there are',
      ],
    ],
    [
      'a largest value that is too large, too small, or beyond the cap',
      {
        metrics: [
          {
            ...{ name: 'm', kind: 'mean', role: 'goal', cap: { share: 0.999, value: 8 } },
            sums: [
              { sum: 10, sumSquares: 50, largest: 8 },
              { sum: 10, sumSquares: 90, largest: 0.5 },
            ],
          },
          {
            ...{ name: 'o', kind: 'mean', role: 'goal', cap: { share: 0.999, value: 5 } },
            sums: [
              { sum: 10, sumSquares: 50, largest: 6 },
              { sum: 0, sumSquares: 0, largest: 0 },
            ],
          },
          {
            ...{ name: 'p', kind: 'proportion', role: 'goal', cap: { share: 0.999, value: 5 } },
            sums: [{ sum: 1 }, { sum: 1 }],
          },
        ],
      },
      [
        'metrics[0].sums[0].largest: is 8, which no 100 values with these sums have',
        'metrics[0].sums[1].largest: is 0.5, which no 100 values with these sums have',
        'metrics[1].sums[0].largest: is 6, more than the cap of 5',
        'metrics[2].cap: is of a proportion, which has nothing to cut',
      ],
    ],
    [
      'people who came last and are none',
      {
        metrics: [
          {
            ...{ name: 'm', kind: 'proportion', role: 'goal', sums: [{ sum: 1 }, { sum: 1 }] },
            recent: {
              days: 7,
              sums: [
                { n: 1, sum: 2 },
                { n: 101, sum: 2 },
              ],
            },
          },
        ],
      },
      [
        'metrics[0].recent.sums[0].sum: is 2, more than the 1 people there are',
        'metrics[0].recent.sums[1].n: is 101, more than the 100 users of mail',
      ],
    ],
    [
      'data of after the look',
      {
        ...metric('proportion', { sum: 1 }),
        asOf: '2026-03-16T08:00:00Z',
        newestData: '2026-03-16T09:00:00Z',
      },
      ['newestData: is later than asOf: no look sees what comes after it'],
    ],
  ])('%s', async (_, changes, lines) => {
    const { code, err } = await run([], await summary(twoArms(changes)))
    expect([code, err.split('\n').slice(1)]).toEqual([1, lines.map((line) => `- ${line}`)])
  })

  test('names that nobody can see, and effects that are no fraction', async () => {
    const arms = [
      { name: '\u200b', users: 100 },
      { name: 'mail', users: 100 },
    ]
    const { code, err } = await run(
      [],
      await summary({ arms, minimumEffect: 20, ...metric('proportion', { sum: 1 }) }),
    )
    expect([code, err.split('\n').slice(1)]).toEqual([
      1,
      ['- arms[0].name: nobody can see it', expect.stringMatching(/^- minimumEffect: .*10/)],
    ])
  })

  test('sums of what people really did are never a contradiction, however they were rounded', () => {
    const values = fc.array(
      fc.record({
        v: fc.integer({ min: -300, max: 300 }),
        d: fc.integer({ min: 0, max: 9 }),
        b: fc.integer({ min: 0, max: 300 }),
      }),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(
        values,
        fc.constantFrom(1, 3, 7, 1000),
        fc.constantFrom(0, 2, 6, 15),
        (people, part, places) => {
          const sum = (of: (person: (typeof people)[number]) => number) => {
            const exact = people.reduce((total, person) => total + of(person), 0)
            return places === 15 ? exact : Number(exact.toFixed(places))
          }
          const v = (person: { v: number }) => person.v / part
          const [d, b] = [(person: { d: number }) => person.d, (person: { b: number }) => person.b / part]
          const found = contradictions('ratio', {
            n: people.length,
            sum: sum(v),
            sumSquares: sum((each) => v(each) ** 2),
            largest: Number(Math.max(0, ...people.map((each) => Math.abs(v(each)))).toFixed(places)),
            denominator: {
              sum: sum(d),
              sumSquares: sum((each) => d(each) ** 2),
              products: sum((each) => v(each) * d(each)),
            },
            before: {
              sum: sum(b),
              sumSquares: sum((each) => b(each) ** 2),
              products: sum((each) => v(each) * b(each)),
            },
          })
          expect(found).toEqual([])
        },
      ),
      { numRuns: 500 },
    )
  })

  test.each<[string, readonly string[], string, RegExp]>([
    ['no JSON', [], '{', /^The summary is no JSON: /],
    ['no such file', ['nowhere.json'], '', /no such file.*nowhere\.json/],
    ['two files', ['a.json', 'b.json'], '', /^One summary at a time/],
    ['an unknown option', ['--loud'], '', /--loud[\s\S]*usage: stairway readout/],
    ['a campaign with a summary', ['a.json', '--campaign', 'x'], '', /^A campaign has its own looks/],
  ])('%s', async (_, args, stdin, why) => {
    const { code, out, err } = await run(args, stdin)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(why)
  })

  test('no database', async () => {
    const { code, err } = await run(['--campaign', 'x'], '', { DATABASE_URL: `sqlite:${folder}/none.db` })
    expect([code, err]).toEqual([2, expect.stringMatching(/^There is no database .*none\.db/)])
  })

  test('a mistake in stairway.yaml, but no missing token of Slack', async () => {
    const file = join(folder, 'stairway.yaml')
    await writeFile(file, 'oops: 1')
    const { code, err } = await run(['--campaign', 'x'], '', { STAIRWAY_CONFIG: file })
    expect(code).toBe(2)
    expect(err).toMatch(/oops/)
    expect(err).not.toMatch(/SLACK/)
  })
})
