import { describe, expect, test } from 'vitest'
import { runJobsAsTheDatabaseDoes } from '../support/engines.ts'
import { buttons, channel, line, posted, refused, refusedClick } from './seen.ts'
import {
  ANA,
  approved,
  DAY,
  HOUR,
  MEI,
  MINUTE,
  press,
  RAJ,
  readAloud,
  ready,
  submitted,
  TOM,
  tell,
  twice,
  typed,
  ZOE,
} from './story.ts'

runJobsAsTheDatabaseDoes()

const BOTH = 'webhook sender Start the send; manual <@U0MEI|mei> Check the first hundred'
const TWO_SENDS = 'webhook sender Sync the audience; webhook sender Start the send'

describe('a webhook', () => {
  test('that answers 500 is sent again under the same id, and the launch goes on', async () => {
    const story = await tell()
    await approved(story)
    story.receiver.answerWith(500)
    await press(story, ANA, await story.card('winback'), 'Launch')
    await story.pass(MINUTE)
    const [first, second] = story.receiver.requests
    expect(story.receiver.requests).toHaveLength(2)
    expect(second?.id).toBe(first?.id)
    expect(second?.idempotencyKey).toBe(first?.idempotencyKey)
    expect(first?.body).toMatchObject({
      type: 'campaign.launch_step',
      campaign: { key: 'winback', name: 'Spring win-back', audience: { size: 42_610 } },
      step: { n: 1, target: 'sender', words: 'Start the send' },
    })
    expect(readAloud(await story.card('winback'))).toContain('*live*')
  })

  test('that asks to wait is left alone until then', async () => {
    const story = await tell()
    await approved(story)
    story.receiver.answerWith({ status: 429, retryAfter: 600 })
    await press(story, ANA, await story.card('winback'), 'Launch')
    await story.pass(9 * MINUTE)
    expect(story.receiver.requests).toHaveLength(1)
    expect(readAloud(await story.card('winback'))).toContain('◐ 1 Start the send')
    await story.pass(2 * MINUTE)
    expect(story.receiver.requests).toHaveLength(2)
    expect(readAloud(await story.card('winback'))).toContain('*live*')
  })

  test('that says no holds the launch: the owner is asked, and sends it again', async () => {
    const story = await tell()
    await approved(story, { plan: TWO_SENDS })
    story.receiver.answerWith(200, 400)
    await press(story, ANA, await story.card('winback'), 'Launch')
    expect(story.receiver.requests).toHaveLength(2)
    const held = await posted(story, 'holds at step 2')
    expect(held.text).toBe(
      'The launch of *Spring win-back*  `winback` holds at step 2, Start the send: refused\n' +
        'Nothing after it was sent. <@U0ANA>, send it again, skip it, undo what ran or stop the launch.',
    )
    expect(buttons(held)).toEqual(['Send again', 'Skip…', 'Undo what ran', 'Stop'])
    expect(readAloud(await story.card('winback'))).toContain('■ 2 Start the send: refused')
    await story.pass(DAY)
    expect(story.receiver.requests).toHaveLength(2)

    expect(await refusedClick(story, ZOE, held, 'Send again')).toMatch(/^Only Ana /)
    await press(story, TOM, held, 'Send again')
    expect(story.receiver.requests).toHaveLength(3)
    expect(story.receiver.requests[2]?.id).not.toBe(story.receiver.requests[1]?.id)
    expect(readAloud(await story.card('winback'))).toContain('*live*')
    expect((await posted(story, 'held at step 2')).text).toMatch(/It was sent again and went through <!date/)
    expect(await refusedClick(story, TOM, held, 'Send again')).toMatch(
      /^Step 2 of winback was sent again since,/,
    )
  })

  test('that never answers is given up at its deadline; "Send again" is the same send', async () => {
    const story = await tell()
    await approved(story)
    let away = true
    story.receiver.answerBy(() => (away ? 503 : 200))
    await typed(story, ANA, ['launch winback'])
    for (let minutes = 0; minutes < 70; minutes += 1) await story.pass(MINUTE)
    const held = await posted(story, 'holds at step 1')
    expect(held.text).toContain('failed there, for 1 h')
    const tries = story.receiver.requests.length
    expect(tries).toBeLessThan(30)
    away = false
    await press(story, ANA, held, 'Send again')
    expect(story.receiver.requests).toHaveLength(tries + 1)
    expect(new Set(story.receiver.requests.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1)
    expect(readAloud(await story.card('winback'))).toContain('*live*')
  })

  test('that is away for ten minutes gets the step when it is back', async () => {
    const story = await tell()
    await approved(story)
    let away = true
    story.receiver.answerBy(() => (away ? 503 : 200))
    await typed(story, ANA, ['launch winback'])
    for (let minutes = 0; minutes < 10; minutes += 1) await story.pass(MINUTE)
    away = false
    for (let minutes = 0; minutes < 5; minutes += 1) await story.pass(MINUTE)
    expect(readAloud(await story.card('winback'))).toContain('*live*')
  })

  test.each([408, 425])('that answers %i is sent the same again', async (status) => {
    const story = await tell()
    await approved(story)
    story.receiver.answerWith(status)
    await press(story, ANA, await story.card('winback'), 'Launch')
    await story.pass(MINUTE)
    const [first, second] = story.receiver.requests
    expect(second?.idempotencyKey).toBe(first?.idempotencyKey)
    expect(readAloud(await story.card('winback'))).toContain('*live*')
  })
})

describe('stopping', () => {
  test('between two steps: what has not gone out stays unsent', async () => {
    const story = await tell()
    await approved(story, { plan: TWO_SENDS })
    story.receiver.answerWith(200, { status: 429, retryAfter: 600 })
    await press(story, ANA, await story.card('winback'), 'Launch')
    expect(story.receiver.requests).toHaveLength(2)
    await press(story, ANA, await story.card('winback'), 'Stop')
    await story.pass(DAY)
    expect(story.receiver.requests).toHaveLength(2)
    const card = readAloud(await story.card('winback'))
    expect(card).toContain('*stopped*')
    await posted(story, '*Spring win-back* is stopped, by Ana: no reason given')
    expect(await refused(story, ANA, 'launch winback')).toMatch(
      /^winback is stopped: .*You can: `\/campaign conclude winback`\.$/,
    )
  })

  test('while a step waits for a person: nothing is left to confirm', async () => {
    const story = await tell()
    await approved(story, { plan: BOTH })
    await press(story, ANA, await story.card('winback'), 'Launch')
    const asked = await story.dm(MEI, 'The launch waits for you')
    await typed(story, TOM, ['stop winback the offer was withdrawn'])
    await story.settle()
    const over = await story.dm(MEI, 'Nothing is left to confirm')
    expect(buttons(over)).toEqual([])
    expect(await refusedClick(story, MEI, asked, "Confirm it's done")).toBe(
      'winback is stopped: nothing is left to confirm.',
    )
    expect(await refused(story, ANA, 'cancel winback we regret')).toMatch(/^winback is stopped/)
  })
})

describe('by typing', () => {
  test('a step is confirmed by its person, and one that failed is sent again', async () => {
    const story = await tell()
    await approved(story, { plan: BOTH })
    story.receiver.answerWith(400)
    await typed(story, ANA, ['launch winback'])
    await story.settle()
    expect(await refused(story, MEI, 'confirm winback 2')).toMatch(
      /^It is not the turn of step 2 of winback yet: it waits for step 1\./,
    )
    expect(await refused(story, ANA, 'send-again winback 2')).toMatch(/does not wait for another try/)
    expect(await refused(story, ZOE, 'send-again winback 1')).toMatch(/^Only Ana /)
    expect(await refused(story, ANA, 'confirm winback')).toBe(
      'Which step?\n`/campaign confirm &lt;key&gt; &lt;n&gt;`',
    )
    expect((await story.say(TOM, 'send-again winback 1')).text).toBe(
      'Step 1 of `winback` is being sent again.',
    )
    await story.settle()
    expect(story.receiver.requests).toHaveLength(2)
    expect(await refused(story, ANA, 'confirm winback 2')).toBe(
      'Mei confirms this step: Check the first hundred',
    )
    expect((await story.say(MEI, 'confirm winback 2')).text).toBe('Step 2 of `winback` is done.')
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('*live*')
    const told = (await story.say(ANA, 'history winback')).text
    expect(told).toContain('Tom asked to send step 1 again (command)')
    expect(told).toContain('Mei finished step 2: confirmed by Mei (command)')
  })
})

describe('a step that a person does', () => {
  test('is confirmed by that person alone, once', async () => {
    const story = await tell()
    await approved(story, { plan: BOTH })
    await press(story, ANA, await story.card('winback'), 'Launch')
    const asked = await story.dm(MEI, 'The launch waits for you')
    expect(asked.text).toBe(
      'The launch waits for you: step 2 of 2 of *Spring win-back*  `winback`\nCheck the first hundred\nIt is the last step: once you confirm it, the campaign is live.',
    )
    expect(await refusedClick(story, ANA, asked, "Confirm it's done")).toBe(
      'Mei confirms this step: Check the first hundred',
    )
    expect((await story.say(MEI, '')).text).toContain('*Confirm step 2* Mei: Check the first hundred')
    await press(story, MEI, asked, "Confirm it's done")
    expect(readAloud(await story.card('winback'))).toContain('*live*')
    expect((await story.dm(MEI, 'Done: step 2 of 2')).text).toContain('confirmed by Mei')
    expect(await refusedClick(story, MEI, asked, "Confirm it's done")).toMatch(
      /^Step 2 was confirmed already/,
    )
  })

  test('comes before a webhook: nothing is sent until it is confirmed', async () => {
    const story = await tell()
    await approved(story, { plan: 'manual <@U0MEI|mei> Check the list; webhook sender Start the send' })
    await press(story, ANA, await story.card('winback'), 'Launch')
    await story.pass(DAY)
    expect(story.receiver.requests).toHaveLength(0)
    await press(story, MEI, await story.dm(MEI, 'step 2 follows: Start the send'), "Confirm it's done")
    expect(story.receiver.requests).toHaveLength(1)
    expect(readAloud(await story.card('winback'))).toContain('*live*')
  })
})

describe('at a time', () => {
  test('it is said when, and starts then, once', async () => {
    const story = await tell()
    await approved(story)
    const { text } = await story.say(ANA, 'launch winback at:tue 9:00')
    expect(text).toMatch(
      /^\*Spring win-back\* launches <!date\^1772524800\^.*\. Approval, readiness and freezes/,
    )
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('scheduled <!date^1772524800')
    await story.pass(23 * HOUR)
    expect(story.receiver.requests).toHaveLength(0)
    await story.pass(HOUR)
    expect(story.receiver.requests).toHaveLength(1)
    await story.pass(DAY)
    expect(story.receiver.requests).toHaveLength(1)
    expect(readAloud(await story.card('winback'))).toContain('*live*')
  })

  test('a task that was reopened meanwhile keeps it back, and the owner is told', async () => {
    const story = await tell()
    await approved(story)
    await typed(story, ANA, ['launch winback at:+2h'])
    await typed(story, RAJ, ['task winback 1 reopen the events stopped'])
    await story.pass(3 * HOUR)
    expect(story.receiver.requests).toHaveLength(0)
    expect((await story.dm(ANA, 'did not start')).text).toBe(
      'The launch of *Spring win-back* did not start.\nwinback is not ready any more: a required task was reopened or added since.\n1 Events seen for a test user',
    )
    const card = readAloud(await story.card('winback'))
    expect(card).toContain('*approved*')
    expect(card).not.toContain('scheduled')
    expect((await story.say(ANA, 'history winback')).text).toContain('Stairway did not start the launch')
  })

  test('a freeze that was declared since keeps it back', async () => {
    const first = await tell()
    await approved(first)
    await typed(first, ANA, ['launch winback at:tomorrow 9:00'])
    const freeze = '\nfreezes:\n  - { from: 2026-03-03, to: 2026-03-03, reason: Incident review }\n'
    const story = await first.restart({ more: freeze })
    await story.pass(DAY + HOUR)
    expect(story.receiver.requests).toHaveLength(0)
    expect((await story.dm(ANA, 'did not start')).text).toMatch(
      /Nothing launches until <!date.*: Incident review\./,
    )
  })

  test('what was changed since is not launched, and said with who changed it', async () => {
    const story = await tell()
    await approved(story)
    await typed(story, ANA, ['launch winback at:+2h', 'brief winback audience Everybody size:900000'])
    await story.pass(3 * HOUR)
    expect(story.receiver.requests).toHaveLength(0)
    expect((await story.dm(ANA, 'did not start')).text).toContain(
      '42\u202f610 → 900\u202f000, by Ana, <!date',
    )
  })

  test('set before the approval: the decision is about it, and it starts then by itself', async () => {
    const story = await tell()
    await ready(story)
    await typed(story, ANA, ['launch winback at:tue 9:00', 'submit winback'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('go-live <!date^1772524800')
    expect((await story.dm(RAJ, 'asks you to approve')).text).toMatch(
      /people on <!date\^1772524800\^.*\n1 {2}Start the send/,
    )
    await typed(story, TOM, ['approve winback'])
    await typed(story, RAJ, ['approve winback'])
    await story.settle()
    expect((await story.dm(RAJ, 'asked to approve')).text).toMatch(/launch is on for <!date\^1772524800/)
    await story.pass(DAY)
    expect(story.receiver.requests).toHaveLength(1)
    // What has begun is not announced any more.
    const closed = await story.dm(RAJ, 'asked to approve')
    expect(closed.text).toContain('Approved by')
    expect(closed.text).not.toContain('launch is on')
  })

  test('set before the approval, and not approved by then: nothing starts, and the owner is told', async () => {
    const story = await tell()
    await ready(story)
    await typed(story, ANA, ['submit winback', 'launch winback at:+2h'])
    expect((await story.say(ANA, 'history winback')).text).toContain('scheduled the launch')
    await story.pass(3 * HOUR)
    expect(story.receiver.requests).toHaveLength(0)
    expect((await story.dm(ANA, 'did not start')).text).toContain(
      'winback was not approved by then: 2 more have to approve it. Once it is approved you are asked to launch it or to set a new time.',
    )
    await typed(story, TOM, ['approve winback'])
    await typed(story, RAJ, ['approve winback'])
    await story.pass(DAY)
    expect(story.receiver.requests).toHaveLength(0)
  })

  test('found more than an hour late it does not start: who scheduled it, owner and approvers are asked', async () => {
    const first = await tell()
    await approved(first)
    await typed(first, MEI, ['launch winback at:+2h'])
    await first.settle()
    first.clock.at += 3 * HOUR + MINUTE
    const story = await first.restart()
    await story.pass(0)
    expect(story.receiver.requests).toHaveLength(0)
    for (const person of [ANA, MEI, TOM, RAJ]) {
      const told = await story.dm(person, 'did not start')
      expect(told.text).toContain(
        'Stairway was away then, and found it more than an hour later.\nNothing was sent.',
      )
      expect(buttons(told)).toEqual(['Launch', 'Set a time…'])
    }
    expect(readAloud(await story.card('winback'))).not.toContain('scheduled')
    await press(story, ANA, await story.dm(ANA, 'did not start'), 'Launch')
    expect(story.receiver.requests).toHaveLength(1)
  })

  test('found within an hour it still starts', async () => {
    const first = await tell()
    await approved(first)
    await typed(first, ANA, ['launch winback at:+2h'])
    await first.settle()
    first.clock.at += 3 * HOUR - MINUTE
    const story = await first.restart()
    await story.pass(0)
    expect(story.receiver.requests).toHaveLength(1)
  })

  test('moved to another time: the first one does nothing', async () => {
    const story = await tell()
    await approved(story)
    await typed(story, ANA, ['launch winback at:+2h', 'launch winback at:+5h'])
    await story.pass(3 * HOUR)
    expect(story.receiver.requests).toHaveLength(0)
    await story.pass(2 * HOUR)
    expect(story.receiver.requests).toHaveLength(1)
  })
})

describe('a rehearsal and a second click', () => {
  test('a rehearsal shows what would be sent, to the person alone, and sends nothing', async () => {
    const story = await tell()
    await approved(story, { plan: BOTH })
    const before = await channel(story)
    const { text, body } = await story.say(ANA, 'launch winback rehearse')
    expect(body.response_type).toBe('ephemeral')
    expect(text).toMatch(
      /^\*Rehearsal\.\* A launch of \*Spring win-back\* .*would run 2 steps for 42\u202f610 people\. Nothing was sent\.\n1 {2}Start the send \(127\.0\.0\.1:\d+\) · can't be undone\n2 {2}asks Mei: Check the first hundred/,
    )
    await story.pass(HOUR)
    expect(story.receiver.requests).toHaveLength(0)
    expect(await channel(story)).toEqual(before)
  })

  test('before it may be launched it shows the same, and what is in the way', async () => {
    const story = await tell()
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.settle()
    expect((await story.say(ANA, 'launch winback rehearse')).text).toContain(
      '*Rehearsal.* A launch of *Spring win-back*  `winback` has no steps yet: `/campaign brief winback plan &lt;value&gt;`. Nothing was sent.\n' +
        'It would not start. winback is preparing: launch is not possible now.',
    )
    await submitted(story, { key: 'other', plan: BOTH })
    const inReview = (await story.say(TOM, 'launch other rehearse')).text
    expect(inReview).toContain('would run 2 steps for 42\u202f610 people. Nothing was sent.\n1  Start')
    expect(inReview).toMatch(/\nIt would not start. other is in review: launch is not possible now\./)
    for (const approver of [TOM, RAJ]) await typed(story, approver, ['approve other'])
    await typed(story, RAJ, ['task other 1 reopen the events stopped'])
    expect((await story.say(ANA, 'launch other rehearse')).text).toMatch(
      /\nIt would not start. other is not ready any more: a required task was reopened or added since\./,
    )
    await story.pass(HOUR)
    expect(story.receiver.requests).toHaveLength(0)
  })

  test('for a time it looks at the freezes of that time', async () => {
    const freeze = '\nfreezes:\n  - { from: 2026-03-04, to: 2026-03-04, reason: Quarter close }\n'
    const story = await tell({ more: freeze })
    await approved(story)
    for (const text of ['launch winback rehearse at:wed 9:00', 'launch winback at:wed 9:00 rehearse'])
      expect((await story.say(ANA, text)).text).toMatch(
        /^\*Rehearsal\.\* A launch of \*Spring win-back\* .* would run 1 step for 42\u202f610 people, <!date\^1772611200\^.*\. Nothing was sent\.\n[\s\S]*It would not start. Nothing launches until <!date.*: Quarter close\./,
      )
    const tuesday = (await story.say(ANA, 'launch winback rehearse at:tue 9:00')).text
    expect(tuesday).toMatch(
      /Approval, readiness and freezes allow it; they are checked again when it is launched\.\n/,
    )
    await story.pass(3 * DAY)
    expect(story.receiver.requests).toHaveLength(0)
  })

  test.each(['behind', 'beside'] as const)(
    'the same Launch click, once %s the other, launches once',
    async (how) => {
      const story = await tell()
      await approved(story)
      await twice(story, how).clickButton(ANA, await story.card('winback'), 'Launch')
      await story.settle()
      expect(story.receiver.requests).toHaveLength(1)
      expect((await story.say(ANA, 'history winback')).text.match(/Ana launched it/g)).toHaveLength(1)
      expect(line(story, ANA).text).not.toContain('not possible')
    },
  )

  test('two people press Launch at once: one launch, and one is told', async () => {
    const story = await tell()
    await approved(story)
    const card = await story.card('winback')
    await Promise.all([
      story.client.clickButton(ANA, card, 'Launch'),
      story.client.clickButton(TOM, card, 'Launch'),
    ])
    await story.settle()
    expect(story.receiver.requests).toHaveLength(1)
    const told = [ANA, TOM].flatMap((person) => story.slack.ephemerals(person).at(-1)?.text ?? [])
    expect(told.filter((text) => text.includes('launch is not possible now'))).toHaveLength(1)
  })
})
