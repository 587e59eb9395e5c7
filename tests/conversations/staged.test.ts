import { describe, expect, test } from 'vitest'
import { advanceStepKind } from '../../src/jobs/kinds/advance-step.ts'
import { type CountedOptions, counted } from '../targets/counted.ts'
import { buttons, line, modal, posted, refused, refusedClick } from './seen.ts'
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

const DAILY = 'sender checkout stages: 1%, 10%, 100% every 1d'
const GUARDED = ['exposures quick', 'guardrails unsubscribe 0.2 points']

interface Planned {
  readonly plan?: string
  readonly brief?: readonly string[]
  readonly more?: string
  readonly options?: CountedOptions
}

/** A launch in stages by a tool that counts; its first stage is out, and people come. */
async function launched({ plan = DAILY, brief = GUARDED, more, options }: Planned = {}) {
  const tool = counted(options)
  const story = await tell({ targets: new Map([['sender', tool]]), ...(more ? { more } : {}) })
  await approved(story, { plan, brief })
  await press(story, ANA, await story.card('winback'), 'Launch')
  return { story, tool }
}

const cardOf = async (story: Story) => readAloud(await story.card('winback'))

/** So many people more in each arm, an hour from now, of whom so many leave in the mailed one. */
async function come(story: Story, people: number, left: { control: number; mail: number } | null = null) {
  await story.pass(HOUR)
  for (const arm of ['control', 'mail']) await story.shop.expose(arm, people, story.now())
  if (left)
    for (const [arm, n] of Object.entries(left)) await story.shop.act('unsubscribe', arm, n, story.now())
}

/** 23 hours, in which people came at first and just now. */
async function nearlyADay(story: Story) {
  await come(story, 1_000)
  await story.pass(21 * HOUR)
  await come(story, 1_000)
}

describe('a launch in stages', () => {
  test('goes up a stage a day while people come, and is live after the last', async () => {
    const { story, tool } = await launched()
    expect(tool.effects).toEqual(['checkout 1%'])
    expect(await cardOf(story)).toMatch(/1–3 checkout {2}1% ● · 10% ◌ held until <!date\^\d+[^>]*> · 100% ○/)
    await nearlyADay(story)
    expect(tool.effects).toEqual(['checkout 1%'])
    await story.pass(2 * HOUR)
    expect(tool.effects).toEqual(['checkout 1%', 'checkout 10% from 1%'])
    await nearlyADay(story)
    await story.pass(2 * HOUR)
    expect(tool.effects).toEqual(['checkout 1%', 'checkout 10% from 1%', 'checkout 100% from 10%'])
    expect(await cardOf(story)).toContain('*live*')
  })
})

describe('a stage waits', () => {
  test('for a sample: so many people exposed in all', async () => {
    const { story, tool } = await launched({ plan: 'sender checkout stages: 1%, 100% until 3000 people' })
    await come(story, 1_000)
    await story.pass(2 * HOUR)
    expect(await cardOf(story)).toMatch(/100% ◌ held until 3\s000 people are exposed/)
    await come(story, 500)
    await story.pass(HOUR)
    expect(tool.effects).toEqual(['checkout 1%', 'checkout 100% from 1%'])
    expect(await cardOf(story)).toContain('*live*')
  })

  test('for a person, who alone is asked; others say why', async () => {
    const { story, tool } = await launched({
      plan: 'sender Start the send first: 500 people until <@U0ZOE|zoe>',
    })
    const asked = await story.dm(ZOE, 'The launch waits for you')
    expect(asked.text).toBe(
      'The launch waits for you: step 2 of *Spring win-back*  `winback`, Start the send, all but the first 500 people goes when you say so.',
    )
    expect(buttons(asked)).toEqual(['Go on'])
    expect(readAloud(await story.say(ZOE, ''))).toContain(
      '*Let go: step 2* Start the send, all but the first 500',
    )
    await story.pass(3 * DAY)
    expect(tool.effects).toHaveLength(1)
    expect(await refused(story, ANA, 'go-on winback 2')).toMatch(/^Only Zoe/)
    expect(await refused(story, TOM, 'go-on winback 2')).toMatch(/^Say why, since it was approved otherwise/)
    await press(story, ZOE, asked, 'Go on')
    expect(tool.effects).toHaveLength(2)
    expect(await refusedClick(story, ZOE, asked, 'Go on')).toMatch(/does not wait to go on/)
    expect((await story.dm(ZOE, 'It was held, and went on')).text).toContain('step 2')
  })

  test('for an approval: those who approved it are asked, and not who owns it', async () => {
    const { story, tool } = await launched({ plan: 'sender checkout stages: 1%, 100% until approved' })
    expect(await refused(story, ANA, 'go-on winback 2 in a hurry')).toMatch(/^Only /)
    const asked = await story.dm(TOM, 'The launch waits for you')
    expect(buttons(asked)).toEqual(['Go on', 'Stop'])
    await press(story, TOM, asked, 'Go on')
    expect(tool.effects).toEqual(['checkout 1%', 'checkout 100% from 1%'])
    expect((await story.say(ANA, 'history winback')).text).toContain('Tom let step 2 go on (button)')
  })

  test('and goes on early with the reason of an approver, not of its owner', async () => {
    const { story, tool } = await launched()
    expect(await refused(story, ANA, 'go-on winback 2 in a hurry')).toMatch(/^Only /)
    expect((await story.say(TOM, 'go-on winback 2 the sale begins')).text).toBe(
      'Step 2 of `winback` goes on.',
    )
    await story.settle()
    expect(tool.effects).toEqual(['checkout 1%', 'checkout 10% from 1%'])
    expect((await story.say(ANA, 'history winback')).text).toContain('Tom let step 2 go on: the sale begins')
  })

  test('with two ordinary steps too: the second after a day', async () => {
    const plan = 'sender the pilot; after 1d: sender everybody'
    const { story, tool } = await launched({ plan })
    await come(story, 1_000)
    expect(tool.effects).toEqual(['the pilot'])
    await story.pass(DAY)
    expect(tool.effects).toEqual(['the pilot', 'everybody'])
  })
})

describe('what speaks against a stage', () => {
  const HARM = { control: 10, mail: 60 }
  const BACK = `${DAILY} else take back`

  test('harm pauses it, told once to owner and approvers; an approver goes on despite it', async () => {
    const { story, tool } = await launched()
    await come(story, 5_000, HARM)
    await story.pass(HOUR)
    expect(readAloud(await story.say(ANA, ''))).toContain('*Paused before step 2* checkout 10% from 1%')
    const told = await story.dm(ANA, 'The launch is paused')
    expect(readAloud(told)).toContain('Unsubscribe is 1 point higher in mail; 0.2 was allowed.')
    expect(buttons(told)).toEqual(['Stop'])
    for (const person of [TOM, RAJ])
      expect(buttons(await story.dm(person, 'The launch is paused'))).toEqual(['Go on despite it…', 'Stop'])
    await story.pass(3 * DAY)
    expect(tool.effects).toEqual(['checkout 1%'])
    const paused = (await story.slack.dms(TOM)).filter(({ text }) => text.includes('The launch is paused'))
    expect(paused).toHaveLength(1)
    expect(await refused(story, TOM, 'go-on winback 2')).toMatch(/^Say why/)
    await typed(story, TOM, ['go-on winback 2 they had asked to leave before'])
    await story.settle()
    expect(tool.effects).toEqual(['checkout 1%', 'checkout 10% from 1%'])
  })

  test('harm takes it back where that was approved', async () => {
    const { story, tool } = await launched({ plan: BACK })
    await come(story, 5_000, HARM)
    await story.pass(HOUR)
    expect(tool.undone).toEqual(['checkout 1%'])
    expect(await cardOf(story)).toContain('*stopped*')
    expect((await posted(story, 'is stopped')).text).toContain('winback was approved with “else take back”.')
    await story.pass(3 * DAY)
    expect(tool.effects).toEqual(['checkout 1%'])
  })

  test('stop on harm stops it whatever the rule is', async () => {
    const brief = ['exposures quick', 'guardrails unsubscribe 0.2 points, stop on harm']
    const { story, tool } = await launched({ brief })
    await come(story, 5_000, HARM)
    await story.pass(HOUR)
    expect(tool.undone).toEqual(['checkout 1%'])
    expect(await cardOf(story)).toContain('*stopped*')
  })

  test('a split that is off pauses it', async () => {
    const { story, tool } = await launched()
    await story.pass(HOUR)
    await story.shop.expose('control', 3_000, story.now())
    await story.shop.expose('mail', 2_000, story.now())
    await story.pass(HOUR)
    expect((await story.dm(ANA, 'The launch is paused')).text).toContain('The split is off')
    await story.pass(DAY)
    expect(tool.effects).toEqual(['checkout 1%'])
  })

  test('no data after their delay pauses it; before it the stage only stays, told to who may let it go too', async () => {
    const { story, tool } = await launched({ plan: 'sender checkout stages: 1%, 100% every 30min' })
    await story.pass(HOUR)
    const told = await story.dm(ANA, 'The launch stays before')
    expect(told.text).toContain('nobody was exposed since')
    expect(buttons(told)).toEqual(['Stop'])
    for (const person of [TOM, RAJ])
      expect(buttons(await story.dm(person, 'The launch stays before'))).toEqual(['Go on now…', 'Stop'])
    expect(await cardOf(story)).toMatch(/100% ◌ waits: nobody was exposed since/)
    await story.pass(2 * HOUR)
    expect((await story.dm(ANA, 'The launch is paused')).text).toContain('Nobody was exposed since')
    expect(tool.effects).toEqual(['checkout 1%'])
  })
})

describe('what can’t be asked never lets a stage go', () => {
  test('a warehouse that is away: it stays, says why once, and goes once it is back', async () => {
    const { story: before, tool } = await launched()
    await nearlyADay(before)
    const back = await before.shop.away()
    const story = await before.restart() // what has the file open reads it still
    await story.pass(2 * HOUR)
    await story.pass(HOUR)
    const stays = (await story.slack.dms(ANA)).filter(({ text }) => text.includes('The launch stays before'))
    expect(stays).toHaveLength(1)
    expect(stays[0]?.text).toMatch(/checkout 10% from 1%: .*shop/)
    expect(tool.effects).toEqual(['checkout 1%'])
    await back()
    await story.pass(HOUR)
    expect(tool.effects).toEqual(['checkout 1%', 'checkout 10% from 1%'])
    expect((await story.dm(ANA, 'It was held, and went on')).ts).toBe(stays[0]?.ts)
  })

  test('a guardrail that can’t be measured', async () => {
    const { story, tool } = await launched({ brief: ['exposures quick', 'guardrails refund 1%'] })
    await nearlyADay(story)
    await story.pass(3 * HOUR)
    expect((await story.dm(ANA, 'The launch stays before')).text).toContain('refund')
    expect(tool.effects).toEqual(['checkout 1%'])
  })
})

describe('whatever happens meanwhile', () => {
  test('after an outage of three days one stage is let go, once, and none that waits for somebody', async () => {
    const plan = 'sender checkout stages: 1% for 1d, 10% until approved, 50%'
    const { story, tool } = await launched({ plan })
    story.clock.at += 3 * DAY
    for (const arm of ['control', 'mail']) await story.shop.expose(arm, 1_000, story.now())
    const again = await story.restart()
    await Promise.all([again.pass(HOUR), again.stairway.engine.runDue()])
    expect(tool.effects).toEqual(['checkout 1%', 'checkout 10% from 1%'])
    await nearlyADay(again)
    expect(tool.effects).toHaveLength(2)
    await again.pass(2 * HOUR)
    expect(tool.effects).toHaveLength(2)
    await press(again, TOM, await again.dm(TOM, 'The launch waits for you'), 'Go on')
    expect(tool.effects).toEqual(['checkout 1%', 'checkout 10% from 1%', 'checkout 50% from 10%'])
  })

  test('two runs of its job at once let it go once', async () => {
    const { story, tool } = await launched()
    await nearlyADay(story)
    const { deps, warehouses, db } = story.stairway
    const { id: campaignId } = await db('campaigns').first('id')
    story.clock.at += 2 * HOUR
    const kind = advanceStepKind({ ...deps, warehouses })
    const [now, signal] = [deps.now(), new AbortController().signal]
    const context = { attempt: 1, maxAttempts: 12, now, since: now, correlationId: 'x', signal }
    const run = () => kind.run({ teamId: 'T0STAIR', campaignId, n: 2 }, context)
    await Promise.all([run(), run()])
    await story.settle()
    expect(tool.asked.filter(([what]) => what === 'send')).toHaveLength(2)
    expect((await story.say(ANA, 'history winback')).text.match(/let step 2 go on/g)).toHaveLength(1)
  })

  test('a stop while it is held: nothing leaves, and what ran is taken back in reverse', async () => {
    const { story, tool } = await launched()
    await typed(story, TOM, ['go-on winback 2 the sale begins'])
    await story.settle()
    await typed(story, ANA, ['stop winback wrong banner'])
    await story.settle()
    expect(tool.undone).toEqual(['checkout 10% from 1%', 'checkout 1%'])
    await story.pass(3 * DAY)
    expect(tool.effects).toHaveLength(2)
    expect(await cardOf(story)).toMatch(
      /1–3 checkout {2}1% ●, taken back: it is off · 10% ●, taken back: it is off · 100% ○/,
    )
    expect(await refused(story, TOM, 'go-on winback 3 late')).toMatch(/does not wait to go on/)
  })

  test('a freeze holds the stage, also against a click, until it is over', async () => {
    const more = `
freezes:
  - { weekly: "Tue 00:00 – Wed 12:00", zone: Europe/Berlin, reason: Quarter end }
`
    const { story, tool } = await launched({ more })
    await nearlyADay(story)
    await story.pass(2 * HOUR)
    expect(tool.effects).toEqual(['checkout 1%'])
    expect((await story.dm(ANA, 'The launch stays before')).text).toMatch(
      /nothing launches until <!date.*>: Quarter end/,
    )
    expect(await refused(story, TOM, 'go-on winback 2 now')).toMatch(
      /^Step 2 of winback can't leave now: nothing/,
    )
    await come(story, 1_000)
    await story.pass(DAY + 3 * HOUR)
    for (const arm of ['control', 'mail']) await story.shop.expose(arm, 500, story.now())
    await story.pass(HOUR)
    expect(tool.effects).toEqual(['checkout 1%', 'checkout 10% from 1%'])
  })

  test('what its target would refuse holds it, and says so', async () => {
    const { story, tool } = await launched()
    tool.gate('LaunchDarkly wants an approval of its own there')
    await nearlyADay(story)
    await story.pass(2 * HOUR)
    expect((await story.dm(ANA, 'The launch stays before')).text).toContain(
      'LaunchDarkly wants an approval of its own there',
    )
    expect(await refused(story, TOM, 'go-on winback 2 now')).toContain('wants an approval of its own')
    tool.gate(null)
    await story.pass(HOUR)
    expect(tool.effects).toEqual(['checkout 1%', 'checkout 10% from 1%'])
  })

  test('a step that a person does is asked for only once its hold is over', async () => {
    const plan = 'sender the pilot; after <@U0ZOE|zoe>: manual <@U0TOM|tom> Press send'
    const { story } = await launched({ plan })
    expect(await refused(story, TOM, 'confirm winback 2')).toMatch(/^Step 2 of winback is held/)
    await press(story, ZOE, await story.dm(ZOE, 'The launch waits for you'), 'Go on')
    await press(story, TOM, await story.dm(TOM, 'The launch waits for you'), "Confirm it's done")
    expect(await cardOf(story)).toContain('*live*')
  })
})

describe('before it is launched', () => {
  test('the request shows the stages and the rule in one line, and the rehearsal each', async () => {
    const story = await tell({ targets: new Map([['sender', counted()]]) })
    await submitted(story, { plan: `${DAILY} else take back`, brief: GUARDED })
    expect(readAloud(await story.dm(TOM, 'asks you to approve'))).toContain(
      '1–3  checkout 1%, 10%, 100%, each after 1 day, 2 days in all, else it is taken back',
    )
    expect((await story.say(ANA, 'rehearse winback')).text).toMatch(
      /2 {2}checkout 10% from 1% \([^)]*\), after 1 day, else it is taken back/,
    )
    await typed(story, ANA, [`brief winback plan ${DAILY}`])
    await story.settle()
    expect(await refused(story, TOM, 'approve winback')).toContain('changed after it was submitted')
  })

  test('stages that wait for figures are refused where nobody can say any', async () => {
    const story = await tell()
    await ready(story, { plan: DAILY, brief: ['outcome none', 'exposures none'] })
    expect(await refused(story, ANA, 'submit winback')).toMatch(
      /^Step 2 of winback waits for a time or a sample/,
    )
  })

  test('a tool that can’t bound its people refuses a part of them, with what does instead', async () => {
    const story = await tell({
      more: '  flags: { kind: launchdarkly, project: web, environment: production, token: env:LD }\n',
      env: { LD: 'x' },
    })
    await typed(story, ANA, ['new Spring key:spring template:short'])
    await story.settle()
    expect(
      await refused(story, ANA, 'brief spring plan flags checkout on first: 500 people until <@U0MEI|mei>'),
    ).toMatch(/can't be told to reach 500 people only\. Make a segment or list of 500 there/)
  })

  test('the form shows what each step waits for, and keeps it', async () => {
    const story = await tell({ targets: new Map([['sender', counted()]]) })
    await ready(story, { plan: DAILY, brief: GUARDED })
    await press(story, ANA, await story.card('winback'), 'Brief')
    await press(story, ANA, line(story, ANA), 'Edit…')
    await story.client.fillAndSubmit(ANA, modal(story, ANA), {
      'What step 3 says': 'after approval, else take back: checkout 50% from 10%',
    })
    expect(readAloud({ text: '', ...modal(story, ANA) })).toContain(
      '1–3 checkout 1%; 10% after 1 day, else it pauses; 50% once an approver says so, else it is taken back',
    )
  })
})
