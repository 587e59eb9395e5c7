import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
    expect(out).toMatch(/^Ship Mens E-Mail and leave out Womens E-Mail\. Purchase is better in Mens E-Mail/)
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
