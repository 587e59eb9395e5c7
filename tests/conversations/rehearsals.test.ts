import { expect, test } from 'vitest'
import { playedFlag } from '../targets/played.ts'
import { watched } from './machines.ts'
import { buttons, everythingSeen, line, modal, refused } from './seen.ts'
import {
  ANA,
  approved,
  DAY,
  HOUR,
  press,
  RAJ,
  readAloud,
  ready,
  type Story,
  submitted,
  TOM,
  tell,
  typed,
  ZOE,
} from './story.ts'

const PLAN = { plan: 'webhook sender Start the send; launchdarkly checkout-banner on' }

async function flagged(more = '') {
  const flag = playedFlag()
  return { flag, story: await tell({ played: { launchdarkly: flag }, more }) }
}

const rehearsal = async (story: Story, typed = 'rehearse winback', user = ANA) =>
  readAloud(await story.say(user, typed)).split('\n')

/** People who came before the campaign is launched, as a flag that was tried brings them. */
async function tried(story: Story, daysAgo: number) {
  const at = new Date(story.now().getTime() - daysAgo * DAY)
  for (const arm of ['control', 'mail']) await story.shop.expose(arm, 400, at)
  await story.shop.act('purchase', 'mail', 80, new Date(at.getTime() + HOUR))
  await story.shop.act('purchase', 'control', 40, new Date(at.getTime() + HOUR))
}

test('a rehearsal shows each step, what is in the way and the requests; nothing is sent or kept', async () => {
  const { story, flag } = await flagged()
  await approved(story, PLAN)
  flag.tell({
    people: 42_610,
    gates: [
      {
        words: 'LaunchDarkly wants an approval of its own there',
        link: 'https://flags.example/a',
        refuses: ['send'],
      },
    ],
  })
  const before = await everythingSeen(story)
  const said = await rehearsal(story)
  expect(said).toContainEqual(
    expect.stringMatching(
      /^2 {2}Launchdarkly: checkout-banner on \(flags\.example\) · off now · 42\u202f610 people · can be switched off$/,
    ),
  )
  expect(said).toContain('■ 2  LaunchDarkly wants an approval of its own there, open it')
  expect(said).toContain(
    "It would not start. winback can't be launched: it would be refused where it is sent.",
  )

  const answer = line(story, ANA)
  expect(answer.text).toContain('<https://flags.example/a|open it>')
  expect(buttons(answer)).toEqual(['Requests'])
  await press(story, ANA, answer, 'Requests')
  const requests = readAloud({ text: '', blocks: modal(story, ANA).blocks })
  expect(requests).toContain('Rehearsal: what would be sent for *Spring win-back*')
  expect(requests).toContain('PATCH flags.example/checkout-banner\n{ "on": true }')
  expect(requests).toContain('POST 127.0.0.1')
  expect(requests).not.toContain('whsec_')
  expect(await everythingSeen(story)).toEqual(before)
  expect([story.receiver.requests, flag.sends]).toEqual([[], []])
})

test('the digest that would follow is drawn from the last days, each heading marked, and part of no figure', async () => {
  const { story } = await flagged()
  await submitted(story)
  await tried(story, 2)
  await tried(story, 20)
  const before = await everythingSeen(story)
  const said = await rehearsal(story)
  expect(said).toContain(
    '*Rehearsal of its digest*  from the last 14 days of data, as though it had been live. It is part of no figure.',
  )
  expect(said.join('\n')).toMatch(/Rehearsal: \*.*\n.*800 people/)
  expect(buttons(line(story, ANA))).toEqual(['Requests'])
  expect(await everythingSeen(story)).toEqual(before)
  for (const table of ['digests', 'suggestions', 'pictures'])
    expect(await story.stairway.db(table), table).toEqual([])
})

test('where nobody was exposed it says so; where nothing can be measured no digest is shown', async () => {
  const { story } = await flagged()
  await ready(story)
  expect(await rehearsal(story)).toContain('Nobody was exposed in that time, so there is nothing to show.')
  await typed(story, ANA, ['brief winback exposures none'])
  const unmeasurable = (await rehearsal(story)).join('\n')
  expect(unmeasurable).toMatch(/^\*No exposure query: this can't be measured\.\*/)
  expect(unmeasurable).not.toContain('Rehearsal of its digest')
})

test('checks are asked, and what they say is kept nowhere', async () => {
  const { story, machine } = await watched()
  await story.pass(HOUR)
  const [asked, before] = [machine.asked(), await everythingSeen(story)]
  machine.hours('orders', 5)
  const said = await rehearsal(story)
  expect(said).toContain('■ Orders are fresh  5, wanted ≤ 2')
  expect(said).toContain('● Model is fresh  3, wanted ≤ 24')
  expect(machine.asked()).toBe(asked + 2)
  expect(await everythingSeen(story)).toEqual(before)
})

test('a freeze at its time is said beside what else is in the way', async () => {
  const { story } = await flagged(
    '\nfreezes:\n  - { from: 2026-03-04, to: 2026-03-04, reason: Quarter close }\n',
  )
  await ready(story)
  const said = await rehearsal(story, 'rehearse winback at:wed 9:00')
  expect(said.join('\n')).toMatch(/■ Nothing launches until <!date.*: Quarter close\./)
  expect(said.join('\n')).toContain('It would not start. winback is preparing')
  await typed(story, ANA, ['launch winback at:tue 9:00'])
  expect((await rehearsal(story)).join('\n')).toMatch(
    /would run 1 step for 42\u202f610 people, <!date\^1772524800/,
  )
})

test('whoever may see the campaign may rehearse it, also from its brief and its request', async () => {
  const { story } = await flagged()
  await submitted(story)
  for (const user of [RAJ, TOM, ZOE])
    expect((await rehearsal(story, 'rehearse winback', user))[0]).toContain('*Rehearsal.*')
  await press(story, TOM, await story.card('winback'), 'Brief')
  await press(story, TOM, line(story, TOM), 'Rehearse')
  expect(line(story, TOM).text).toContain('*Rehearsal.*')
  await typed(story, TOM, ['approve winback'])
  await typed(story, RAJ, ['approve winback'])
  await typed(story, ANA, ['launch winback'])
  await story.settle()
  expect(await refused(story, ANA, 'rehearse winback')).toContain('launch is not possible now')
})
