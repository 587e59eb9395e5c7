import { describe, expect, it } from 'vitest'
import { type Config, ConfigError, loadConfig } from '../../src/config.ts'
import { faultOf } from '../../src/warehouse/declared.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

function load(yaml: string, env: NodeJS.ProcessEnv = {}): Config {
  return loadConfig(
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SECRET, ...env },
    faultOf,
    () => yaml,
  )
}

function problemsOf(yaml: string): Record<string, string> {
  try {
    load(yaml)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return Object.fromEntries(error.problems.map(({ path, message }) => [path, message]))
  }
  throw new Error('It was let through')
}

/** A template whose brief has a mistake, beside what briefs can name. */
const brief = (field: string) => `templates: { t: { brief: { ${field} } } }
metrics: { sale: { kind: proportion, direction: up }, spend: { kind: mean, unit: EUR } }
exposures: { mailed: {} }
targets: { hook: {} }
`

describe('the templates of stairway.yaml', () => {
  it('reads the brief and the digests of a template as they are typed in Slack', () => {
    const { templates } = load(
      `templates:
  t:
    tasks: [{ title: Look, step: collect, team: data }]
    digest: weekdays 09:00
    brief:
      hypothesis: |
        A reminder helps.
        Those who come back stay.
      outcome: sale up 8% also spend
      guardrails: spend 0.5 EUR, sale 2%
      audience: Lapsed 90 days, EU size:42 610
      arms: control 10%, mail 90%
      horizon: 14
      exposures: mailed
      plan: |
        1. webhook hook Start the send
        manual U012AB3CD Look at the first hundred
  bare: { tasks: [{ title: Look, step: collect, team: data }] }
warehouses: { w: { type: sqlite, file: a.db } }
exposures: { mailed: { warehouse: w, sql: select 1 } }
metrics:
  sale: { kind: proportion, direction: up, warehouse: w, sql: select 1 }
  spend: { kind: mean, direction: up, unit: EUR, warehouse: w, sql: select 1 }
targets: { hook: { url: https://h/x, secret: env:SECRET } }
`,
      { STAIRWAY_TZ: 'Europe/Berlin' },
    ).catalog
    const named = (name: string) => templates.find((template) => template.name === name)
    expect(named('t')?.digest).toEqual({ kind: 'weekdays', time: '09:00', zone: 'Europe/Berlin' })
    expect(named('t')?.brief).toEqual({
      hypothesis: 'A reminder helps.\nThose who come back stay.',
      outcome: { metric: 'sale', direction: 'up', minimumEffect: 0.08, secondary: ['spend'] },
      guardrails: [
        { metric: 'spend', margin: { amount: 0.5, unit: 'absolute', measure: 'EUR' } },
        { metric: 'sale', margin: { amount: 0.02, unit: 'relative' } },
      ],
      audience: { words: 'Lapsed 90 days, EU', size: 42_610 },
      arms: [
        { name: 'control', weight: 1 },
        { name: 'mail', weight: 9 },
      ],
      horizonDays: 14,
      exposures: 'mailed',
      plan: [
        { kind: 'sent', target: 'hook', words: 'Start the send' },
        { kind: 'human', person: 'U012AB3CD', words: 'Look at the first hundred' },
      ],
    })
    expect(named('bare')).not.toHaveProperty('brief')
    expect(named('bare')).not.toHaveProperty('digest')
  })

  it('reports the mistakes of a brief beside those of what it names', () => {
    const yaml = `templates: { t: { tasks: [], digest: never, brief: { outcome: m down, arms: one, plan: call, horizn: 1 } } }
metrics: { m: { kind: x, direction: sideways } }
`
    expect(Object.keys(problemsOf(yaml)).sort()).toEqual([
      'metrics.m.direction',
      'metrics.m.kind',
      'metrics.m.sql',
      'metrics.m.warehouse',
      'templates.t.brief.arms',
      'templates.t.brief.horizn',
      'templates.t.brief.plan',
      'templates.t.digest',
      'templates.t.tasks',
    ])
  })

  it.each([
    [brief('outcom: purchase up'), 'templates.t.brief.outcom', 'Did you mean outcome?'],
    [brief('name: Spring'), 'templates.t.brief.name', 'There is hypothesis, outcome, guardrails, audience'],
    [
      brief('arms: [a, b]'),
      'templates.t.brief.arms',
      'expected a text, as it is typed after /campaign, saw a list of 2',
    ],
    [brief('horizon:'), 'templates.t.brief.horizon', 'saw nothing'],
    [brief('hypothesis: " "'), 'templates.t.brief.hypothesis', 'is empty. Write what should happen, and why'],
    [
      brief('outcome: sign-up lots'),
      'templates.t.brief.outcome',
      'I can\'t read "sign-up lots" as an outcome. "sign-up" is not understood. Write a metric, up or down',
    ],
    [
      brief('outcome: clicks up 5%'),
      'templates.t.brief.outcome',
      'There is no metric "clicks": stairway.yaml declares sale, spend.',
    ],
    [brief('outcome: sale down 5%'), 'templates.t.brief.outcome', 'sale is better when it goes up'],
    [brief('outcome: sale up also clicks'), 'templates.t.brief.outcome', 'There is no metric "clicks"'],
    [
      brief('guardrails: spend 2 points'),
      'templates.t.brief.guardrails',
      'The margin of spend is in % or EUR.',
    ],
    [brief('guardrails: "clicks 2%"'), 'templates.t.brief.guardrails', 'There is no metric "clicks"'],
    [brief('audience: size:42'), 'templates.t.brief.audience', 'Who are they?'],
    [
      brief('guardrails: "spend 1,000 EUR"'),
      'templates.t.brief.guardrails',
      '"1,000" is read differently from country to country. Write 1000 or 1.0.',
    ],
    [brief('guardrails: spend 1.500 EUR'), 'templates.t.brief.guardrails', 'Write 1500 or 1.5.'],
    [brief('outcome: "sale up 1,000%"'), 'templates.t.brief.outcome', 'Write 1000 or 1.0.'],
    [brief('arms: "control 1,500, mail 500"'), 'templates.t.brief.arms', 'Write 1500 or 1.5.'],
    [brief('horizon: 1.000'), 'templates.t.brief.horizon', 'I can\'t read "1.000" as a horizon.'],
    [brief('horizon: 1.5'), 'templates.t.brief.horizon', 'I can\'t read "1.5" as a horizon.'],
    [brief('horizon: 2 months'), 'templates.t.brief.horizon', 'days that are all as long'],
    [brief('hypothesis: "\u200b"'), 'templates.t.brief.hypothesis', 'is empty.'],
    ['templates: { t: { digest: cron 0 9 30 2 * } }', 'templates.t.digest', 'never comes'],
    [brief('arms: only one'), 'templates.t.brief.arms', 'two or more'],
    [
      brief('horizon: 400'),
      'templates.t.brief.horizon',
      'I can\'t read "400" as a horizon. Write days or weeks',
    ],
    [
      brief('exposures: sends'),
      'templates.t.brief.exposures',
      'There is no exposure query "sends": stairway.yaml declares mailed.',
    ],
    [
      brief('plan: webhook mailer'),
      'templates.t.brief.plan',
      'There is no target "mailer": stairway.yaml declares hook.',
    ],
    [
      brief('plan: send it'),
      'templates.t.brief.plan',
      'I can\'t read "send it" as a step. "send" is not understood. Write the steps in order',
    ],
    [
      brief('plan: manual @mei Press send'),
      'templates.t.brief.plan',
      'Who does it? Give the id of a Slack user.',
    ],
    [
      brief('plan: "manual {@U1} Press send"'),
      'templates.t.brief.plan',
      '`manual <id of a Slack user> <what to do>`',
    ],
    [brief('plan: manual U012AB3CD'), 'templates.t.brief.plan', 'What is to be done?'],
    [
      'templates: { t: { digest: sometimes } }',
      'templates.t.digest',
      'Write one of `daily 09:00`, `weekdays 09:00 Europe/Berlin`',
    ],
    ['templates: { t: { digest: sometimes } }', 'templates.t.digest', 'without a zone it is UTC.'],
    [
      'templates: { t: { digest: daily 09:00 Europe/Berln } }',
      'templates.t.digest',
      'Did you mean Europe/Berlin?',
    ],
    ['templates: { t: { digest: 9 } }', 'templates.t.digest', 'I can\'t read "9"'],
  ])('refuse %s', (yaml, path, message) => {
    expect(problemsOf(yaml)[path]).toContain(message)
  })
})
