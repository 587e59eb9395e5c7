import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeReportAddress } from '../../src/usecases/report-addresses.ts'
import { read } from '../support/slack-use.ts'
import { curl, shell } from './curl.ts'
import { buttons, line } from './seen.ts'
import { ANA, MINUTE, pressed, RAJ, readAloud, type Story, TOM, tell, twice, ZOE } from './story.ts'

const TEMPLATES = `
  scored:
    tasks:
      - { title: The model is scored, step: model, team: data, check: scores }
      - { title: Consent is covered, step: analyze, team: growth, check: consent }
`
const CHECKS = `
checks:
  scores: { kind: report, title: Scores of the model }
  consent: { kind: report, result: consent_rate }
  enough: { kind: audience }
`

async function told(more: { readonly socket?: boolean; readonly log?: { write(line: string): void } } = {}) {
  const story = await tell({
    templates: TEMPLATES,
    more: CHECKS,
    ...more,
    env: { LOG_LEVEL: more.log ? 'trace' : 'silent' },
  })
  await story.say(ANA, 'new Spring win-back template:scored key:winback')
  await story.say(ANA, 'new Summer template:scored key:summer')
  return story
}

const said = async (story: Story, who: string, text: string) =>
  (await story.say(who, text)).text.replaceAll(/[\u00a0\u202f]/g, ' ')

/** The address of a check as somebody is told it, on the host that a pipeline reaches. */
async function address(story: Story, check: string, by = RAJ): Promise<string> {
  const path = /POST (\/hooks\/checks\/swcheck_[\w-]{43})`/.exec(
    await said(story, by, `check address ${check}`),
  )?.[1]
  if (path === undefined) throw new Error('No address was shown')
  return `${story.url}${path}`
}

const JSON_BODY = ['-H', 'content-type: application/json', '-d']
const report = (url: string, body: unknown) => curl(...JSON_BODY, JSON.stringify(body), url)

test.each([
  ['HTTP', false],
  ['Socket Mode', true],
])('over %s a pipeline reports by curl, and what it said is the answer of its check', async (_, socket) => {
  const lines: string[] = []
  const story = await told({ socket, log: { write: (text) => void lines.push(text) } })
  expect(await said(story, ANA, 'check winback 1')).toMatch(
    /0 of 1 check pass\n■ 1 The model is scored {2}its pipeline: can’t be told, nothing was reported yet/,
  )
  const url = await address(story, 'scores')

  expect(
    await report(url, { status: 'pass', figure: 0.91, wanted: '≥ 0.85', words: 'holdout of February' }),
  ).toEqual({
    status: 200,
    said: {
      check: 'scores',
      kept: true,
      status: 'pass',
      at: story.now().toISOString(),
      campaign: null,
      newest: true,
    },
  })
  story.clock.at += 26 * MINUTE
  expect(await said(story, ANA, 'check winback 1')).toMatch(
    /1 check: all pass\n● 1 The model is scored {2}0\.91, wanted ≥ 0\.85 · its pipeline, 26 minutes ago: holdout of February$/,
  )
  // Of one campaign alone, and of an earlier time than what was said before.
  await report(url, { status: 'fail', words: 'drift\nin age', campaign: 'winback' })
  expect((await report(url, { status: 'pass', at: '2026-03-02T07:00:00Z' })).said).toMatchObject({
    newest: false,
  })
  expect(await said(story, ANA, 'check winback 1')).toMatch(
    /■ 1 The model is scored {2}its pipeline: drift in age/,
  )
  expect(await said(story, ANA, 'check summer 1')).toMatch(/● 1 The model is scored/)

  const other = `${url.slice(0, -4)}AAAA`
  expect(await report(other, { status: 'pass' })).toEqual({
    status: 404,
    said: { error: 'there is no such address: it was revoked, or never made' },
  })
  const refusals = lines.map((text) => JSON.parse(text)).filter(({ msg }) => msg === 'A report refused')
  expect(refusals).toMatchObject([{ level: 40, status: 404 }])
  expect(lines.length).toBeGreaterThan(10)
  story.stairway.deps.log.warn({ url, seen: [url] }, `POST ${url} failed`)
  const secret = /swcheck_[\w-]+/.exec(url)?.[0] ?? ''
  for (const text of lines)
    for (const never of [secret, 'drift', 'holdout']) expect(text).not.toContain(never)
})

test('what can not be read is refused with 400 and why, what is too large with 413, and the log says no word of it', async () => {
  const lines: string[] = []
  const story = await told({ log: { write: (text) => void lines.push(text) } })
  const url = await address(story, 'scores')
  const refused = async (...args: string[]) => {
    const { status, said } = await curl(...args)
    return [status, (said as { error: string }).error]
  }
  const nested = (kind: string, depth: number) =>
    refused(
      '-H',
      `content-type: application/${kind}`,
      '-d',
      `{"status": ${'['.repeat(depth)}${']'.repeat(depth)}}`,
      url,
    )
  expect(await nested('json', 50_000)).toEqual([400, expect.stringMatching(/saw a list$/)])
  expect((await nested('yaml', 20_000))[0]).toBe(400)
  expect(await refused('-d', '{"status":"pass"}', url)).toEqual([
    400,
    'content-type: expected application/json or application/yaml, saw application/x-www-form-urlencoded',
  ])
  expect(await refused('-H', 'content-type:', '-d', '{}', url)).toEqual([
    400,
    'content-type: expected application/json or application/yaml, saw none',
  ])
  expect(await refused(...JSON_BODY, '{"status":', url)).toEqual([
    400,
    expect.stringMatching(/^the body can't be read: /),
  ])
  expect(await refused('-H', 'content-type: application/yaml', '--data-binary', 'a: [', url)).toEqual([
    400,
    expect.stringMatching(/^the body can't be read: /),
  ])
  expect(await refused(...JSON_BODY, '{"status":"passed"}', url)).toEqual([
    400,
    'status: expected one of pass, warn, skip, unknown, fail, error, saw "passed"',
  ])
  expect(await refused(...JSON_BODY, '{"status":"pass","campaign":"nothere"}', url)).toEqual([
    400,
    'campaign: there is no nothere in this workspace',
  ])
  expect(
    await refused(...JSON_BODY, '{"status":"pass","campaign":"summer"}', `${url}?campaign=winback`),
  ).toEqual([400, 'campaign: the address says winback, the report summer'])
  expect(await refused(url)).toEqual([405, 'a report is sent with POST'])
  expect((await report(`${story.url}/hooks/checks/`, {})).status).toBe(404)
  expect((await report(`${story.url}/hooks/else`, {})).status).toBe(404)

  const large = join(tmpdir(), `stairway-large-${process.pid}.json`)
  for (const [bytes, status] of [
    [256 * 1024, 200],
    [256 * 1024 + 1, 413],
    [3_000_000, 413],
  ] as const) {
    const head = '{"status":"warn","words":"'
    await writeFile(large, `${head}${'x'.repeat(bytes - head.length - 2)}"}`)
    for (const how of [[], ['-H', 'transfer-encoding: chunked']])
      expect(
        (await curl('-H', 'content-type: application/json', ...how, '--data-binary', `@${large}`, url))
          .status,
      ).toBe(status)
  }
  expect(await said(story, ANA, 'check winback 1')).toMatch(/a warning, x{50}/)
  const refusals = lines.map((text) => JSON.parse(text)).filter(({ msg }) => msg === 'A report refused')
  expect(refusals).toContainEqual(expect.objectContaining({ status: 400, check: 'scores' }))
  expect(lines.join()).not.toMatch(/passed|nothere|expected/)
})

test('a file of the standard is taken as JSON and as YAML, and the result that stairway.yaml names counts', async () => {
  const story = await told()
  const url = await address(story, 'consent')
  const file = (status: string) => `apiVersion: v0.8.1
kind: ObservabilityResults
id: 9f1c8a52-2b4e-4a6e-9d3e-7c2a1f0b4d11
observedAt: "2026-03-02T07:50:00Z"
source: { process: nightly-quality-suite }
results:
  - { id: no_dup_rows, type: check, name: No duplicate rows, status: fail }
  - { id: consent_rate, type: metric, name: Consent, status: ${status}, measure: { metric: share, value: 0.97, unit: of all, threshold: { mustBeGreaterThan: 0.9 } } }
`
  const sent = await curl(
    '-H',
    'content-type: application/yaml',
    '--data-binary',
    file('pass'),
    `${url}?campaign=winback`,
  )
  expect(sent).toMatchObject({ status: 200, said: { status: 'pass', campaign: 'winback', newest: true } })
  expect(await said(story, ANA, 'check winback 2')).toMatch(
    /● 2 Consent is covered {2}0\.97 of all, wanted &gt; 0\.9 · nightly-quality-suite, 10 minutes ago/,
  )
  // The same file once more says nothing new, another word of the same moment replaces it.
  await curl('-H', 'content-type: application/yaml', '--data-binary', file('fail'), `${url}?campaign=winback`)
  expect(await said(story, ANA, 'check winback 2')).toMatch(/■ 2 Consent is covered/)
  const rows = await story.stairway.db('check_reports').select('at')
  expect(rows).toHaveLength(1)
  const going = await curl(
    '-H',
    'content-type: application/yaml',
    '--data-binary',
    `${file('pass')}run: { state: running }\n`,
    url,
  )
  expect(going).toMatchObject({ status: 200, said: { kept: false } })
})

test('of each check and campaign the newest fifty are kept, and the newest moment is the answer however they come', async () => {
  const story = await told()
  const url = await address(story, 'scores')
  const at = (minutes: number) => new Date(story.now().getTime() - minutes * MINUTE).toISOString()
  await Promise.all(
    Array.from({ length: 60 }, (_, i) => (i * 37) % 60).map((minutes) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ status: minutes === 0 ? 'fail' : 'pass', figure: minutes, at: at(minutes) }),
      }),
    ),
  )
  const rows = await story.stairway.db('check_reports').select('at')
  expect(rows).toHaveLength(50)
  expect(await said(story, ANA, 'check winback 1')).toMatch(/■ 1 The model is scored {2}0 · its pipeline/)
})

test('the secret is shown once and to one person, a new one ends the old one, and who made it is said', async () => {
  const story = await told()
  expect(await said(story, ZOE, 'check address scores')).toBe(
    'Only members of growth and data can say who may report a check.',
  )
  expect(await said(story, ZOE, 'check address')).toMatch(/^Only members of growth and data/)
  expect(await said(story, RAJ, 'check address enough')).toBe(
    'There is no check "enough" that pipelines report: stairway.yaml declares scores, consent.',
  )
  expect(await said(story, RAJ, 'check revoke scores')).toBe('scores has no address: nobody can report it.')
  expect(await said(story, RAJ, 'check revoke')).toMatch(/^Which check\?\n/)
  const none = await said(story, RAJ, 'check address')
  expect(none).toMatch(
    /Scores of the model\* {2}`scores`\nIt has no address: nobody can report it\. Nothing was reported yet\./u,
  )

  const first = await address(story, 'scores')
  expect((await report(first, { status: 'pass', figure: '0.91' })).status).toBe(200)
  expect(await said(story, TOM, 'check address')).toMatch(
    /Its address was made by Raj, .*\. Last report: pass, 0\.91, /,
  )
  const again = await said(story, TOM, 'check address scores')
  expect(again).toMatch(/The address that Raj made .* works no more\.$/)
  expect((await report(first, { status: 'pass' })).status).toBe(404)
  // Slack sends it twice: one address was made, and it serves.
  await twice(story, 'behind').command(TOM, '/campaign', 'check address scores', { channel: 'C0GROWTH' })
  expect(await story.stairway.db('report_addresses').whereNull('revoked_at')).toHaveLength(1)
  expect(await story.stairway.db('report_addresses')).toHaveLength(3)
  const second = await address(story, 'scores', TOM)
  expect((await report(second, { status: 'pass' })).status).toBe(200)

  // By the buttons of the list, too.
  await story.say(RAJ, 'check address')
  expect(buttons(line(story, RAJ))).toEqual(['New address', 'Revoke', 'Make its address'])
  expect(await pressed(story, RAJ, line(story, RAJ), 'Revoke')).toMatch(
    /^The address of \*scores\* that Tom made .* works no more\. What was reported stays\./,
  )
  expect((await report(second, { status: 'pass' })).status).toBe(404)
  await story.say(RAJ, 'check address')
  expect(await pressed(story, RAJ, line(story, RAJ), 'Make its address', 'Scores of')).toMatch(/swcheck_/)

  // Another workspace in the same database is spoken of by its own addresses alone.
  const elsewhere = { teamId: 'T0OTHER', userId: RAJ, surface: 'command' } as const
  await makeReportAddress(story.stairway.deps, elsewhere, 'scores', 'swcheck_elsewhere')
  const theirs = `${story.url}/hooks/checks/swcheck_elsewhere`
  expect((await report(theirs, { status: 'fail', campaign: 'winback' })).status).toBe(400)
  expect((await report(theirs, { status: 'fail' })).status).toBe(200)
  expect(await said(story, ANA, 'check winback 1')).toMatch(/● 1 The model is scored/)

  const changed = await story.restart({
    more: CHECKS.replace('kind: report, title: Scores of the model', 'kind: audience'),
  })
  const third = /\/hooks[^`]+/.exec(readAloud(line(story, RAJ)))?.[0] ?? ''
  expect(await report(`${changed.url}${third}`, { status: 'pass' })).toEqual({
    status: 404,
    said: { error: 'stairway.yaml declares no check scores that is reported' },
  })

  // Nobody else was shown one, and no table holds one.
  const channels = await Promise.all(['C0GROWTH', 'C0DATA'].map((id) => story.slack.messages(id)))
  expect(channels.flat().map(readAloud).join()).not.toContain('swcheck_')
  for (const table of ['report_addresses', 'messages', 'events', 'check_reports'])
    expect(JSON.stringify(await changed.stairway.db(table).select())).not.toContain('swcheck_')
})

test('in Socket Mode it is said which port to set where none is', async () => {
  const story = await tell({ templates: TEMPLATES, more: CHECKS, socket: true, env: { PORT: '' } })
  expect(await said(story, RAJ, 'check address scores')).toContain(
    'In Socket Mode it is on port 3000 of the machine that I run on, since `PORT` is not set there: set `PORT` to one that your pipelines reach.',
  )
})

test('the lines of docs/checks.md report', async () => {
  const story = await told()
  const url = await address(story, 'scores')
  const blocks = [...(await read('docs/checks.md')).matchAll(/```(sh|yaml) *(\S*)\n([\s\S]*?)```/g)]
  const [file] = blocks.filter(([, , name]) => name === 'results.oors.yaml')
  const folder = await mkdtemp(join(tmpdir(), 'stairway-docs-'))
  await writeFile(join(folder, 'results.oors.yaml'), file?.[3] ?? '')
  const lines = blocks.filter(([, language]) => language === 'sh').map(([, , , text = '']) => text)
  expect(lines.length).toBeGreaterThan(1)
  for (const each of lines) {
    const { code, stdout } = await shell(each, { STAIRWAY_REPORT: url }, folder)
    expect(stdout, each).toContain('"kept":true')
    expect(code, each).toBe(0)
  }
  expect((await shell(lines[0] ?? '', { STAIRWAY_REPORT: `${url}x` }, folder)).code).not.toBe(0)
})

test('what is reported ticks its task at once, in each campaign that waits for it, and no other', async () => {
  const story = await told()
  const url = await address(story, 'scores')
  await story.settle()
  await report(url, { status: 'pass', figure: '0.81' })
  await story.settle()
  for (const key of ['winback', 'summer']) {
    const list = (await story.say(ANA, `tasks ${key}`)).text
    expect(list).toMatch(/● 1 The model is scored · .*\n0\.81 · its pipeline/)
    expect(list).toMatch(/■ 2 Consent is covered/)
  }
  await report(url, { status: 'fail', figure: '0.4', campaign: 'summer' })
  await story.settle()
  expect((await story.say(ANA, 'tasks winback')).text).toContain('● 1 The model is scored')
  expect((await story.say(ANA, 'tasks summer')).text).toContain('■ 1 The model is scored')
  expect(readAloud(await story.dm(ANA, 'does not pass any more'))).toContain('1 The model is scored')
})
