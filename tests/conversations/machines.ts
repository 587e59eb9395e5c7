import { onTestFinished } from 'vitest'
import { served } from '../checks/opened.ts'
import { ANA, type Story, tell, typed } from './story.ts'

/** A team's own machine that answers `hours` for each of its checks, as a test sets it; without a figure it is away. */
export interface Machine {
  readonly asked: () => number
  hours(name: string, hours: number | null): void
}

const TEMPLATE = `
  watched:
    tasks:
      - { title: Orders are fresh, step: collect, team: data, check: orders }
      - { title: Model is fresh, step: model, team: data, check: model }
      - { title: Consent is covered, step: analyze, team: growth }
`

const checksYaml = (site: string, more: string, every: string) => `
checks:
  orders: { kind: http, url: "${site}/orders", private: allowed, value: $.hours, at_most: 2${more} }
  model: { kind: http, url: "${site}/model", private: allowed, value: $.hours, at_most: 24, every: ${every}${more} }
`

export interface Watched {
  readonly story: Story
  readonly machine: Machine
}

/** A campaign of Ana's whose whole brief is there; two of its tasks are answered by a machine, which is as wanted at first. */
export async function watched({ more = '', brief = true, every = '15min' } = {}): Promise<Watched> {
  const pages: Record<string, { status?: number; body: string }> = {}
  const site = await served(pages)
  onTestFinished(() => site[Symbol.asyncDispose]())
  const hours = (name: string, figure: number | null) => {
    pages[`/${name}`] = figure === null ? { body: 'away' } : { body: JSON.stringify({ hours: figure }) }
  }
  hours('orders', 1)
  hours('model', 3)
  const story = await tell({ templates: TEMPLATE, more: checksYaml(site.url, more, every) })
  await typed(story, ANA, [
    'new Spring win-back key:winback template:watched',
    'brief winback partner <@U0RAJ|raj>',
  ])
  if (brief) await typed(story, ANA, BRIEF)
  await story.settle()
  return { story, machine: { asked: () => site.asked.length, hours } }
}

const BRIEF = [
  'brief winback hypothesis A reminder brings lapsed customers back',
  'brief winback outcome purchase up 8%',
  'brief winback audience Lapsed 90 days, EU size:42610',
  'brief winback arms control, mail',
  'brief winback horizon 14 days',
  'brief winback exposures mailed',
  'brief winback plan webhook sender Start the send',
  'task winback 3 done counsel said so',
]
