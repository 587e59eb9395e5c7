import { expect, test } from 'vitest'
import { aResult, aRun } from '../checks/dbt/run.ts'
import { served } from '../checks/opened.ts'
import { ANA, HOUR, RAJ, type Story, tell } from './story.ts'

const TEMPLATES = `
  checked:
    tasks:
      - { title: Orders are fresh, step: collect, team: data, check: orders-fresh }
      - { title: Enough people are exposed, step: model, team: data, check: enough }
      - { title: Tests of orders pass, step: model, team: data, check: orders-tested }
      - { title: Consent is covered, step: analyze, team: growth }
      - { title: The model answers, step: model, team: data, check: scores }
`

const checksYaml = (site: string) => `
checks:
  orders-fresh: { kind: sql, warehouse: shop, sql: "select max(at) as value from events", fresher_than: 2h }
  enough: { kind: audience, warehouse: shop, sql: "select count(*) as value from exposures" }
  orders-tested: { kind: dbt, url: "${site}/run_results.json", private: allowed, nodes: [orders, not_null_orders_id] }
  scores: { kind: http, url: "${site}/health", private: allowed, value: $.state, equals: ready }
`

/** As it is read aloud, without the no-break spaces of numbers. */
const said = async (story: Story, who: string, text: string) =>
  (await story.say(who, text)).text.replaceAll(/[\u00a0\u202f]/g, ' ')

test('machines are asked what they see of each task, and one that has no answer takes no other down', async () => {
  const run = (status: string) =>
    aRun(
      [
        aResult({ unique_id: 'model.shop.orders' }),
        aResult({ unique_id: 'test.shop.not_null_orders_id.ab', status, failures: 3 }),
      ],
      {
        generatedAt: '2026-03-02T05:00:00Z',
      },
    )
  const pages = { '/run_results.json': { body: run('fail') }, '/health': { body: '{"state":"ready"}' } }
  await using site = await served(pages)
  const story = await tell({ templates: TEMPLATES, more: checksYaml(site.url) })
  await story.say(ANA, 'new Spring win-back template:checked key:winback')
  const host = new URL(site.url).host

  const nothing = await said(story, RAJ, 'check winback')
  expect(nothing).toBe(
    `*Spring win-back*  \`winback\`  1 of 4 checks pass
■ 1 Orders are fresh  wanted ≤ 2 hours · shop: can’t be told, there is no value
■ 2 Enough people are exposed  0 people · shop: can’t be told, the brief names no size to hold it against
■ 3 Tests of orders pass  1 of 2 pass, wanted all 2 pass · ${host}, 4 hours ago: test.shop.not_null_orders_id.ab fail (3 rows)
● 5 The model answers  ready, wanted = ready · ${host}`.replace(
      '4 hours',
      /, (\d+ hours) ago/.exec(nothing)?.[1] ?? '',
    ),
  )

  await story.say(ANA, 'brief winback audience Lapsed size:100')
  await story.shop.expose('mail', 104, story.now())
  await story.shop.act('purchase', 'mail', 3, new Date(story.now().getTime() - HOUR / 2))
  pages['/run_results.json'].body = run('pass')
  expect(await said(story, RAJ, 'check winback')).toMatch(
    /4 checks: all pass\n● 1 Orders are fresh {2}30 minutes old, wanted ≤ 2 hours · shop · ● 2 Enough people are exposed {2}104 people, wanted 100 ± 10 % · shop · ● 3 /,
  )
  expect(await said(story, RAJ, 'check winback 5')).toMatch(/1 check: all pass\n● 5 The model answers/)

  await story.shop.run('alter table events rename to lost')
  expect(await said(story, RAJ, 'check winback')).toMatch(
    /3 of 4 checks pass\n■ 1 Orders are fresh {2}shop: no answer, Check "orders-fresh" failed .*no such table: events.*\n● 2 Enough .* · ● 3 Tests .* · ● 5 The model/,
  )
})

test('what has no check is said, and nothing is asked', async () => {
  await using site = await served({})
  const story = await tell({ templates: TEMPLATES, more: checksYaml(site.url) })
  await story.say(ANA, 'new Spring win-back template:checked key:winback')
  await story.say(ANA, 'new Other template:short key:other')
  expect(await said(story, ANA, 'check winback 4')).toBe(
    'Task 4 of winback has no check: people answer for it.',
  )
  expect(await said(story, ANA, 'check winback 9')).toBe('winback has no task 9.')
  expect(await said(story, ANA, 'check other')).toMatch(/^No task of other has a check: /)
  expect(site.asked).toEqual([])
})
