import { expect, test } from 'vitest'
import { replay } from '../../src/domain/state/events.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { historyOf } from '../support/history.ts'
import { channel, modal } from './seen.ts'
import { ANA, DAY, HOUR, press, pressed, RAJ, readAloud, type Story, TOM, tell, twice } from './story.ts'

const TEMPLATES = `
  quick:
    title: Quick
    brief:
      hypothesis: A reminder brings lapsed customers back
      outcome: purchase up 8%
      guardrails: unsubscribe 0.2 points
      audience: Lapsed 90 days, EU size:42610
      arms: control, mail
      horizon: 2 weeks
      exposures: mailed
      plan: webhook sender Start the send; manual U0TOM Look at the first hundred
    digest: daily 09:00 Europe/Berlin
    tasks:
      - { title: Proof reads well on mobile, step: collect, team: growth, due: 1d }
  half:
    brief: { hypothesis: A reminder brings lapsed customers back, outcome: purchase up }
    tasks:
      - { title: Proof reads well on mobile, step: collect, team: growth, optional: true }
`

const stand = () => tell({ templates: TEMPLATES })

async function expectReplay({ stairway: { db } }: Story): Promise<void> {
  const { id } = await db('campaigns').first('id')
  expect(replay(await historyOf(db, id), id)).toStrictEqual(await loadCampaign(db, { id }))
}

test('a campaign from a template that fills in its brief is launched and read out by buttons alone', async () => {
  const story = await stand()
  const { text } = await story.say(ANA, 'new Spring win-back template:quick key:winback')
  expect(text).toBe(
    '*Spring win-back* is set up as `winback` with 1 task of the template *Quick*; its card comes to <#C0GROWTH>. Once it is live, digests come daily 09:00, Europe/Berlin.\n' +
      'Its brief is filled in from the template: `/campaign brief winback` changes it.\n' +
      'Next: 1 required task (`/campaign tasks winback`), then `/campaign submit winback`',
  )
  await story.settle()
  await expectReplay(story)
  expect(readAloud(await story.card('winback'))).not.toContain('lacks')
  expect(await pressed(story, ANA, await story.card('winback'), 'Brief')).toContain(
    'Tom: Look at the first hundred',
  )
  expect(await pressed(story, ANA, await story.card('winback'), 'History')).toContain(
    'set the digest to daily 09:00, Europe/Berlin, in <#C0GROWTH>',
  )

  await story.say(ANA, 'task winback 1 done')
  await press(story, ANA, await story.card('winback'), 'Submit')
  for (const approver of [TOM, RAJ])
    await press(story, approver, await story.dm(approver, 'asks you to approve'), 'Approve')
  await press(story, ANA, await story.card('winback'), 'Launch')
  await press(story, TOM, await story.dm(TOM, 'Look at the first hundred'), "Confirm it's done")
  for (const arm of ['control', 'mail']) await story.shop.expose(arm, 1_000, story.now())
  await story.shop.act('purchase', 'mail', 90, new Date(story.clock.at + HOUR))
  await story.shop.act('purchase', 'control', 60, new Date(story.clock.at + HOUR))
  const digests = async () =>
    (await channel(story)).map(readAloud).filter((said) => /`winback`, day \d+ of 14/.test(said))
  expect(await digests()).toEqual([])
  await story.pass(DAY)
  expect(await digests()).toEqual([
    expect.stringMatching(/control 1\s000 · mail 1\s000.*60 of 1\s000.*90 of 1\s000/s),
  ])
  await expectReplay(story)
})

test('what is filled in by hand wins over the template; what is left empty leaves it', async () => {
  const story = await stand()
  for (const [Key, entries] of [
    ['own', { Hypothesis: 'Free delivery is enough' }],
    ['bare', {}],
  ] as const) {
    await story.type(ANA, 'new template:quick')
    await story.client.fillAndSubmit(ANA, modal(story, ANA), { Name: 'Spring', Key, ...entries })
    expect(readAloud({ text: '', ...modal(story, ANA) })).toContain('of the template *Quick*')
    await story.client.closeView(ANA, modal(story, ANA))
  }
  const hypotheses = []
  for (const key of ['own', 'bare']) {
    const ref = { teamId: (await story.stairway.db('campaigns').first('team_id')).team_id, key }
    hypotheses.push((await loadCampaign(story.stairway.db, ref)).campaign.brief.hypothesis)
  }
  expect(hypotheses).toEqual(['Free delivery is enough', 'A reminder brings lapsed customers back'])
})

test('a brief that is filled in by half says what it lacks', async () => {
  const story = await stand()
  const { text } = await story.say(ANA, 'new Spring template:half')
  expect(text).toMatch(
    /filled in from the template and still lacks audience, arms, horizon, exposures and plan: `\/campaign brief spring`/,
  )
  expect(text).toMatch(/\nNext: `\/campaign submit spring`$/)
  expect(text).not.toContain('digests')
})

test('a command that Slack sends twice sets up one campaign with one plan of digests', async () => {
  const story = await stand()
  await twice(story, 'beside').command(ANA, '/campaign', 'new Spring template:quick')
  await story.settle()
  expect(await story.stairway.db('campaigns').select('key')).toEqual([{ key: 'spring' }])
  expect(await story.stairway.db('events').orderBy('id').select('kind')).toEqual([
    { kind: 'created' },
    { kind: 'digest_planned' },
  ])
  await expectReplay(story)
})
