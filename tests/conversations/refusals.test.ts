import { describe, expect, test } from 'vitest'
import type { Delivery } from '../../sandbox/workspace/client.ts'
import { eachRefused, line, modal, refused, refusedClick } from './seen.ts'
import {
  ANA,
  approved,
  DAY,
  HOUR,
  live,
  MEI,
  press,
  RAJ,
  ready,
  submitted,
  TOM,
  tell,
  typed,
  ZOE,
} from './story.ts'

describe('while it is prepared', () => {
  test('a typo gets the nearest word and its usage', async () => {
    const story = await tell()
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.settle()
    await eachRefused(story, [
      [
        ANA,
        'aprove winback',
        /^There is no command "aprove"\. Did you mean approve\?\n`\/campaign approve &lt;key&gt; \[launch:now\] \[words\]`$/,
      ],
      [ANA, 'frobnicate', /^There is no command "frobnicate"\. `\/campaign help` lists those there are\.$/],
      [
        ANA,
        'task winback 1 dnoe',
        /^"dnoe" is nothing a task can do\. Did you mean done\?\n`\/campaign task/,
      ],
      [ANA, 'brief winback horizn 14', /^"horizn" is not a field of the brief\. Did you mean horizon\?/],
      [ANA, 'list preparng', /^"preparng" is not a stage\. Did you mean preparing\?/],
      [ANA, 'task winback add Count step:colect', /Did you mean collect\?/],
      [ANA, 'show', /^Which campaign\?\n`\/campaign show &lt;key&gt;`$/],
      [ANA, 'show winback now', /^"now" is too much here\./],
      [ANA, 'task winback', /^Which task, or `add`\?/],
      [ANA, 'task winback three done', /^"three" is not the number of a task\./],
    ])
  })

  test('what is not there is said with where to find what is', async () => {
    const story = await tell()
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.settle()
    await eachRefused(story, [
      [ANA, 'show nothere', /^There is no campaign "nothere"\. `\/campaign list` shows those there are\.$/],
      [
        ANA,
        'task winback 99 done',
        /^winback has no task 99: it has 3\. `\/campaign tasks winback` lists them\.$/,
      ],
      [
        ANA,
        'answer winback-7 nothing',
        /^winback has no follow-up 7\. `\/campaign followups winback` lists them\.$/,
      ],
      [
        ANA,
        'brief winback outcome clicks up 8%',
        /^There is no metric "clicks": stairway\.yaml declares purchase, unsubscribe, spend, refund\.$/,
      ],
      [ANA, 'brief winback guardrails bounces 2%', /^There is no metric "bounces"/],
      [
        ANA,
        'brief winback plan webhook mailer',
        /^There is no target "mailer": stairway\.yaml declares sender\.$/,
      ],
      [
        ANA,
        'brief winback exposures seen',
        /^There is no exposure query "seen": stairway\.yaml declares mailed, quick, own\.$/,
      ],
      [
        ANA,
        'new Autumn template:shrt',
        /^There is no template "shrt": there are lifecycle-email, .*short\. Did you mean short\?$/,
      ],
      [ANA, 'new Autumn key:winback', /^There is a campaign winback already: choose another key/],
      [ANA, 'brief winback partner @ghost', /^"@ghost" is nobody I can find/],
      [ANA, 'digest winback daily #nowhere', /^I can't find #nowhere/],
    ])
  })

  test('what can’t be read shows the form', async () => {
    const story = await tell()
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.settle()
    await eachRefused(story, [
      [ANA, 'task winback 1 due someday', /^I can't read "someday" as a time\. Write one of /],
      [ANA, 'task winback 1 due 2026-03-01 09:00', /which has passed: it is Mon 2 Mar/],
      [
        ANA,
        'task winback 1 due 3/4',
        /is read differently from country to country\. Write 2026-04-03 or 2026-03-04\./,
      ],
      [ANA, 'digest winback sometimes', /^I can't read "sometimes" as a digest's schedule\. Write one of /],
      [
        ANA,
        'digest winback daily 09:00 Europe/Berln',
        /^"Europe\/Berln" is not a time zone\. Did you mean Europe\/Berlin\?/,
      ],
      [ANA, 'brief winback arms control', /There must be two or more\./],
      [
        ANA,
        'brief winback arms control 50%, mail 60%',
        /^The shares in "control 50%, mail 60%" make 110 %, not 100 %\./,
      ],
      [ANA, 'brief winback outcome more money', /^I can't read "more money" as an outcome\./],
      [ANA, 'brief winback horizon soon', /^I can't read "soon" as a horizon\./],
      [ANA, 'brief winback plan manual Press send', /Who does it\? Name a person with @\./],
      [
        ANA,
        'conclude winback perhaps good it was fine',
        /^Was the desired outcome reached\? Write yes, no or unclear, not "perhaps"\./,
      ],
    ])
  })

  test('a task asks for its reason, and only those who run the campaign touch it', async () => {
    const story = await tell()
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.settle()
    await eachRefused(story, [
      [ANA, 'task winback 1 block', /^Say what it waits for, so that the others need not ask\./],
      [ANA, 'task winback 1 waive', /^Say why it is not needed/],
      [ANA, 'task winback 1 check', /^Say what was looked at/],
      [ANA, 'task winback 1 assign', /^Assign to whom\?/],
      [ANA, 'task winback 1 reopen', /^Task 1 of winback is open already\.$/],
      [ZOE, 'task winback 1 done', /^Only Ana .*growth and data.* can change winback\./],
      [ZOE, 'brief winback horizon 7', /You can ask: `\/campaign ask winback &lt;question&gt;`$/],
      [ZOE, 'submit winback', /^Only Ana /],
      [ZOE, 'cancel winback I want it gone', /^Only Ana /],
    ])
  })

  test('what the stage does not allow is said with what can be done instead', async () => {
    const story = await tell()
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.settle()
    const instead = 'You can: `/campaign submit winback`, `/campaign cancel winback`.'
    for (const [user, text] of [
      [ANA, 'launch winback'],
      [TOM, 'approve winback'],
      [TOM, 'decline winback too early'],
      [ANA, 'withdraw winback'],
      [ANA, 'pause winback a break'],
      [ANA, 'stop winback enough'],
      [ANA, 'conclude winback yes good all done'],
      [ANA, 'conclude winback'],
    ] as const) {
      const said = await refused(story, user, text)
      expect(said, text).toMatch(/^winback is preparing: /)
      expect(said, text).toContain(instead)
    }
    expect(await refused(story, ANA, 'digest winback now')).toMatch(/^winback is not live yet/)
    expect(await refused(story, ANA, 'digest winback off')).toMatch(/^winback has no digest/)
  })
})

describe('a submit that comes too early', () => {
  test('lists what the brief lacks, then the tasks that are open', async () => {
    const story = await tell()
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.settle()
    expect(await refused(story, ANA, 'submit winback')).toBe(
      "winback can't be decided yet: its brief lacks hypothesis, outcome, audience, horizon and plan. `/campaign brief winback` opens it.",
    )
    const lacking = await refusedClick(story, ANA, await story.card('winback'), 'Submit')
    expect(lacking).toContain('its brief lacks hypothesis')

    await ready(story, { key: 'other' })
    await typed(story, RAJ, ['task other 1 reopen'])
    await story.settle()
    expect(await refused(story, ANA, 'submit other', 'other')).toBe(
      'other is not ready: 1 required task is still open.\n1 Events seen for a test user\n`/campaign tasks other` shows who holds them.',
    )
  })

  test('names the file where no team or policy is declared', async () => {
    const story = await tell({ teams: '', policies: '' })
    await ready(story)
    expect(await refused(story, ANA, 'submit winback')).toBe(
      'There is no approval policy "default": stairway.yaml must declare teams and who approves, before anything can be submitted.',
    )
  })

  test('names the team that is too small, since nobody approves their own campaign', async () => {
    const teams = `
teams:
  growth: { kind: growth, members: [U0ANA, U0TOM] }
`
    const story = await tell({ teams, policies: '\npolicies:\n  default: { requires: { growth: 2 } }\n' })
    await ready(story)
    expect(await refused(story, ANA, 'submit winback')).toMatch(
      /^The growth team must approve 2 times, but only 1 of its members may/,
    )
  })
})

describe('while it is in review', () => {
  test('the owner and outsiders are told who may decide', async () => {
    const story = await tell()
    await submitted(story)
    expect(await refused(story, ANA, 'approve winback')).toBe(
      "Only the growth and data approvers can decide this one: Tom, Raj or Mei. You asked for it, so you can't.",
    )
    expect(await refused(story, ZOE, 'decline winback I do not like it')).toBe(
      'Only the growth and data approvers can decide this one: Tom, Raj or Mei.',
    )
    const inThread = (await story.card('winback')).replies[0]
    if (!inThread) throw new Error('No request in the thread')
    expect(await refusedClick(story, ZOE, inThread, 'Approve')).toContain('Tom, Raj or Mei')
    expect(await refused(story, RAJ, 'decline winback')).toMatch(/^Say why, so that it can be mended\./)
    expect(await refused(story, ANA, 'submit winback')).toBe(
      'winback waits for approval already, and nothing that was decided has changed since.',
    )
  })

  test('a click on Decline… that may not, or comes too late, is told so before anybody writes a reason', async () => {
    const story = await tell()
    await submitted(story)
    const request = await story.dm(MEI, 'asks you to approve')
    const may = 'Only the growth and data approvers can decide this one: Tom, Raj or Mei.'
    expect(await refusedClick(story, ZOE, await story.card('winback'), 'Decline…')).toBe(may)
    await typed(story, RAJ, ['approve winback'])
    await story.settle()
    expect(await refusedClick(story, MEI, request, 'Decline…')).toMatch(/^The data team has approved already/)
    await typed(story, TOM, ['approve winback'])
    await story.settle()
    expect(await refusedClick(story, MEI, request, 'Decline…')).toMatch(/^winback was approved by Tom, /)
    expect(story.slack.views).toEqual([])
  })

  test('the second decider of a team is told who was first and when, by button and by command', async () => {
    const story = await tell()
    await submitted(story)
    const forMei = await story.dm(MEI, 'asks you to approve')
    await press(story, RAJ, await story.dm(RAJ, 'asks you to approve'), 'Approve')
    const late =
      /^The data team has approved already \(Raj, <!date\^1772438\d+\^.*Mon 2 Mar 2026 08:00 UTC>\)\. It waits for Tom\.$/
    expect(await refusedClick(story, MEI, forMei, 'Approve')).toMatch(late)
    expect(await refused(story, MEI, 'approve winback')).toMatch(late)
    expect(await refused(story, RAJ, 'approve winback')).toBe(
      'You decided this one already. It waits for Tom.',
    )

    await press(story, TOM, await story.dm(TOM, 'asks you to approve'), 'Approve')
    const over = /^winback was approved by Tom, <!date.*>; nothing is left to decide\.$/
    expect(await refusedClick(story, MEI, forMei, 'Approve')).toMatch(over)
    expect(await refused(story, MEI, 'decline winback too late')).toMatch(over)
  })

  test('a campaign that changed after it was submitted is not decided: both values are named', async () => {
    const story = await tell()
    await submitted(story)
    const before = await story.dm(TOM, 'asks you to approve')
    await typed(story, ANA, ['brief winback audience Lapsed 90 days, EU size:51200'])
    await story.settle()
    const changed =
      '*winback* changed after it was submitted (audience 42\u202f610 → 51\u202f200, by Ana, <!date'
    expect(await refused(story, TOM, 'approve winback')).toContain(changed)
    expect(await refusedClick(story, TOM, before, 'Approve')).toContain(
      'Submit it again to have it approved: `/campaign submit winback`',
    )
  })

  test('a request that has expired can be submitted again, not decided', async () => {
    const story = await tell()
    await submitted(story)
    const request = await story.dm(TOM, 'asks you to approve')
    await story.pass(3 * DAY + HOUR)
    expect(await refusedClick(story, TOM, request, 'Approve')).toMatch(
      /^The request for winback expired <!date.*>\. Ana can submit it again\.$/,
    )
    expect((await story.dm(ANA, 'expired')).text).toContain('Submit it again to ask once more.')
    await typed(story, ANA, ['submit winback'])
  })
})

describe('at its launch', () => {
  test('a freeze says until when and why; a time must be to come', async () => {
    const freeze =
      '\nfreezes:\n  - { from: 2026-03-02, to: 2026-03-03, reason: Quarter close, zone: Europe/Berlin }\n'
    const story = await tell({ more: freeze })
    await approved(story)
    const frozen =
      /^Nothing launches until <!date\^\d+\^.*Tue 3 Mar 2026 23:00 UTC>: Quarter close\. Schedule it after that: `\/campaign launch winback at:&lt;when&gt;`\nstairway\.yaml names nobody who may launch despite it\.$/
    expect(await refused(story, ANA, 'launch winback')).toMatch(frozen)
    expect(await refused(story, ANA, 'launch winback at:tomorrow 9:00')).toMatch(frozen)
    expect(await refusedClick(story, ANA, await story.card('winback'), 'Launch')).toMatch(frozen)
    expect(await refused(story, ANA, 'launch winback at:2026-03-01 9:00')).toMatch(
      /^"2026-03-01 9:00" is Sun 1 Mar 2026 09:00 in Europe\/Berlin, which has passed: it is Mon 2 Mar 09:00 there\./,
    )
    expect(await refused(story, ANA, 'launch winback at:soonish')).toMatch(
      /^I can't read "soonish" as a time\./,
    )
    expect(story.receiver.requests).toHaveLength(0)
  })

  test('launching twice, or what changed or was reopened since, is refused', async () => {
    const story = await tell()
    await approved(story)
    const card = await story.card('winback')
    await typed(story, RAJ, ['task winback 1 reopen the events stopped'])
    await story.settle()
    expect(await refused(story, ANA, 'launch winback')).toBe(
      'winback is not ready any more: a required task was reopened or added since.\n1 Events seen for a test user',
    )
    await typed(story, RAJ, ['task winback 1 done seen for test user 7'])
    await press(story, ANA, card, 'Launch')
    const live = /^winback is live: launch is not possible now\. You can: `\/campaign pause winback`/
    expect(await refusedClick(story, ANA, card, 'Launch')).toMatch(live)
    expect(await refused(story, ANA, 'launch winback')).toMatch(live)
    expect(await refused(story, ANA, 'cancel winback too late')).toMatch(
      /^winback is live: cancel is not possible/,
    )
    expect(await refused(story, ANA, 'brief winback horizon 21')).toMatch(
      /^winback was launched: its horizon stays what was approved\./,
    )
    expect(story.receiver.requests).toHaveLength(1)
  })
})

describe('afterwards', () => {
  test('what was answered or has ended stays as it is', async () => {
    const story = await tell()
    await live(story)
    await typed(story, ZOE, ['ask winback Why does Web buy less? <@U0RAJ|raj>'])
    await typed(story, RAJ, ['answer winback-1 the coupon field was lost'])
    await story.settle()
    expect(await refused(story, MEI, 'answer winback-1 something else')).toMatch(
      /^winback-1 was answered by Raj, <!date.*>\. Ask a new question for what came after\.$/,
    )
    await eachRefused(story, [
      [ANA, 'answer winback-1', /^winback-1 was answered by Raj/],
      [ANA, 'answer winback', /^"winback" is not a campaign's key and a number\./],
      [ANA, 'ask winback', /^Ask what\?/],
      [ANA, 'conclude winback yes good', /^Say what was learned, for those who come after\./],
    ])
    await typed(story, ANA, ['conclude winback yes good Reminders work'])
    await story.settle()
    await eachRefused(story, [
      [
        ANA,
        'pause winback a break',
        /^winback is concluded: .* It has ended; `\/campaign history winback` shows how\.$/,
      ],
      [ANA, 'task winback 1 reopen', /^winback has ended: its tasks stay as they were\.$/],
      [ANA, 'digest winback daily', /^winback has ended: `\/campaign results winback` still reads it\.$/],
    ])
  })
})

describe('a button that opens a form', () => {
  test('refuses at once who may not, and what the stage does not allow any more', async () => {
    const story = await tell()
    await live(story, {})
    const card = await story.card('winback')
    expect(await refusedClick(story, ZOE, card, 'Pause…')).toMatch(/^Only Ana /)
    expect(await refusedClick(story, ZOE, card, 'Conclude…')).toMatch(/^Only Ana /)
    await story.say(ANA, 'tasks winback')
    const support = 'Support knows about it'
    const anas = line(story, ANA)
    // Zoe's own list has no such button: a click that never was offered is refused all the same.
    expect(await refusedClick(story, ZOE, anas, 'Blocked…', support)).toMatch(/^Only Ana /)
    await typed(story, ANA, ['conclude winback yes good Reminders work'])
    await story.settle()
    expect(await refusedClick(story, ANA, card, 'Pause…')).toMatch(/^winback is concluded: pause is not/)
    expect(await refusedClick(story, ANA, anas, 'Blocked…', support)).toMatch(/^winback has ended/)
    expect(story.slack.views).toEqual([])
  })
})

describe('in a modal', () => {
  const errors = ({ ack }: Delivery) => (ack as { errors?: Record<string, string> }).errors ?? {}

  test('a mistake stands under its input, and nothing that was typed is lost', async () => {
    const story = await tell()
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.type(ANA, 'new')
    const form = modal(story, ANA)
    const taken = await story.client.fillAndSubmit(ANA, form, { Name: 'Autumn', Key: 'winback' })
    expect(errors(taken)).toEqual({
      key: 'There is a campaign winback already: choose another key with key:….',
    })
    expect(modal(story, ANA).id).toBe(form.id)
    const odd = await story.client.fillAndSubmit(ANA, form, { Name: 'Autumn', Key: 'not a key!' })
    expect(errors(odd).key).toContain("can't be a key: use up to 40 letters, digits and dashes")
    await story.client.fillAndSubmit(ANA, form, { Name: 'Autumn', Key: 'autumn' })
    expect((await story.say(ANA, 'list')).text).toContain('`autumn`')
  })

  test('each field of the brief says what it can’t read', async () => {
    const story = await tell()
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.type(ANA, 'brief winback')
    const form = modal(story, ANA)
    const sent = await story.client.fillAndSubmit(ANA, form, {
      'By at least': '8',
      'Name of arm 1': 'control',
      'Share of arm 1': '50%',
      'Name of arm 2': 'mail',
      'Share of arm 2': '60%',
      'What is done in step 1': 'Press send',
      Horizon: '0',
    })
    expect(errors(sent)).toEqual({
      outcome: 'Which metric has to move by 8? Choose it.',
      'arm1.name': expect.stringContaining('make 110 %'),
      'human1.person': 'Who does it? Choose them.',
      horizon: expect.stringContaining('Write days or weeks'),
    })
    expect(modal(story, ANA).id).toBe(form.id)
  })

  test('somebody was faster: the reason to decline is kept, and told why it is too late', async () => {
    const story = await tell()
    await submitted(story)
    await press(story, MEI, await story.dm(MEI, 'asks you to approve'), 'Decline…')
    const form = modal(story, MEI)
    for (const approver of [RAJ, TOM]) await typed(story, approver, ['approve winback'])
    const late = await story.client.fillAndSubmit(MEI, form, { 'Why?': 'the list is stale' })
    expect(errors(late)).toEqual({
      words: expect.stringMatching(/^winback was approved by Tom, .*; nothing is left to decide\.$/),
    })
    expect(modal(story, MEI).id).toBe(form.id)
    const blank = await story.client.fillAndSubmit(MEI, form, { 'Why?': '   ' })
    expect(Object.keys(errors(blank))).toEqual(['words'])
  })
})
