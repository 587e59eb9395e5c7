import { describe, expect, it } from 'vitest'
import { ConfigError, loadConfig } from '../../src/config.ts'
import { faultOf } from '../../src/warehouse/declared.ts'

const load = (tasks: string) =>
  loadConfig(
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
    faultOf,
    () => `templates: { t: { tasks: [${tasks}] } }`,
  )

const tasksOf = (tasks: string) => load(tasks).catalog.templates.find(({ name }) => name === 't')?.tasks

function problemsOf(tasks: string): Record<string, string> {
  try {
    load(tasks)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return Object.fromEntries(error.problems.map(({ path, message }) => [path, message]))
  }
  throw new Error('It was let through')
}

const task = (title: string, more = '') =>
  `{ title: ${title}, step: model, team: data${more && `, ${more}`} }`

describe('tasks of a template', () => {
  it('wait for others by title or number, are due before go-live, and ask for evidence', () => {
    const read = tasksOf(
      [
        task('Orders are fresh', 'due: 3d'),
        task('Model scored', 'due: T-2 working days, depends-on: orders are fresh'),
        task('Proof', 'due: T-4h, depends-on: [2, Orders are fresh, 2], evidence: a picture of two phones'),
        task('Support knows', 'optional: true, evidence: required'),
      ].join(', '),
    )
    const common = { step: 'model', team: 'data', required: true }
    expect(read).toEqual([
      { ...common, title: 'Orders are fresh', dueInDays: 3 },
      { ...common, title: 'Model scored', lead: { count: 2, unit: 'wd' }, after: [1] },
      {
        ...common,
        title: 'Proof',
        lead: { count: 4, unit: 'h' },
        after: [2, 1],
        asks: 'a picture of two phones',
      },
      { ...common, title: 'Support knows', required: false, asks: 'what was looked at' },
    ])
  })

  it.each([
    [
      task('A', 'due: T-3'),
      'tasks[0].due',
      'expected a duration such as 3d, from 1d to 365d, or a time before go-live such as T-3d',
    ],
    [task('A', 'due: soon'), 'tasks[0].due', 'or a time before go-live such as T-3d'],
    [
      task('A', 'depends-on: Quite another'),
      'tasks[0].depends-on',
      'there is no task "Quite another". There is A.',
    ],
    [
      task('Orders are fresh', 'depends-on: Order is fresh'),
      'tasks[0].depends-on',
      'Did you mean Orders are fresh?',
    ],
    [
      `${task('A')}, ${task('B', 'depends-on: 3')}`,
      'tasks[1].depends-on',
      'there is no task 3: the template has 2.',
    ],
    [task('A', 'depends-on: A'), 'tasks[0].depends-on', '"A" would wait for itself.'],
    [
      `${task('A', 'depends-on: B')}, ${task('B', 'depends-on: A')}`,
      'tasks[1].depends-on',
      '"B" would wait for itself.',
    ],
    [
      task('A', 'depends-on: { b: 1 }'),
      'tasks[0].depends-on',
      'the title or number of another task of this template',
    ],
    [task('A', 'evidence: ""'), 'tasks[0].evidence', 'a line of 1 to 120 characters'],
  ])('%s is refused', (tasks, path, words) => {
    expect(problemsOf(tasks)[`templates.t.${path}`]).toContain(words)
  })
})
