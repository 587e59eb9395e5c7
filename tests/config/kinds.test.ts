import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Check } from '../../src/checks/check.ts'
import { duration, held, map, nameOf, text } from '../../src/config/fields.ts'
import { readCatalog } from '../../src/config/file.ts'
import { type Kind, named } from '../../src/config/kinds.ts'
import { webhook } from '../../src/targets/webhook.ts'
import { faultOf } from '../../src/warehouse/declared.ts'
import { SECRET } from '../support/stand.ts'
import { playedFlag } from '../targets/played.ts'

const around = { env: { SECRET }, folder: '/', timeZone: 'UTC', isInstalled: () => true, faultOf }
const hook = `url: https://h.example/hidden, secret: env:SECRET`

function check(settings: object): Check {
  const answer = {
    status: 'pass',
    figure: JSON.stringify(settings),
    wanted: null,
    where: 'h',
    at: null,
  } as const
  return { ask: async () => ({ ...answer, words: null }) }
}

/** Kinds that only these tests know. */
const FRESH: Kind<Check> = {
  kind: 'fresh',
  entry: (_around, { warehouses }) =>
    map({
      ...named('fresh'),
      warehouse: nameOf('warehouse', warehouses),
      within: duration('h', 720, '24h').default(24),
    }).transform(({ kind, title, ...rest }) => ({ kind, title, opened: check(rest) })),
}
const SAID: Kind<Check> = {
  kind: 'said',
  entry: ({ env }) =>
    map({ ...named('said'), token: held(env, 'a token', () => true) }).transform(({ kind, title }) => ({
      kind,
      title,
      opened: check({}),
    })),
}
const FLAG = {
  kind: 'flag',
  entry: () =>
    map({ ...named('flag'), project: text('a project', (value) => value !== '') }).transform(
      ({ kind, title }) => ({ kind, title, opened: playedFlag() }),
    ),
}

const read = (yaml: string, checks = [FRESH, SAID]) =>
  readCatalog(yaml, around, { targets: [webhook, FLAG], checks })

function problems(yaml: string, checks?: Kind<Check>[]): Record<string, string> {
  const reading = read(yaml, checks)
  if (!('problems' in reading)) throw new Error('There was no mistake')
  return Object.fromEntries(reading.problems.map(({ path, message }) => [path, message]))
}

function declared(yaml: string) {
  const reading = read(yaml)
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems))
  return reading
}

describe('targets', () => {
  test('are webhooks unless they say what they are, and are opened by their names', () => {
    const { catalog, targets } = declared(`targets:
  old: { ${hook} }
  said: { kind: webhook, title: Start the send, counts: sends, ${hook} }
  switch: { kind: flag, project: web }
`)
    const [form, unread, bounds] = ['<what it shall do>', expect.any(Function), true]
    const thing = unread
    expect(catalog.targets).toEqual([
      { name: 'old', kind: 'webhook', title: 'Old', host: 'h.example', form, unread, thing, bounds },
      {
        ...{ name: 'said', kind: 'webhook', title: 'Start the send', host: 'h.example' },
        ...{ form, unread, thing, mails: true, bounds },
      },
      {
        ...{ name: 'switch', kind: 'flag', title: 'Switch', host: 'flags.example' },
        ...{ form: '<flag> on', unread, thing, undoable: true },
      },
    ])
    expect([...targets].map(([name, { host }]) => [name, host])).toEqual([
      ['old', 'h.example'],
      ['said', 'h.example'],
      ['switch', 'flags.example'],
    ])
    expect([...targets].map(([name, { counts }]) => [name, counts])).toEqual([
      ['old', undefined],
      ['said', 'sends'],
      ['switch', undefined],
    ])
    expect(JSON.stringify(catalog)).not.toMatch(/hidden|whsec_/)
  })

  test.each([
    [`counts: people, ${hook}`, 'targets.t.counts', 'expected rows or sends'],
    ['kind: hook', 'targets.t.kind', 'expected webhook or flag, saw "hook"'],
    ['kind: [webhook]', 'targets.t.kind', 'expected webhook or flag, saw a list of 1'],
    ['kind: flag, projct: web', 'targets.t.projct', 'is not a key that belongs here. Did you mean project?'],
    ['kind: flag', 'targets.t.project', 'is missing: expected a project'],
    [
      'url: https://h/x',
      'targets.t.secret',
      'is missing: expected env:NAME, the variable that holds the secret',
    ],
    [
      `kind: flag, project: web, title: ''`,
      'targets.t.title',
      'expected a line of 1 to 60 characters, saw ""',
    ],
  ])('%s is said as %s: %s', (entry, path, message) => {
    expect(problems(`targets: { t: { ${entry} } }`)).toMatchObject({ [path]: message })
  })

  test.each(['webhook', 'manual', 'after', 'none'])(
    'none is called %s, which begins another step',
    (name) => {
      expect(problems(`targets: { ${name}: { kind: flag, project: web } }`)).toEqual({
        [`targets.${name}`]: `a launch plan reads ${name} as something else: call the target otherwise.`,
      })
    },
  )
})

describe('the plan of a template', () => {
  const planned = (plan: string, targets = 'switch: { kind: flag, project: web }') =>
    `targets: { ${targets} }
templates: { t: { ${TASK()}, brief: { plan: "${plan}" } } }
`

  test.each(['switch banner on', 'flag banner on', 'Flag banner on'])('%s is read at the start', (plan) => {
    const { brief } = declared(planned(plan)).catalog.templates.find(({ name }) => name === 't') ?? {}
    expect(brief?.plan).toEqual([{ kind: 'sent', target: 'switch', words: 'banner on' }])
  })

  test.each([
    [
      'switch banner maybe',
      'I can\'t read "switch banner maybe" as a step: it ends with neither on nor off. Write `switch <flag> on`.',
    ],
    [
      'switsh banner on',
      'I can\'t read "switsh banner on" as a step. "switsh" is not understood. Did you mean switch? Write the steps in order, between semicolons or one a line: `switch <flag> on` or `manual <id of a Slack user> <what to do>`; for example `manual U012AB3CD Press send in Braze`.',
    ],
  ])('%s is refused at the start, with its place and the form', (plan, message) => {
    expect(problems(planned(plan))).toEqual({ 'templates.t.brief.plan': message })
  })

  test('words of a target whose entry has a mistake are not judged beside it', () => {
    expect(Object.keys(problems(planned('switch banner maybe', 'switch: { kind: flag }')))).toEqual([
      'targets.switch.project',
    ])
  })
})

const TASK = (rest = '') => `tasks: [{ title: Look, step: collect, team: data${rest} }]`
const CHECKS = `warehouses: { w: { type: sqlite, file: a.db } }
checks:
  orders-fresh: { kind: fresh, warehouse: w, within: 2h }
  pipeline: { kind: said, title: The pipeline is through, token: env:SECRET }
`

/** What an entry is that says no more of it. */
const USUAL = { maxAgeMinutes: 1_440, everyMinutes: 60, graceMinutes: 60 }

describe('checks', () => {
  test('are declared by kind, opened by their names, and named by tasks', async () => {
    const yaml = `${CHECKS}templates: { t: { ${TASK(', check: orders-fresh')} }, u: { ${TASK()} } }`
    const { catalog, checks } = declared(yaml)
    expect(catalog.checks).toEqual([
      { name: 'orders-fresh', kind: 'fresh', title: 'Orders fresh', ...USUAL },
      { name: 'pipeline', kind: 'said', title: 'The pipeline is through', ...USUAL },
    ])
    expect([...checks.keys()]).toEqual(['orders-fresh', 'pipeline'])
    const tasks = catalog.templates.filter(({ name }) => name.length === 1).map((each) => each.tasks[0])
    const task = { title: 'Look', step: 'collect', team: 'data', required: true }
    expect(tasks).toEqual([{ ...task, check: 'orders-fresh' }, task])
  })

  test('say when they are asked, and what counts', () => {
    const said = 'max_age: 2 days, every: 15m, warn: passes, owner: U012AB3CD'
    const { catalog } = declared(`checks: { c: { kind: said, token: env:SECRET, ${said} } }`)
    expect(catalog.checks[0]).toMatchObject({
      ...{ maxAgeMinutes: 2_880, everyMinutes: 15, graceMinutes: 60, warnPasses: true, owner: 'U012AB3CD' },
    })
    expect(problems('checks: { c: { kind: said, token: env:SECRET, max-age: 2h } }')).toMatchObject({
      'checks.c.max-age': expect.stringContaining('Did you mean max_age?'),
    })
  })

  test.each([
    ['kind: fresch', 'checks.c.kind', 'expected fresh or said, saw "fresch"'],
    ['warehouse: w', 'checks.c.kind', 'is missing: expected fresh or said'],
    ['kind: fresh, warehouse: x', 'checks.c.warehouse', 'there is no warehouse "x". Did you mean w?'],
    [
      'kind: fresh, warehouse: w, within: 1y',
      'checks.c.within',
      'expected a duration such as 24h, from 1h to 720h',
    ],
    [
      'kind: said, token: hunter2',
      'checks.c.token',
      'a secret may not stand in this file. Put it into an environment variable and write env:NAME here.',
    ],
    [`kind: ${SECRET}`, 'checks.c.kind', 'expected fresh or said, saw what looks like a secret'],
    ['kind: fresh, warehouse: w, warn: fine', 'checks.c.warn', 'expected passes'],
    [
      'kind: fresh, warehouse: w, max_age: soon',
      'checks.c.max_age',
      'expected a duration such as 24h, from 1min to 43200min',
    ],
  ])('%s is said as %s: %s', (entry, path, message) => {
    const found = problems(`warehouses: { w: { type: sqlite, file: a.db } }\nchecks: { c: { ${entry} } }`)
    expect(found).toEqual({ [path]: message })
  })

  test('that are no maps, or have odd names, are said as such', () => {
    expect(problems('checks: { c: hunter2, "Odd name": { kind: said, token: env:SECRET } }')).toEqual({
      'checks.c': 'expected a map whose kind is fresh or said',
      'checks["Odd name"]':
        'a name here has up to 40 small letters, digits, dashes and underscores, such as web-events.',
    })
  })

  test.each([
    ['checks.nobody', ', check: nobody', 'there is no check "nobody". There is orders-fresh, pipeline.'],
    ['a near name', ', check: order-fresh', 'there is no check "order-fresh". Did you mean orders-fresh?'],
    ['a list', ', check: [pipeline]', 'expected the name of a check, saw a list of 1'],
  ])('a task that names %s', (_case, rest, message) => {
    expect(problems(`${CHECKS}templates: { t: { ${TASK(rest)} } }`)).toEqual({
      'templates.t.tasks[0].check': message,
    })
  })
})

describe('without kinds of checks, as it comes', () => {
  test('a declared check is a mistake in words', () => {
    expect(problems('checks: { c: { kind: sql } }', [])).toEqual({
      'checks.c.kind': 'expected a kind of check, of which there are none yet, saw "sql"',
    })
  })

  test('a task can name none', () => {
    expect(problems(`templates: { t: { ${TASK(', check: c')} } }`, [])).toEqual({
      'templates.t.tasks[0].check': 'there is no check "c". None is declared.',
    })
  })
})

test('a kind is a schema like any other', () => {
  const names = {
    policies: [],
    templates: [],
    warehouses: ['w'],
    checks: [],
    declared: { metrics: [], exposures: [], targets: [] },
  }
  expect(FRESH.entry(around, names)).toBeInstanceOf(z.ZodType)
})
