import { expect, test } from 'vitest'
import { ANA, approved, DAY, live, RAJ, readAloud, type Story, tell, typed } from './story.ts'

/** Checks of people on tasks of `short`, beside those that a campaign of the story needs. */
const TEMPLATES = `
  reaching:
    tasks:
      - { title: Few people are in two campaigns, step: model, team: data, check: apart }
      - { title: Nobody gets too much, step: model, team: data, check: not-too-often }
`
const CHECKS = `
checks:
  apart: { kind: overlap, at_most: 10% }
  not-too-often: { kind: contacts, within: 14d, at_most: 2, but_for: 5% }
`
const OWN = ['exposures own']

const said = async (story: Story) =>
  (await story.say(RAJ, 'check winback')).text.replaceAll(/[\u00a0\u202f]/g, ' ')

/** So many people of a campaign, from the first on: the same numbers are the same people. */
async function fill({ shop, now }: Story, key: string, from: number, to: number, arm = 'mail', ago = DAY) {
  const at = new Date(now().getTime() - ago)
  const people = Array.from({ length: to - from + 1 }, (_, i) => ({
    ...{ unit: `u${from + i}`, arm, place: 'DE', at, did: [] },
  }))
  await shop.fill(key, people)
}

async function drafted(story: Story): Promise<void> {
  await typed(story, ANA, [
    'new Spring win-back key:winback template:reaching',
    'brief winback exposures own',
  ])
}

test('whom it shares with others is counted before the approval, with whom and which could not be', async () => {
  const story = await tell({ templates: TEMPLATES, more: CHECKS })
  await live(story, { key: 'autumn', brief: OWN })
  await approved(story, { key: 'lapsed', brief: OWN })
  await live(story, { key: 'everybody' }) // its query gives all campaigns the same people
  await drafted(story)
  expect(await said(story)).toMatch(
    /■ 1 Few people are in two campaigns {2}wanted ≤ 10 % in other campaigns · the exposure queries: can’t be told, nobody is known whom it would reach/,
  )
  await fill(story, 'winback', 1, 200)
  await fill(story, 'autumn', 191, 300)
  expect(await said(story)).toMatch(
    /● 1 Few people are in two campaigns {2}5 %, 10 of 200 people \(autumn 10\); not counted: everybody \(mailed does not tell campaigns apart\), wanted ≤ 10 % in other campaigns/,
  )
  await fill(story, 'lapsed', 1, 20)
  expect(await said(story)).toMatch(
    /■ 1 Few people are in two campaigns {2}15 %, 30 of 200 people \(lapsed 20, autumn 10\); not counted: everybody/,
  )
  await story.settle()
  expect(readAloud(await story.card('winback'))).toMatch(/■ Few people are in two campaigns\s+15/)
})

test('contacts of a person are counted over the last days, of ended campaigns too, and never of a control', async () => {
  const story = await tell({ templates: TEMPLATES, more: CHECKS })
  await live(story, { key: 'autumn', brief: OWN })
  await live(story, { key: 'lapsed', brief: OWN })
  await drafted(story)
  await fill(story, 'winback', 1, 100)
  await fill(story, 'autumn', 1, 50)
  await fill(story, 'lapsed', 46, 50)
  expect(await said(story)).toMatch(
    /● 2 Nobody gets too much {2}5 people \(5 %\) with more, at most 3 with this one, wanted ≤ 2 contacts a person in 14 days for all but 5 %/,
  )
  await fill(story, 'lapsed', 40, 45, 'control')
  expect(await said(story)).toContain('● 2 Nobody gets too much')
  await fill(story, 'lapsed', 30, 31, 'mail', 15 * DAY)
  expect(await said(story)).toContain('● 2 Nobody gets too much')
  await typed(story, ANA, ['stop lapsed Enough'])
  await fill(story, 'lapsed', 20, 20)
  expect(await said(story)).toMatch(/■ 2 Nobody gets too much {2}6 people \(6 %\) with more/)
  await story.settle()
  expect(readAloud(await story.card('winback'))).toMatch(/■ Nobody gets too much\s+6 people/)
})

test('the people may come of a query of their own, and what can’t be read is no zero', async () => {
  const own = `warehouse: shop, sql: "select 'u' || value as unit from json_each('[1, 2, 3, 4]')"`
  const more = CHECKS.replace('at_most: 10%', `at_most: 10%, ${own}`)
  const story = await tell({ templates: TEMPLATES, more })
  await live(story, { key: 'autumn', brief: OWN })
  await drafted(story)
  await fill(story, 'autumn', 4, 9)
  expect(await said(story)).toMatch(/■ 1 Few people are in two campaigns {2}25 %, 1 of 4 people \(autumn 1\)/)
  await story.shop.run('alter table people rename to moved')
  expect(await said(story)).toMatch(
    /■ 1 Few people are in two campaigns [^\n]*Exposure query "own" failed \(warehouse "shop"\): [^\n]*no such table: people/,
  )
})
